"""A contact's reminder of a date of the calendar: found, kept, ended, and the days on which it comes."""

from __future__ import annotations

from datetime import date, datetime

from content.compliance import ABOUT, ComplianceDate, about_date, first_moment, read_about
from content.ladder import Ladder, read_schedule
from content.occurrences import Occurrences
from content.zones import zone_of
from db import reminders
from db.moved_dates import Moves
from db.reminders import Reminder
from handlers.calendar_words import moved_day, title
from handlers.routes import Stale
from handlers.turn import Turn
from locales import formats


def get_date(turn: Turn, name: str) -> ComplianceDate:
    """A date of the calendar.

    Raises Stale for one that isn't there any more.
    """
    name, _own = read_about(ABOUT + name)  # a reminder's own day may stand behind it
    if name not in turn.catalog.dates:
        raise Stale
    return turn.catalog.dates[name]


async def get_kept(turn: Turn) -> list[Reminder]:
    """The contact's reminders of the calendar, the next one first."""
    found = await reminders.get_reminders(turn.session, turn.contact.id)
    return [one for one in found if (one.about or "").startswith(ABOUT)]


async def find_reminder(turn: Turn, one: ComplianceDate) -> Reminder | None:
    """The contact's reminder of a date."""
    return next((mine for mine in await get_kept(turn) if read_about(mine.about)[0] == one.id), None)


def steps_of(mine: Reminder) -> tuple[int, ...]:
    """How many days ahead a reminder comes."""
    schedule = read_schedule(mine.rule)
    return schedule.days if isinstance(schedule, Ladder) else ()


def own_day(mine: Reminder | None) -> date | None:
    """The due day that follows from a day of the owner's own and comes once."""
    schedule = read_schedule(mine.rule) if mine else None
    return schedule.due if isinstance(schedule, Ladder) else None


def yearly_day(mine: Reminder | None) -> date | None:
    """The first of the due days that follow from a day of the owner's own every year."""
    return read_about(mine.about)[1] if mine else None


def occurrences_of(one: ComplianceDate, moves: Moves, own: date | None = None) -> Occurrences:
    """The due days of a date, for the steps before them; `own` is the first of a yearly day."""
    return Occurrences(one, {key: move.new_on for key, move in moves.items()}, own)


def rule_day_of(turn: Turn, mine: Reminder, moment: datetime, moves: Moves) -> date | None:
    """The due day, as the rule gives it, of which a reminder speaks at a moment; None for one of another thing."""
    name, own = read_about(mine.about)
    one, ladder = turn.catalog.dates.get(name), read_schedule(mine.rule)
    if one is None or not isinstance(ladder, Ladder):
        return None
    return occurrences_of(one, moves, own).rule_day(ladder, zone_of(mine.zone), moment)


def coming_line(turn: Turn, mine: Reminder, moves: Moves) -> str | None:
    """When a reminder comes next, and which due day it is for; None when it comes no more."""
    moment = mine.next_due_at
    rule_day = rule_day_of(turn, mine, moment, moves) if moment else None
    if moment is None or rule_day is None:
        return None
    one = turn.catalog.dates[read_about(mine.about)[0]]
    when = formats.date_time(turn.translator, moment, zone_of(mine.zone))
    day = formats.date(turn.translator, moved_day(one, rule_day, moves)[0])
    return turn.gettext("⏰ Next reminder: %(moment)s, for %(date)s") % {"moment": when, "date": day}


def moment_from(
    turn: Turn, one: ComplianceDate, ladder: Ladder, moves: Moves, own: date | None = None
) -> datetime | None:
    """When a reminder that is set now comes first (aware UTC); None when it never does."""
    return first_moment(ladder, turn.zone, turn.now, occurrences_of(one, moves, own).days)


async def keep(turn: Turn, one: ComplianceDate, ladder: Ladder, moves: Moves, own: date | None = None) -> None:
    """Remind of a date; `own` is the first of a yearly day."""
    due = moment_from(turn, one, ladder, moves, own)
    columns = {"title": title(turn, one), "rule": ladder.to_text(), "zone": turn.contact.zone, "next_due_at": due}
    about = about_date(one.id, own)
    await reminders.add_reminder(turn.session, turn.contact.id, turn.now, about=about, **columns)


async def end(turn: Turn, one: Reminder) -> None:
    """End a reminder, with what of it waits to be sent."""
    await reminders.set_reminder(turn.session, turn.contact.id, one.id, state="stopped", next_due_at=None)
