"""Rows 8, 9 and 15: jumping clocks, shuffled and repeated updates, poison."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from functools import partial
from pathlib import Path

from tests.cluster import Cluster, add_contacts, cluster, wait_for
from tests.faults.kills import FAST
from tests.faults.outages import polling
from tests.faults.scene import answered, arrived, heard, remind, say, settle

HOUR = 3600
AT_ONCE = 40  # seconds until a reminder or an answer comes: permits may lie 14 s ahead; an hour would show
PROMPT = 1.0  # seconds until the next update is answered


def clock_jumps(folder: Path, kind: str) -> str:
    """Row 8: the wall time goes an hour on and an hour back; each reminder comes once."""
    with cluster(folder, kind) as made:
        chats = add_contacts(made, 5)
        polling(made)
        remind(made, chats, "The pump", minutes=30)
        for jump in (HOUR, -HOUR, HOUR, -2 * HOUR, 3 * HOUR):
            made.asks("clock", {"advance_seconds": jump, "allow_back": True})
            time.sleep(3)
        settle(made, 30)
        got = arrived(made, "The pump")
        assert got == dict.fromkeys(chats, 1), got
        return "an hour on and back, five jumps: each reminder once"


def machine_clock_jumps(folder: Path, kind: str) -> str:
    """Row 8: the machine's own clock is set an hour back, and an hour on; replicas that start then go on at once."""
    with cluster(folder, kind) as made:
        chats = add_contacts(made, 20)
        slowest = 0.0
        for number, ahead in enumerate((HOUR, 0, -HOUR, 0)):
            before = made.sees("record")["last"]
            made.start_shifted("run", ahead)
            wait_for(partial(polls, made, before), "the poll", 60)
            started, updates = time.monotonic(), say(made, chats, "/help")
            remind(made, chats, f"thing{number}", seconds=ahead)
            wait_for(partial(all_answered, made, updates), f"answers at {ahead:+} s", AT_ONCE)
            wait_for(partial(all_got, made, f"thing{number}", chats), f"reminders at {ahead:+} s", AT_ONCE)
            slowest = max(slowest, time.monotonic() - started)
            made.kill(made.replicas[0], signal.SIGTERM)
        got = heard(made)
        twice = [pair for pair in got if got[pair] > 1]
        assert not twice, f"came twice: {twice[:5]}"
        return f"the machine's clock an hour back and on, 4 starts: each reminder once, within {slowest:.1f} s"


def polls(made: Cluster, after: int) -> bool:
    """Whether a bot has asked for updates since a call."""
    return any(call["method"] == "getUpdates" for call in made.calls(after))


def all_answered(made: Cluster, updates: list[int]) -> bool:
    """Whether every update is through to its answer."""
    return answered(made, updates) == len(updates)


def all_got(made: Cluster, word: str, chats: list[int]) -> bool:
    """Whether every chat has got a word."""
    got = heard(made)
    return all(got[word, chat] for chat in chats)


def updates_out_of_order(folder: Path, kind: str, number: int) -> str:
    """Row 9: updates shuffled and repeated, ids that start anew lower; each takes effect and is answered once.

    By webhook, whose deliveries may come in any order; a poll gives the lowest ids first and forgets those below.
    Messages and taps that change places are played in tests/bot/test_orders.py, in two thousand orders.
    """
    with cluster(folder, kind, SECONDS_PER_CHAT="0", ANSWER_IN_RESPONSE="0", **FAST) as made:
        chats = add_contacts(made, 4)
        made.start("web")
        wait_for(lambda: any(call["method"] == "setWebhook" for call in made.calls()), "the webhook", 60)
        rng = random.Random(9)
        asked = {f"chore{n}": rng.choice(chats) for n in range(number)}
        bodies = [
            typed(9_000_000 + n, chat, f"remind me tomorrow 5 pm {word}")
            for n, (word, chat) in enumerate(asked.items())
        ]
        sent = bodies + rng.sample(bodies, number // 2)
        rng.shuffle(sent)
        made.asks("updates", sent)
        made.asks("updates", {"next_id": 500})
        made.asks("updates", [typed(500 + n, chats[0], "/help") for n in range(5)])
        ids = [9_000_000 + n for n in range(number)] + list(range(500, 505))
        wait_for(lambda: answered(made, ids) == len(ids), "every update", 120, 0.2)
        settle(made, 30)
        time.sleep(1)  # a second answer would have come by now
        assert heard(made) == Counter(dict.fromkeys(asked.items(), 1)), "answers that are missing or repeated"
        assert arrived(made, "Help") == {chats[0]: 5}, "ids that start anew lower"
        return f"{len(sent) + 5} deliveries of {number + 5} updates, shuffled and repeated: each answered once"


def typed(update_id: int, chat: int, text: str) -> dict[str, object]:
    """A raw message."""
    person = {"id": chat, "is_bot": False, "first_name": "Owner", "language_code": "en"}
    message = {"message_id": 1, "date": 1764000000, "chat": {"id": chat, "type": "private"}, "from": person}
    return {"update_id": update_id, "message": {**message, "text": text}}


def poison(folder: Path, kind: str, number: int, within: float = PROMPT) -> str:
    """Row 15: updates that nobody can read; put aside after three tries, the next one is answered within a second.

    That a handler which always raises holds nobody up either is shown in one process, by tests/bot/test_turns.py.
    """
    with cluster(folder, kind, LOG_LEVEL="error") as made:
        chats = add_contacts(made, 2)
        polling(made)
        rng = random.Random(15)
        bad: list[object] = [
            "",
            5,
            None,
            [],
            {"from": {"id": chats[0]}},
            {"chat": {"id": chats[0]}, "text": 5},
            {"id": "x"},
        ]
        kinds = ("message", "callback_query", "inline_query", "my_chat_member", "poll", "new_thing")
        made.asks("updates", [{rng.choice(kinds): rng.choice(bad)} for _ in range(number)])
        waited = [answer_time(made, chats[1])]  # somebody else, while a third of the pile is in the first one's lane
        open_ones = "SELECT count(*) FROM updates WHERE state IN ('new', 'answering')"
        wait_for(lambda: made.rows(open_ones)[0][0] == 0, "all")
        aside = made.rows("SELECT count(*) FROM updates WHERE state = 'quarantined'")[0][0]
        assert all(process.poll() is None for process in made.replicas)
        assert aside > number / 3, f"{aside} of {number} were put aside"
        made.asks("updates", [{"callback_query": {"from": {"id": chats[0]}}}])
        waited.append(answer_time(made, chats[0]))
        told = " and ".join(f"{seconds * 1000:.0f}" for seconds in waited)
        assert max(waited) < within, f"the next ones were answered after {told} ms"
        return f"{number} unreadable updates, {aside} put aside; another's and the own next one after {told} ms"


def answer_time(made: Cluster, chat: int) -> float:
    """Seconds until a question is answered."""
    asked = time.monotonic()
    updates = say(made, [chat], "/help")
    wait_for(lambda: all_answered(made, updates), "the good one", 60)
    return time.monotonic() - asked
