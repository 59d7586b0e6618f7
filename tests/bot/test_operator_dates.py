"""Official dates moved from the command line: slips are named; those who are reminded are told once, and in time."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.config import WrongSetting
from bot.operator_dates import steer
from bot.worker import tick
from content.compliance import calendar_of
from content.ladder import Ladder, next_moment
from db import reminders
from db.contacts import Contact
from tests.bot.conftest import FIRST, Office

NAME = "gst-gstr3b-monthly"
SECOND = FIRST + 1


def _options(**given: Any) -> argparse.Namespace:
    usual = {"act": "move", "date": NAME, "due": "2026-12-20", "new": "2026-12-24", "reason": ["en=Holiday"]}
    return argparse.Namespace(**(usual | {"source": None} | given))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"date": "gst-gstr3"}, "date 'gst-gstr3' isn't in the calendar; gst-"),
        ({"date": None}, "gst-gstr3b-monthly is, for example"),
        ({"due": "20 Dec"}, "DAY '20 Dec' is no day: write it like 2026-12-20"),
        ({"due": "2026-12-21"}, "DAY 2026-12-21: gst-gstr3b-monthly isn't due then; it is due on 2026-12-20"),
        ({"new": None}, "NEW None is no day"),
        ({"new": "2026-12-20"}, "is the day that the rule gives"),
        ({"reason": []}, "--reason en=… is missing"),
        ({"reason": ["Holiday"]}, "--reason 'Holiday': write a language and a text"),
        ({"source": "https://bit.ly/x"}, "isn't official"),
        ({"act": "back"}, "wasn't moved"),
        ({"date": "pt-pb", "due": "2026-12-20"}, "no known day"),
    ],
)
async def test_an_operators_slip_is_named(office: Office, given: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongSetting) as caught:
        await steer(office.desk, _options(**given))
    assert said in str(caught.value)
    assert await steer(office.desk, _options(act="list")) == ["Nothing was moved."]


async def _remind(office: Office, contact: Contact, about: str = f"date:{NAME}") -> int:
    async with office.desk.store.unit() as session:
        ladder, now = Ladder((5, 2, 0)), office.clock.now()
        days = calendar_of(office.desk.catalog().dates, {})(about)
        due = next_moment(ladder, ZoneInfo("Asia/Kolkata"), now, days)
        columns = {"title": "x", "rule": ladder.to_text(), "zone": "Asia/Kolkata", "about": about}
        return await reminders.add_reminder(session, contact.id, now, next_due_at=due, **columns)


async def test_those_reminded_are_told_at_once_and_others_not(office: Office) -> None:
    await _remind(office, await office.meet())
    await _remind(office, await office.meet(SECOND), "date:gst-gstr1-monthly")
    told = await steer(office.desk, _options(reason=["en=Holiday", "hi=छुट्टी"]))
    assert told[-1].startswith("1 reminders changed")
    office.clock.move(seconds=2)
    assert await tick(office.desk) == 1
    assert await tick(office.desk) == 0
    (text,) = [one for one in await office.telegram.texts() if "Moved from" in one]
    assert "24 December 2026" in text
    assert "Holiday" in text
    async with office.desk.store.unit() as session:
        contact = (await reminders.get_about(session, f"date:{NAME}", 0, 9))[0]
    assert contact.next_due_at is not None
    assert (contact.next_due_at + timedelta(hours=5.5)).strftime("%m-%d %H:%M") == "12-19 10:00"


async def test_a_far_day_changes_only_the_next_reminder(office: Office) -> None:
    await _remind(office, await office.meet())
    await steer(office.desk, _options(due="2027-05-20", new="2027-05-25"))
    office.clock.move(seconds=2)
    assert await tick(office.desk) == 0
    async with office.desk.store.unit() as session:
        (kept,) = await reminders.get_about(session, f"date:{NAME}", 0, 9)
    assert kept.next_due_at is not None
    assert (kept.next_due_at + timedelta(hours=5.5)).strftime("%m-%d %H:%M") == "12-15 10:00"


async def test_a_move_that_is_taken_back_is_told_too(office: Office) -> None:
    await _remind(office, await office.meet())
    await steer(office.desk, _options())
    office.clock.move(seconds=2)
    assert await tick(office.desk) == 1
    office.clock.move(seconds=2)
    assert await steer(office.desk, _options(act="back")) == [
        f"{NAME} is due on 2026-12-20 again.", "1 reminders changed; those near the day are told now."
    ]  # fmt: skip
    assert await tick(office.desk) == 1
    assert "20 December 2026" in (await office.telegram.texts())[-1]
    assert await steer(office.desk, _options(act="list")) == ["Nothing was moved."]


async def test_a_move_of_a_day_after_the_next_tells_of_that_day(office: Office) -> None:
    office.clock.move(days=-15)  # the 10th: the 20th of this month lies between
    await _remind(office, await office.meet())
    await steer(office.desk, _options())
    office.clock.move(seconds=2)
    assert await tick(office.desk) == 1
    text = (await office.telegram.texts())[-1]
    assert "By Thursday, 24 December 2026" in text
    assert "Moved from 20 Dec 2026: Holiday" in text
    async with office.desk.store.unit() as session:
        (kept,) = await reminders.get_about(session, f"date:{NAME}", 0, 9)
    assert kept.next_due_at is not None
    assert (kept.next_due_at + timedelta(hours=5.5)).strftime("%m-%d %H:%M") == "11-15 10:00"


async def test_a_move_that_is_taken_back_when_the_day_is_over_says_so(office: Office) -> None:
    office.clock.move(days=24)
    await _remind(office, await office.meet())
    await steer(office.desk, _options(new="2026-12-30"))
    office.clock.move(days=3)
    assert await tick(office.desk) == 1
    await steer(office.desk, _options(act="back"))
    office.clock.move(seconds=2)
    assert await tick(office.desk) == 1
    assert "It was due on Sunday, 20 December 2026. Do it now." in (await office.telegram.texts())[-1]


async def _kept(office: Office) -> str:
    """When the reminder comes next, in India."""
    async with office.desk.store.unit() as session:
        (kept,) = await reminders.get_about(session, f"date:{NAME}", 0, 9)
    assert kept.next_due_at is not None
    return (kept.next_due_at + timedelta(hours=5.5)).strftime("%m-%d %H:%M")


async def _put(office: Office, number: int, contact: Contact, due: datetime) -> None:
    async with office.desk.store.unit() as session:
        await reminders.set_reminder(session, contact.id, number, next_due_at=due)


async def test_what_was_ticked_off_is_neither_told_nor_reminded_of_again(office: Office) -> None:
    contact = await office.meet()
    january = datetime(2027, 1, 15, 4, 30, tzinfo=UTC)  # 10 in India: December was ticked off before its steps
    await _put(office, await _remind(office, contact), contact, january)
    assert (await steer(office.desk, _options()))[-1].startswith("0 reminders changed")
    assert await tick(office.desk) == 0
    assert await _kept(office) == "01-15 10:00"
    await steer(office.desk, _options(due="2027-01-20", new="2027-01-18"))
    assert await _kept(office) == "01-13 10:00"
    await steer(office.desk, _options(act="back", due="2027-01-20"))
    assert await _kept(office) == "01-15 10:00"
    await steer(office.desk, _options(due="2027-02-20", new="2027-02-25"))
    assert await _kept(office) == "01-15 10:00"


async def test_a_reminder_that_was_set_late_still_comes_when_another_day_is_moved(office: Office) -> None:
    office.clock.move(days=25)
    contact = await office.meet()
    soon = office.clock.now() + timedelta(minutes=5)
    await _put(office, await _remind(office, contact), contact, soon)
    await steer(office.desk, _options(due="2027-02-20", new="2027-02-25"))
    async with office.desk.store.unit() as session:
        (kept,) = await reminders.get_about(session, f"date:{NAME}", 0, 9)
    assert kept.next_due_at == soon
