"""Content that breaks leaves the last good version standing, and the operator is told."""

from __future__ import annotations

import asyncio
import gc
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from structlog.testing import capture_logs

from bot import content_room
from bot.content_room import ContentRoom, keep_warm, watch
from bot.loop import beside
from content.catalog import Catalog
from content.files import FOLDER
from db import contacts
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


async def test_what_searches_need_is_built_before_anybody_searches(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = await office.meet()
    async with office.desk.store.unit() as session:
        await contacts.set_contact(session, met.id, language="ta")
    catalog, built = replace(office.desk.catalog(), _said={}), asyncio.Event()
    real, loop = content_room.warm, asyncio.get_running_loop()

    def warm(known: Catalog, spoken: Iterable[str]) -> None:
        real(known, spoken)
        loop.call_soon_threadsafe(built.set)

    monkeypatch.setattr(content_room, "WARM_EVERY", 0.001)
    monkeypatch.setattr(content_room, "warm", warm)
    async with beside(keep_warm(replace(office.desk, catalog=lambda: catalog))):
        await asyncio.wait_for(built.wait(), 60)
    assert catalog.is_built({"ta"})
    assert not catalog.is_built({"ta", "hi"})
