"""Reminders come at the contact's wall time in every zone, once a date, whatever clocks and calendars do."""

# ruff: noqa: DTZ001  (wall times have no zone by design)

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import get_args
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from content.recurrence import Frequency, Rule, month_later, next_due, upcoming

KOLKATA, BERLIN, NEW_YORK = map(ZoneInfo, ("Asia/Kolkata", "Europe/Berlin", "America/New_York"))
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its clocks move by half an hour
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
FIRST, LAST = datetime(2026, 1, 1), datetime(2036, 1, 1)

frequencies = st.sampled_from(get_args(Frequency))
walls = st.datetimes(FIRST, LAST).map(lambda wall: wall.replace(second=0, microsecond=0))
moments = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
zones = st.sampled_from(ZONES).map(ZoneInfo)
rules = st.builds(Rule, frequencies, walls, st.none() | st.dates(FIRST.date(), LAST.date()))


def local(rule: Rule, zone: ZoneInfo, after: datetime, count: int) -> list[str]:
    return [f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" for moment in upcoming(rule, zone, after, count)]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_tax_return_is_due_on_every_20th_at_ten_in_india() -> None:
    rule = Rule("monthly", datetime(2026, 11, 20, 10))
    assert next_due(rule, KOLKATA, utc(2026, 11, 25)) == utc(2026, 12, 20, 4, 30)
    assert local(rule, KOLKATA, utc(2026, 11, 25), 3) == ["2026-12-20 10:00", "2027-01-20 10:00", "2027-02-20 10:00"]


def test_a_moment_is_due_after_itself_only() -> None:
    rule = Rule("daily", datetime(2026, 11, 25, 10))
    due = utc(2026, 11, 25, 4, 30)
    assert next_due(rule, KOLKATA, due - timedelta(microseconds=1)) == due
    assert next_due(rule, KOLKATA, due) == due + timedelta(days=1)


def test_the_31st_falls_on_the_last_day_of_each_month_and_returns() -> None:
    rule = Rule("monthly", datetime(2026, 10, 31, 9))
    days = [line[:10] for line in local(rule, KOLKATA, utc(2026, 11, 1), 6)]
    assert days == ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


def test_29_february_is_kept_in_leap_years() -> None:
    rule = Rule("yearly", datetime(2024, 2, 29, 9))
    days = [line[:10] for line in local(rule, KOLKATA, utc(2026, 1, 1), 4)]
    assert days == ["2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]


def test_weekly_keeps_the_weekday_of_its_start_across_the_year() -> None:
    rule = Rule("weekly", datetime(2026, 12, 28, 10, 30))
    days = [line[:10] for line in local(rule, KOLKATA, utc(2026, 11, 25), 3)]
    assert days == ["2026-12-28", "2027-01-04", "2027-01-11"]


def test_weekly_comes_today_when_its_hour_is_still_ahead() -> None:
    rule = Rule("weekly", datetime(2026, 11, 18, 10, 30))
    assert local(rule, KOLKATA, utc(2026, 11, 25, 4), 2) == ["2026-11-25 10:30", "2026-12-02 10:30"]


def test_once_comes_once() -> None:
    rule = Rule("once", datetime(2026, 12, 25, 10))
    assert upcoming(rule, KOLKATA, utc(2026, 11, 25)) == [utc(2026, 12, 25, 4, 30)]
    assert next_due(rule, KOLKATA, utc(2026, 12, 25, 4, 30)) is None


def test_nothing_comes_after_the_last_date() -> None:
    rule = Rule("daily", datetime(2026, 12, 30, 10), until=date(2026, 12, 31))
    assert local(rule, KOLKATA, utc(2026, 11, 25), 5) == ["2026-12-30 10:00", "2026-12-31 10:00"]


def test_a_time_that_clocks_skip_moves_forward_for_that_day_only() -> None:
    rule = Rule("daily", datetime(2027, 1, 1, 2, 30))
    assert local(rule, BERLIN, utc(2027, 3, 27, 3), 2) == ["2027-03-28 03:30", "2027-03-29 02:30"]
    assert local(rule, NEW_YORK, utc(2027, 3, 13, 8), 2) == ["2027-03-14 03:30", "2027-03-15 02:30"]
    short = Rule("daily", datetime(2027, 1, 1, 2, 10))
    assert local(short, LORD_HOWE, utc(2026, 10, 3, 0), 2)[0] == "2027-01-01 02:10"
    assert local(short, LORD_HOWE, utc(2027, 10, 2, 0), 2) == ["2027-10-03 02:40", "2027-10-04 02:10"]


def test_a_time_that_comes_twice_counts_the_first_time_only() -> None:
    rule = Rule("daily", datetime(2026, 10, 1, 2, 30))
    assert upcoming(rule, BERLIN, utc(2026, 10, 24, 12), 2) == [utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)]
    between = utc(2026, 10, 25, 0, 45)  # after the first 02:30, before the second
    assert next_due(rule, BERLIN, between) == utc(2026, 10, 26, 1, 30)
    autumn = Rule("daily", datetime(2026, 10, 1, 1, 30))
    assert upcoming(autumn, NEW_YORK, utc(2026, 10, 31, 12), 2) == [utc(2026, 11, 1, 5, 30), utc(2026, 11, 2, 6, 30)]


@pytest.mark.parametrize("zone_name", ZONES)
def test_every_zone_gets_one_daily_fire_a_local_date_over_ten_years_of_clock_changes(zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    for change in clock_changes(zone):
        for minutes in (-90, -30, -1, 0, 30, 90):
            wall = (change + timedelta(minutes=minutes)).astimezone(zone).replace(tzinfo=None)
            rule = Rule("daily", wall - timedelta(days=30))
            fires = upcoming(rule, zone, change - timedelta(days=2), 5)
            dates = [fire.astimezone(zone).date() for fire in fires]
            assert dates == [dates[0] + timedelta(days=step) for step in range(5)]


def clock_changes(zone: ZoneInfo) -> list[datetime]:
    """The moments from 2026 to 2035 at which a zone's offset changes, to the hour."""
    days = [FIRST.replace(tzinfo=UTC) + timedelta(days=step) for step in range(3652)]
    changed = [
        (one, two)
        for one, two in pairwise(days)
        if one.astimezone(zone).utcoffset() != two.astimezone(zone).utcoffset()
    ]
    return [
        next(
            hour
            for step in range(1, 25)
            if (hour := one + timedelta(hours=step)).astimezone(zone).utcoffset() != one.astimezone(zone).utcoffset()
        )
        for one, _two in changed
    ]


@given(rules, zones, moments)
def test_dates_rise_and_never_repeat(rule: Rule, zone: ZoneInfo, after: datetime) -> None:
    found = upcoming(rule, zone, after, 30)
    dates = [moment.astimezone(zone).date() for moment in found]
    assert all(moment > after and moment.utcoffset() == timedelta() for moment in found)
    assert all(earlier < later for earlier, later in pairwise(dates))
    assert not dates or rule.until is None or dates[-1] <= rule.until + timedelta(days=1)


@given(rules, zones, moments)
def test_the_wall_time_is_the_rules_own_unless_clocks_skip_it(rule: Rule, zone: ZoneInfo, after: datetime) -> None:
    for moment in upcoming(rule, zone, after, 10):
        wall = moment.astimezone(zone).replace(tzinfo=None)
        if wall.time() != rule.start.time():
            asked = datetime.combine(wall.date(), rule.start.time())
            assert asked.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != asked


@given(rules, zones, moments, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_later_question_never_has_an_earlier_answer(
    rule: Rule, zone: ZoneInfo, after: datetime, wait: timedelta
) -> None:
    sooner, later = next_due(rule, zone, after), next_due(rule, zone, after + wait)
    if sooner is None:
        assert later is None
    elif sooner > after + wait:
        assert later == sooner


@given(rules)
def test_the_stored_form_is_read_back(rule: Rule) -> None:
    assert Rule.from_text(rule.to_text()) == rule


def test_the_stored_form_stays_as_it_is() -> None:
    rule = Rule("monthly", datetime(2026, 12, 20, 10))
    assert rule.to_text() == "monthly 2026-12-20T10:00"
    ending = Rule("daily", datetime(2026, 12, 20, 10), date(2027, 3, 31))
    assert ending.to_text() == "daily 2026-12-20T10:00 until 2027-03-31"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "daily",
        "hourly 2026-12-20T10:00",
        "daily 2026-13-20T10:00",
        "daily 2026-12-20T10:00Z",
        "daily ２０26-12-20T10:00",
    ],
)
def test_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"rule:|month must be"):
        Rule.from_text(text)


RRULES: dict[str, Callable[[datetime], rrule.rrule]] = {
    "daily": lambda start: rrule.rrule(rrule.DAILY, dtstart=start, until=datetime(2037, 1, 1)),
    "weekly": lambda start: rrule.rrule(rrule.WEEKLY, dtstart=start, until=datetime(2037, 1, 1)),
    # The day itself or, in a shorter month, the last one: the last of the days 28 to the anchor's.
    "monthly": lambda start: rrule.rrule(
        rrule.MONTHLY, dtstart=start, until=datetime(2037, 1, 1), bymonthday=clamping(start.day), bysetpos=-1
    ),
    "yearly": lambda start: rrule.rrule(
        rrule.YEARLY,
        dtstart=start,
        until=datetime(2037, 1, 1),
        bymonth=start.month,
        bymonthday=clamping(start.day),
        bysetpos=-1,
    ),
}


def clamping(day: int) -> list[int]:
    return list(range(min(day, 28), day + 1))


@settings(max_examples=300)
@given(st.sampled_from(sorted(RRULES)), walls, st.integers(-900, 1100), st.integers(0, 1439))
def test_another_library_names_the_same_dates(frequency: Frequency, start: datetime, days: int, minutes: int) -> None:
    after = start + timedelta(days=days, minutes=minutes)
    theirs = [moment for moment in RRULES[frequency](start) if moment > after][:12]
    ours = upcoming(Rule(frequency, start), ZoneInfo("UTC"), after.replace(tzinfo=UTC), len(theirs))
    assert [moment.replace(tzinfo=None) for moment in ours] == theirs


def test_a_start_that_was_taken_from_a_time_that_comes_twice_is_no_other_rule() -> None:
    start = utc(2026, 10, 25, 1, 30).astimezone(BERLIN).replace(tzinfo=None)  # the second 02:30
    rule = Rule("daily", start)
    assert start.fold == 1
    assert next_due(rule, BERLIN, utc(2026, 10, 24, 12)) == utc(2026, 10, 25, 0, 30)
    assert next_due(Rule.from_text(rule.to_text()), BERLIN, utc(2026, 10, 24, 12)) == utc(2026, 10, 25, 0, 30)


def test_the_end_of_the_calendar_ends_a_rule() -> None:
    assert next_due(Rule("daily", datetime(2026, 1, 1)), KOLKATA, utc(9999, 1, 2)) is None
    assert next_due(Rule("yearly", datetime(2026, 1, 1)), KOLKATA, utc(9999, 1, 2)) is None


def test_months_later_clamp_both_ways() -> None:
    assert month_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert month_later(date(2026, 1, 31), -2) == date(2025, 11, 30)
