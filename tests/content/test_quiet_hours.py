"""Nothing is sent at night, and digests go out at nine, in every zone."""

# ruff: noqa: DTZ001  (wall times have no zone by design)

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from content.quiet_hours import QuietHours, allowed_from, next_digest

KOLKATA, BERLIN = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Berlin")
NIGHT = QuietHours(time(21), time(8))

moments = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
quiet_hours = st.builds(QuietHours, times, times)


def india(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=KOLKATA).astimezone(UTC)


def test_a_night_that_spans_midnight_ends_in_the_morning() -> None:
    assert allowed_from(india(25, 22), KOLKATA, NIGHT) == india(26, 8)
    assert allowed_from(india(26, 3), KOLKATA, NIGHT) == india(26, 8)
    assert allowed_from(india(25, 21), KOLKATA, NIGHT) == india(26, 8)


def test_the_day_is_free_from_the_first_minute_to_the_last() -> None:
    for at in (india(25, 8), india(25, 12), india(25, 20, 59)):
        assert allowed_from(at, KOLKATA, NIGHT) == at


def test_quiet_hours_within_a_day() -> None:
    siesta = QuietHours(time(13), time(15))
    assert allowed_from(india(25, 14), KOLKATA, siesta) == india(25, 15)
    assert allowed_from(india(25, 22), KOLKATA, siesta) == india(25, 22)


def test_who_wants_none_has_none() -> None:
    assert allowed_from(india(25, 23), KOLKATA, None) == india(25, 23)
    assert allowed_from(india(25, 23), KOLKATA, QuietHours(time(9), time(9))) == india(25, 23)


def test_an_end_that_clocks_skip_moves_forward() -> None:
    quiet = QuietHours(time(21), time(2, 30))
    before = datetime(2027, 3, 28, 0, 15, tzinfo=UTC)  # 01:15 in Berlin; at 02:00 the clock says 03:00
    assert allowed_from(before, BERLIN, quiet).astimezone(BERLIN).time() == time(3, 30)


def test_an_end_that_comes_twice_ends_the_first_time() -> None:
    quiet = QuietHours(time(21), time(2, 30))
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 02:10 in Berlin for the second time
    assert allowed_from(second, BERLIN, quiet) == second


@given(moments, zones, quiet_hours)
def test_a_message_waits_less_than_a_day_and_only_once(at: datetime, zone: ZoneInfo, quiet: QuietHours) -> None:
    allowed = allowed_from(at, zone, quiet)
    assert at <= allowed < at + timedelta(hours=25)
    assert allowed.utcoffset() == timedelta()
    assert allowed_from(allowed, zone, quiet) == allowed


def test_the_next_daily_digest_is_at_nine() -> None:
    assert next_digest("daily", KOLKATA, india(25, 8)) == india(25, 9)
    assert next_digest("daily", KOLKATA, india(25, 9)) == india(26, 9)


def test_the_weekly_digest_is_on_monday() -> None:
    assert next_digest("weekly", KOLKATA, india(25, 8)) == india(30, 9)
    assert next_digest("weekly", KOLKATA, india(30, 8)) == india(30, 9)
    assert next_digest("weekly", KOLKATA, india(23, 9)) == india(30, 9)


@given(st.sampled_from(["daily", "weekly"]), zones, moments)
def test_a_digest_is_ahead_and_not_far(rhythm: str, zone: ZoneInfo, after: datetime) -> None:
    slot = next_digest(rhythm, zone, after)
    assert after < slot <= after + timedelta(days=8 if rhythm == "weekly" else 1, hours=2)
    assert slot.astimezone(zone).time() == time(9)
