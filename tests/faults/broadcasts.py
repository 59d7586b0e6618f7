"""Rows 10, 16 and 17, in mid-broadcast: owners stop, a reminder falls due, the process is told to end."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.cluster import Cluster, add_contacts, cluster, wait_for
from tests.faults.outages import polling
from tests.faults.scene import announce, answered, arrived, count, remind, say, sent_at, settle, tap

CONFIRMED = ("All alerts are stopped", "Stopped:", "Everything is deleted")
WAYS: tuple[Callable[[Cluster, int], list[int]], ...] = (
    lambda made, chat: say(made, [chat], "/stop"),
    lambda made, chat: tap(made, [chat], "alerts.stop:theme:finance"),
    lambda made, chat: tap(made, [chat], "my_data.delete"),
)
RATE = 300  # messages a second
DUE_IN = 5  # seconds after the broadcast's first alert
PROMPT = 10  # seconds that a reminder may be late in a broadcast
END_WITHIN = 5  # seconds that a process takes to end


def stops_in_a_broadcast(folder: Path, kind: str, people: int, rate: int = RATE) -> str:
    """Row 10: everybody stops at a random moment of a broadcast; no alert is accepted after the confirmation.

    By turns all alerts, the one topic, or everything by deleting the data; a second worker sends beside.
    """
    with cluster(folder, kind, SENDS_PER_SECOND=str(rate), PAID_BROADCASTS="1") as made:
        chats = add_contacts(made, people)
        polling(made)
        if kind == "postgresql":
            made.start("worker")
            wait_for(lambda: sum(call["method"] == "getMe" for call in made.calls()) >= 2, "two workers", 60)
        made.asks("limits", {"round_trip": [5, 60]})
        announce(made, "The window is open")
        wait_for(lambda: arrived(made, "The window"), "the first alert", 60)
        rng, updates = random.Random(10), list[int]()
        for number, chat in enumerate(rng.sample(chats, people)):
            updates += WAYS[number % len(WAYS)](made, chat)
            time.sleep(rng.random() * 2 / rate)
        wait_for(lambda: answered(made, updates) == people, "every stop", 180, 0.5)
        settle(made, 120)
        before, late, confirmed = alerts_about_stops(made, "The window")
        assert len(confirmed) == people, f"{len(confirmed)} of {people} stops are confirmed"
        assert late == 0, f"{late} alerts after the confirmation"
        assert 0 < before < people, f"{before} of {people} alerts before a stop: none met the broadcast"
        return f"{people} stops in {len(WAYS)} ways: 0 alerts after the confirmation, {before} before it"


def alerts_about_stops(made: Cluster, word: str) -> tuple[int, int, set[int]]:
    """How many alerts came before their chat's stop was confirmed, how many after, and whose was."""
    confirmed: set[int] = set()
    late = before = 0
    for call in made.calls():
        if call["method"] in {"sendMessage", "editMessageText"} and call["accepted"]:
            text = call["params"]["text"]
            if any(words in text for words in CONFIRMED):
                confirmed.add(call["chat_id"])
            elif word in text:
                late += call["chat_id"] in confirmed
                before += call["chat_id"] not in confirmed
    return before, late, confirmed


def reminder_in_a_broadcast(folder: Path, kind: str, people: int) -> str:
    """Row 16: a reminder falls due while one worker is at a broadcast of a minute; it comes within ten seconds."""
    with cluster(folder, kind, HONEST="1") as made:
        chats = add_contacts(made, people)
        made.start("worker")
        announce(made, "The window is open")
        wait_for(lambda: arrived(made, "The window"), "the first alert", 60)
        due = time.time() + DUE_IN
        remind(made, chats[-1:], "The boiler", seconds=DUE_IN)
        wait_for(lambda: time.time() > due + PROMPT or arrived(made, "The boiler"), "the reminder", DUE_IN + 60, 0.5)
        found = [
            sent_at(call) - due
            for call in made.calls()
            if call["method"] == "sendMessage" and call["accepted"] and "The boiler" in call["params"]["text"]
        ]
        left = count(made, "ready")
        assert found, f"the reminder hasn't come within {PROMPT} s"
        assert left > 0, "the broadcast is over, it held nothing up"
        assert found[0] < PROMPT, f"the reminder was {found[0]:.1f} s late"
        return f"{people} alerts under way, {left} still to go: a reminder came {found[0]:.1f} s after it was due"


def ended_in_a_broadcast(folder: Path, kind: str, people: int) -> str:
    """Row 17: SIGTERM in mid-broadcast; the process ends within five seconds and leaves nothing in doubt."""
    role = "run" if kind == "sqlite" else "worker"
    with cluster(folder, kind) as made:
        chats = add_contacts(made, people)
        process = made.start(role)
        announce(made, "The window is open")
        wait_for(lambda: made.sees("rate")["sends"] > people // 3, "a third of the alerts", 60)  # ticks go on beside
        told = time.monotonic()
        made.kill(process, signal.SIGTERM)
        seconds = time.monotonic() - told
        sent, on_its_way = made.sees("rate")["sends"], count(made, "sending")
        time.sleep(1)
        after = made.sees("rate")["sends"] - sent
        assert process.returncode == 0, f"exit code {process.returncode}\n{made.outputs()[-2000:]}"
        assert seconds < END_WITHIN, f"it took {seconds:.1f} s to end"
        assert (on_its_way, after) == (0, 0), f"{on_its_way} left as being sent, {after} sent after the end"
        assert sent < people, "the broadcast was over before"
        made.start(role)
        settle(made, 90)
        got = arrived(made, "The window")
        assert got == dict.fromkeys(chats, 1), f"{people - len(got)} lost, {max(got.values())} at most to one"
        return f"ended in {seconds:.1f} s after {sent} of {people} alerts, 0 in doubt; the next one sent the rest"
