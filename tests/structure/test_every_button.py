"""Every button of every screen in every language leads somewhere, and every text can be sent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.clock import Clock
from bot.content_room import ContentRoom
from bot.desk import Desk
from bot.telegram import make_api
from content.catalog import Catalog
from content.recurrence import Rule
from content.rules import rule_pages
from content.states import STATES
from db import alerts, contacts, guides, invoices, reminders, trainings
from db.contacts import Contact
from db.reminders import Reminder
from db.store import Session, Store, open_store
from handlers import bills, calendar_reminders, training_reminders
from handlers.alerts import alert_screen, digest_screen
from handlers.dispatch import COMMANDS, ROUTES, answer_text, apologise
from handlers.inline import answer_inline
from handlers.needs import need_screen
from handlers.reminder_list import due_screen
from handlers.turn import Turn
from locales import available, translator
from sandbox.html import parse_html
from tests.structure.crawl import NOW, Crawl, screen_faults

PROFILE = {
    "sector": "hosiery",
    "activity": "manufacturing",
    "state": "IN-TN",
    "district": "Tiruppur",
    "latitude": 11.108,
    "longitude": 77.341,
    "size": "micro",
    "udyam": False,
    "gst": False,
    "age": 34,
}
MONTHS = timedelta(days=90)
EVERY = frozenset(
    {"schemes.show", "schemes.part", "schemes.source", "schemes.theme", "schemes.themes", "profile.ask"}
    | {
        name
        for name in ROUTES
        if name.startswith(("guides.", "trainings.", "learn.", "rules.", "courses.lesson"))
        and name != "trainings.calendar"  # a file, the same for each
    }
    | {"clusters.show", "alerts.add", "nearby.at", "places.states", "settings.hush", "settings.clock", "alerts.stop"}
)
CAN_CLAIM = {"size": "small", "activity": "manufacturing", "udyam": True}  # interest on a late bill
NOT_TAPPED = {
    "places.shared": "a location is shared",
    "start.link": "a deep link is opened",
    "search.typed": "something is typed",
    "search.needs": "a need is typed",
    "portals.moved": "an old name is typed",
    "alerts.read": "a digest that is too long came",
    "calendar.done": "a reminder of the calendar came",
    "calendar.clear": "an answer was changed since reminders were set",
    "my_data.drop": "a bill or a reminder was begun and not kept",
    "bills.number_typed": "a letter lacks the number",
    "bills.rests": "a bill is late",
    "bills.remind": "a bill's reminder was stopped",
}


@pytest.fixture
async def seeded(sqlite_url: str, room: ContentRoom) -> AsyncIterator[Store]:
    """A database with the real providers and the sample trainings."""
    store = open_store(sqlite_url)
    clock = Clock()
    clock.ahead = NOW - clock.now()
    await room.seed(Desk(store, make_api("1:x", "http://127.0.0.1:1"), clock, lambda: room.catalog))
    yield store
    await store.close()


async def _owner(session: Session, language: str) -> Contact:
    """A contact who has told a lot, set reminders, subscribed and begun a guide."""
    made = await contacts.get_or_add(session, 7, language, NOW)
    await contacts.set_contact(session, made.id, language=language, agreed_at=NOW, profile=PROFILE)
    for day in range(7):
        due = NOW + timedelta(days=day + 1)
        rule = Rule("monthly", due.replace(tzinfo=None)).to_text()
        await reminders.add_reminder(
            session, made.id, NOW, title=f"GST <{day}> & more", rule=rule, zone="Asia/Kolkata", next_due_at=due
        )
    for topic in ("fits", "theme:finance", "state:IN-TN", "scheme:pmegp"):
        await alerts.subscribe(session, made.id, topic, NOW)
    await guides.mark_step(session, made.id, "udyam", "1", NOW)
    await invoices.add_invoice(
        session, made.id, "Arora <Traders>", Decimal("123456.50"), NOW.date() - MONTHS, 30, NOW
    )
    await _dated(session, made.id)
    found = await contacts.get_contact(session, made.id)
    assert found is not None
    return found


async def _dated(session: Session, contact_id: int) -> None:
    """Reminders with steps: of the calendar, and of the bill."""
    for about, rule in (
        ("date:gst-gstr3b-monthly", "leads 10:00 5,2,0"),
        ("invoice:1", "leads 10:00 3,0 of 2026-12-20"),
    ):
        columns = {"rule": rule, "zone": "Asia/Kolkata", "next_due_at": NOW + timedelta(days=9), "about": about}
        await reminders.add_reminder(session, contact_id, NOW, title="with steps", **columns)


def _seeds(catalog: Catalog) -> Iterator[str]:
    yield from COMMANDS.values()
    for scheme in catalog.schemes:
        yield f"schemes.show:{scheme}"
        yield f"schemes.source:{scheme}"
    for kind in catalog.training_kinds:
        yield f"trainings.kind:{kind}"
    for cluster in catalog.clusters:
        yield f"clusters.show:{cluster}"
    for code in list(catalog.provider_names)[::25]:
        yield f"nearby.show:{code}"
        yield f"nearby.source:{code}"
    for guide in catalog.guides.values():
        yield from (f"guides.step:{guide.id}:{position}" for position in range(len(guide.steps)))
        yield from (f"guides.topic:{guide.id}:{topic.id}" for topic in guide.topics)
    yield from (f"learn.term:{term}" for term in catalog.glossary)
    yield from (f"learn.faq:{one}" for one in catalog.faq)
    yield from (f"learn.practice:{one}" for one in catalog.practices)
    yield from (f"courses.show:{course}" for course in catalog.courses)
    yield from (f"portals.moved:{one}" for one in catalog.moved)
    yield from (f"rules.page:{page.id}" for page in rule_pages(catalog.rules))
    yield from (f"calc.show:{tool.code}" for tool in catalog.tools.values())
    for state in STATES.names:
        yield f"places.districts:profile:{state}:0"


@pytest.mark.parametrize("language", available())
async def test_every_button_leads_on_and_every_text_can_be_sent(
    seeded: Store, room: ContentRoom, language: str
) -> None:
    async with seeded.unit() as session:
        every = EVERY | {"nearby.show", "nearby.source"}
        crawl = Crawl(session, room.catalog, language, every)
        await crawl.walk(await _owner(session, language), _seeds(room.catalog))
    assert not crawl.faults, "\n".join(crawl.faults[:60])
    assert crawl.screens > 1500


@pytest.mark.parametrize("language", available())
async def test_a_newcomer_reaches_every_route_from_start(seeded: Store, room: ContentRoom, language: str) -> None:
    async with seeded.unit() as session:
        newcomer = await contacts.get_or_add(session, 8, language, NOW)
        every = frozenset({"guides.step", "guides.done", "courses.lesson", "courses.quiz", "courses.answer"})
        every |= {"calendar.area", "calendar.show"}
        crawl = Crawl(session, room.catalog, language, every, most=5, undo=False)
        await crawl.walk(newcomer, ["start.open"])
        agreed = replace(newcomer, language=language, agreed_at=NOW)
        for told in ({}, CAN_CLAIM | {"cluster": next(iter(room.catalog.clusters)), "sector": "food"}):
            await crawl.walk(replace(agreed, profile=told), ["home.open"])
    assert not crawl.faults, "\n".join(crawl.faults[:60])
    assert ", ".join(sorted(set(ROUTES) - crawl.routes.run - set(NOT_TAPPED))) == ""


async def test_before_agreeing_every_scheme_can_be_read_and_asked_for(seeded: Store, room: ContentRoom) -> None:
    async with seeded.unit() as session:
        newcomer = await contacts.get_or_add(session, 8, "en", NOW)
        every = frozenset({"schemes.show", "profile.ask", "reminders.about", "alerts.add", "start.agree"})
        crawl = Crawl(session, room.catalog, "en", every, most=0)
        await crawl.walk(newcomer, [])
        for scheme in room.catalog.schemes:
            await crawl.walk(newcomer, [f"schemes.show:{scheme}"])
    assert not crawl.faults, "\n".join(crawl.faults[:60])


@pytest.mark.parametrize("language", available())
async def test_messages_that_come_by_themselves_can_be_sent(seeded: Store, room: ContentRoom, language: str) -> None:
    async with seeded.unit() as session:
        owner = await _owner(session, language)
        turn = Turn(owner, session, room.catalog, translator(language), NOW)
        dated, billed, reminder, *_ = sorted(
            await reminders.get_reminders(session, owner.id), key=lambda one: one.about or "z"
        )
        bill = await invoices.get_invoice(session, owner.id, 1)
        news = await alerts.add_broadcast(
            session, NOW, topics=["fits"], texts={"en": "A <new> window & more"}, scheme_id="pmegp"
        )
        broadcast = await alerts.get_broadcast(session, news)
        held, *_ = await trainings.get_coming(session, NOW.date())
    assert isinstance(reminder, Reminder)
    assert broadcast is not None
    assert bill is not None
    of_date = calendar_reminders.due_screen(turn, dated, NOW, {})
    assert of_date is not None
    screens = [of_date, bills.due_screen(turn, billed, NOW, bill)]
    screens += [due_screen(turn, reminder, NOW), alert_screen(turn, broadcast), digest_screen(turn, [broadcast] * 3)]
    screens += [training_reminders.due_screen(turn, reminder, NOW, record) for record in (held, None)]
    enough = need_screen(turn, next(iter(room.catalog.clusters)), "testing", 21)
    assert enough is not None
    for screen in (*screens, enough, apologise(translator(language))):
        assert list(screen_faults(screen)) == []


@pytest.mark.parametrize("language", available())
async def test_inline_cards_and_free_words_can_be_sent(seeded: Store, room: ContentRoom, language: str) -> None:
    async with seeded.unit() as session:
        owner = await _owner(session, language)
        for words in ("", "cgtmse", "udyam", "xyzzy", "/", "/start", "/start s_pmegp", "/start a:b", "/nobody", "3"):
            turn = Turn(owner, session, room.catalog, translator(language), NOW, "samooh_bot", words)
            assert list(screen_faults(await answer_text(turn))) == []
            for card in await answer_inline(turn, words):
                text, _entities = parse_html(card["input_message_content"]["message_text"])
                assert 0 < len(text) <= 4096
                assert len(card["id"].encode()) <= 64
        for place in ((11.1, 77.3), (0.0, 0.0)):
            shared = Turn(owner, session, room.catalog, translator(language), NOW, location=place)
            assert list(screen_faults(await answer_text(shared))) == []


def test_what_cannot_be_tapped_is_a_route() -> None:
    assert set(NOT_TAPPED) <= set(ROUTES)
