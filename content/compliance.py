"""Dates that cost money: who must file or pay what, by when, and what it costs to be late."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import merge
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from content.ladder import DueDays, Ladder, next_moment
from content.profile import ACCOUNTS, ENTITIES, GST_SCHEMES, HOLDINGS, Profile
from content.records import Record, RecordId, Rupees, Sourced, StateCode
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


class Applies(Record):
    """To whom a date applies; what is left out doesn't matter. Turnover in rupees a year."""

    gst: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    states: tuple[StateCode, ...] = ()
    turnover_from: Rupees | None = None
    turnover_up_to: Rupees | None = None
    employees_from: int | None = None
    accounts: tuple[str, ...] = ()
    or_entities: tuple[str, ...] = ()  # whatever their accounts
    sectors: tuple[RecordId, ...] = ()
    holds: tuple[str, ...] = ()  # any of them
    udyam: bool = False
    gem: bool = False
    own_judgement: bool = False  # hangs on something that isn't asked; `who` says on what

    def unknown_words(self) -> Iterator[tuple[str, str]]:
        """Words that no question of the profile offers, each with its field."""
        for name, allowed in (
            ("gst", GST_SCHEMES),
            ("entities", ENTITIES),
            ("or_entities", ENTITIES),
            ("accounts", ACCOUNTS),
            ("holds", HOLDINGS),
        ):
            yield from ((name, word) for word in getattr(self, name) if word not in allowed)


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
    law: str | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a date applies to an owner, by which answers, and which are missing.

    None: not known yet, or, where no answer is missing, for the owner to judge.
    """

    applies: bool | None
    reasons: tuple[str, ...]  # questions of the profile
    unknown: tuple[str, ...]


def fit(applies: Applies, profile: Profile) -> Fit:
    """Compare a date's conditions with what an owner has told."""
    found = dict(_answers(applies, profile))
    reasons = tuple(question for question, holds in found.items() if holds is not None)
    unknown = tuple(question for question, holds in found.items() if holds is None)
    if False in found.values():
        return Fit(False, tuple(question for question, holds in found.items() if holds is False), ())
    return Fit(None if unknown or applies.own_judgement else True, reasons, unknown)


def _answers(applies: Applies, profile: Profile) -> Iterator[tuple[str, bool | None]]:
    """Each question that matters, and whether its answer fits; None where it isn't answered."""
    for question, wanted in (
        ("gst_scheme", applies.gst),
        ("entity", applies.entities),
        ("state", applies.states),
        ("sector", applies.sectors),
    ):
        told = getattr(profile, question)
        if wanted:
            yield question, None if told is None else told in wanted
    yield from _accounts(applies, profile)
    if applies.employees_from is not None:
        yield "employees", None if profile.employees is None else int(profile.employees) >= applies.employees_from
    if applies.turnover_from or applies.turnover_up_to:
        yield "turnover", _in_band(applies, profile.turnover)
    if applies.holds:
        yield "holds", None if profile.holds is None else bool(profile.holds & set(applies.holds))
    if applies.udyam:
        yield "udyam", profile.udyam
    if applies.gem:
        yield "gem", profile.gem


def _accounts(applies: Applies, profile: Profile) -> Iterator[tuple[str, bool | None]]:
    """The right accounts, or a kind of unit that it concerns with any; nothing where accounts don't matter."""
    if not applies.accounts:
        return
    fits = None if profile.accounts is None else profile.accounts in applies.accounts
    if applies.or_entities and not fits and profile.entity in {None, *applies.or_entities}:
        yield "entity", None if profile.entity is None else True
    else:
        yield "accounts", fits


def _in_band(applies: Applies, band: str | None) -> bool | None:
    """Whether a band of turnover, named by its lower end, lies within the limits."""
    if band is None:
        return None
    low = int(band)
    return low >= (applies.turnover_from or 0) and (applies.turnover_up_to is None or low < applies.turnover_up_to)


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
