"""Rows 1, 2 and 7: power cuts at every point of the protocol, random kills of replicas, one that stands still."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass
from pathlib import Path

from tests.cluster import Cluster, add_contacts, cluster, wait_for
from tests.faults.scene import announce, answered, arrived, count, remind, say, settle

POINTS = ("fetched", "kept", "handled", "answering", "answered", "claimed", "sending", "sent", "marked")
FAST = {"SENDS_PER_SECOND": "1000", "PAID_BROADCASTS": "1"}
PARTS = 4  # clusters at once: most of a kill is waiting
IN_FLIGHT = 8  # messages at once: as many may be in doubt after one kill


@dataclass(frozen=True)
class Seen:
    """What came of some kills, in numbers."""

    kills: int
    updates: int
    doubts: int
    lost: int  # reminders, each of them among the doubts
    repeats: int  # of reminders


def killed_at_each_point(folder: Path, kind: str, times: int) -> str:
    """Row 1: kill -9 at nine points, each so many times; an alert never comes twice, a reminder at most twice."""
    with ThreadPoolExecutor(PARTS) as pool:
        seen = list(pool.map(lambda part: _killed(folder / str(part), kind, times // PARTS, part), range(PARTS)))
    kills, updates, doubts, lost, repeats = (sum(numbers) for numbers in zip(*map(astuple, seen), strict=True))
    of_alerts, of_reminders = (
        f"alerts 0 twice, {doubts} in doubt",
        f"reminders {lost} in doubt for good, {repeats} repeated",
    )
    return f"{kills} kills: {updates} updates once each; {of_alerts}; {of_reminders}"


def _killed(folder: Path, kind: str, times: int, part: int) -> Seen:
    """One bot after another on one database, each killed at a point of its own."""
    with cluster(folder, kind) as made:
        chats = add_contacts(made, 6)
        updates: list[int] = []
        points = list(POINTS) * times
        random.Random(20261125 + part).shuffle(points)
        for number, point in enumerate(points):
            bot = made.start("run", CRASH_AT=f"{point}:{1 + number % 2}", SECONDS_PER_CHAT="0")
            remind(made, chats[:3], f"thing{number}.")
            announce(made, f"news{number}.")
            updates += say(made, chats[3:], f"remind me tomorrow 5 pm chore{number}")
            died(bot, made, point)
        made.start("run", SECONDS_PER_CHAT="0")  # what has piled up meanwhile would take minutes at one a second
        wait_for(lambda: answered(made, updates) == len(updates), "every update", 90, 0.2)
        settle(made, 150)
        return see(made, len(points), len(updates))


def died(bot: subprocess.Popen[bytes], made: Cluster, point: str) -> None:
    """Wait until a bot has come to its point; the second time may need one more message."""
    try:
        bot.wait(20)
    except subprocess.TimeoutExpired:
        made.kill(bot)
        return
    made.replicas.remove(bot)
    assert bot.returncode == -signal.SIGKILL, f"{point}: exit code {bot.returncode}\n{made.outputs()[-2000:]}"


def see(made: Cluster, kills: int, updates: int) -> Seen:
    """What the record says: no alert twice, every reminder, at most one repeat of it."""
    got = arrivals_by_word(made)
    twice = [times for n in range(kills) for times in got[f"news{n}."].values() if times > 1]
    reminders = [times for n in range(kills) for times in got[f"thing{n}."].values()]
    doubts, lost = count(made, "uncertain"), 3 * kills - len(reminders)
    unsure = count(made, "uncertain", "reminder")
    assert not twice, f"{len(twice)} alerts came twice"
    assert lost <= unsure, f"{lost} reminders are lost, {unsure} are known to be in doubt"
    assert max(reminders) <= 2
    assert doubts <= IN_FLIGHT * kills
    return Seen(kills, updates, doubts, lost, sum(times - 1 for times in reminders))


def arrivals_by_word(made: Cluster) -> defaultdict[str, Counter[int]]:
    """How often each chat got a message that has a word, which ends with a full stop."""
    found: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for call in made.calls():
        if call["method"] == "sendMessage" and call["accepted"]:
            for word in set(call["params"]["text"].replace("\n", " ").replace("</b>", " ").split()):
                if word.endswith("."):
                    found[word][call["chat_id"]] += 1
    return found


def replicas_killed_at_random(folder: Path, kind: str, contacts: int, kills: int) -> str:
    """Row 2: one of three workers is killed again and again during a broadcast; nobody gets it twice."""
    with cluster(folder, kind, **FAST) as made:
        add_contacts(made, contacts)
        for _ in range(3):
            made.start("worker")
        wait_for(lambda: sum(call["method"] == "getMe" for call in made.calls()) >= 3, "three workers", 60)
        announce(made, "The window is open")
        started, rng = time.monotonic(), random.Random(7)
        for _ in range(kills):
            time.sleep(0.35)
            made.kill(rng.choice(made.replicas))
            made.start("worker")
        settle(made, 120)
        seconds = time.monotonic() - started
        got = arrived(made, "The window")
        sent, doubts = count(made, "sent"), count(made, "uncertain")
        assert max(got.values()) == 1, "an alert came twice"
        assert sent + doubts == contacts, made.rows("SELECT state, count(*) FROM outbox GROUP BY state")
        assert len(got) >= sent
        return f"{contacts} alerts, {kills} kills: 0 twice, {doubts} in doubt, {seconds:.0f} s"


def a_worker_stands_still(folder: Path, kind: str, seconds: float) -> str:
    """Row 7: SIGSTOP past the lease in the middle of a broadcast, another worker goes on, then SIGCONT."""
    with cluster(folder, kind) as made:
        add_contacts(made, 150)
        stopped = made.start("worker")
        wait_for(lambda: any(call["method"] == "getMe" for call in made.calls()), "the worker", 60)
        announce(made, "The window is open")
        wait_for(lambda: len(arrived(made, "The window")) > 20, "the first alerts", 30)
        stopped.send_signal(signal.SIGSTOP)
        made.start("worker")
        time.sleep(seconds)
        stopped.send_signal(signal.SIGCONT)
        settle(made, 90)
        time.sleep(2)
        got, doubts = arrived(made, "The window"), count(made, "uncertain")
        assert max(got.values()) == 1
        assert len(got) + doubts >= 150
        return f"stood still for {seconds:.0f} s: 0 twice, {doubts} in doubt, {len(got)} of 150 arrived"
