"""Calendar files that any phone opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event


def calendar_file(uid: str, title: str, start: datetime, end: datetime, place: str, url: str) -> bytes:
    """One event as an .ics file; `start` and `end` are aware, an alarm rings two hours before."""
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", start.astimezone(UTC))
    event.add("summary", title)
    event.add("dtstart", start)
    event.add("dtend", end)
    if place:
        event.add("location", place)
    if url:
        event.add("url", url)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", timedelta(hours=-2))
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Samooh//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
