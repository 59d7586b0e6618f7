"""Amounts and numbers as owners write them: "12 lakh", "डेढ़ लाख", "१२ लाख", "₹12,34,567", "3 years"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from content.amount_words import ADDED, DAYS, HUNDRED, MONTHS, NUMBERS, PERCENT, RUPEES, TENS, plain
from content.recurrence import month_later
from content.reminder_reading import read, read_ago
from content.reminder_text import Sentence, one_of
from content.reminder_vocabulary import EITHER_WAY

_UNITS_OF: Mapping[str, Mapping[str, Decimal]] = {"months": MONTHS, "days": DAYS, "percent": PERCENT, "count": {}}
_MONEY = re.compile(
    r"^(?:rupees?|rs\.?|inr|₹|रुपये|रुपए|रूपये|रूपए|र[ुू]\.?|ரூபாய்|ரூ\.?)"
    r"|(?:rupees?|rupaye|rs\.?|₹|/-|रुपये|रुपए|रूपये|रूपए|रुपया|र[ुू]\.?|ரூபாய்|ரூ\.?)$"
)
_ONLY = re.compile(r"[\s/-]*(?<![^\s\d/-])(?:only|मात्र|மட்டும்)\.?$")  # as on a cheque
_PER_CENT = re.compile(r"\bper ?cent\b")
_A_YEAR = re.compile(
    r"(?:\b(?:per (?:annum|year)|a year|p\.? ?a|yearly|annual(?:ly)?)|/ ?(?:year|yr)"
    r"|सालाना|वार्षिक|प्रति (?:वर्ष|साल)|ஆண்டுக்கு|வருடத்துக்கு|வருடத்திற்கு)(?![a-z])\.?"
)
_A_MONTH = re.compile(
    r"(?:\b(?:per month|a month|p\.? ?m|monthly)|/ ?month"
    r"|मासिक|प्रति (?:माह|महीना|महीने)|हर महीने|மாதத்துக்கு|மாதத்திற்கு|மாதந்தோறும்)(?![a-z])\.?"
)
_MONTHS_A_YEAR = 12
# Commas or spaces stand as in India or in the West, or not at all: "12,5" and "1,23,4" are asked again.
_GROUPED = r"\d{1,2}(?:%s\d{2})*%s\d{3}|\d{1,3}(?:%s\d{3})+"
_NUMBER = rf"(?:{_GROUPED.replace('%s', ',')}|{_GROUPED.replace('%s', ' ')}|\d+)(?:\.\d+)?(?![\d.,])"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})\s*|(?P<word>[^\d\s,.]+)\.?\s*")
_LONGEST = 20  # characters of a number
_ONES = frozenset(map(Decimal, range(1, 10)))
_PAISA = Decimal("0.01")
_BOUND = Decimal(10**20)  # rupees; far beyond any bill, and still exact to the paisa
_FARTHEST = 100  # years
_LEAP_YEARS_APART = 8  # at most, around 1900 and 2100


def read_amount(text: str) -> Decimal | None:
    """Rupees to the paisa, with or without lakh and crore, also in parts ("1 crore 20 lakh") or in words.

    None for anything else, for a number that nobody means, and for commas that stand where neither India nor the West
    puts them ("12,5 lakh").
    """
    total = _sum(_tokens(_MONEY.sub("", _ONLY.sub("", plain(text)))), RUPEES)
    return None if total is None or total >= _BOUND or total % _PAISA else total


def read_number(text: str, kind: str = "count") -> Decimal | None:
    """A number, perhaps with a unit behind it; None for anything else.

    Years are told in months where `kind` is "months", weeks in days where it is "days"; "percent" takes %, by the
    year ("12 % p.a."), what is said by the month told as twelve times as much; "count" takes any word behind the
    number that isn't lakh, crore or the like.
    """
    if kind == "percent":
        return _rate(plain(text))
    tokens = _tokens(plain(text))
    if kind == "count" and len(tokens) > 1 and not _counts(tokens[-1]):
        tokens.pop()
    return _sum(tokens, _UNITS_OF[kind])


def _counts(token: str) -> bool:
    """Whether a word belongs to a number, so that it isn't what is counted; a raised 2 or a ½ does too."""
    return token[0].isnumeric() or any(token in words for words in (RUPEES, HUNDRED, NUMBERS))


def _rate(text: str) -> Decimal | None:
    """Percent a year."""
    monthly, is_monthly = _A_MONTH.subn("", _PER_CENT.sub("percent", text))
    rate = _sum(_tokens(_A_YEAR.sub("", monthly).strip()), PERCENT)
    return rate * _MONTHS_A_YEAR if rate is not None and is_monthly else rate


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
    return Decimal(re.sub("[, ]", "", token)) if token[0].isdecimal() else NUMBERS.get(token)


def _joined(tokens: list[str]) -> list[str]:
    """Tens and a word from one to nine behind them as one number: "thirty five" is 35."""
    found: list[str] = []
    for token in tokens:
        one, ten = NUMBERS.get(token, Decimal(0)), TENS.get(found[-1]) if found else None
        if ten and one in _ONES:
            found[-1] = str(ten + one)
        else:
            found.append(token)
    return found


def _tokens(text: str) -> list[str]:
    """Numbers and words in turn; empty where anything else stands between them."""
    found: list[str] = []
    rest = re.sub("(?<=[a-z])-(?=[a-z])", " ", " ".join(text.split())).rstrip(",.;")
    while rest:
        token = _TOKEN.match(rest)
        if token is None or len(token["number"] or "") > _LONGEST:
            return []
        found.append(token["number"] or token["word"])
        rest = rest[token.end() :]
    return _joined(found)


def read_day(text: str, today: date, *, coming: bool | None = False) -> date | None:
    """A day, past or to come: 5-3-2026 (day first), 2026-03-05, "5 March", "10 days ago"; None for anything else.

    A day and a month without a year are the last such day, the next one with `coming`, the nearest with None; "कल"
    and "परसों" are days ago, or ahead with `coming`. No day is farther away than a hundred years.
    """
    try:
        day = _day(text, today, coming)
    except (ValueError, OverflowError):  # not in the calendar
        return None
    return day if day and abs(day.year - today.year) <= _FARTHEST else None


def _day(text: str, today: date, coming: bool | None) -> date | None:
    """Raises ValueError or OverflowError where the calendar has no such day."""
    sentence = Sentence(text)
    if ago := read_ago(sentence):
        return _away(today, -ago[0], ago[1])
    backwards = not coming and sentence.find(one_of(EITHER_WAY)) is not None
    reading = read(sentence)
    if reading.month and reading.month_day:
        if reading.year:
            return date(reading.year, reading.month, reading.month_day)
        return _without_year(reading.month, reading.month_day, today, coming)
    if reading.span:
        return _away(today + timedelta(days=reading.days_ahead or 0), *reading.span)
    if reading.days_ahead is None:
        return None
    return today + timedelta(days=-abs(reading.days_ahead) if backwards else reading.days_ahead)


def _without_year(month: int, number: int, today: date, coming: bool | None) -> date | None:
    """The last, the next or the nearest day with this number and month; none where no year has it."""
    years = range(today.year - _LEAP_YEARS_APART, today.year + _LEAP_YEARS_APART + 1)
    days = [date(year, month, number) for year in years if number <= calendar.monthrange(year, month)[1]]
    if coming is None:
        return min(days, key=lambda one: abs(one - today), default=None)
    if coming:
        return min((one for one in days if one >= today), default=None)
    return max((one for one in days if one <= today), default=None)


def _away(day: date, number: float, unit: str) -> date | None:
    """So many units from a day on; None for hours, and for half a day or half a month, which nobody means exactly."""
    count = number * {"days": 1, "weeks": 7, "months": 1, "years": 12}.get(unit, 0)
    if not count or count % 1:
        return None
    return day + timedelta(days=int(count)) if unit in {"days", "weeks"} else month_later(day, int(count))
