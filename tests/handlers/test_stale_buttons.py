"""Buttons of other releases, of others, or made up lead home with a word, whatever they hold."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.content_room import ContentRoom
from db import contacts
from db.store import open_store
from handlers.callback_data import encode
from handlers.dispatch import open_screen
from handlers.links import link_route
from handlers.routes import make_routes
from handlers.screen import Button, Screen
from handlers.turn import Turn
from locales import translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
STALE = (
    "nobody.knows",
    "",
    "home.open:1:2",
    "schemes.list:sometimes:all:0",
    "schemes.list:fits:all:first",
    "schemes.theme:money",
    "schemes.show:nothing",
    "schemes.part:pmegp:colour",
    "guides.open:nothing",
    "guides.section:udyam:nothing",
    "guides.topic:udyam:nothing",
    "guides.problem:udyam:nothing",
    "nearby.at:nothing",
    "nearby.show:nothing",
    "nearby.reported:nothing:wrong",
    "places.shared",
    "places.save:profile:IN-XX",
    "places.save:profile:here,there",
    "places.save:profile:0.0,0.0",
    "places.districts:profile:IN-XX",
    "profile.ask:colour",
    "profile.save:colour:red",
    "profile.save:age:old",
    "reminders.show:99",
    "reminders.change:99",
    "reminders.snooze:99:hour",
    "reminders.snooze:99:year",
    "reminders.save",
    "reminders.rhythm:daily",
    "reminders.about:cloud:9",
    "trainings.show:nothing",
    "trainings.kind:nothing",
    "trainings.source:nothing",
    "clusters.show:nothing",
    "alerts.add:theme:money",
    "alerts.rhythm:hourly",
    "settings.hush:never",
    "settings.clock:Asia:Atlantis",
    "start.language:xx",
)


@pytest.fixture
async def turn(sqlite_url: str, room: ContentRoom) -> AsyncIterator[Turn]:
    """A contact who agreed and told nothing."""
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 7, "en", NOW)
        await contacts.set_contact(session, made.id, language="en", agreed_at=NOW)
        contact = await contacts.get_contact(session, made.id)
        assert contact is not None
        yield Turn(contact, session, room.catalog, translator("en"), NOW, "samooh_bot")
    await store.close()


@pytest.mark.parametrize("data", STALE)
async def test_a_stale_button_opens_home_and_says_so(turn: Turn, data: str) -> None:
    screen = await open_screen(turn, data)
    assert screen.toast == "This menu was refreshed."
    assert any(isinstance(b, Button) and b.callback_data == "schemes.menu" for row in screen.rows for b in row)


@pytest.mark.parametrize(
    ("payload", "route"),
    [
        ("s_pmegp", "schemes.show:pmegp"),
        ("t_ab12", "trainings.show:ab12"),
        ("q_faq-01", "learn.faq:faq-01"),
        ("z_1", None),
        ("s_", None),
        ("s_a b", None),
    ],
)
def test_a_deep_link_names_its_kind(payload: str, route: str | None) -> None:
    assert link_route(payload) == route


def test_what_a_button_cannot_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="holds ':'"):
        encode("a.b", "c:d")
    with pytest.raises(ValueError, match="longer than 64 bytes"):
        encode("a.b", "ग" * 21)


def test_a_route_cannot_be_claimed_twice() -> None:
    async def handler(_turn: Turn) -> Screen:
        return Screen("x")

    with pytest.raises(ValueError, match="claimed twice"):
        make_routes({"a.b": handler}, {"a.b": handler})
