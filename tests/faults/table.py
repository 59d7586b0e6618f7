"""The whole fault table on both databases: `make faults` prints a line a fault, and fails when a promise breaks.

python -m tests.faults.table [--kind sqlite|postgresql] [ROW …]
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.faults import broadcasts, disks, kills, oddities, outages, storms
from tests.faults.scene import NotPlayed

Play = Callable[[Path, str], str]


@dataclass(frozen=True)
class Row:
    """A fault: what it is called, how it is played, and whether its figures of time need the machine alone."""

    title: str
    play: Play
    alone: bool = False


ROWS = {
    "1": Row("killed at nine points × 20", partial(kills.killed_at_each_point, times=20)),
    "2": Row(
        "a worker of three killed, 25 ×", partial(kills.replicas_killed_at_random, contacts=2500, kills=25), True
    ),
    "3": Row("Telegram away, reminders due", partial(outages.telegram_away, seconds=60, people=1000)),
    "4a": Row("database locked 8 s", partial(outages.database_locked, seconds=8)),
    "4b": Row("database locked 20 s", partial(outages.database_locked, seconds=20)),
    "4c": Row("PostgreSQL killed and back", partial(outages.postgres_killed, seconds=5)),
    "4d": Row("PostgreSQL away for a minute", partial(outages.postgres_killed, seconds=60)),
    "5a": Row("storms of 429", partial(storms.storms, seconds=6), True),
    "5b": Row("two owners' updates pile up", partial(storms.updates_pile_up, number=400), True),
    "6a": Row("bad answers to words and taps", storms.bad_answers),
    "6b": Row("bad answers to all, long hangs", storms.bad_deliveries),
    "7": Row("SIGSTOP past the lease", partial(kills.a_worker_stands_still, seconds=35)),
    "8a": Row("wall time jumps", oddities.clock_jumps),
    "8b": Row("machine's clock jumps", oddities.machine_clock_jumps),
    "9": Row("updates shuffled and repeated", partial(oddities.updates_out_of_order, number=1000)),
    "10": Row("stops in mid-broadcast", partial(broadcasts.stops_in_a_broadcast, people=1000)),
    "11a": Row("disk full", disks.disk_full),
    "11b": Row("database read-only", disks.read_only),
    "12": Row("broken content", disks.content_broken, True),
    "15": Row("poison updates", partial(oddities.poison, number=250), True),
    "16": Row("a reminder due in a broadcast", partial(broadcasts.reminder_in_a_broadcast, people=1500)),
    "17": Row("SIGTERM in mid-broadcast", partial(broadcasts.ended_in_a_broadcast, people=300), True),
}
TESTS = {
    "9": "tests/bot/test_orders.py",  # two thousand orders of one talk
    "13": "tests/faults/test_migration.py",
    "14": "tests/faults/test_restore.py",
}
BESIDE = 4  # rows at once, of those that mostly wait
REPORT = Path("build/faults.txt")
Line = tuple[str, str]  # what became of a row (held, BROKEN, or —), and the line that says so


def main() -> int:
    """Run the rows that are named, or all: most beside each other, those with tight figures of time by themselves."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.table")
    parser.add_argument("rows", nargs="*", help=f"some of {', '.join(ROWS)}")
    parser.add_argument("--kind", choices=["sqlite", "postgresql"], action="append")
    options = parser.parse_args()
    lines = play(options.rows or list(ROWS), options.kind or ["sqlite", "postgresql"])
    if not options.rows:
        lines += [pytest_line(name, path) for name, path in TESTS.items()]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(line for _outcome, line in lines) + "\n", "utf-8")
    outcomes = [outcome for outcome, _line in lines]
    told = f"{outcomes.count('held')} held, {outcomes.count('BROKEN')} broken, {outcomes.count('—')} not played"
    print(f"{told}; the lines stand in {REPORT}")
    return 1 if "BROKEN" in outcomes else 0


def play(names: Sequence[str], kinds: Sequence[str]) -> list[Line]:
    """Play rows on databases; gives their lines in the table's order."""
    asked = [(name, kind) for name in names for kind in kinds]
    beside = [one for one in asked if not ROWS[one[0]].alone]
    with ThreadPoolExecutor(BESIDE) as pool:
        found = dict(zip(beside, pool.map(lambda one: run(*one), beside), strict=True))
    found |= {one: run(*one) for one in asked if one not in found}
    return [found[name, kind] for kind in kinds for name in names]


def run(name: str, kind: str) -> Line:
    """Play one row; gives what became of it and its line. Whatever is raised breaks this row alone."""
    row, started = ROWS[name], time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            outcome, figures = "held", row.play(Path(folder) / "row", kind)
        except NotPlayed as why:
            outcome, figures = "—", f"not played: {why}"
        except Exception as error:
            first = (str(error).splitlines() or [""])[0]
            outcome, figures = (
                "BROKEN",
                f"{'' if isinstance(error, AssertionError) else type(error).__name__} {first}",
            )
    return told(name, row.title, kind, outcome, f"{figures.strip()[:300]}  [{time.monotonic() - started:.0f} s]")


def pytest_line(name: str, path: str) -> Line:
    """Play a row that is a test of its own, with its whole figures; what is skipped isn't held."""
    command = [sys.executable, "-m", "pytest", path, "-s", "-rs", "-m", "faults or not faults"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    except subprocess.TimeoutExpired:
        return told(name, path, "both", "BROKEN", "not through after 600 s")
    last = (done.stdout.strip().splitlines() or [done.stderr.strip()])[-1]
    skipped = re.search(r"^SKIPPED \[\d+\] (.*)", done.stdout, re.MULTILINE)
    if done.returncode:
        return told(name, path, "both", "BROKEN", last)
    return (
        told(name, path, "both", "—", f"not played: {skipped[1]}")
        if skipped
        else told(name, path, "both", "held", last)
    )


def told(name: str, title: str, kind: str, outcome: str, figures: str) -> Line:
    """Print a row's line at once."""
    line = f"{name:>3}  {title:34} {kind:10} {outcome:6}  {figures}"
    print(line, flush=True)
    return outcome, line


if __name__ == "__main__":
    sys.exit(main())
