"""A facility's result: whatever the content says of it is asked of the catalogue, the offices too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from markupsafe import escape

from bot.content_room import ContentRoom
from db import contacts
from db.store import open_store
from handlers.dispatch import open_screen
from handlers.turn import Turn
from locales.translator import Translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


class Marked(Translator):
    """Marks what it was asked to translate of the content."""

    def content(self, record: str, field: str, english: str) -> str:
        return f"«{english}»"


@pytest.fixture
async def turn(sqlite_url: str, room: ContentRoom) -> AsyncIterator[Turn]:
    """A contact whose content texts are marked."""
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 7, "en", NOW)
        yield Turn(made, session, room.catalog, Marked("en"), NOW, "samooh_bot")
    await store.close()


async def test_offices_to_ask_are_translated(turn: Turn) -> None:
    tool = turn.catalog.tools["eligible-common-facilities"]
    for place, facility in enumerate(tool.facilities):
        shown = (await open_screen(turn, f"calc.show:facility:{place}")).text
        assert [office for office in facility.ask if escape(f"«{office}»") not in shown] == []
