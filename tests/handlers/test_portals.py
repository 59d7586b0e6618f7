"""A link that comes as the answer to a question: a warning is shown, and the question stays open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import unescape

import pytest

from bot.content_room import ContentRoom
from db import contacts
from db.store import open_store
from handlers.dispatch import open_screen
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


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("pmegp application fee 5000", ["Nobody can sell you a PMEGP", "1930"]),
        ("mudra loan fee 3000 asked by agent", ["You need no agent and pay no fee.", "Nobody can sell you", "1930"]),
        ("98765 43210 asks 500 for vishwakarma yojana", ["check whose number", "Nobody can sell you"]),
        ("pay 500 for mudra loan fee on example.com", ["not on our list", "You need no agent and pay no fee."]),
        ("yojana ke liye agent 2000 maang raha hai", ["No sanction can be bought", "Nobody can sell you"]),
    ],
)
async def test_money_asked_for_a_scheme_is_answered_by_what_we_know(turn: Turn, typed: str, said: list[str]) -> None:
    turn.typed = typed
    screen = check_typed(turn)
    assert screen is not None
    text = unescape(screen.text)
    assert [sentence for sentence in said if sentence not in text] == []
    assert "nil" not in text


async def test_money_for_a_scheme_leads_to_the_scheme_and_to_the_sources(turn: Turn) -> None:
    turn.typed = "pmegp application fee 5000"
    screen = check_typed(turn)
    assert screen is not None
    ways = {one.callback_data for row in screen.rows for one in row if isinstance(one, Button)}
    assert {"schemes.show:pmegp", "guides.topic:udyam:fraud-loan", "guides.topic:udyam:fraud-report"} <= ways


async def test_a_real_fee_is_no_fraud(turn: Turn) -> None:
    for turn.typed in ("cgtmse fee 5 lakh", "gem caution money", "mudra loan guarantee fee"):
        assert check_typed(turn) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [("1800-180-1111", "PMMY"), ("18002677777", "PM Vishwakarma"), ("1800-11-1979", "PM SVANidhi")],
)
async def test_a_schemes_helpline_is_known(turn: Turn, typed: str, name: str) -> None:
    turn.typed = typed
    screen = check_typed(turn)
    assert screen is not None
    assert f"✅ This number is on our list: {name}" in screen.text


async def test_how_to_apply_says_the_fee_and_the_helpline(turn: Turn) -> None:
    text = (await open_screen(turn, "schemes.part:mudra:steps")).text
    assert "You need no agent and pay no fee." in text
    assert "☎ 1800-180-1111" in text
    assert "✉ support-cmaaa@assam.gov.in" in (await open_screen(turn, "schemes.part:as-cmaaa:steps")).text


async def test_an_old_name_has_a_way_back_to_the_search(turn: Turn) -> None:
    screen = await open_screen(turn, "portals.moved:samadhaan")
    assert [one.callback_data for one in screen.rows[-1] if isinstance(one, Button)] == ["search.ask", "home.open"]
