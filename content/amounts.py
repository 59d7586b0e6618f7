"""Amounts and numbers as owners write them: "12 lakh", "डेढ़ लाख", "१२ लाख", "₹12,34,567", "3 years"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from content.amount_words import ADDED, DAYS, HUNDRED, MONTHS, NUMBERS, PERCENT, RUPEES, plain
from content.reminder_reading import read
from content.reminder_text import Sentence

_UNITS_OF: Mapping[str, Mapping[str, Decimal]] = {"months": MONTHS, "days": DAYS, "percent": PERCENT, "count": {}}
_MONEY = re.compile(
    r"^(?:rupees?|rs\.?|inr|₹|रुपये|रुपए|रु\.?|ரூபாய்|ரூ\.?)|(?:rupees?|rupaye|rs\.?|₹|/-|रुपये|रुपए|रु\.?|ரூபாய்)$"
)
# Commas or spaces stand as in India or in the West, or not at all: "12,5" and "1,23,4" are asked again.
_GROUPED = r"\d{1,2}(?:%s\d{2})*%s\d{3}|\d{1,3}(?:%s\d{3})+"
_NUMBER = rf"(?:{_GROUPED.replace('%s', ',')}|{_GROUPED.replace('%s', ' ')}|\d+)(?:\.\d+)?(?![\d.,])"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})\s*|(?P<word>[^\d\s,.]+)\.?\s*")
_LONGEST = 20  # characters of a number
_PAISA = Decimal("0.01")


def read_amount(text: str) -> Decimal | None:
    """Rupees to the paisa, with or without lakh and crore, also in parts ("1 crore 20 lakh") or in words.

    None for anything else, and for commas that stand where neither India nor the West puts them ("12,5 lakh").
    """
    total = _sum(_tokens(_MONEY.sub("", plain(text))), RUPEES)
    return None if total is None or total % _PAISA else total


def read_number(text: str, kind: str = "count") -> Decimal | None:
    """A number, perhaps with a unit behind it; None for anything else.

    Years are told in months where `kind` is "months", weeks in days where it is "days"; "percent" takes %, and
    "count" any word behind the number that isn't lakh, crore or the like.
    """
    tokens = _tokens(plain(text))
    if kind == "count" and len(tokens) > 1 and tokens[-1] not in {*RUPEES, *HUNDRED, *NUMBERS}:
        tokens.pop()
    return _sum(tokens, _UNITS_OF[kind])


def _sum(tokens: list[str], units: Mapping[str, Decimal]) -> Decimal | None:
    """Parts from the largest unit down, each less than one of the unit before it."""
    total, before = Decimal(0), None
    while tokens:
        value = _value(tokens)
        unit = units.get(tokens[0]) if tokens else None
        if value is None or before == 1 or (before is not None and value * (unit or 1) >= before):
            return None
        if unit is not None:
            tokens.pop(0)
        total, before = total + value * (unit or 1), unit or Decimal(1)
    return total if before is not None else None


def _value(tokens: list[str]) -> Decimal | None:
    """Take one number from the front, in digits or words, with "साढ़े" before it and "hundred" behind it."""
    more = ADDED.get(tokens[0], Decimal(0))
    if more:
        tokens.pop(0)
    value = _digits_or_word(tokens[0]) if tokens else None
    if value is not None:
        tokens.pop(0)
    elif more == Decimal("0.25"):  # "सवा लाख" is a lakh and a quarter
        value = Decimal(1)
    if value is None:
        return None
    value += more
    if tokens and tokens[0] in HUNDRED:
        tokens.pop(0)
        value *= 100
    return value


def _digits_or_word(token: str) -> Decimal | None:
    return Decimal(re.sub("[, ]", "", token)) if token[0].isdigit() else NUMBERS.get(token)


def _tokens(text: str) -> list[str]:
    """Numbers and words in turn; empty where anything else stands between them."""
    found: list[str] = []
    rest = re.sub(r"\b(twenty|seventy) five\b", r"\1-five", " ".join(text.split())).rstrip(",.;")
    while rest:
        token = _TOKEN.match(rest)
        if token is None or len(token["number"] or "") > _LONGEST:
            return []
        found.append(token["number"] or token["word"])
        rest = rest[token.end() :]
    return found


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
