"""A link that comes as the answer to a question: a warning is shown, and the question stays open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.content_room import ContentRoom
from db import contacts
from db.store import open_store
from handlers.portals import warn_of_link
from handlers.turn import Turn
from locales import translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
QUESTION = "profile.typed:age"


@pytest.fixture
async def asked(sqlite_url: str, room: ContentRoom) -> AsyncIterator[Turn]:
    """A turn of a contact to whom a question is open."""
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 1, "en", NOW)
        await contacts.set_contact(session, made.id, awaiting=QUESTION)
        contact = await contacts.get_by_chat(session, 1)
        assert contact is not None
        yield Turn(contact, session, room.catalog, translator("en"), NOW)
    await store.close()


@pytest.mark.parametrize("typed", ["udyam-reg.xyz", "see bit.ly/x", "http://10.0.0.1", "https://example.com/pay"])
async def test_a_link_is_no_answer(asked: Turn, typed: str) -> None:
    asked.typed = typed
    screen = await warn_of_link(asked)
    assert screen is not None
    assert "The question is still open" in screen.text
    assert asked.asked
    assert asked.contact.awaiting == QUESTION


@pytest.mark.parametrize(
    "typed", ["S.K.Traders", "Arora Traders", "example.com", "https://gem.gov.in", "98765 43210"]
)
async def test_anything_else_is_the_answer(asked: Turn, typed: str) -> None:
    asked.typed = typed
    assert await warn_of_link(asked) is None
    assert not asked.asked
