"""A backup from before is restored: what was sent since is not sent again until an operator says so."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cluster import Cluster, add_contacts, cluster, wait_for

PEOPLE = 15
QUIET = 5.0  # seconds of two ticks and more, in which nothing may come


def add_reminders(made: Cluster, chats: list[int], word: str, due: datetime) -> None:
    zone = "+00:00" if made.database.startswith("postgresql") else ""
    moments = [f"{moment:%Y-%m-%d %H:%M:%S.%f}{zone}" for moment in (due, datetime.now(UTC))]
    made.write(
        "INSERT INTO reminders (contact_id, title, rule, zone, next_due_at, created_at)"
        " SELECT id, ?, 'daily 2026-01-01T10:00', 'Asia/Kolkata', ?, ? FROM contacts WHERE chat_id = ?",
        [(word, *moments, chat) for chat in chats],
    )


def add_alert(made: Cluster) -> None:
    """An alert whose audience isn't laid out yet."""
    zone = "+00:00" if made.database.startswith("postgresql") else ""
    created = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}{zone}"
    made.write(
        "INSERT INTO broadcasts (topics, texts, created_at) VALUES (?, ?, ?)",
        [('["theme:finance"]', '{"en":"A window is open"}', created)],
    )


def heard(made: Cluster) -> Counter[str]:
    """How often Telegram accepted each matter."""
    texts = [call["params"]["text"] for call in made.calls() if call["accepted"] and call["method"] == "sendMessage"]
    return Counter(word for text in texts for word in ("GST", "window", "later") if word in text)


@pytest.mark.parametrize(("kind", "drop"), [("sqlite", False), ("postgresql", True)])
def test_nothing_that_was_sent_since_the_backup_is_sent_again_by_itself(
    tmp_path: Path, kind: str, drop: bool
) -> None:
    with cluster(tmp_path / "cluster", kind) as made:
        chats = add_contacts(made, PEOPLE)
        add_reminders(made, chats, "GST", datetime.now(UTC) - timedelta(seconds=1))
        add_alert(made)
        file = str(tmp_path / "backup.db")
        made.operator("backup", file)
        worker = made.start("worker")
        wait_for(lambda: heard(made) == {"GST": PEOPLE, "window": PEOPLE}, "reminders and alert")
        made.kill(worker)
        assert f"1 broadcast, {PEOPLE} reminders" in made.operator("restore", file, "--yes")
        add_reminders(made, chats[:1], "later", datetime.now(UTC) + timedelta(seconds=1))
        made.start("worker")
        wait_for(lambda: heard(made)["later"] == 1, "the reminder that fell due after the restore")
        time.sleep(QUIET)
        assert heard(made) == {"GST": PEOPLE, "window": PEOPLE, "later": 1}
        print(f"fault 14, {kind}: 0 of {2 * PEOPLE} past messages went out again before the release")
        assert f"{PEOPLE} reminders" in made.operator("release", *(["--drop"] if drop else []))
        if drop:
            time.sleep(QUIET)
            assert heard(made) == {"GST": PEOPLE, "window": PEOPLE, "later": 1}
        else:
            wait_for(
                lambda: heard(made) == {"GST": 2 * PEOPLE, "window": 2 * PEOPLE, "later": 1}, "what was released"
            )
