"""`make bench`: every goal of speed, side by side with its reference; MISSED where it falls short.

python -m tests.benchmarks.table [GOAL …]
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import clients, nearest, sends, ticks, updates
from tests.benchmarks.side_by_side import Line

GOALS: dict[str, list[Callable[[Path], list[Line]]]] = {
    "1": [updates.menu_step],
    "2": [clients.client],
    "3": [updates.far_away],
    "4": [updates.webhooks],
    "5": [sends.broadcast],
    "6": [sends.talk_meanwhile],
    "7": [ticks.reminders_due],
    "8": [updates.backlog],
    "9": [ticks.start_and_memory],
    "10": [updates.databases, nearest.nearest, clients.screens],
    "search": [clients.search],
}
REPORT = Path("build/bench.txt")


def main(names: list[str]) -> int:
    """Measure the goals that are named, or all."""
    lines = []
    for name in names or list(GOALS):
        for measure in GOALS[name]:
            with tempfile.TemporaryDirectory() as folder:
                for line in measure(Path(folder)):
                    print(line, flush=True)
                    lines.append(line)
    missed = sum(not line.ok for line in lines)
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    print(f"{missed} missed; the lines stand in {REPORT}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
