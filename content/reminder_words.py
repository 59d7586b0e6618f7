"""A reminder in the owner's own words: when, how often, and about what.

Rhythms, dates, day parts and weekdays are read by our own small vocabulary (English, Hindi, Tamil, also in Latin
letters), all three at once, as owners mix them; what is left of a date goes to the library dateparser, which is
loaded only then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from content.recurrence import Rule, next_due
from content.reminder_library import read_by_library
from content.reminder_reading import read
from content.reminder_start import first_moment
from content.reminder_text import Sentence


@dataclass(frozen=True, slots=True)
class Parsed:
    """A reminder that was understood: its title, empty where none was typed, and its rule in local wall time."""

    title: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why it wasn't; the text is kept.

    "no_date", "past" for a date that is over, or "rhythm" for one that no rule can keep ("every 3 months").
    """

    code: str
    text: str


def parse_reminder(text: str, now: datetime, zone: ZoneInfo) -> Parsed | Unclear:
    """Read a typed reminder; `now` is aware. Without a time it is set for 10:00 local time."""
    sentence = Sentence(text)
    reading = read(sentence)
    if not reading.has_day():
        read_by_library(sentence, reading, now.astimezone(zone).replace(tzinfo=None))
    if reading.unkept:
        return Unclear("rhythm", text)
    start = first_moment(reading, now, zone)
    if start is None:
        return Unclear("no_date", text)
    rule = Rule(reading.frequency, start)
    return Parsed(sentence.title(), rule) if next_due(rule, zone, now) else Unclear("past", text)
