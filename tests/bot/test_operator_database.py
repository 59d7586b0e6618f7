"""Backup, restore and release as an operator types them, and what is said of it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.config import Settings
from db import hold, outbox, reminders
from db.contacts import get_or_add
from db.kept import get_kept
from db.migrate import migrate
from db.store import Session, open_store

HOUR = timedelta(hours=1)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Settings of a bot that reaches nobody, and its migrated database in a folder of the test's own."""
    for one in fields(Settings):
        monkeypatch.delenv(one.name.upper(), raising=False)
    monkeypatch.setenv("BOT_TOKEN", "55:not-the-sandbox")
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr("bot.logs.set_up_logs", lambda *_: None)
    migrate(url := f"sqlite:///{tmp_path / 'samooh.db'}")
    return url


def work(database: str, step: Any) -> Any:
    """One unit of work on a database."""

    async def inside() -> Any:
        store = open_store(database)
        async with store.unit() as session:
            found: Coroutine[Any, Any, Any] = step(session)
            result = await found
        await store.close()
        return result

    return asyncio.run(inside())


async def lay_out(session: Session) -> None:
    """A daily reminder that was due an hour ago, and an alert that waits."""
    now = datetime.now(UTC)
    contact = await get_or_add(session, 70, "hi", now)
    columns = {
        "title": "GST",
        "rule": "daily 2026-01-01T10:00",
        "zone": "Asia/Kolkata",
        "about": None,
        "next_due_at": now - HOUR,
    }
    await reminders.add_reminder(session, contact.id, now, **columns)
    row = {"key": "bc:1:1", "contact_id": contact.id, "kind": "alert", "payload": {"broadcast": 1}}
    await outbox.add_deliveries(session, [row | {"not_before": now - HOUR, "created_at": now, "expires_at": None}])


async def due(session: Session) -> list[datetime | None]:
    return [one.next_due_at for one in await reminders.get_reminders(session, 1)]


def restored(database: str, file: Path) -> None:
    work(database, lay_out)
    assert main(["backup", str(file)]) == 0
    assert main(["restore", str(file), "--yes"]) == 0


def test_a_backup_is_made_noted_and_restored(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.db"
    restored(database, file)
    out = capsys.readouterr().out
    assert re.match(rf"{file} holds the database as of \d{{4}}-\d\d-\d\d \d\d:\d\d UTC, \d+\.\d MB\.\n", out)
    assert f"The old one is {tmp_path / 'samooh.db.before-restore'}." in out
    assert "Held back, since it may have been sent after the backup: 1 alert, 1 reminder." in out
    noted = work(f"sqlite:///{tmp_path / 'samooh.db.before-restore'}", lambda one: get_kept(one, "last_backup"))
    assert abs(datetime.fromisoformat(noted) - datetime.now(UTC)) < HOUR
    assert work(database, hold.get_hold) is not None


def test_what_is_held_is_counted_then_let_go(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    restored(database, tmp_path / "kept.db")
    before = work(database, due)
    capsys.readouterr()
    assert main(["release", "--dry-run"]) == 0
    assert re.fullmatch(r"Held since \S+ \S+ UTC: 1 alert, 1 reminder\.\n", capsys.readouterr().out)
    assert work(database, hold.get_hold) is not None
    assert main(["release"]) == 0
    assert capsys.readouterr().out.endswith("It goes out now.\n")
    assert work(database, hold.get_hold) is None
    assert work(database, due) == before
    assert main(["release"]) == 0
    assert capsys.readouterr().out == "Nothing is held.\n"


def test_what_is_held_can_be_dropped(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    restored(database, tmp_path / "kept.db")
    assert main(["release", "--drop"]) == 0
    assert capsys.readouterr().out.endswith("Dropped; reminders come again at their next time.\n")
    assert work(database, hold.get_hold) is None
    [moved] = work(database, due)
    assert datetime.now(UTC) < moved < datetime.now(UTC) + timedelta(days=1)
    assert work(database, outbox.get_next_ready_at) is None


def test_what_stands_in_the_way_is_said(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work(database, lay_out)
    file = tmp_path / "kept.db"
    assert main(["backup", str(file)]) == 0
    assert main(["backup", str(file)]) == 2
    assert "No backup was made: " in (said := capsys.readouterr().err)
    assert "exists already" in said
    assert main(["restore", str(file)]) == 2
    assert "Nothing was restored: the database isn't empty: add --yes" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "nowhere"), "--yes"]) == 2
    assert "can't be read: No such file" in capsys.readouterr().err
