"""Official dates that an operator moves: one occurrence, with a reason; those who are reminded of it are told."""

from __future__ import annotations

import argparse
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from bot.config import WrongSetting
from bot.desk import Desk
from bot.operator import language_text
from content.compliance import ComplianceDate
from content.ladder import Ladder, next_moment, read_schedule
from content.occurrences import Occurrences
from content.official import is_official
from content.recurrence import month_later
from content.zones import zone_of
from db import moved_dates, outbox, reminders
from db.moved_dates import MovedDate, Moves
from db.reminders import Reminder
from db.store import Session
from handlers.calendar_kept import occurrences_of

BATCH = 500
TOLD_AHEAD = timedelta(days=45)  # a move of a day farther away is told by the usual reminders


async def steer(desk: Desk, options: argparse.Namespace) -> list[str]:
    """List the moves, make one, or take one back; gives the lines to print.

    Raises WrongSetting that names what was given and what is allowed.
    """
    if options.act == "list":
        async with desk.store.unit() as session:
            return [_line(one) for one in (await moved_dates.get_moves(session)).values()] or ["Nothing was moved."]
    one = _date(desk, options.date)
    due = _occurrence(one, _day("DAY", options.due), desk.clock.now().date())
    if options.act == "back":
        return await _put_back(desk, one, due)
    move = MovedDate(one.id, due, _day("NEW", options.new), _reasons(options.reason), options.source)
    if move.source and not is_official(move.source):
        raise WrongSetting(f"--source {move.source} isn't official: give the office's own notice")
    if move.new_on == due:
        raise WrongSetting(f"NEW {due} is the day that the rule gives; `dates back` takes a move back")
    async with desk.store.unit() as session:
        before = await moved_dates.get_moves(session)
        await moved_dates.set_move(session, move, desk.clock.now())
        told = await _replan(desk, session, move, before)
    return [_line(move), f"{told} reminders changed; those near the day are told now."]


async def _put_back(desk: Desk, one: ComplianceDate, due: date) -> list[str]:
    async with desk.store.unit() as session:
        before = await moved_dates.get_moves(session)
        move = before.get((one.id, due.isoformat()))
        if move is None:
            raise WrongSetting(f"{one.id} of {due} wasn't moved; `dates list` shows what was")
        await moved_dates.drop_move(session, one.id, due)
        told = await _replan(desk, session, move, before)
    return [f"{one.id} is due on {due} again.", f"{told} reminders changed; those near the day are told now."]


async def _replan(desk: Desk, session: Session, move: MovedDate, before: Moves) -> int:
    """Give the reminders of a date their next moment anew; where the old or the new day is near, tell of it now.

    Those whose owner has ticked that occurrence off stay as they are; `before` is what was moved until now.
    """
    now, one = desk.clock.now(), desk.catalog().dates[move.date_id]
    near = any(now.date() <= day <= now.date() + TOLD_AHEAD for day in (move.due_on, move.new_on))
    old, new = occurrences_of(one, before), occurrences_of(one, await moved_dates.get_moves(session))
    last, changed = 0, 0
    while found := await reminders.get_about(session, f"date:{move.date_id}", last, BATCH):
        open_ = [(mine, left) for mine in found if (left := _left(mine, old, now)) and left.since <= move.due_on]
        await reminders.set_next_dues(session, {mine.id: _coming(mine, left, new, move, now) for mine, left in open_})
        if near:
            await outbox.add_deliveries(session, [_delivery(mine, move.due_on, now) for mine, _days in open_])
        last, changed = found[-1].id, changed + len(open_)
    return changed


def _left(mine: Reminder, found: Occurrences, now: datetime) -> Occurrences | None:
    """The occurrences that aren't ticked off; None where the reminder has no steps, or its rule was spoilt."""
    with suppress(ValueError):
        ladder = read_schedule(mine.rule)
        if isinstance(ladder, Ladder):
            return found.left(ladder, zone_of(mine.zone), now, mine.next_due_at)
    return None


def _coming(mine: Reminder, left: Occurrences, new: Occurrences, move: MovedDate, now: datetime) -> datetime | None:
    """When it comes next: as planned where that is for another occurrence and the moved one doesn't come sooner."""
    ladder, zone, kept = read_schedule(mine.rule), zone_of(mine.zone), mine.next_due_at
    coming = next_moment(ladder, zone, now, replace(new, since=left.since).days)
    if kept is None or coming is None or not isinstance(ladder, Ladder):
        return coming
    return coming if left.rule_day(ladder, zone, kept) == move.due_on else min(kept, coming)


def _delivery(one: Reminder, due_day: date, now: datetime) -> dict[str, Any]:
    """A reminder's message about an occurrence that need not be the next one; the rule gives `due_day`."""
    return {
        "key": f"rem:{one.id}:moved:{due_day}:{now.isoformat()}",
        "contact_id": one.contact_id,
        "kind": "reminder",
        "lane": outbox.PERSONAL,
        "payload": {"reminder": one.id, "due": now.isoformat(), "due_day": due_day.isoformat()},
        "not_before": now,
        "created_at": now,
    }


def _date(desk: Desk, name: str | None) -> ComplianceDate:
    dates = desk.catalog().dates
    if name is None or name not in dates:
        near = ", ".join(sorted(other for other in dates if name and name.split("-")[0] in other)[:8])
        raise WrongSetting(f"date {name!r} isn't in the calendar; {near or 'gst-gstr3b-monthly'} is, for example")
    return dates[name]


def _day(name: str, word: str | None) -> date:
    try:
        return date.fromisoformat(word or "")
    except ValueError:
        raise WrongSetting(f"{name} {word!r} is no day: write it like 2026-12-20") from None


def _occurrence(one: ComplianceDate, day: date, today: date) -> date:
    """The day, if the rule gives it."""
    first = month_later(today, -12)
    days = list(islice(one.due.from_day(max(day, first)), 1)) if one.due else []
    if days != [day]:
        coming = ", ".join(map(str, islice(one.due.from_day(today), 3))) if one.due else ""
        raise WrongSetting(f"DAY {day}: {one.id} isn't due then; it is due on {coming or 'no known day'}")
    return day


def _reasons(words: list[str]) -> dict[str, str]:
    reasons = dict(language_text("--reason", word) for word in words)
    if "en" not in reasons:
        raise WrongSetting("--reason en=… is missing: English is what everybody falls back to")
    return reasons


def _line(one: MovedDate) -> str:
    return f"{one.date_id}: {one.due_on} → {one.new_on} ({one.reasons['en']})"
