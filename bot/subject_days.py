"""Reminders of schemes and trainings follow their day: where it was changed, those set by it come anew in time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from content.catalog import Catalog
from content.recurrence import Rule, next_due
from content.trainings import Training, next_session
from content.zones import zone_of
from db import reminders, trainings
from db.kept import get_kept, keep
from db.reminders import Reminder
from db.store import Session
from handlers.reminder_subjects import closing_day, closing_rules
from handlers.training_reminders import ABOUT, rules_for

WINDOWS_MARK = "scheme_windows"  # the last days that were known at the last look, by scheme
BATCH = 500


async def follow_windows(session: Session, catalog: Catalog, now: datetime) -> None:
    """Compare the schemes' last days with those of the last look."""
    kept = await get_kept(session, WINDOWS_MARK)
    before: dict[str, str] = json.loads(kept) if kept else {}
    today = {one.id: str(last) for one in catalog.schemes.values() if (last := closing_day(one))}
    if not today.items() - before.items():
        return
    for name in today.keys() & before.keys():
        await _follow_window(session, name, before[name], today[name], now)
    await keep(session, WINDOWS_MARK, json.dumps(before | today))


async def _follow_window(session: Session, name: str, before: str, today: str, now: datetime) -> None:
    old, new = (closing_rules(date.fromisoformat(last)) for last in (before, today))
    if old != new:
        await _follow(session, f"scheme:{name}", lambda _day: old, new, now)


async def import_trainings(session: Session, records: Sequence[dict[str, Any]], now: datetime) -> None:
    """Add or renew trainings; reminders of one whose day was changed follow it."""
    before = await trainings.get_trainings(session, [one["code"] for one in records])
    await trainings.import_trainings(session, records)
    for record in records:
        if (known := before.get(record["code"])) and known != record:
            await _follow_training(session, Training.from_record(known), Training.from_record(record), now)


async def _follow_training(session: Session, old: Training, new: Training, now: datetime) -> None:
    rules = rules_for(next_session(new, now.date()))
    await _follow(session, ABOUT + new.code, lambda day: rules_for(next_session(old, day)), rules, now)


async def _follow(
    session: Session, about: str, old: Callable[[date], Sequence[Rule]], new: Sequence[Rule], now: datetime
) -> None:
    """Give the new rules to reminders that keep one of the old ones (of a day); a time of one's own stays."""
    last = 0
    while found := await reminders.get_about(session, about, last, BATCH):
        for one in found:
            if _keeps(one, old):
                await reminders.set_reminder(session, one.contact_id, one.id, **_columns(one, new, now))
        last = found[-1].id


def _keeps(one: Reminder, old: Callable[[date], Sequence[Rule]]) -> bool:
    with suppress(ValueError):  # of a rule that was spoilt in the database the tick tells
        kept = Rule.from_text(one.rule)
        return kept in old(kept.start.date())
    return False


def _columns(one: Reminder, new: Sequence[Rule], now: datetime) -> dict[str, Any]:
    """The first of the new rules that is ahead; where none is, what hasn't come yet comes at once."""
    for rule in new:
        if due := next_due(rule, zone_of(one.zone), now):
            return {"rule": rule.to_text(), "next_due_at": due}
    return {"rule": new[-1].to_text(), "next_due_at": now if one.next_due_at else None}
