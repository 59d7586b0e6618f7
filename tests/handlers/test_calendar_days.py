"""A reminder of the calendar says the due day that it is for: also late, put off, or moved past others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from db import moved_dates, reminders
from db.models import outbox
from db.moved_dates import MovedDate
from db.reminders import Reminder
from handlers.calendar_reminders import due_screen
from handlers.calendar_reminders import save_reminder as remind
from handlers.dispatch import ROUTES
from handlers.routes import Stale, follow
from handlers.screen import Button, Screen
from handlers.turn import Turn

MONTHLY, AUDITED = "gst-gstr3b-monthly", "it-itr-audit"
TEN = datetime(2026, 12, 20, 4, 30, tzinfo=UTC)  # 10 in the morning in Kolkata, on the due day
LATE = "It was due on Sunday, 20 December 2026. Do it now."


async def _reminder(turn: Turn, name: str = MONTHLY) -> Reminder:
    await turn.change(agreed_at=turn.now)
    await remind(turn, name)
    (mine,) = await reminders.get_reminders(turn.session, turn.contact.id)
    return mine


def _text(screen: Screen | None) -> str:
    assert screen is not None
    return str(screen.text)


async def _snooze(turn: Turn, callback_data: str, now: datetime) -> tuple[datetime, date | None]:
    """Tap a button; gives when the message comes again, and for which due day."""
    turn.now = now
    await follow(ROUTES, turn, callback_data)
    rows = await turn.session.execute(select(outbox.c.payload).order_by(outbox.c.id.desc()))
    payload = rows.scalars().all()[0]
    day = payload.get("due_day")
    return datetime.fromisoformat(payload["due"]), date.fromisoformat(day) if day else None


def _snoozes(screen: Screen | None, span: str) -> str:
    assert screen is not None
    buttons = [button for row in screen.rows for button in row if isinstance(button, Button)]
    return next(one.callback_data for one in buttons if f":{span}" in one.callback_data)


@pytest.mark.parametrize("tapped", [TEN + timedelta(minutes=5), TEN + timedelta(days=3)])
async def test_a_snoozed_reminder_stays_with_its_due_day(turn: Turn, tapped: datetime) -> None:
    mine = await _reminder(turn)
    turn.now = TEN
    came = due_screen(turn, mine, TEN, {})
    assert "By Sunday, 20 December 2026" in _text(came)
    turn.now, day = await _snooze(turn, _snoozes(came, "tomorrow"), tapped)
    again = due_screen(turn, mine, turn.now, {}, day)
    assert LATE in _text(again)
    assert "20 January" not in _text(again)
    turn.now, day = await _snooze(turn, _snoozes(again, "week"), turn.now)
    assert LATE in _text(due_screen(turn, mine, turn.now, {}, day))


async def test_a_yearly_date_that_is_put_off_is_still_this_years(turn: Turn) -> None:
    mine = await _reminder(turn, AUDITED)
    last = datetime(2027, 10, 29, 4, 35, tzinfo=UTC)
    turn.now = last
    came = due_screen(turn, mine, last.replace(minute=30), {})
    turn.now, day = await _snooze(turn, _snoozes(came, "week"), last)
    assert "It was due on Sunday, 31 October 2027. Do it now." in _text(due_screen(turn, mine, turn.now, {}, day))


async def test_a_button_of_an_earlier_release_snoozes_the_day_at_hand(turn: Turn) -> None:
    mine = await _reminder(turn)
    turn.now, day = await _snooze(turn, f"reminders.snooze:{mine.id}:tomorrow", TEN + timedelta(minutes=5))
    assert day == date(2026, 12, 20)
    assert LATE in _text(due_screen(turn, mine, turn.now, {}, day))
    assert "By Wednesday, 20 January 2027" in _text(due_screen(turn, mine, turn.now, {}))  # its payload tells no day
    with pytest.raises(Stale):
        await follow(ROUTES, turn, f"reminders.snooze:{mine.id}:tomorrow:soon")


async def test_a_day_that_was_moved_while_it_was_put_off_is_told_as_moved(turn: Turn) -> None:
    mine = await _reminder(turn)
    turn.now, day = await _snooze(turn, f"reminders.snooze:{mine.id}:tomorrow:2026-12-20", TEN)
    move = MovedDate(MONTHLY, date(2026, 12, 20), date(2026, 12, 24), {"en": "The portal was down"}, None)
    await moved_dates.set_move(turn.session, move, turn.now)
    text = _text(due_screen(turn, mine, turn.now, await moved_dates.get_moves(turn.session), day))
    assert "By Thursday, 24 December 2026" in text
    assert "🔁 Moved from 20 Dec 2026: The portal was down" in text


async def test_a_plain_reminder_carries_no_due_day(turn: Turn) -> None:
    columns = {"title": "x", "rule": "daily 2026-11-20T10:00", "zone": "Asia/Kolkata", "next_due_at": TEN}
    number = await reminders.add_reminder(turn.session, turn.contact.id, turn.now, **columns)
    _again, day = await _snooze(turn, f"reminders.snooze:{number}:hour", TEN)
    assert day is None


async def test_who_has_no_gst_number_is_not_asked_how_it_files(turn: Turn) -> None:
    turn.contact = replace(turn.contact, agreed_at=turn.now, profile={"gst": False})
    text = _text(await follow(ROUTES, turn, "calendar.show:gst-gstr1-monthly"))
    assert "GST filing: No GST number" in text.split("➖")[1]
    assert "What is your unit by law?" in _text(await follow(ROUTES, turn, "calendar.next"))


def _ask(screen: Screen) -> list[str]:
    buttons = [button for row in screen.rows for button in row if isinstance(button, Button)]
    return [one.callback_data for one in buttons if one.callback_data.startswith("profile.ask:")]


async def _open(turn: Turn, route: str) -> Screen:
    screen = await follow(ROUTES, turn, route)
    assert isinstance(screen, Screen)
    return screen


async def test_what_is_not_told_is_asked_for_where_the_date_is_shown(turn: Turn) -> None:
    turn.contact = replace(turn.contact, agreed_at=turn.now)
    screen = await _open(turn, "calendar.show:msme-gem-profile")
    (asks,) = _ask(screen)
    assert asks.startswith("profile.ask:gem:")
    await _open(turn, asks)
    answered = await _open(turn, asks.replace("ask:gem", "save:gem:yes"))
    assert "✅ Applies to you" in _text(answered)
    assert _ask(answered) == []


async def test_udyam_and_gem_are_among_the_calendars_questions(turn: Turn) -> None:
    told = {"gst_scheme": "none", "entity": "huf", "state": "IN-UP", "sector": "metal-craft", "employees": "0"}
    told |= {"turnover": "0", "accounts": "presumptive"}
    turn.contact = replace(turn.contact, agreed_at=turn.now, profile={**told, "holds": []})
    assert "Tell us more" in _text(await _open(turn, "calendar.menu"))
    assert "Udyam" in _text(await _open(turn, "calendar.next"))
    assert "GeM" in _text(await _open(turn, "calendar.next:udyam"))


async def test_what_is_over_this_month_is_listed_as_over(turn: Turn) -> None:
    turn.contact = replace(turn.contact, profile={"gst_scheme": "monthly"})
    menu = await _open(turn, "calendar.menu")
    labels = [button.text for row in menu.rows for button in row]
    over = [n for n, label in enumerate(labels) if "20 Nov 2026 (over) · GSTR-3B" in label]
    coming = [n for n, label in enumerate(labels) if "20 Dec 2026 · GSTR-3B" in label]
    assert len(over) == len(coming) == 1
    assert coming < over


async def test_a_return_that_can_never_be_filed_is_not_asked_to_be_filed_now(turn: Turn) -> None:
    turn.contact = replace(turn.contact, agreed_at=turn.now)
    await _open(turn, "calendar.ask:gst-3year")
    turn.typed = "20-1-2023"
    text = _text(await _open(turn, "calendar.day:gst-3year"))
    assert "⚠ The last day was Monday, 19 January 2026. It can't be done any more." in text.replace("&#39;", "'")
    assert "Do it now" not in text


async def test_what_was_ticked_off_stays_so_when_the_lead_days_change(turn: Turn) -> None:
    mine = await _reminder(turn)
    turn.now = datetime(2026, 12, 15, 6, tzinfo=UTC)
    await follow(ROUTES, turn, f"calendar.done:{mine.id}")
    await follow(ROUTES, turn, f"calendar.lead:{MONTHLY}:1")
    (kept,) = await reminders.get_reminders(turn.session, turn.contact.id)
    assert kept.rule != mine.rule
    assert kept.next_due_at is not None
    assert kept.next_due_at.date() >= date(2027, 1, 5)
    await follow(ROUTES, turn, f"calendar.lead:{MONTHLY}:30")
    (kept,) = await reminders.get_reminders(turn.session, turn.contact.id)
    assert kept.next_due_at == datetime(2026, 12, 21, 4, 30, tzinfo=UTC)
