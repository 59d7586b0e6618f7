"""Due days of the calendar that an office has moved: each comes in its turn, and none is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from content.catalog import load_catalog
from content.compliance import ComplianceDate, about_date, calendar_of, due_days
from content.ladder import Ladder, next_moment
from content.recurrence import month_later

TODAY = date(2026, 11, 26)


@cache
def monthly() -> ComplianceDate:
    return load_catalog().dates["gst-gstr3b-monthly"]


def days(start: date, end: date, moved: Mapping[tuple[str, str], date]) -> list[date]:
    return list(takewhile(lambda day: day <= end, (day for day, _rule in due_days(monthly(), start, moved))))


def test_a_day_that_is_moved_past_others_comes_in_its_turn() -> None:
    one = monthly()
    moved = {(one.id, "2026-11-20"): date(2027, 1, 10)}
    found = [(str(day), str(rule)) for day, rule in islice(due_days(one, TODAY, moved), 3)]
    assert found == [("2026-12-20", "2026-12-20"), ("2027-01-10", "2026-11-20"), ("2027-01-20", "2027-01-20")]
    assert days(TODAY, date(2026, 12, 31), moved) == [date(2026, 12, 20)]
    ladder = Ladder((2,))
    coming = calendar_of({one.id: one}, moved)(about_date(one.id))
    first = next_moment(ladder, ZoneInfo("Asia/Kolkata"), datetime(2026, 11, 26, tzinfo=UTC), coming)
    assert first == datetime(2026, 12, 18, 4, 30, tzinfo=UTC)


def test_a_move_of_a_day_that_the_rule_does_not_give_brings_nothing() -> None:
    one = monthly()
    assert days(TODAY, date(2026, 12, 31), {(one.id, "2026-11-19"): date(2026, 12, 1)}) == [date(2026, 12, 20)]


@given(st.dictionaries(st.integers(0, 11), st.integers(-40, 366), max_size=4), st.integers(0, 400))
def test_moved_days_stay_in_order_and_none_is_lost(shifts: dict[int, int], after: int) -> None:
    one, first = monthly(), date(2026, 1, 20)
    ruled = [month_later(first, n) for n in shifts]
    moved = {(one.id, str(day)): day + timedelta(days=by) for day, by in zip(ruled, shifts.values(), strict=True)}
    start, end = date(2026, 1, 1) + timedelta(days=after), date(2028, 6, 30)
    every = (month_later(first, n) for n in range(30))
    wanted = sorted(new for day in every if start <= (new := moved.get((one.id, str(day)), day)) <= end)
    assert days(start, end, moved) == wanted
