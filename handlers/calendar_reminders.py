"""Reminders of one date of the compliance calendar: set and ended, how many days ahead, and the message itself."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from content.compliance import ABOUT as ABOUT  # other rooms know the calendar's reminders by it
from content.compliance import first_moment, read_about
from content.ladder import Ladder, next_moment, read_schedule
from content.zones import zone_of
from db import moved_dates, reminders
from db.moved_dates import Moves
from db.reminders import Reminder
from handlers.calendar_kept import (
    end,
    find_reminder,
    get_date,
    keep,
    occurrences_of,
    rule_day_of,
    steps_of,
    yearly_day,
)
from handlers.calendar_own_day import ask_day, take_day
from handlers.calendar_words import date_text, days_from, lead_label, moved_day, title
from handlers.common import ask_to_agree, home_row, in_columns
from handlers.markup import bold, lines
from handlers.reminder_rows import reference, reminder_rows
from handlers.reminder_titles import title_of
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Screen
from handlers.turn import Turn
from locales import formats

LEADS = (0, 1, 3, 7, 15, 30)


async def save_reminder(turn: Turn, name: str) -> Screen | str:
    """Remind before every due day of one date, as many days ahead as the date needs."""
    if refusal := ask_to_agree(turn, f"calendar.remind:{name}"):
        return refusal
    one = get_date(turn, name)
    if one.due is None or one.due.question:
        raise Stale
    if await find_reminder(turn, one) is None:
        await keep(turn, one, Ladder(one.lead_days), await moved_dates.get_moves(turn.session))
    return f"calendar.show:{name}"


async def stop_one(turn: Turn, name: str) -> Screen | str:
    """End the reminders of one date."""
    if mine := await find_reminder(turn, get_date(turn, name)):
        await end(turn, mine)
    return f"calendar.show:{name}"


async def show_leads(turn: Turn, name: str) -> Screen | str:
    """How many days before: each can be added and taken away."""
    one = get_date(turn, name)
    mine = await find_reminder(turn, one)
    if mine is None:
        return f"calendar.show:{name}"
    chosen = steps_of(mine)
    offered = sorted({*LEADS, *one.lead_days, *chosen}, reverse=True)
    buttons: list[AnyButton] = [
        Button(("✅ " if days in chosen else "") + lead_label(turn, days), "calendar.lead", name, days)
        for days in offered
    ]
    text = lines(bold(title(turn, one)), turn.gettext("When shall the reminder come? Tap all that you want."))
    return Screen(text, rows=[*in_columns(buttons), home_row(turn, "calendar.show", name)])


async def save_lead(turn: Turn, name: str, days: int) -> Screen | str:
    """Add a step, or take it away; the last one stays. A due day that was ticked off stays so."""
    one = get_date(turn, name)
    mine = await find_reminder(turn, one)
    ladder = read_schedule(mine.rule) if mine else None
    if mine is None or not isinstance(ladder, Ladder):
        return f"calendar.show:{name}"
    if days not in {*LEADS, *one.lead_days, *ladder.days}:
        raise Stale
    steps = tuple(sorted({*ladder.days} ^ {days}, reverse=True)) or ladder.days
    changed = Ladder(steps, ladder.at, ladder.due)
    found = occurrences_of(one, await moved_dates.get_moves(turn.session), yearly_day(mine))
    open_ = found.left(ladder, zone_of(mine.zone), turn.now, mine.next_due_at)
    due = first_moment(changed, zone_of(mine.zone), turn.now, open_.days)
    columns = {"rule": changed.to_text(), "next_due_at": due}
    await reminders.set_reminder(turn.session, turn.contact.id, mine.id, **columns)
    return f"calendar.leads:{name}"


async def save_done(turn: Turn, reminder_id: int) -> Screen | str:
    """Done: no more steps of the due day at hand; the next due day brings its own."""
    one = await reminders.get_reminder(turn.session, turn.contact.id, reminder_id)
    ladder = read_schedule(one.rule) if one else None
    if one is None or not isinstance(ladder, Ladder):
        raise Stale
    if one.about and not one.about.startswith(ABOUT):
        return f"reminders.show:{one.id}"
    following = _after_this(turn, one, ladder, await moved_dates.get_moves(turn.session))
    state = "active" if following else "done"
    await reminders.set_reminder(turn.session, turn.contact.id, one.id, state=state, next_due_at=following)
    _ = turn.gettext
    when = formats.date_time(turn.translator, following, zone_of(one.zone)) if following else None
    text = lines(
        bold(await title_of(turn, one)), _("✅ Done."), _("Next: %(date)s") % {"date": when} if when else None
    )
    return Screen(text, rows=[home_row(turn, "reminders.list", 0)])


def _after_this(turn: Turn, one: Reminder, ladder: Ladder, moves: Moves) -> datetime | None:
    """The first step of the due day after the one whose steps have begun."""
    name, own = read_about(one.about)
    date_ = turn.catalog.dates.get(name)
    if ladder.due is not None or date_ is None:
        return None
    zone = zone_of(one.zone)
    today = turn.now.astimezone(zone).date()
    due = next((day for day, _move in days_from(date_, today, moves, own)), None)
    after = turn.now
    if due and due - timedelta(days=max(ladder.days)) <= today:
        after = max(after, datetime.combine(due, time.max, zone))
    return next_moment(ladder, zone, after, occurrences_of(date_, moves, own).days)


def due_screen(
    turn: Turn, reminder: Reminder, moment: datetime, moves: Moves, rule_day: date | None = None
) -> Screen | None:
    """The message of a step, or of the occurrence of `rule_day`; None when the date left the calendar."""
    one = turn.catalog.dates.get(read_about(reminder.about)[0])
    if one is None or not isinstance(read_schedule(reminder.rule), Ladder):
        return None
    rule_day = rule_day or rule_day_of(turn, reminder, moment, moves)
    due, move = moved_day(one, rule_day, moves) if rule_day else (None, None)
    rows = reminder_rows(turn, reminder, [Button(turn.gettext("▶ Open"), "calendar.show", one.id)], rule_day)
    return Screen(lines(date_text(turn, one, due, move), reference(turn, reminder, moment)), rows=rows)


ROUTES = {
    "calendar.remind": save_reminder,
    "calendar.stop": stop_one,
    "calendar.leads": show_leads,
    "calendar.lead": save_lead,
    "calendar.ask": ask_day,
    "calendar.day": take_day,
    "calendar.done": save_done,
}
