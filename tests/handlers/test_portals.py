"""A link that comes as the answer to a question: a warning is shown, and the question stays open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import unescape

import pytest

from bot.content_room import ContentRoom
from db import contacts
from db.store import open_store
from handlers.portals import check_typed, warn_of_link
from handlers.screen import Button
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


@pytest.mark.parametrize(
    "typed", ["udyam-reg.xyz", "see bit.ly/x", "http://10.0.0.1", "https://example.com/pay", "udyam@ybl"]
)
async def test_a_link_is_no_answer(asked: Turn, typed: str) -> None:
    asked.typed = typed
    screen = await warn_of_link(asked)
    assert screen is not None
    assert "The question is still open" in screen.text
    assert asked.asked
    assert asked.contact.awaiting == QUESTION


@pytest.mark.parametrize(
    "typed",
    ["S.K.Traders", "Arora Traders", "example.com", "https://gem.gov.in", "98765 43210", "ramesh@example.com"],
)
async def test_anything_else_is_the_answer(asked: Turn, typed: str) -> None:
    asked.typed = typed
    assert await warn_of_link(asked) is None
    assert not asked.asked


@pytest.mark.parametrize(
    ("typed", "said", "leads_to"),
    [
        ("udyogaadhaar.gov.in", "Today: Udyam, since 1 Jul 2020.", "guides.open:udyam"),
        ("https://samadhaan.msme.gov.in/x", "Today: MSME ODR portal, since 15 Oct 2025.", "schemes.show:odr"),
    ],
)
async def test_an_old_portal_leads_to_todays_with_the_date(turn: Turn, typed: str, said: str, leads_to: str) -> None:
    turn.typed = typed
    screen = check_typed(turn)
    assert screen is not None
    assert said in screen.text
    assert leads_to in [one.callback_data for one in screen.rows[0] if isinstance(one, Button)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("help@udyam-registration.in", "it looks like one"),
        ("info@msme.gov.in", "Who wrote to you, we can't see."),
        ("ramesh.kumar@gmail.com", "not on our list"),
        ("pay udyam@paytm", "payment address with an official name in it"),
    ],
)
async def test_what_stands_behind_an_at_is_checked(turn: Turn, typed: str, said: str) -> None:
    turn.typed = typed
    screen = check_typed(turn)
    assert screen is not None
    assert said in unescape(screen.text)


async def test_a_reminder_may_name_an_address_of_mail(turn: Turn) -> None:
    for typed, checked in (("25 Dec 10 am mail a@example.com", False), ("25 Dec 10 am pay udyam@paytm", True)):
        turn.typed = typed
        assert (check_typed(turn) is not None) == checked
