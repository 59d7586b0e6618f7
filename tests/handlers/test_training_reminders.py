"""The reminder of a training: in time to apply, by today's name, and with the training's own day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from content.trainings import Training
from db import contacts, reminders, trainings
from db.reminders import Reminder
from handlers.dispatch import open_screen
from handlers.screen import Button, Screen
from handlers.training_reminders import due_screen
from handlers.turn import Turn
from locales import translator
from tests.handlers.conftest import NOW

PLEDGE = Training(
    code="abcd1234",
    id="zed-chennai",
    kind="zed-aware",
    title="ZED pledge and first check",
    organiser="MSME-DFO Chennai",
    starts_on=date(2026, 12, 7),
    ends_on=date(2026, 12, 7),
    starts_at=time(10),
    ends_at=time(17),
    place="Chennai",
    online=False,
    state="IN-TN",
    latitude=None,
    longitude=None,
    language="",
    fee_inr=0,
    seats=30,
    last_date=date(2026, 12, 1),
    url="",
    contact="",
    source="sample",
    checked_on=None,
    sample=True,
)


@pytest.fixture
async def agreed(turn: Turn) -> Turn:
    """The turn of a contact who agreed, where the training is known."""
    await trainings.import_trainings(turn.session, [PLEDGE.as_record()])
    await contacts.set_contact(turn.session, turn.contact.id, agreed_at=NOW)
    return replace(turn, contact=replace(turn.contact, agreed_at=NOW))


async def _proposed(turn: Turn, one: Training) -> Screen:
    await trainings.import_trainings(turn.session, [one.as_record()])
    return await open_screen(turn, f"reminders.about:training:{one.code}")


def _leads(screen: Screen) -> list[str]:
    return [one.callback_data for row in screen.rows for one in row if isinstance(one, Button)]


async def _saved(turn: Turn) -> Reminder:
    screen = await _proposed(turn, PLEDGE)
    (save,) = (data for data in _leads(screen) if data.startswith("reminders.save:"))
    await open_screen(turn, save)
    (kept,) = await reminders.get_reminders(turn.session, turn.contact.id)
    return kept


async def test_it_is_proposed_in_time_to_apply(agreed: Turn) -> None:
    text = str((await _proposed(agreed, PLEDGE)).text)
    assert "SAMPLE · ZED pledge and first check" in text
    assert "📅 Monday, 7 December 2026, 10 am" in text
    assert "Apply by Tuesday, 1 December 2026" in text
    assert "• Monday, 30 November 2026, 10 am" in text


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (None, "Sunday, 6 December"),
        (date(2026, 12, 7), "Sunday, 6 December"),
        (date(2026, 11, 26), "Thursday, 26 November"),  # 25 November, 10 am, is over
        (date(2026, 11, 24), "Sunday, 6 December"),
    ],
)
async def test_without_a_day_to_apply_it_comes_the_day_before(agreed: Turn, last: date | None, first: str) -> None:
    assert f"• {first} 2026, 10 am" in (await _proposed(agreed, replace(PLEDGE, last_date=last))).text


async def test_the_message_tells_the_training_of_that_moment_in_todays_language(agreed: Turn) -> None:
    one = await _saved(agreed)
    there = replace(agreed, translator=translator("ta"))
    named = there.gettext("SAMPLE · %(title)s") % {"title": there.say("training-zed-aware", "title", PLEDGE.title)}
    text = str(due_screen(there, one, NOW, PLEDGE.as_record()).text)
    assert named in text
    assert PLEDGE.title not in text
    assert "Chennai" not in text
    assert "7 டிசம்பர், 2026" in text
    assert named in (await open_screen(there, "reminders.list:0")).text
    assert named in (await open_screen(there, f"reminders.show:{one.id}")).text
    moved = replace(PLEDGE, starts_on=date(2026, 12, 9), ends_on=date(2026, 12, 9), online=True)
    text = str(due_screen(agreed, one, NOW, moved.as_record()).text)
    assert "📅 Wednesday, 9 December 2026, 10 am" in text
    assert "📍 Online" in text


async def test_a_name_of_ones_own_stands_before_the_trainings(agreed: Turn) -> None:
    one = (await _saved(agreed))._replace(title="Take Ravi along")
    first, second, *_ = str(due_screen(agreed, one, NOW, PLEDGE.as_record()).text).split("\n")
    assert (first, second) == ("<b>⏰ Take Ravi along</b>", "SAMPLE · ZED pledge and first check")


async def test_what_is_over_or_gone_is_said(agreed: Turn) -> None:
    one = await _saved(agreed)
    closed = replace(PLEDGE, last_date=date(2026, 11, 20))
    assert (
        "The last day to apply was Friday, 20 November 2026." in due_screen(agreed, one, NOW, closed.as_record()).text
    )
    over = replace(PLEDGE, starts_on=date(2026, 11, 24), ends_on=date(2026, 11, 24))
    assert "This training is over." in due_screen(agreed, one, NOW, over.as_record()).text
    gone = due_screen(agreed, one, NOW, None)
    assert "This training is not on our list any more." in gone.text
    assert not any(data.startswith("trainings.show") for data in _leads(gone))
