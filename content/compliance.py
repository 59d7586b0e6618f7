"""Dates that cost money: who must file or pay what, by when, and what it costs to be late."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from heapq import merge
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from content.applies import Applies
from content.ladder import DueDays, Ladder, next_moment
from content.records import Record, RecordId, Sourced
from content.recurrence import moment_of, month_later

TRANSLATABLE = ("title", "who", "penalty", "note", "due.question")
ABOUT = "date:"  # so begins what a reminder of the calendar is about
MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Area = Literal["gst", "income-tax", "labour", "company", "msme", "environment", "licence", "bank", "professional-tax"]
Period = Literal[
    "previous-month",
    "previous-quarter",
    "current-quarter",
    "previous-half-year",
    "current-half-year",
    "past-half-year",
    "january-june",
    "july-december",
    "april-september",
    "october-march",
    "march",
    "previous-year",
    "current-year",
    "next-year",
    "year-before-last",
    "previous-financial-year",
    "next-financial-year",
    "previous-calendar-year",
    "next-calendar-year",
]


class Due(Record):
    """The due day: a day of each month, days of the year, or so many days after a day of the owner's own.

    A day that a month doesn't have is its last one. With `every_years`, only that often from `first_year` on. With
    `yearly`, the day that follows from the owner's own comes every year.
    """

    each_month: Annotated[int, Field(ge=1, le=31)] | None = None
    days: tuple[MonthDay, ...] = ()
    every_years: int = 1
    first_year: int = 1
    question: str | None = None  # asks for the owner's day
    asks: Literal["past", "coming", "either"] | None = None  # where that day lies, seen from the day of the question
    after_days: int = 0
    yearly: bool = False

    @model_validator(mode="after")
    def _asks_fully(self) -> Self:
        if (self.question is None) != (self.asks is None):
            raise PydanticCustomError("asks", "write question and asks (past, coming or either) together")
        if self.yearly and self.question is None:
            raise PydanticCustomError("yearly", "use yearly beside a question, days without one")
        return self

    def after(self, own: date, today: date) -> date:
        """The due day that follows from a day of the owner's own; of a yearly one that is to come, the next such."""
        if self.yearly and self.asks == "coming":
            own = next(_each_year(own, today))
        return own + timedelta(days=self.after_days)

    def from_day(self, start: date, own: date | None = None) -> Iterator[date]:
        """The due days from a day on, in order.

        Where they hang on a day of the owner's they are those every year from `own` on, or none without it.
        """
        if self.yearly and own is not None:
            yield from _each_year(own, start)
        days = [f"{month:02d}-{self.each_month:02d}" for month in range(1, 13)] if self.each_month else self.days
        first = max(start.year, self.first_year) if days else date.max.year
        for year in range(first, date.max.year):
            if (year - self.first_year) % self.every_years == 0:
                found = (_day_of(year, day) for day in sorted(days))
                yield from (day for day in found if day >= start)


class ComplianceDate(Sourced):
    """One date of the calendar; without `due` the day isn't known."""

    id: RecordId
    area: Area
    title: str
    who: str
    applies: Applies = Applies()
    due: Due | None = None
    note: str | None = None  # said in place of the day where there is none to wait for
    covers: Period | None = None
    lead_days: Annotated[tuple[int, ...], Field(min_length=1)]
    penalty: str | None = None
    final: bool = False  # what isn't done by the day can't be done any more
    law: str | None = None

    @property
    def of_a_bill(self) -> bool:
        """Whether it is what a buyer owes, for each bill anew."""
        return self.id.endswith("-receivable")


def due_days(
    one: ComplianceDate, start: date, moved: Mapping[tuple[str, str], date], own: date | None = None
) -> Iterator[tuple[date, date]]:
    """The due days from `start` on, in order, as (day, the day that the rule gives).

    `moved` is by id and the rule's ISO day; `own` is the first due day of an owner's own that comes every year.
    """
    rule = one.due
    if rule is None:
        return
    moves = [(new, date.fromisoformat(day)) for (name, day), new in moved.items() if name == one.id]
    brought = sorted(pair for pair in moves if pair[0] >= start and _gives(rule, pair[1], own))
    left = {day for _new, day in moves}
    yield from merge(((day, day) for day in rule.from_day(start, own) if day not in left), brought)


def _gives(rule: Due, day: date, own: date | None) -> bool:
    """Whether a rule gives a day; a move of one that it doesn't give any more says nothing."""
    return next(rule.from_day(day, own), None) == day


def first_moment(ladder: Ladder, zone: ZoneInfo, now: datetime, due_days: DueDays) -> datetime | None:
    """When a reminder that is set now comes first (aware UTC); None when it never does.

    Where all steps of the nearest due day are over, it comes at the ladder's next hour, if that is by the due day.
    """
    following = next_moment(ladder, zone, now, due_days)
    today = now.astimezone(zone).date()
    due = ladder.due or next(iter(due_days(today)), None)
    if due is None or any(moment_of(due - timedelta(days=days), ladder.at, zone) > now for days in ladder.days):
        return following
    hours = (moment_of(today + timedelta(days=days), ladder.at, zone) for days in (0, 1))
    soon = next(hour for hour in hours if hour > now)
    if soon.astimezone(zone).date() > due:
        return following
    return min(soon, following or soon)


Calendar = Callable[[str | None], Callable[[date], Iterator[date]]]


def calendar_of(dates: Mapping[str, ComplianceDate], moved: Mapping[tuple[str, str], date]) -> Calendar:
    """A look-up by what a reminder is about ("date:gst-gstr4"): its due days from a day on; none for other things."""

    def days_about(about: str | None) -> Callable[[date], Iterator[date]]:
        name, own = read_about(about)
        one = dates.get(name)
        return lambda start: (day for day, _rule_day in due_days(one, start, moved, own)) if one else iter(())

    return days_about


def about_date(name: str, own: date | None = None) -> str:
    """What a reminder is about: "date:gst-gstr4", or with a yearly day of one's own "date:lic-x@2027-03-05"."""
    return f"{ABOUT}{name}" + (f"@{own}" if own else "")


def read_about(about: str | None) -> tuple[str, date | None]:
    """A date's id and the first yearly due day of the owner's own; the id is empty where it is about another thing.

    Raises ValueError for a day that isn't written as about_date writes it.
    """
    name, _at, own = (about or "").removeprefix(ABOUT).partition("@")
    return (name if (about or "").startswith(ABOUT) else ""), date.fromisoformat(own) if own else None


def _each_year(first: date, start: date) -> Iterator[date]:
    """A day and those a year later each, from `start` on."""
    days = (month_later(first, 12 * n) for n in range(max(0, start.year - first.year), date.max.year - first.year))
    yield from (day for day in days if day >= start)


def _day_of(year: int, month_day: str) -> date:
    month, day = map(int, re.split("-", month_day))
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))
