"""A reminder in the owner's own words: when, how often, and about what.

Recurrence, day parts, weekdays and relative days are read by our own small vocabulary (English, Hindi, Tamil, also
in Latin letters); what is left of a date goes to the library dateparser, which is loaded only then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.folding import ascii_digits
from content.recurrence import Frequency, Rule
from content.reminder_vocabulary import (
    DAY_PARTS,
    FILLERS,
    FREQUENCIES,
    LAST_DAY,
    MONTHS,
    RELATIVE_DAYS,
    UNITS,
    WEEKDAYS,
    Words,
)

DEFAULT_TIME = time(10, 0)
_NTH = r"(?:st|nd|rd|th|ஆம்)?"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A reminder that was understood: its title, and its rule in local wall time."""

    title: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why it wasn't: "no_date", or "past" for a date that is over; the text is kept."""

    code: str
    text: str


@dataclass(slots=True)
class _Reading:
    """What has been recognised so far; `rest` is the text that remains."""

    rest: str
    now: datetime  # local wall time
    frequency: Frequency = "once"
    day: date | None = None
    weekday: int | None = None
    month_day: int | None = None
    month: int | None = None
    year: int | None = None
    clock: time | None = None
    part: str | None = None
    moment: datetime | None = None
    found: bool = field(default=False)


def parse_reminder(text: str, now: datetime, zone: ZoneInfo) -> Parsed | Unclear:
    """Read a typed reminder; `now` is aware. Without a time it is set for 10:00."""
    local = now.astimezone(zone).replace(tzinfo=None)
    reading = _Reading(f" {' '.join(ascii_digits(text).split())} ", local)
    for step in (_span, _frequency, _explicit_date, _relative_day, _weekday, _month_day, _clock, _day_part):
        step(reading)
    start = _start(reading)
    if start is None:
        return Unclear("no_date", text)
    if start <= local and reading.frequency == "once":
        return Unclear("past", text)
    return Parsed(_title(reading.rest), Rule(reading.frequency, start))


def _take(reading: _Reading, pattern: str) -> re.Match[str] | None:
    """Find a pattern between spaces or punctuation and cut it out of the rest."""
    match = re.search(rf"(?<![\w\-])(?:{pattern})(?![\w\-])", reading.rest, re.IGNORECASE)
    if match:
        reading.rest = f"{reading.rest[: match.start()]} {reading.rest[match.end() :]}"
    return match


def _word(words: Words, reading: _Reading, prefix: str = "", suffix: str = "") -> str | None:
    """Take the longest of the words that stands in the text and say what it means."""
    listed = sorted(((word, key) for key, group in words.items() for word in group), key=lambda pair: -len(pair[0]))
    for word, key in listed:
        if _take(reading, f"{prefix}{re.escape(word)}{suffix}"):
            return key
    return None


def _span(reading: _Reading) -> None:
    """In 2 hours, 30 minute baad, 3 நாளில்."""
    for key, words in UNITS.items():
        units = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        match = _take(reading, rf"in (\d{{1,3}}) (?:{units})") or _take(
            reading, rf"(\d{{1,3}}) (?:{units})(?: (?:baad|bad|में|बाद|mein|me|later|கழித்து|பிறகு|kazhithu|piragu))"
        )
        if match:
            step = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}[key]
            ahead = reading.now + int(match[1]) * step
            if key == "days":
                reading.day = ahead.date()
            else:
                reading.moment = ahead.replace(second=0, microsecond=0)
            return


def _frequency(reading: _Reading) -> None:
    if _word({"last": LAST_DAY}, reading):
        reading.frequency, reading.month_day = "monthly", 31
        return
    every = _word(FREQUENCIES, reading)
    if every == "every":
        reading.frequency = "monthly"  # "every 20th"; a weekday that follows makes it weekly
    elif every in {"daily", "weekly", "monthly", "yearly"}:
        reading.frequency = every  # type: ignore[assignment]  # the four words are Frequency's own
    reading.found = every is not None


def _explicit_date(reading: _Reading) -> None:
    """25/12/2026, 25-12, 25 Dec 2026, Dec 25, 25 दिसंबर, டிசம்பர் 25."""
    if match := _take(reading, r"(\d{4})-(\d{1,2})-(\d{1,2})"):
        reading.year, reading.month, reading.month_day = int(match[1]), int(match[2]), int(match[3])
    elif match := _take(reading, r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?") or _take(
        reading, r"(\d{1,2})-(\d{1,2})-(\d{4})"
    ):
        reading.month_day, reading.month = int(match[1]), int(match[2])
        reading.year = _year(match[3])
    else:
        _named_month(reading)


def _named_month(reading: _Reading) -> None:
    for number, words in MONTHS.items():
        names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        match = _take(
            reading, rf"(\d{{1,2}})(?:st|nd|rd|th|ஆம்)?(?: of| को)? (?:{names})\.?,?(?: (\d{{4}}))?"
        ) or _take(
            reading,
            rf"(?:{names})\.? (\d{{1,2}})(?:st|nd|rd|th|ஆம்)?,?(?: (\d{{4}}))?(?: (?:தேதி|thethi|तारीख|tarikh))?",
        )
        if match:
            reading.month, reading.month_day, reading.year = int(number), int(match[1]), _year(match[2])
            return


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def _relative_day(reading: _Reading) -> None:
    key = _word(RELATIVE_DAYS, reading)
    if key is not None:
        reading.day = reading.now.date() + timedelta(days=int(key))


def _weekday(reading: _Reading) -> None:
    key = _word(WEEKDAYS, reading, prefix="(?:on |next |this |coming |agle |अगले |அடுத்த )?")
    if key is not None:
        reading.weekday = int(key)
        if reading.found:
            reading.frequency = "weekly"


def _month_day(reading: _Reading) -> None:
    """Every 20th, 20 तारीख, 20 tarikh, 20 ஆம் தேதி."""
    if reading.month_day is not None or reading.weekday is not None:
        return
    match = _take(
        reading,
        r"(?:on )?(?:the )?(\d{1,2})(?:(?:st|nd|rd|th)(?: of)?|(?: ?ஆம்)? (?:தேதி|தேதிக்கு|thethi|tethi)"
        r"|(?: ?aam)? (?:thethi|tethi|thedhi)|(?: ?को)? ?(?:तारीख|तारीख़|ता\.|tarikh|tareekh|taarikh)(?: को| ko)?)",
    )
    if match:
        reading.month_day = int(match[1])


def _clock(reading: _Reading) -> None:
    """10 am, 10:30, सुबह 9 बजे, काலை 9 மணிக்கு, 9 baje."""
    match = (
        _take(reading, r"(?:at )?(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m\.?")
        or _take(reading, r"(\d{1,2})(?:[:.](\d{2}))? ?(?:बजे|baje|bajey|மணிக்கு|மணி|manikku|mani|o'clock)()")
        or _take(reading, r"(?:at )?(\d{1,2}):(\d{2})()")
    )
    if match is None:
        return
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > 23 or minute > 59:
        return
    if (half := match[3].lower()) and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    reading.clock = time(hour, minute)


def _day_part(reading: _Reading) -> None:
    """Morning and evening words set the half of the day, or a usual time where none was given."""
    part = _word(DAY_PARTS, reading, prefix="(?:in the |at )?")
    if part is None:
        return
    reading.part = part
    if reading.clock is None:
        reading.clock = {"morning": time(9), "noon": time(12), "evening": time(18), "night": time(20)}[part]
    elif (part in {"evening", "night"} and 1 <= reading.clock.hour < 12) or (
        part == "noon" and 1 <= reading.clock.hour < 6
    ):
        reading.clock = reading.clock.replace(hour=reading.clock.hour + 12)


def _start(reading: _Reading) -> datetime | None:
    """The first date that all that was said allows."""
    if reading.moment is not None:
        return reading.moment
    clock = reading.clock or DEFAULT_TIME
    try:
        day = _first_day(reading, clock)
    except ValueError:
        return None
    return datetime.combine(day, clock) if day else None


def _first_day(reading: _Reading, clock: time) -> date | None:
    today = reading.now.date()
    later = clock > reading.now.time()
    if reading.day is not None:
        return reading.day
    if reading.weekday is not None:
        ahead = (reading.weekday - today.weekday()) % 7
        return today + timedelta(days=ahead if ahead or later else 7)
    if reading.month_day is not None:
        return _dated(reading, clock)
    if reading.frequency != "once" or reading.clock is not None:
        return today if later else today + timedelta(days=1)
    return _by_library(reading)


def _dated(reading: _Reading, clock: time) -> date:
    """A day of the month, with its month and year where they were said; else the next one to come."""
    today, number = reading.now.date(), int(reading.month_day or 1)
    if reading.month is not None:
        this_year = _clamped(reading.year or today.year, reading.month, number)
        if reading.year is None and datetime.combine(this_year, clock) <= reading.now:
            return _clamped(today.year + 1, reading.month, number)
        return this_year
    day = _clamped(today.year, today.month, number)
    if datetime.combine(day, clock) <= reading.now:
        year, month = divmod(today.year * 12 + today.month, 12)
        day = _clamped(year, month + 1, number)
    return _anchor(day, number) if reading.frequency == "monthly" else day


def _anchor(day: date, number: int) -> date:
    """A month that has the day itself, so that later months don't inherit a shorter one's last day."""
    while day.day != number:
        day = _clamped(*_month_before(day), number)
    return day


def _month_before(day: date) -> tuple[int, int]:
    """Year and month of the month before."""
    return (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)


def _clamped(year: int, month: int, day: int) -> date:
    """The day, or the month's last one where it is shorter.

    Raises ValueError for a month or day that no year has.
    """
    if not 1 <= day <= 31:
        raise ValueError("no such day")
    for last in (day, 30, 29, 28):
        try:
            return date(year, month, min(day, last))
        except ValueError:
            if last == 28:
                raise
    raise ValueError("no such month")


def _by_library(reading: _Reading) -> date | None:
    """Other ways to name a date, by dateparser; only words with a letter and a digit or a month's name count."""
    from dateparser.search import search_dates  # noqa: PLC0415  (a slow import, rarely needed)

    settings = {"PREFER_DATES_FROM": "future", "RELATIVE_BASE": reading.now, "DATE_ORDER": "DMY"}
    found = search_dates(reading.rest, languages=["en", "hi", "ta"], settings=settings) or []
    for words, moment in found:
        if len(words) > 4 and re.search(r"[^\W\d]{3}", words) and " " in words.strip():
            reading.rest = reading.rest.replace(words, " ", 1)
            day: date = moment.date()
            return day
    return None


def _title(rest: str) -> str:
    """What remains, without the words that only introduce it."""
    words = rest.split()
    while words and words[0].lower().strip(",:") in FILLERS:
        words.pop(0)
    while words and words[-1].lower().strip(",:.") in FILLERS:
        words.pop()
    return " ".join(words).strip(" ,:;-–")
