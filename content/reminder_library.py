"""Spans in words that the library dateparser knows and our vocabulary doesn't: "in fifteen days", "next year".

Only such a phrase is handed over, never the sentence: the library finds dates in names too.
"""

from __future__ import annotations

from datetime import datetime

from content.reminder_reading import Reading
from content.reminder_text import Sentence, one_of
from content.reminder_vocabulary import MONTHS

_UNITS = "(?:minutes?|hours?|days?|weeks?|fortnights?|months?|years?)"
_MONTHS = one_of([word for words in MONTHS.values() for word in words])
_PHRASES = (
    rf"(?:in|after|within) (?:[a-z\-]+ ){{1,3}}?{_UNITS}(?: time)?",
    rf"(?:[a-z0-9\-]+ ){{1,3}}?{_UNITS} from (?:now|today|tomorrow)",
    "next year|अगले साल|अगले वर्ष|agle saal|அடுத்த ஆண்டு|அடுத்த வருடம்",
    rf"{_MONTHS} \d{{4}}",
)
_SETTINGS = {"PREFER_DATES_FROM": "future", "DATE_ORDER": "DMY"}


def read_by_library(sentence: Sentence, reading: Reading, local: datetime) -> None:
    """Cut the first phrase that the library understands out of the sentence; `local` is the wall time now."""
    for pattern in _PHRASES:
        match = sentence.find(pattern)
        moment = _moment(match[0], local) if match else None
        if match and moment:
            sentence.cut(*match.span())
            if "hour" in match[0] or "minute" in match[0]:
                reading.span = (moment - local).total_seconds() // 60, "minutes"
            else:
                reading.days_ahead = (moment.date() - local.date()).days
            return


def _moment(phrase: str, local: datetime) -> datetime | None:
    from dateparser import parse  # noqa: PLC0415  (a slow import, rarely needed)

    day = "first" if phrase[-1].isdigit() else "current"  # "March 2027" names none
    chosen = {**_SETTINGS, "RELATIVE_BASE": local, "PREFER_DAY_OF_MONTH": day}
    return parse(phrase, languages=["en", "hi", "ta"], settings=chosen)
