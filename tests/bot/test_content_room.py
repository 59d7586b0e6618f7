"""Content that breaks leaves the last good version standing, and the operator is told."""

from __future__ import annotations

import asyncio
import gc
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from structlog.testing import capture_logs

from bot import content_room
from bot.content_room import ContentRoom, watch
from content.files import FOLDER
from tests.bot.conftest import FIRST, Office


async def test_a_broken_file_is_told_and_changes_nothing(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(FOLDER, tmp_path / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__")))
    room = ContentRoom(None, folder)
    known = set(room.catalog.schemes)
    assert not room.changed()
    assert room.reload()
    await office.meet()
    (folder / "schemes" / "pmegp.yaml").write_text("id: [", "utf-8")
    monkeypatch.setattr(content_room, "LOOK_EVERY", 0.001)
    with capture_logs() as logs:
        watching = asyncio.create_task(watch(room, office.desk, FIRST))
        async with asyncio.timeout(20):
            while not any("pmegp.yaml" in text for text in await office.telegram.texts()):
                await asyncio.sleep(0.01)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    assert set(room.catalog.schemes) == known
    assert logs[0]["event"] == "content is broken, the last good one stays"


def test_what_was_read_is_no_more_looked_through_for_garbage(tmp_path: Path) -> None:
    before = gc.get_freeze_count()
    room = ContentRoom(tmp_path)
    assert gc.get_freeze_count() - before > len(room.catalog.schemes)
    assert not any(one is room.catalog for one in gc.get_objects())


async def test_the_watch_goes_on_after_every_error(
    office: Office, room: ContentRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause = sqlite3.OperationalError("database is locked")
    errors = iter([OperationalError("X", None, cause), IntegrityError("X", None, cause), OSError("gone")])
    looked = asyncio.Event()

    async def seed(_desk: Any) -> None:
        if error := next(errors, None):
            raise error
        looked.set()

    monkeypatch.setattr(room, "seed", seed)
    monkeypatch.setattr(content_room, "LOOK_EVERY", 0.001)
    with capture_logs() as logs:
        watching = asyncio.create_task(watch(room, office.desk, None))
        async with asyncio.timeout(20):
            await looked.wait()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    assert [entry["log_level"] for entry in logs] == ["warning", "error", "error"]
