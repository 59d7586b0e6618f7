"""When a reminder comes next: the contact's wall time and zone, turned into moments.

A time that the clocks skip moves forward; one that comes twice counts once, the first; the 31st and 29 February
fall on the month's last day where it has no such day.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, cast, get_args
from zoneinfo import ZoneInfo

Frequency = Literal["once", "daily", "weekly", "monthly", "yearly"]
_DAY = r"\d{4}-\d\d-\d\d"
_STORED = re.compile(
    rf"(?P<frequency>{'|'.join(get_args(Frequency))}) (?P<start>{_DAY}T\d\d:\d\d)(?: until (?P<until>{_DAY}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """How often, from when: `start` is local wall time without a zone, the anchor of every later date.

    `until` is the last local date on which it may come.
    """

    frequency: Frequency
    start: datetime
    until: date | None = None

    def to_text(self) -> str:
        """A stable form for storing, to the minute: "monthly 2026-12-20T10:00" or "… until 2027-12-31"."""
        start = self.start.isoformat(timespec="minutes")
        return f"{self.frequency} {start}" + (f" until {self.until}" if self.until else "")

    @classmethod
    def from_text(cls, text: str) -> Rule:
        """Read the stored form.

        Raises ValueError for any other text.
        """
        match = _STORED.fullmatch(text)
        if match is None:
            raise ValueError(f"rule: {text!r} is not like 'daily 2026-12-20T10:00'")
        until = match["until"] and date.fromisoformat(match["until"])
        return cls(cast("Frequency", match["frequency"]), datetime.fromisoformat(match["start"]), until or None)


def next_due(rule: Rule, zone: ZoneInfo, after: datetime) -> datetime | None:
    """The first moment (aware UTC) later than `after` (aware); None when the rule has none."""
    at = rule.start.time().replace(fold=0)
    for day in _days(rule, after.astimezone(zone).date()):
        if rule.until and day > rule.until:
            return None
        moment = moment_of(day, at, zone)
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


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall time as a moment (aware UTC): in a gap the time after it, in a fold the first of the two."""
    return datetime.combine(day, at, zone).astimezone(UTC)


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
    while (day := month_later(first, done * step)).year < date.max.year:
        yield day
        done += 1


def month_later(day: date, months: int) -> date:
    """The same day so many months later (or earlier), the month's last one where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
