"""The owner's own day, on which a date of the calendar hangs: asked for, read, refused with the reason."""

from __future__ import annotations

from datetime import date, datetime

from content.amounts import read_day
from content.compliance import ComplianceDate, Due
from content.ladder import Ladder
from content.recurrence import month_later
from handlers.calendar_kept import coming_line, end, find_reminder, get_date, keep, moment_from
from handlers.calendar_words import late_line, title
from handlers.common import ask_to_agree, home_row
from handlers.markup import bold, brief, lines
from handlers.routes import Stale
from handlers.screen import Screen
from handlers.turn import Turn

COMING = {"past": False, "coming": True, "either": None}  # as read_day takes it
EXAMPLE = {"past": -1, "coming": 2, "either": -1}  # months from now
EXAMPLE_DAY = 25  # no month has this number, so it is plain that the day comes first


async def ask_day(turn: Turn, name: str) -> Screen:
    """Ask for the owner's own day, on which this date hangs."""
    if refusal := ask_to_agree(turn, f"calendar.ask:{name}"):
        return refusal
    one, due = _asked(turn, name)
    await turn.ask("calendar.day", one.id)
    like = month_later(turn.today.replace(day=EXAMPLE_DAY), EXAMPLE[due.asks or "either"])
    example = {"day": f"{like.day}-{like.month}-{like.year}"}
    text = lines(
        bold(title(turn, one)),
        turn.say(f"date-{one.id}", "due.question", due.question or ""),
        turn.gettext("Type the day, for example %(day)s.") % example,
    )
    return Screen(text, rows=[home_row(turn, "calendar.show", one.id)])


async def take_day(turn: Turn, name: str) -> Screen | str:
    """The owner's day was typed; one that leads to no date ahead is asked again, with the reason."""
    one, due = _asked(turn, name)
    today = turn.today
    day = read_day(turn.typed, today, coming=COMING[due.asks or "either"])
    if day is None:
        return await _ask_again(
            turn, one, "⚠ " + turn.gettext("We could not read a day in “%(text)s”.") % {"text": brief(turn.typed)}
        )
    due_on = due.after(day, today)
    ladder, own = (Ladder(one.lead_days), due_on) if due.yearly else (Ladder(one.lead_days, due=due_on), None)
    moment = moment_from(turn, one, ladder, {}, own)
    if reason := _why_not(turn, one, due, day, due_on, moment):
        return await _ask_again(turn, one, reason)
    if mine := await find_reminder(turn, one):  # asked from an old button: the new day takes its place
        await end(turn, mine)
    await keep(turn, one, ladder, {}, own)
    return await _also_late(turn, one, due_on) if due.yearly and due_on < today else f"calendar.show:{one.id}"


def _asked(turn: Turn, name: str) -> tuple[ComplianceDate, Due]:
    """A date that hangs on the owner's own day.

    Raises Stale for any other one.
    """
    one = get_date(turn, name)
    if one.due is None or not one.due.question:
        raise Stale
    return one, one.due


async def _ask_again(turn: Turn, one: ComplianceDate, reason: str) -> Screen:
    screen = await ask_day(turn, one.id)
    return Screen(lines(reason, "", screen.text), rows=screen.rows)


def _why_not(
    turn: Turn, one: ComplianceDate, due: Due, day: date, due_on: date, moment: datetime | None
) -> str | None:
    """Why the day that was typed brings no reminder; None where it brings one."""
    _, today = turn.gettext, turn.today
    if due.asks == "past" and day > today:
        return _("⚠ That day is still to come.")
    overdue = due.yearly and due.asks == "past" and due_on < today  # what is done anew begins a new year of its own
    if moment is not None and not overdue:
        return None
    if due_on == today:
        return _("⚠ It is due today.")
    if due.asks == "coming" and day < today:
        return "⚠ " + _("That day is over.")
    return late_line(turn, one, due_on)


async def _also_late(turn: Turn, one: ComplianceDate, due_on: date) -> Screen:
    """The due day at hand is over; the reminder is set for next year's."""
    mine = await find_reminder(turn, one)
    text = lines(bold(title(turn, one)), late_line(turn, one, due_on), coming_line(turn, mine, {}) if mine else None)
    return Screen(text, rows=[home_row(turn, "calendar.show", one.id)])
