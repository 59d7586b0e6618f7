"""Reminders so many days before a due day (or after it), and how they are stored beside plain rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from content.recurrence import Rule, moment_of, next_due

AT = time(10, 0)
_STORED = re.compile(r"leads (?P<at>\d\d:\d\d) (?P<days>-?\d+(?:,-?\d+)*)(?: of (?P<due>\d{4}-\d\d-\d\d))?", re.ASCII)
DueDays = Callable[[date], Iterable[date]]  # the due days from a day on, in order


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps at one local time, `days` before the due day (below zero: after it).

    Without `due`, the due days are those of the compliance date that the reminder is about.
    """

    days: tuple[int, ...]
    at: time = AT
    due: date | None = None

    def to_text(self) -> str:
        """A stable form for storing: "leads 10:00 15,3" or "leads 10:00 10,3,0,-7 of 2026-12-20"."""
        days = ",".join(map(str, self.days))
        return f"leads {self.at:%H:%M} {days}" + (f" of {self.due}" if self.due else "")


@lru_cache(maxsize=1000)
def read_schedule(text: str) -> Rule | Ladder:
    """Read what is stored as a reminder's rule.

    Raises ValueError for any other text.
    """
    match = _STORED.fullmatch(text)
    if match is None:
        return Rule.from_text(text)
    due = date.fromisoformat(match["due"]) if match["due"] else None
    return Ladder(tuple(map(int, match["days"].split(","))), time.fromisoformat(match["at"]), due)


def next_moment(schedule: Rule | Ladder, zone: ZoneInfo, after: datetime, due_days: DueDays) -> datetime | None:
    """The first moment (aware UTC) later than `after` (aware); None when there is none."""
    if isinstance(schedule, Rule):
        return next_due(schedule, zone, after)
    best: datetime | None = None
    for due in _dues(schedule, after.astimezone(zone).date(), due_days):
        if best is not None and _moment(schedule, due, max(schedule.days), zone) >= best:
            break
        steps = (_moment(schedule, due, days, zone) for days in schedule.days)
        best = min((step for step in steps if step > after and (best is None or step < best)), default=best)
    return best


def due_of(ladder: Ladder, zone: ZoneInfo, moment: datetime, due_days: DueDays) -> date | None:
    """The due day that a step at a moment speaks of; where the day was moved since, the next one."""
    today = moment.astimezone(zone).date()
    dues = list(_until(_dues(ladder, today, due_days), today + timedelta(days=max(*ladder.days, 0))))
    exact = (due for due in dues if any(_moment(ladder, due, days, zone) == moment for days in ladder.days))
    ahead = (due for due in _dues(ladder, today, due_days) if due >= today)
    return next(exact, None) or next(iter(ahead), None) or ladder.due


def _dues(ladder: Ladder, today: date, due_days: DueDays) -> Iterable[date]:
    """The due days whose steps may still come."""
    if ladder.due is not None:
        return [ladder.due]
    return due_days(today - timedelta(days=max(0, *(-days for days in ladder.days))))


def _until(days: Iterable[date], last: date) -> Iterator[date]:
    for day in days:
        if day > last:
            return
        yield day


def _moment(ladder: Ladder, due: date, days: int, zone: ZoneInfo) -> datetime:
    """The local time of a step as a moment."""
    return moment_of(due - timedelta(days=days), ladder.at, zone)
