"""Reading the parts of a reminder from a sentence: rhythm, date, weekday, clock and part of the day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from content.recurrence import Frequency
from content.reminder_text import CUT, EDGE, Sentence, comparable, one_of
from content.reminder_vocabulary import (
    AGO,
    AHEAD,
    DATE_WORDS,
    DAY_PARTS,
    EVERY,
    FREQUENCIES,
    LAST_DAY,
    MONTHS,
    NEXT_MONTH,
    NUMBERS,
    OCLOCK,
    ON,
    ORDINALS,
    QUARTERS,
    RELATIVE_DAYS,
    UNITS,
    UNKEPT_RHYTHMS,
    WEEKDAYS,
)

_EVERY = f"(?P<every>{one_of(EVERY)} )?"
_KO = "(?: (?:ko|को))?"
_MONTHS = one_of([word for words in MONTHS.values() for word in words])
_UNITS = f"(?P<unit>{one_of([word for words in UNITS.values() for word in words])})"
_NUMBERS = {comparable(word): value for word, value in NUMBERS.items()}
_NUMBER = rf"(?P<number>\d{{1,3}}|{one_of(NUMBERS)})(?: an)?"
_QUARTERS = {comparable(word): value for word, value in QUARTERS.items()}
_LATER_HALF = {"morning": (), "noon": range(1, 6), "evening": range(1, 12), "night": range(6, 12)}
USUAL_TIMES = {"morning": time(9), "noon": time(12), "evening": time(18), "night": time(20)}


@dataclass(slots=True)
class Reading:
    """What a sentence says about the time; None where it says nothing."""

    frequency: Frequency = "once"
    span: tuple[float, str] | None = None  # so many of these units from now
    days_ahead: int | None = None
    next_month: bool = False
    weekday: int | None = None  # 0 is Monday
    month_day: int | None = None
    month: int | None = None
    year: int | None = None
    clock: time | None = None
    vague: bool = False  # the clock may be of either half of the day
    part: str | None = None
    unkept: bool = False  # a rhythm that no rule of ours can keep, such as "every 3 months"

    def has_day(self) -> bool:
        """Whether any day was said."""
        said = (self.month_day, self.days_ahead, self.weekday, self.span)
        return self.next_month or any(one is not None for one in said)


def read(sentence: Sentence) -> Reading:
    """Cut all time words out of the sentence and say what they mean."""
    reading = Reading()
    for step in (_rhythm, _span, _date, _clock, _relative_day, _day_part, _weekday, _month_day, _bare_clock):
        step(sentence, reading)
    if reading.clock and reading.vague and reading.part is None and reading.clock.hour in range(1, 7):
        reading.clock = reading.clock.replace(hour=reading.clock.hour + 12)  # nobody means 3 at night
    return reading


def _rhythm(sentence: Sentence, reading: Reading) -> None:
    if sentence.take(one_of(UNKEPT_RHYTHMS)) or sentence.take(f"{one_of(EVERY)} {_NUMBER} {_UNITS}"):
        reading.unkept = True
    elif sentence.take(one_of(LAST_DAY)):
        reading.frequency, reading.month_day = "monthly", 31
    elif every := sentence.take_word(FREQUENCIES):
        reading.frequency = every[0]  # type: ignore[assignment]  # the keys are Frequency's own words
        if every[0] == "monthly":
            _day_beside(sentence, every[1].end(), reading)


def _day_beside(sentence: Sentence, end: int, reading: Reading) -> None:
    """A bare number right after "every month" is its day, unless it is the number of something else."""
    other = one_of(
        [
            *OCLOCK,
            *DATE_WORDS,
            *ORDINALS,
            *(word for group in (UNITS, MONTHS) for words in group.values() for word in words),
        ]
    )
    match = re.compile(rf" (\d{{1,2}}){_KO}(?= |$)(?! (?:{other}|pm){EDGE})").match(sentence.rest, end)
    if match:
        sentence.cut(*match.span())
        reading.month_day = int(match[1])


def _span(sentence: Sentence, reading: Reading) -> None:
    """In 2 hours, 30 minute baad, दो दिन बाद, 3 நாளில்."""
    match = (
        sentence.take(f"(?:in|after|within) {_NUMBER} {_UNITS}")
        or sentence.take(f"{_NUMBER} {_UNITS} (?:{one_of(AHEAD)}|from (?:now|today|(?P<later>tomorrow)))")
        or sentence.take(rf"{_NUMBER} (?P<unit>{one_of(_locatives())})")
    )
    if match:
        reading.span = _measured(match)
        reading.days_ahead = 1 if match.groupdict().get("later") else None


def read_ago(sentence: Sentence) -> tuple[float, str] | None:
    """So many units of time before now, as "10 days ago", "दो हफ्ते पहले" or "10 நாட்களுக்கு முன்" say it."""
    match = sentence.take(f"{_NUMBER} {_UNITS} {one_of(AGO)}")
    return _measured(match) if match else None


def _measured(match: re.Match[str]) -> tuple[float, str]:
    """The number and the unit that a span was said in."""
    unit = next(key for key, words in UNITS.items() if re.fullmatch(one_of(words), match["unit"]))
    return _NUMBERS.get(match["number"]) or float(match["number"]), unit


def _locatives() -> list[str]:
    """Tamil says "in" by the word's ending."""
    endings = ("த்தில்", "ளில்", "களில்", "athil", "naalil")
    return [word for words in UNITS.values() for word in words if word.endswith(endings)]


def _date(sentence: Sentence, reading: Reading) -> None:
    """25/12/2026, 2026-12-25, 25 Dec 2026, Dec 25, 25 दिसंबर, டிசம்பர் 25, 20 तारीख."""
    match = (
        sentence.take(r"(?:on )?(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
        or sentence.take(r"(?:on )?(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})")
        or sentence.take(r"(?:on )?(?P<day>0?[1-9]|[12]\d|3[01])/(?P<month>0?[1-9]|1[0-2])(?P<year>)")
    )
    if match:
        _set_date(reading, match["day"], match["month"], match["year"])
    elif match := _named_date(sentence):
        month = next(key for key, words in MONTHS.items() if re.fullmatch(one_of(words), match["month"]))
        _set_date(reading, match["day"], month, match["year"])
        if match["every"]:
            reading.frequency = "yearly"
    elif reading.month_day is None:
        _dated_word(sentence, reading)


def _named_date(sentence: Sentence) -> re.Match[str] | None:
    ordinal = f"(?:[ -]?{one_of(set(ORDINALS) - {'am', 'm'})}|[ -]?am(?= {one_of(DATE_WORDS)}))?"
    month, date_word = f"(?P<month>{_MONTHS})", f"(?: {one_of(DATE_WORDS)})?{_KO}"
    hour = rf"(?![:.]\d| ?[ap]\.?m(?! {one_of(DATE_WORDS)})| {one_of(OCLOCK)}{EDGE})"
    return sentence.take(
        rf"{_EVERY}(?:on )?(?:the )?(?P<day>\d{{1,2}}){ordinal}(?: of| को)?[ -]?{month}\.?"
        rf"(?:,? ?-?(?P<year>\d{{4}}))?{date_word}"
    ) or sentence.take(
        rf"{_EVERY}(?:on )?{month}\.? ?(?P<day>\d{{1,2}}){hour}{ordinal}(?:,? (?P<year>\d{{4}}))?{date_word}"
    )


def _set_date(reading: Reading, day: str, month: str, year: str | None) -> None:
    reading.month_day, reading.month = int(day), int(month)
    reading.year = int(year) + (2000 if len(year) == 2 else 0) if year else None


def _dated_word(sentence: Sentence, reading: Reading) -> None:
    """20 तारीख, 20 tarikh ko, 20-ஆம் தேதி."""
    match = sentence.take(
        rf"{_EVERY}(?:on )?(?P<day>\d{{1,2}})[ -]?(?:{one_of(ORDINALS)}[ -]?)?{one_of(DATE_WORDS)}{_KO}"
    )
    if match:
        _set_month_day(reading, match)


def _month_day(sentence: Sentence, reading: Reading) -> None:
    """Every 20th, 20th of next month, 15 ko; an ordinal beside another day is part of the title."""
    if sentence.take(one_of(NEXT_MONTH)):
        reading.next_month = True
    if (reading.month_day, reading.days_ahead, reading.weekday, reading.span) != (None, None, None, None):
        return
    match = sentence.take(
        rf"{_EVERY}(?:on )?(?:the )?(?P<day>\d{{1,2}})"
        r"(?:[ -]?(?:st|nd|rd|th)(?: of)?(?: ko)?| ko| को|[ -]?(?:ஆம்|ம்))"
    )
    if match:
        _set_month_day(reading, match)


def _set_month_day(reading: Reading, match: re.Match[str]) -> None:
    reading.month_day = int(match["day"])
    if match["every"] and reading.frequency == "once":
        reading.frequency = "monthly"


def _relative_day(sentence: Sentence, reading: Reading) -> None:
    if found := sentence.take_word(RELATIVE_DAYS):
        reading.days_ahead = int(found[0])


def _weekday(sentence: Sentence, reading: Reading) -> None:
    if reading.days_ahead not in {None, 7}:
        return  # "meet Mr. Sunday tomorrow"
    found = sentence.take_word(WEEKDAYS, f"(?:{one_of((*ON, *EVERY))} )*")
    if found is None:
        return
    reading.weekday = int(found[0])
    if re.search(one_of(EVERY), found[1]["before"]) and reading.frequency == "once":
        reading.frequency = "weekly"
    if reading.frequency in {"monthly", "yearly"} or (reading.frequency == "weekly" and sentence.take_word(WEEKDAYS)):
        reading.unkept = True


def _clock(sentence: Sentence, reading: Reading) -> None:
    """10 am, 10:30, सुबह 9 बजे, साढ़े नौ बजे, காலை 9 மணிக்கு, 9 baje."""
    at, minute = r"(?:at |by |@ ?)?", r"(?:[:.](?P<minute>[0-5]\d))?"
    match = (
        sentence.take(rf"{at}(?P<hour>1[0-2]|0?[1-9]){minute} ?(?P<half>[ap])\.? ?m\.?")
        or sentence.take(
            rf"(?:(?P<quarter>{one_of(QUARTERS)}) )?"
            rf"(?:(?P<hour>\d{{1,2}}){minute}|(?P<word>{one_of(NUMBERS)}))[ -]?{one_of(OCLOCK)}"
        )
        or sentence.take(rf"{at}(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)")
        or sentence.take(
            rf"{at}(?P<hour>1[0-2]|[1-9]){minute} in the(?= {one_of(DAY_PARTS['morning'])}| afternoon| evening)"
        )
        or sentence.take(rf"(?:at|@) ?(?P<hour>[01]?\d|2[0-3]){minute}(?!\.\d)")
    )
    if match:
        _set_clock(reading, match)


def _bare_clock(sentence: Sentence, reading: Reading) -> None:
    """10.30 without a word counts only beside a day."""
    if reading.clock is None and (reading.has_day() or reading.frequency != "once"):
        match = sentence.take(r"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)")
        if match:
            _set_clock(reading, match)


def _set_clock(reading: Reading, match: re.Match[str]) -> None:
    """The clock time that was said; nothing where there is no such time."""
    said = {"half": None, "quarter": None, "word": None, **match.groupdict()}
    hours = float(said["hour"] or _NUMBERS.get(said["word"] or "", 0)) + _QUARTERS.get(said["quarter"] or "", 0)
    minutes = round(hours * 60) + int(said["minute"] or 0)
    if said["half"]:
        minutes = minutes % 720 + (720 if said["half"] == "p" else 0)
    if 0 <= minutes < 24 * 60:
        reading.clock = time(minutes // 60, minutes % 60)
        reading.vague = not (said["half"] or (said["hour"] or "").startswith("0"))


def _day_part(sentence: Sentence, reading: Reading) -> None:
    """Morning and evening words set the half of the day, or a usual time where no hour was given."""
    found = sentence.take_word(DAY_PARTS, f"(?:(?P<every>{one_of(EVERY)}) |in the |at |this )?", led=True)
    if found is None:
        return
    part, match = found
    if match["every"] and reading.frequency == "once":
        reading.frequency = "daily"
    near = re.compile(rf" (?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))?(?= |{CUT}|$)").match(
        sentence.rest, match.end()
    )
    if reading.clock is None and near:
        sentence.cut(*near.span())
        _set_clock(reading, near)
    _set_part(reading, part)


def _set_part(reading: Reading, part: str) -> None:
    reading.part = part
    if reading.clock is None:
        reading.clock = USUAL_TIMES[part]
    elif reading.vague and reading.clock.hour in _LATER_HALF[part]:
        reading.clock = reading.clock.replace(hour=reading.clock.hour + 12)
    elif reading.vague and part == "night" and reading.clock.hour == 12:
        reading.clock = reading.clock.replace(hour=0)
