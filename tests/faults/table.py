"""The whole fault table on both databases: `make faults` prints a line a fault, and fails when a promise breaks.

python -m tests.faults.table [--kind sqlite|postgresql] [ROW …]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.faults import kills, oddities, outages

Row = Callable[[Path, str], str]
ROWS: dict[str, tuple[str, Row]] = {
    "1": ("killed at nine points × 20", partial(kills.killed_at_each_point, times=20)),
    "2": ("one of three workers killed, 25 ×", partial(kills.replicas_killed_at_random, contacts=2500, kills=25)),
    "3": ("Telegram away, reminders due", partial(outages.telegram_away, seconds=60, people=1000)),
    "4a": ("database locked 8 s", partial(outages.database_locked, seconds=8)),
    "4b": ("database locked 20 s", partial(outages.database_locked, seconds=20)),
    "4c": ("PostgreSQL killed and back", partial(outages.postgres_killed, seconds=5)),
    "5": ("storms of 429", partial(outages.storms, seconds=6)),
    "6": ("5xx, hang, drop, loris, HTML", outages.bad_answers),
    "7": ("SIGSTOP past the lease", partial(kills.a_worker_stands_still, seconds=35)),
    "8": ("clock jumps", oddities.clock_jumps),
    "9": ("updates shuffled and repeated", partial(oddities.updates_out_of_order, number=1000)),
    "10": ("stops in mid-broadcast", partial(oddities.stops_in_a_broadcast, people=1000)),
    "11": ("disk full", oddities.disk_full),
    "12": ("broken content", oddities.content_broken),
    "15": ("poison updates", partial(oddities.poison, number=300)),
}
TESTS = ("tests/faults/test_migration.py", "tests/faults/test_restore.py")  # rows 13 and 14
REPORT = Path("build/faults.txt")


def main() -> int:
    """Run the rows that are named, or all; the long first row runs beside the others."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.table")
    parser.add_argument("rows", nargs="*", help=f"some of {', '.join(ROWS)}")
    parser.add_argument("--kind", choices=["sqlite", "postgresql"], action="append")
    options = parser.parse_args()
    kinds = options.kind or ["sqlite", "postgresql"]
    names = options.rows or list(ROWS)
    with ThreadPoolExecutor(2) as pool:  # one database each
        lines = [
            line for found in pool.map(lambda kind: [run(name, kind) for name in names], kinds) for line in found
        ]
    if not options.rows:
        lines += [pytest_line(path) for path in TESTS]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n", "utf-8")
    broken = [line for line in lines if "BROKEN" in line]
    print(f"{len(lines) - len(broken)} held, {len(broken)} broken; the lines stand in {REPORT}")
    return 1 if broken else 0


def run(name: str, kind: str) -> str:
    """Play one row; gives its line."""
    title, row = ROWS[name]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        try:
            outcome, figures = "held", row(Path(folder) / "row", kind)
        except (AssertionError, OSError, subprocess.SubprocessError) as error:
            outcome, figures = "BROKEN", (str(error).splitlines() or [type(error).__name__])[0][:200]
    line = f"{name:>3}  {title:34} {kind:10} {outcome:6}  {figures}  [{time.monotonic() - started:.0f} s]"
    print(line, flush=True)
    return line


def pytest_line(path: str) -> str:
    """Play a row that is a test of its own, with its whole figures."""
    command = [sys.executable, "-m", "pytest", path, "-q", "-s", "-m", "faults or not faults"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    outcome = "held" if done.returncode == 0 else "BROKEN"
    line = f"     {path:34} both       {outcome:6}  {done.stdout.strip().splitlines()[-1]}"
    print(line, flush=True)
    return line


if __name__ == "__main__":
    sys.exit(main())
