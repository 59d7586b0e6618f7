"""A long run of the real processes: talk, reminders and broadcasts, while some are killed or stand still.

python -m tests.faults.soak [--kind sqlite|postgresql] [--minutes 10] [--seed N]

`make soak` prints a line a promise and fails when one is broken; a seed names the order of the faults.
"""

from __future__ import annotations

import argparse
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.cluster import Cluster, add_contacts, bugs_in, cluster, wait_for
from tests.faults.scene import Pair, announce, answered, doubtful, heard, remind, say, set_by_owners, settle

ROLES = {"sqlite": ("run", "worker", "run", "worker"), "postgresql": ("web", "worker", "web", "worker")}
ELDERS, YOUNGER = slice(2), slice(2, None)  # the first are left alone, so that their memory can be compared
CONTACTS, OWNERS, REMINDED = 30, 12, 5
QUIET = 20  # seconds at both ends without faults
FAULTS = ("kill", "kill", "kill", "stand still", "500", "429")
STILL = (2, 4, 8, 35)  # seconds; the last is longer than a lease
MOST_GROWTH = 20.0  # MB
UNDER_WAY = (
    "SELECT (SELECT count(*) FROM outbox WHERE kind = 'alert' AND state IN ('ready', 'sending'))"
    " + (SELECT count(*) FROM broadcasts WHERE frozen_at IS NULL)"
)


@dataclass
class Soak:
    """One run: what was asked of the processes, and what was done to them."""

    made: Cluster
    chats: list[int]
    rng: random.Random
    updates: list[int] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    asleep: dict[subprocess.Popen[bytes], float] = field(default_factory=dict)
    memory: list[list[float]] = field(default_factory=list)  # MB of each elder, at start and end

    def play(self, seconds: int) -> None:
        """A beat a second: owners write, reminders fall due, one broadcast follows another, something breaks."""
        start, next_fault = time.monotonic(), float(QUIET)
        for beat in range(seconds):
            self.talk(beat)
            self.wake(time.monotonic())
            if beat in {QUIET, seconds - 1}:
                self.memory.append(
                    [psutil.Process(one.pid).memory_info().rss / 1e6 for one in self.made.replicas[ELDERS]]
                )
            if next_fault <= beat < seconds - QUIET:
                self.break_something()
                next_fault = beat + self.rng.uniform(4, 10)
            time.sleep(max(0.0, start + beat + 1 - time.monotonic()))
        self.wake(float("inf"))

    def talk(self, beat: int) -> None:
        """Two updates by one owner; every few beats reminders and the next broadcast."""
        self.asked["chore"] += 1
        for text in (f"remind me tomorrow 5 pm chore{self.asked['chore']}", "Save"):
            self.updates += say(self.made, [self.chats[beat % OWNERS]], text)
        try:
            if beat % 4 == 0:
                remind(self.made, self.chats[:REMINDED], f"thing{self.asked['thing'] + 1}")
                self.asked["thing"] += 1
            if beat % 3 == 0 and not self.made.rows(UNDER_WAY)[0][0]:
                announce(self.made, f"news{self.asked['news'] + 1}")
                self.asked["news"] += 1
        except sqlite3.OperationalError:  # somebody stands still with the lock in hand; nothing was written
            self.faults["database locked"] += 1

    def break_something(self) -> None:
        """Kill a replica and start another, let one stand still, or let Telegram refuse everything."""
        what, victim = self.rng.choice(FAULTS), self.rng.choice(self.made.replicas[YOUNGER])
        self.faults[what] += 1
        if what == "kill":
            self.asleep.pop(victim, None)
            self.made.kill(victim)
            self.made.start(str(list(victim.args)[-1]))  # type: ignore[arg-type]
        elif what == "stand still":
            victim.send_signal(signal.SIGSTOP)
            self.asleep[victim] = time.monotonic() + self.rng.choice(STILL)
        else:
            storm = {"kind": what, "retry_after": 2, "until_seconds": self.rng.uniform(1, 4)}
            self.made.asks("faults", [storm])

    def wake(self, now: float) -> None:
        """Let those go on that have stood still for long enough."""
        for process in [one for one, until in self.asleep.items() if until <= now]:
            process.send_signal(signal.SIGCONT)
            del self.asleep[process]

    def promises(self) -> list[tuple[bool, str]]:
        """Each promise with its figures: whether it was kept, and the line."""
        got, doubts = heard(self.made), doubtful(self.made)
        news, things = self.pairs("news", self.chats), self.pairs("thing", self.chats[:REMINDED])
        lost = [[pair for pair in pairs if not got[pair] and not doubts[pair]] for pairs in (news, things)]
        twice, repeated = (sum(got[pair] > 1 for pair in pairs) for pairs in (news, things))
        thrice = any(got[pair] > 2 for pair in things)
        listed = f"{sum(pair in doubts for pair in news)} alerts, {sum(pair in doubts for pair in things)} reminders"
        bugs = bugs_in(self.made.outputs())
        memory = list(zip(*self.memory, strict=True))
        sizes = ", ".join(f"{then:.0f} → {now:.0f}" for then, now in memory)
        return [
            self.answers(got),
            (not twice and not lost[0], f"alerts: {len(news)}, {twice} twice, {len(lost[0])} lost"),
            (not thrice and not lost[1], f"reminders: {len(things)}, {len(lost[1])} lost, {repeated} repeated"),
            (True, f"doubts listed: {listed}"),
            (all(now - then < MOST_GROWTH for then, now in memory), f"memory of the eldest: {sizes} MB"),
            (not bugs, f"bugs in the logs: {bugs or 'none'}"),
        ]

    def pairs(self, word: str, chats: list[int]) -> list[Pair]:
        """Every message of a kind that somebody was to get."""
        return [(f"{word}{number + 1}", chat) for number in range(self.asked[word]) for chat in chats]

    def answers(self, got: Counter[Pair]) -> tuple[bool, str]:
        """Each update takes effect once, and both answers of a chore arrive unless Telegram was twice in doubt."""
        chores = [(f"chore{number + 1}", self.chats[number % OWNERS]) for number in range(self.asked["chore"])]
        saved = set_by_owners(self.made)
        once, silent = sum(saved[pair] == 1 for pair in chores), sum(got[pair] < 2 for pair in chores)
        done, again = answered(self.made, self.updates), sum(max(0, got[pair] - 2) for pair in chores)
        given_up = self.made.outputs().count("call given up")
        line = f"updates: {done} of {len(self.updates)} answered, {once} of {len(chores)} effects once"
        kept = done == len(self.updates) and once == len(chores) and silent <= given_up
        return kept, f"{line}, {silent} without an answer ({given_up} given up), {again} answers repeated"


def run(folder: Path, kind: str, seconds: int, seed: int) -> bool:
    """Play, wait until all is settled, and print what became of each promise; True when all were kept."""
    with cluster(folder, kind, SECONDS_PER_CHAT="0") as made:
        soak = Soak(made, add_contacts(made, CONTACTS), random.Random(seed))
        for role in ROLES[kind]:
            made.start(role)
        wait_for(lambda: {"getUpdates", "setWebhook"} & {one["method"] for one in made.calls()}, "the replicas", 60)
        soak.play(seconds)
        try:
            wait_for(lambda: answered(made, soak.updates) == len(soak.updates), "every update", 120, 0.5)
            settle(made, 150)
            lines = [(True, "everything settled")]
        except AssertionError as late:
            lines = [(False, str(late))]
        lines += soak.promises()
    print("faults:", ", ".join(f"{count} × {what}" for what, count in sorted(soak.faults.items())))
    print(*(f"  {'kept' if kept else 'BROKEN':6}  {line}" for kept, line in lines), sep="\n")
    return all(kept for kept, _line in lines)


def main() -> int:
    """Read what is wanted and run it; the exit code is 1 when a promise broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.soak")
    parser.add_argument("--kind", choices=list(ROLES), default="sqlite")
    parser.add_argument("--minutes", type=float, default=10, help="1 to 240")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    seconds = int(60 * min(max(options.minutes, 1), 240))
    print(f"soak: {options.kind}, {seconds} s, seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        return 0 if run(Path(folder) / "soak", options.kind, seconds, options.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
