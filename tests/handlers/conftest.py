"""A turn at hand, for tests that open a screen without a process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.content_room import ContentRoom
from db import contacts
from db.store import open_store
from handlers.turn import Turn
from locales import translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


@pytest.fixture
async def turn(sqlite_url: str, room: ContentRoom) -> AsyncIterator[Turn]:
    """A turn of a contact who reads English."""
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 7, "en", NOW)
        yield Turn(made, session, room.catalog, translator("en"), NOW, "samooh_bot")
    await store.close()
