"""Steps before a due day: at local time, none twice, none lost, and each knows its due day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.ladder import Ladder, due_of, next_moment, read_schedule
from content.recurrence import Rule, month_later

INDIA = ZoneInfo("Asia/Kolkata")
NOON = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)  # 12:00 in India


def monthly(start: date) -> Iterator[date]:
    """The 20th of every month."""
    first = start.replace(day=20)
    months = (month_later(first, n) for n in range(2400))
    return (day for day in months if day >= start)


def never(_start: date) -> tuple[date, ...]:
    return ()


def upcoming(ladder: Ladder, after: datetime, count: int) -> list[datetime]:
    found: list[datetime] = []
    while len(found) < count and (moment := next_moment(ladder, INDIA, after, monthly)):
        found.append(moment)
        after = moment
    return found


@pytest.mark.parametrize("text", ["leads 10:00 15,3", "leads 09:30 10,3,0,-7 of 2026-12-20"])
def test_stored_form_comes_back(text: str) -> None:
    ladder = read_schedule(text)
    assert isinstance(ladder, Ladder)
    assert ladder.to_text() == text


def test_a_plain_rule_is_read_too_and_other_text_is_not() -> None:
    assert read_schedule("daily 2026-12-20T10:00") == Rule("daily", datetime.fromisoformat("2026-12-20T10:00"))
    for wrong in ("leads", "leads 10:00", "leads 10:00 a", "leads 10:00 1 of yesterday", "now and then"):
        with pytest.raises(ValueError, match="rule"):
            read_schedule(wrong)


def test_steps_come_before_every_due_day_at_ten() -> None:
    found = [moment.astimezone(INDIA) for moment in upcoming(Ladder((15, 3)), NOON, 4)]
    assert [f"{moment:%m-%d %H:%M}" for moment in found] == [
        "12-05 10:00",
        "12-17 10:00",
        "01-05 10:00",
        "01-17 10:00",
    ]


def test_steps_of_one_due_day_end() -> None:
    ladder = Ladder((3, 0, -7), due=date(2026, 11, 26))
    found = upcoming(ladder, NOON, 9)
    assert [moment.astimezone(INDIA).date() for moment in found] == [date(2026, 11, 26), date(2026, 12, 3)]
    assert next_moment(ladder, INDIA, found[-1], never) is None


def test_a_message_knows_its_due_day_also_after_it_was_moved() -> None:
    ladder = Ladder((15, 3, 0))
    for moment in upcoming(ladder, NOON, 6):
        day = moment.astimezone(INDIA).date()
        assert due_of(ladder, INDIA, moment, monthly) == next(d for d in monthly(day) if (d - day).days in (15, 3, 0))
    moved = lambda start: (day for day in (date(2026, 12, 24), date(2027, 1, 20)) if day >= start)  # noqa: E731
    first = next_moment(ladder, INDIA, NOON, monthly)
    assert first is not None
    assert due_of(ladder, INDIA, first, moved) == date(2026, 12, 24)
    assert due_of(Ladder((3, -7), due=date(2026, 12, 1)), INDIA, NOON + timedelta(days=13), never) == date(
        2026, 12, 1
    )


@given(
    st.lists(st.integers(-30, 60), min_size=1, max_size=5, unique=True),
    st.integers(0, 26_000),
)
def test_moments_rise_and_none_is_left_out(days: list[int], hours: int) -> None:
    after = NOON + timedelta(hours=hours)
    ladder = Ladder(tuple(days))
    found = upcoming(ladder, after, 12)
    assert found == sorted(set(found))
    first = after.astimezone(INDIA).date() - timedelta(days=100)
    every = {
        datetime(d.year, d.month, d.day, 10, tzinfo=INDIA) - timedelta(days=lead)
        for d in (month_later(first.replace(day=20), n) for n in range(24))
        for lead in days
    }
    wanted = sorted(moment for moment in every if moment > after)[:12]
    assert found == wanted
