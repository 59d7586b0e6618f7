"""Calendar files that any phone opens."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from content.recurrence import Frequency

if TYPE_CHECKING:
    from icalendar import Alarm

TWO_HOURS = timedelta(hours=2)
SHORTEST_MONTH = 28  # days; a later day falls on the month's last one where the month is shorter


def calendar_file(
    uid: str,
    title: str,
    start: datetime,
    end: datetime,
    place: str,
    url: str,
    *,
    repeats: Frequency = "once",
    last: date | None = None,
    alarm: timedelta = TWO_HOURS,
) -> bytes:
    """One event as an .ics file that brings its time zone.

    `start` and `end` are aware, in the zone of the place; the phone rings `alarm` before. A repeating event comes
    as `recurrence` has it, `last` is its last local day.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415  (slow to load, and rarely needed)

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", start.astimezone(UTC))
    event.add("summary", title)
    event.add("dtstart", start)
    event.add("dtend", end)
    if repeats != "once":
        event.add("rrule", _rule(repeats, start, last))
    if place:
        event.add("location", place)
    if url:
        event.add("url", url)
    event.add_component(_alarm(title, alarm))
    calendar = Calendar()
    calendar.add("prodid", "-//Samooh//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _rule(repeats: Frequency, start: datetime, last: date | None) -> dict[str, Any]:
    """The recurrence rule of RFC 5545: of the days up to the wanted one, the month's last that exists."""
    rule: dict[str, Any] = {"freq": repeats}
    if repeats in {"monthly", "yearly"} and start.day > SHORTEST_MONTH:
        rule |= {"bymonthday": list(range(SHORTEST_MONTH, start.day + 1)), "bysetpos": -1}
        if repeats == "yearly":
            rule["bymonth"] = start.month
    if last:
        rule["until"] = datetime.combine(last, time.max.replace(microsecond=0), start.tzinfo).astimezone(UTC)
    return rule


def _alarm(title: str, before: timedelta) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415  (as above)

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm
