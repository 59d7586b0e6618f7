"""News that waits for a contact's hours or pause, or for nobody any more: it follows what the contact changes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.health import look, status_lines
from bot.worker import tick
from db import alerts, broadcasts
from db.contacts import Contact, set_contact
from tests.bot.conftest import FIRST, NINE, TOPIC, Office, send_news


@pytest.fixture
def office(office_on_each: Office) -> Office:
    """A desk on each kind of database."""
    return office_on_each


async def _tick_at(office: Office, at: datetime) -> None:
    office.clock.at = at
    await tick(office.desk)


async def _heard(office: Office, word: str) -> int:
    return sum(f"The {word} window" in text for text in await office.telegram.texts())


async def _counted(office: Office, number: int) -> dict[str, int]:
    async with office.desk.store.unit() as session:
        return await broadcasts.count_states(session, number)


@pytest.mark.parametrize("rhythm", ["now", "daily", "weekly"])
async def test_what_a_pause_held_back_comes_once_when_the_pause_is_ended(
    office: Office, reader: Contact, rhythm: str
) -> None:
    async with office.desk.store.unit() as session:
        await set_contact(session, reader.id, alert_rhythm=rhythm)
    await office.say("/alerts")
    await office.tap("alerts.pause")
    await send_news(office, "held")
    await _tick_at(office, office.clock.now() + timedelta(hours=1))
    assert await _heard(office, "held") == 0
    await office.tap("alerts.resume")
    await _tick_at(office, office.clock.now() + timedelta(seconds=5))
    assert await _heard(office, "held") == 1
    await _tick_at(office, office.clock.now() + timedelta(days=15))
    assert await _heard(office, "held") == 1


async def test_a_pause_that_ends_before_the_next_digest_leaves_it_its_time(office: Office, reader: Contact) -> None:
    async with office.desk.store.unit() as session:
        until = office.clock.now() + timedelta(hours=2)
        await set_contact(session, reader.id, alerts_paused_until=until)
    await send_news(office, "first")
    await office.say("/alerts")
    await office.tap("alerts.resume")
    await tick(office.desk)
    assert await _heard(office, "first") == 0
    await _tick_at(office, NINE)
    assert await _heard(office, "first") == 1


@pytest.mark.parametrize("tapped", ["settings.hush:none", "settings.clock:Europe:London"])
async def test_what_quiet_hours_put_off_follows_new_ones(office: Office, reader: Contact, tapped: str) -> None:
    async with office.desk.store.unit() as session:
        await set_contact(session, reader.id, alert_rhythm="now", quiet_from="11:00", quiet_to="23:00")
    await send_news(office, "quiet")
    await tick(office.desk)
    assert await _heard(office, "quiet") == 0
    await office.say("/settings")
    await office.tap(tapped)
    await _tick_at(office, office.clock.now() + timedelta(seconds=5))
    assert await _heard(office, "quiet") == 1


@pytest.mark.usefixtures("reader")
async def test_what_a_stop_held_back_stays_in_the_report_and_in_the_figures(office: Office) -> None:
    number = await send_news(office, "first")
    assert (await look(office.desk)).of_broadcasts == {"ready": 1}
    await office.say("/stop")
    assert await _counted(office, number) == {"suppressed": 1}
    assert (await look(office.desk)).of_broadcasts == {"suppressed": 1}
    lines, _needs = status_lines(await look(office.desk))
    assert "Newest broadcasts: suppressed 1" in lines


async def test_a_zone_that_this_machine_does_not_know_stops_nobody_else(office: Office, reader: Contact) -> None:
    odd = await office.meet(FIRST + 1, zone="Asia/Nowhere", alert_rhythm="daily")
    async with office.desk.store.unit() as session:
        await alerts.subscribe(session, odd.id, TOPIC, office.clock.now())
    number = await send_news(office, "first")
    assert await _counted(office, number) == {"ready": 2}
    await _tick_at(office, NINE)
    assert await _heard(office, "first") == 1
