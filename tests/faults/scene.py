"""What the fault table plays: owners who write, reminders that fall due, broadcasts; and what the record says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from tests.cluster import Cluster, wait_for

SETTLED = ("sent", "dead", "blocked", "uncertain", "suppressed", "expired", "cancelled")
WORD = re.compile(r"\b(?:chore|thing|news)\d+\b")  # what an owner's reminder, a due reminder and an alert speak of
Pair = tuple[str, int]  # a word and a chat
DOUBTS = """
    SELECT CAST(texts AS TEXT), chat_id FROM outbox JOIN contacts ON contacts.id = contact_id
    JOIN broadcasts ON broadcasts.id = broadcast_id WHERE outbox.state = 'uncertain'
    UNION ALL SELECT title, chat_id FROM outbox JOIN contacts ON contacts.id = outbox.contact_id
    JOIN reminders ON substr(outbox.key, 1, length('rem:' || reminders.id || ':')) = 'rem:' || reminders.id || ':'
    WHERE outbox.state = 'uncertain'
"""


class NotPlayed(Exception):
    """A row that can't be played here; it says why."""


def moment(made: Cluster, **ahead: float) -> str:
    """A time as the database keeps it, by the sandbox's clock."""
    now = datetime.fromisoformat(made.sees("clock")["now"]).astimezone(UTC) + timedelta(**ahead)
    return now.isoformat(" ") if made.database.startswith("postgresql") else f"{now:%Y-%m-%d %H:%M:%S.%f}"


def remind(made: Cluster, chats: Iterable[int], title: str, **ahead: float) -> None:
    """Reminders that fall due at a moment, one a chat."""
    due, rule = moment(made, **ahead), "once 2026-01-01T10:00"
    made.write(
        "INSERT INTO reminders (contact_id, title, rule, zone, next_due_at, created_at)"
        " SELECT id, ?, ?, 'Asia/Kolkata', ?, ? FROM contacts WHERE chat_id = ?",
        [(title, rule, due, due, chat) for chat in chats],
    )


def announce(made: Cluster, text: str, topic: str = "theme:finance") -> None:
    """A broadcast that the workers find and lay out."""
    made.write(
        "INSERT INTO broadcasts (topics, texts, created_at) VALUES (?, ?, ?)",
        [(f'["{topic}"]', f'{{"en":"{text}"}}', moment(made))],
    )


def say(made: Cluster, chats: Iterable[int], text: str) -> list[int]:
    """Owners write; gives the updates' ids."""
    return [made.asks(f"contacts/{chat}/text", {"text": text})["update_id"] for chat in chats]


def tap(made: Cluster, chats: Iterable[int], data: str) -> list[int]:
    """Owners tap a button of a message too old to be edited, so that its answer is a new one; gives the ids."""
    taps = [
        {"callback_query": {"id": f"tap{chat}", "from": {"id": chat, "first_name": "Owner"}, "data": data}}
        for chat in chats
    ]
    found: list[int] = made.asks("updates", taps)["update_ids"]
    return found


def word_of(text: str) -> str:
    """The word of ours in a text."""
    return next(iter(WORD.findall(text)), "")


def heard(made: Cluster) -> Counter[Pair]:
    """How often each chat got each word."""
    found: Counter[Pair] = Counter()
    for call in made.calls():
        if call["method"] == "sendMessage" and call["accepted"]:
            found.update((word, call["chat_id"]) for word in set(WORD.findall(call["params"]["text"])))
    return found


def doubtful(made: Cluster) -> Counter[Pair]:
    """Which messages are known to be in doubt, each with its chat."""
    return Counter((word_of(text), chat) for text, chat in made.rows(DOUBTS))


def set_by_owners(made: Cluster) -> Counter[Pair]:
    """How often each word was kept as a reminder of a chat."""
    query = "SELECT title, chat_id FROM reminders JOIN contacts ON contacts.id = contact_id"
    return Counter((word_of(title), chat) for title, chat in made.rows(query))


def arrived(made: Cluster, word: str, after: int = 0) -> Counter[int]:
    """How often each chat got a message with a word in it."""
    return Counter(
        call["chat_id"]
        for call in made.calls(after)
        if call["method"] == "sendMessage" and call["accepted"] and word in call["params"]["text"]
    )


def answered(made: Cluster, updates: Sequence[int]) -> int:
    """How many of some updates are through to their answer."""
    listed = ",".join(map(str, updates))
    return int(made.rows(f"SELECT count(*) FROM updates WHERE state = 'done' AND update_id IN ({listed})")[0][0])


def open_messages(made: Cluster) -> int:
    """How many messages wait, are on their way or not laid out; asked as they flow, so that none slips by."""
    unfrozen = made.rows("SELECT count(*) FROM broadcasts WHERE frozen_at IS NULL")[0][0]
    due = made.rows("SELECT count(*) FROM reminders WHERE next_due_at IS NOT NULL AND next_due_at <= ?", moment(made))
    marks = ",".join(f"'{state}'" for state in SETTLED)
    waiting = made.rows(f"SELECT count(*) FROM outbox WHERE state NOT IN ({marks})")[0][0]
    return int(waiting) + int(unfrozen) + int(due[0][0])


def settle(made: Cluster, patience: float) -> None:
    """Wait until nothing waits and nothing is on its way; a doubtful reminder's repeat is waited for too."""
    again = "SELECT count(*) FROM outbox WHERE state = 'uncertain' AND kind = 'reminder' AND repeats = 0"
    try:
        wait_for(
            lambda: made.rows(again)[0][0] == 0 and open_messages(made) == 0, "everything to settle", patience, 0.2
        )
    except AssertionError as error:
        left = made.rows("SELECT kind, state, count(*) FROM outbox GROUP BY kind, state ORDER BY kind, state")
        raise AssertionError(f"{error}: {left}") from None


def count(made: Cluster, state: str, kind: str = "alert") -> int:
    """How many messages of a kind are in a state."""
    return int(made.rows("SELECT count(*) FROM outbox WHERE state = ? AND kind = ?", state, kind)[0][0])


def sent_at(call: dict[str, object]) -> float:
    """When the sandbox took a call, in seconds since 1970."""
    return datetime.fromisoformat(str(call["at"])).timestamp()
