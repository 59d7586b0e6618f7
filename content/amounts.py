"""Amounts and numbers as owners write them: "12 lakh", "1.2 cr", "१२ लाख", "₹12,34,567"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from content.folding import ascii_digits
from content.reminder_reading import read
from content.reminder_text import Sentence

_UNITS = {
    10**7: "cr crore crores karod karor करोड़ करोड कोटी ಕೋಟಿ కోటి കോടി কোটি કરોડ ਕਰੋੜ କୋଟି کروڑ கோடி kodi",
    10**5: "l lac lacs lakh lakhs lk लाख ಲಕ್ಷ లక్ష ലക്ഷം লাখ লক্ষ લાખ ਲੱਖ ଲକ୍ଷ لاکھ லட்சம் இலட்சம் latcham",
    10**3: "k th thousand hazar hazaar हजार हज़ार ಸಾವಿರ వేలు ആയിരം হাজার હજાર ਹਜ਼ਾਰ ହଜାର ہزار ஆயிரம் aayiram",
}
_UNIT_OF = {word: value for value, words in _UNITS.items() for word in words.split()}
_MONEY = re.compile(r"^(?:rs\.?|inr|₹|रु\.?|रुपये|ரூ\.?)|(?:rs\.?|rupees?|₹|/-|रुपये|रु\.?|ரூபாய்)$")
_PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([^\d\s,.]+\.?)?\s*")


def read_amount(text: str) -> Decimal | None:
    """Rupees, with or without lakh and crore, also in parts ("1 crore 20 lakh"); None for anything else."""
    rest = _MONEY.sub("", ascii_digits(text).strip().lower()).strip()
    total, before = Decimal(0), None
    while rest:
        part = _PART.match(rest)
        if part is None:
            return None
        unit = _unit(part[2])
        if unit is None or (before is not None and unit >= before):
            return None
        total, before, rest = total + Decimal(part[1].replace(",", "")) * unit, unit, rest[part.end() :]
    return total if before is not None else None


def _unit(word: str | None) -> int | None:
    return 1 if word is None else _UNIT_OF.get(word.rstrip("."))


def read_number(text: str) -> Decimal | None:
    """A plain number, perhaps with % or a unit of time behind it; None for anything else."""
    found = re.match(r"^(\d[\d,]*(?:\.\d+)?)\s*(%|[^\d\s]*)$", ascii_digits(text).strip().lower())
    return Decimal(found[1].replace(",", "")) if found and found[2] not in _UNIT_OF else None


def read_day(text: str, today: date, *, coming: bool = False) -> date | None:
    """A day, past or to come: 5-3-2026 (day first), 2026-03-05, "5 March", "yesterday"; None for anything else.

    A day and a month without a year are the last such day, or the next one with `coming`.
    """
    reading = read(Sentence(text))
    try:
        if reading.month and reading.month_day:
            said = date(reading.year or today.year, reading.month, reading.month_day)
            if reading.year or (said >= today if coming else said <= today):
                return said
            return said.replace(year=today.year + (1 if coming else -1))
    except ValueError:  # no such day
        return None
    return None if reading.days_ahead is None else today + timedelta(days=reading.days_ahead)
