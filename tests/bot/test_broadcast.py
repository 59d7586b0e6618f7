"""Alerts on their way out: to those who asked, in their rhythm, once each, never after a stop."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.broadcast import Alert, audience, freeze, send_alert
from bot.worker import tick
from db import alerts, contacts
from db.contacts import Contact
from tests.bot.conftest import FIRST, Office

SECOND = FIRST + 1
TAMIL_NADU = {"state": "IN-TN", "sector": "hosiery", "size": "micro"}


async def _subscribe(office: Office, contact: Contact, *topics: str) -> None:
    async with office.desk.store.unit() as session:
        for topic in topics:
            await alerts.subscribe(session, contact.id, topic, office.clock.now())


async def _send(office: Office, alert: Alert) -> int:
    number = await send_alert(office.desk, alert)
    await freeze(office.desk, number)
    return number


async def _audience(office: Office, made: Alert) -> list[int]:
    async with office.desk.store.unit() as session:
        return [contact.chat_id for contact in await audience(office.desk, session, made)]


async def test_an_alert_goes_to_topic_state_and_fit(office: Office) -> None:
    here = await office.meet(profile=TAMIL_NADU)
    there = await office.meet(SECOND, profile={"state": "IN-GJ"})
    await _subscribe(office, here, "theme:finance", "fits")
    await _subscribe(office, there, "theme:finance", "fits")
    assert await _audience(office, Alert({"en": "x"}, ("theme:finance",))) == [FIRST, SECOND]
    assert await _audience(office, Alert({"en": "x"}, ("theme:finance",), state="IN-TN")) == [FIRST]
    assert await _audience(office, Alert({"en": "x"}, ("theme:export",))) == []
    of_state = next(
        scheme.id for scheme in office.desk.catalog().schemes.values() if scheme.eligibility.states == ("IN-TN",)
    )
    assert await _audience(office, Alert({"en": "x"}, (f"scheme:{of_state}",), of_state)) == [FIRST]


async def test_an_alert_comes_at_once_or_in_the_digest_and_once_each(office: Office) -> None:
    for contact, rhythm in ((FIRST, "now"), (SECOND, "daily")):
        met = await office.meet(contact, alert_rhythm=rhythm, language="ta" if rhythm == "now" else "hi")
        await _subscribe(office, met, "theme:finance")
    for word in ("first", "second"):
        texts = {"en": f"The {word} window", "ta": f"{word} சாளரம்"}
        await _send(office, Alert(texts, ("theme:finance",)))
    for _message in range(2):
        office.clock.move(seconds=2)  # a chat gets one message a second
        await tick(office.desk)
    at_once = [text for text in await office.telegram.texts(FIRST) if "சாளரம்" in text]
    assert len(at_once) == 2
    assert not any("window" in text for text in await office.telegram.texts(SECOND))
    office.clock.move(days=1)
    await tick(office.desk)
    [digest] = [text for text in await office.telegram.texts(SECOND) if "window" in text]
    assert "The first window" in digest
    assert "The second window" in digest


async def test_a_digest_too_long_for_one_message_leads_to_each_alert_whole(office: Office) -> None:
    await _subscribe(office, await office.meet(alert_rhythm="daily"), "theme:finance")
    for word in ("first", "second", "third"):
        text = f"The {word} window: {'bring the papers, ' * 80}in {word} place"
        await _send(office, Alert({"en": text}, ("theme:finance",)))
    office.clock.move(days=1)
    await tick(office.desk)
    digest = (await office.telegram.texts())[-1]
    assert all(f"The {word} window" in digest for word in ("first", "second", "third"))
    assert "in third place" not in digest
    await office.tap("alerts.read:3")
    assert (await office.telegram.texts())[-1].endswith("in third place")


@pytest.mark.parametrize("rhythm", ["now", "daily"])
async def test_nothing_comes_after_a_stop(office: Office, rhythm: str) -> None:
    await _subscribe(office, await office.meet(alert_rhythm=rhythm), "theme:finance")
    await _send(office, Alert({"en": "A window"}, ("theme:finance",)))
    await office.say("/stop")
    office.clock.move(days=8)
    await tick(office.desk)
    assert not any("A window" in text for text in await office.telegram.texts())
    assert await office.delivery_states() == ["suppressed"]


@pytest.mark.parametrize("rhythm", ["now", "daily"])
async def test_one_topic_given_up_holds_its_alert_back(office: Office, rhythm: str) -> None:
    contact = await office.meet(alert_rhythm=rhythm)
    await _subscribe(office, contact, "theme:finance", "theme:export")
    await _send(office, Alert({"en": "A window"}, ("theme:finance",)))
    async with office.desk.store.unit() as session:
        await alerts.unsubscribe(session, contact.id, "theme:finance")
    office.clock.move(days=2)
    await tick(office.desk)
    assert not any("A window" in text for text in await office.telegram.texts())


async def test_a_digest_comes_after_stopping_and_subscribing_again(office: Office) -> None:
    contact = await office.meet(alert_rhythm="daily")
    await _subscribe(office, contact, "theme:finance")
    await _send(office, Alert({"en": "An old window"}, ("theme:finance",)))
    await office.say("/stop")
    await _subscribe(office, contact, "theme:export")
    await _send(office, Alert({"en": "A new window"}, ("theme:export",)))
    office.clock.move(days=2)
    await tick(office.desk)
    [news] = [text for text in await office.telegram.texts() if "window" in text]
    assert "A new window" in news
    assert "An old window" not in news


@pytest.mark.parametrize("rhythm", ["now", "daily"])
async def test_a_pause_holds_alerts_back_until_it_ends(office: Office, rhythm: str) -> None:
    contact = await office.meet(alert_rhythm=rhythm)
    await _subscribe(office, contact, "theme:finance")
    await _send(office, Alert({"en": "A window"}, ("theme:finance",)))
    async with office.desk.store.unit() as session:
        until = office.clock.now() + timedelta(days=7)
        await contacts.set_contact(session, contact.id, alerts_paused_until=until)
    office.clock.move(days=3)
    await tick(office.desk)
    assert not any("A window" in text for text in await office.telegram.texts())
    office.clock.move(days=5)
    await tick(office.desk)
    assert sum("A window" in text for text in await office.telegram.texts()) == 1
