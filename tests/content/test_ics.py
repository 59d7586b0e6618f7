"""Calendar files are read back as a phone reads them: zone, alarm, recurrence."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from content.ics import calendar_file
from content.recurrence import Frequency, Rule, upcoming

INDIA = ZoneInfo("Asia/Kolkata")
START = datetime(2026, 12, 4, 10, 0, tzinfo=INDIA)


def made(**changes: Any) -> bytes:
    given: dict[str, Any] = {
        "uid": "t1@samooh",
        "title": "Scheme camp",
        "start": START,
        "end": START + timedelta(hours=7),
        "place": "Tiruppur",
        "url": "https://www.dcmsme.gov.in",
    }
    return calendar_file(**given | changes)


def event_of(content: bytes) -> Any:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_an_event_comes_back_whole() -> None:
    event = event_of(made())
    assert (event["UID"], event["SUMMARY"]) == ("t1@samooh", "Scheme camp")
    assert (event["LOCATION"], event["URL"]) == ("Tiruppur", "https://www.dcmsme.gov.in")
    assert event["DTSTART"].dt == START
    assert event["DTEND"].dt == START + timedelta(hours=7)
    assert event["DTSTART"].params["TZID"] == "Asia/Kolkata"
    assert "RRULE" not in event


def test_the_zone_comes_with_the_file() -> None:
    zone: Any
    (zone,) = Calendar.from_ical(made()).walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Kolkata"
    (standard,) = zone.walk("STANDARD")
    assert standard["TZOFFSETTO"].td == timedelta(hours=5, minutes=30)


def test_the_phone_rings_before() -> None:
    (alarm,) = event_of(made()).walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-2)
    (early,) = event_of(made(alarm=timedelta(days=1))).walk("VALARM")
    assert early["TRIGGER"].dt == timedelta(days=-1)
    assert early["DESCRIPTION"] == "Scheme camp"


def test_any_script_and_sign_comes_back() -> None:
    title = "பயிற்சி; உத்யம், GeM\nகடைசி நாள் " + "நீளமான தலைப்பு " * 10
    assert event_of(made(title=title))["SUMMARY"] == title


def test_what_is_empty_is_left_out() -> None:
    event = event_of(made(place="", url=""))
    assert "LOCATION" not in event
    assert "URL" not in event


def test_lines_end_as_phones_expect_and_stay_short() -> None:
    content = made(title="பயிற்சி " * 30)
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75


def dates_of(content: bytes, count: int) -> list[date]:
    """The first days of an event's recurrence, as an unrelated reader of RFC 5545 expands them."""
    event = event_of(content)
    first = event["DTSTART"].dt.replace(tzinfo=None)
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=first)
    return [day.date() for _, day in zip(range(count), rule, strict=False)]


@given(
    day=st.dates(date(2026, 1, 1), date(2029, 12, 31)),
    repeats=st.sampled_from(("daily", "weekly", "monthly", "yearly")),
)
@example(day=date(2026, 1, 31), repeats="monthly")
@example(day=date(2026, 1, 5), repeats="monthly")
@example(day=date(2028, 2, 29), repeats="yearly")
def test_a_repeating_event_falls_on_the_days_of_the_reminder(day: date, repeats: Frequency) -> None:
    aware = datetime.combine(day, START.timetz())
    before = aware - timedelta(minutes=1)
    wanted = upcoming(Rule(repeats, aware.replace(tzinfo=None)), INDIA, before, 14)
    content = made(start=aware, end=aware + timedelta(hours=1), repeats=repeats)
    assert dates_of(content, 14) == [moment.astimezone(INDIA).date() for moment in wanted]


@pytest.mark.parametrize("zone", [INDIA, ZoneInfo("America/New_York"), ZoneInfo("Pacific/Auckland")])
def test_a_series_ends_with_the_last_local_day(zone: ZoneInfo) -> None:
    start = datetime(2026, 12, 4, 23, 30, tzinfo=zone)
    content = made(start=start, end=start + timedelta(minutes=20), repeats="weekly", last=date(2026, 12, 18))
    until = event_of(content)["RRULE"]["UNTIL"][0]
    assert until == datetime(2026, 12, 18, 23, 59, 59, tzinfo=zone).astimezone(UTC)
