"""Up to when the bank rate is known: said where it was noted, and never made up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.content_room import ContentRoom
from content.late_payment import TOOL
from db import contacts
from db.store import open_store
from handlers.bill_interest import rate_note
from handlers.turn import Turn
from locales import translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


@pytest.fixture
async def turn(sqlite_url: str, room: ContentRoom) -> AsyncIterator[Turn]:
    """A contact who reads English."""
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 7, "en", NOW)
        yield Turn(made, session, room.catalog, translator("en"), NOW, "samooh_bot")
    await store.close()


async def test_day_of_the_last_look_is_said(turn: Turn) -> None:
    assert rate_note(turn) == "⚠ We know the bank rate up to 1 Jun 2026. Look at rbi.org.in before you claim."


async def test_no_day_is_made_up(turn: Turn) -> None:
    tool = turn.catalog.tools[TOOL]
    unchecked = tuple(row.model_copy(update={"checked": None}) for row in tool.parameters["bank_rate"])
    bare = tool.model_copy(update={"parameters": {**tool.parameters, "bank_rate": unchecked}})
    catalog = replace(turn.catalog, tools={**turn.catalog.tools, TOOL: bare})
    assert rate_note(replace(turn, catalog=catalog)) is None
