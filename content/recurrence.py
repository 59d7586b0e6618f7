"""When a reminder comes next: the contact's wall time and zone, turned into moments.

A time that the clocks skip moves forward; one that comes twice counts once, the first; the 31st and 29 February
fall on the month's last day where it has no such day.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, cast, get_args
from zoneinfo import ZoneInfo

Frequency = Literal["once", "daily", "weekly", "monthly", "yearly"]


@dataclass(frozen=True, slots=True)
class Rule:
    """How often, from when: `start` is local wall time without a zone, the anchor of every later date."""

    frequency: Frequency
    start: datetime

    def to_text(self) -> str:
        """A stable form for storing: "monthly 2026-12-20T10:00"."""
        return f"{self.frequency} {self.start:%Y-%m-%dT%H:%M}"

    @classmethod
    def from_text(cls, text: str) -> Rule:
        """Read the stored form.

        Raises ValueError for any other text.
        """
        frequency, _, start = text.partition(" ")
        if frequency not in get_args(Frequency):
            raise ValueError(f"rule: {text!r} is none of {get_args(Frequency)}")
        return cls(cast("Frequency", frequency), datetime.strptime(start, "%Y-%m-%dT%H:%M"))  # noqa: DTZ007


def next_due(rule: Rule, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first moment (aware UTC) later than `after` (aware); None when the rule has none."""
    for day in _days(rule, after.astimezone(zone).date()):
        moment = _moment(datetime.combine(day, rule.start.time()), zone)
        if moment > after:
            return moment
    return None


def upcoming(rule: Rule, zone: ZoneInfo, after: datetime, count: int = 3) -> list[datetime]:
    """The next moments, at most `count`."""
    found: list[datetime] = []
    moment = next_due(rule, zone, after)
    while moment is not None and len(found) < count:
        found.append(moment)
        moment = next_due(rule, zone, moment)
    return found


def _moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """A wall time as a moment: in a gap the time after it, in a fold the first of the two."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _days(rule: Rule, today: date) -> Iterator[date]:
    """The rule's local dates from about `today` on; a day too early is harmless, the caller looks at the time."""
    first = rule.start.date()
    match rule.frequency:
        case "once":
            yield first
        case "daily":
            yield from _every(timedelta(days=1), max(first, today - timedelta(days=1)))
        case "weekly":
            weeks = max(0, (today - first).days // 7)
            yield from _every(timedelta(days=7), first + timedelta(days=7 * weeks))
        case "monthly":
            yield from _months(first, 1, max(0, _months_between(first, today) - 1))
        case "yearly":
            yield from _months(first, 12, max(0, today.year - first.year - 1))


def _every(step: timedelta, day: date) -> Iterator[date]:
    while day.year < date.max.year:
        yield day
        day += step


def _months_between(first: date, today: date) -> int:
    return (today.year - first.year) * 12 + today.month - first.month


def _months(first: date, step: int, done: int) -> Iterator[date]:
    """The anchor's day in every `step`-th month, the month's last day where there is no such day."""
    while True:
        year, month = divmod(first.year * 12 + first.month - 1 + done * step, 12)
        if year >= date.max.year:
            return
        yield date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))
        done += 1
