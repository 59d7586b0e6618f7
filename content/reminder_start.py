"""From what a sentence says about the time to the first local moment that all of it allows."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.recurrence import month_later
from content.reminder_reading import Reading

DEFAULT_TIME = time(10, 0)
_STEPS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(days=7),
}
_FARTHEST = 100  # years
_LONGEST_WAIT = 12 * 9  # months: eight years lie between 29 February 2096 and 2104
_LEAP_DAY, _LEAP_YEAR = (2, 29), 2024  # 29 February of every year starts in a year that has it


def first_moment(reading: Reading, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Local wall time, without a zone, of the first one; None where no date was said. `now` is aware."""
    local = now.astimezone(zone).replace(tzinfo=None)
    if reading.span and reading.span[1] in {"minutes", "hours"}:
        ahead = now.astimezone(UTC) + reading.span[0] * _STEPS[reading.span[1]]
        return ahead.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None)
    clock = reading.clock or DEFAULT_TIME
    try:
        day = _first_day(reading, local, clock)
    except ValueError:  # no such day in any month, or no such month
        return None
    return datetime.combine(day, clock) if day else None


def _first_day(reading: Reading, local: datetime, clock: time) -> date | None:
    today = local.date()
    if reading.month_day is not None:
        return _dated(reading, local, clock)
    if reading.span:
        return _spanned(today + timedelta(days=reading.days_ahead or 0), *reading.span)
    if reading.days_ahead is not None:
        return _relative(reading, today, clock)
    if reading.next_month and reading.weekday is None:
        return month_later(today, 1)
    return _soonest(reading, today + timedelta(days=clock <= local.time()))


def _soonest(reading: Reading, day: date) -> date | None:
    """The weekday from `day` on; the day itself for a daily rule, or where only a clock time was said."""
    if reading.weekday is not None:
        return day + timedelta(days=(reading.weekday - day.weekday()) % 7)
    said = reading.frequency == "daily" or (reading.frequency == "once" and reading.clock is not None)
    return day if said else None


def _spanned(day: date, number: float, unit: str) -> date:
    if unit in _STEPS:
        return day + timedelta(days=int(number * _STEPS[unit].days))
    return month_later(day, int(number * {"months": 1, "years": 12}[unit]))


def _relative(reading: Reading, today: date, clock: time) -> date:
    """Tomorrow; Friday of next week; past midnight of a night is the day after."""
    day = today + timedelta(days=reading.days_ahead or 0)
    if reading.days_ahead == 7 and reading.weekday is not None:
        return day + timedelta(days=reading.weekday - day.weekday())
    return day + timedelta(days=reading.part == "night" and clock.hour < 6)


def _dated(reading: Reading, local: datetime, clock: time) -> date:
    """A day of the month, with its month and year where they were said; else the next one to come.

    Raises ValueError for a day that isn't in the calendar.
    """
    number = reading.month_day or 0
    if reading.year is not None:
        if abs(reading.year - local.year) > _FARTHEST:
            raise ValueError("a year that nobody means")
        return date(reading.year, reading.month or 0, number)
    if reading.frequency == "yearly" and (reading.month, number) == _LEAP_DAY:
        return date(_LEAP_YEAR, *_LEAP_DAY)
    first = month_later(local.date().replace(day=1), 1 if reading.next_month and reading.month is None else 0)
    months = (month_later(first, ahead) for ahead in range(_LONGEST_WAIT))
    for month in months:
        day = _day_of(month, number)
        if day and reading.month in {None, month.month} and datetime.combine(day, clock) > local:
            return _before_shorter(day, number) if reading.frequency == "monthly" else day
    raise ValueError("no month has such a day")


def _before_shorter(day: date, number: int) -> date:
    """The rule starts in a month that has the day; between now and `day` it falls on the last day of shorter ones."""
    earlier = _day_of(month_later(day.replace(day=1), -1), number)
    if earlier is not None:
        return day
    return _day_of(month_later(day.replace(day=1), -2), number) or day


def _day_of(month: date, number: int) -> date | None:
    try:
        return month.replace(day=number)
    except ValueError:
        return None
