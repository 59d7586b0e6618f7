"""What the fault table plays: owners who write, reminders that fall due, broadcasts; and what the record says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from tests.cluster import Cluster, wait_for

SETTLED = ("sent", "dead", "blocked", "uncertain", "suppressed", "expired", "cancelled")


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
