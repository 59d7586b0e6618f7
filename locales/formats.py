"""Numbers, money, dates and distances in the owner's habit.

Babel's currency grouping is wrong in five Indian locales and its compact numbers are wrong in six, so Indian
grouping and lakh and crore are our own; month and weekday names are Babel's.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list

from locales.translator import Translator

LAKH = 100_000
CRORE = 10_000_000


def number(t: Translator, value: int | Decimal) -> str:
    """A number with Indian grouping: 12,34,567."""
    sign = "-" if value < 0 else ""
    whole, _, rest = format(abs(value), "f" if isinstance(value, Decimal) else "d").partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return sign + ",".join([*groups, tail]) + (f".{rest}" if rest else "")


def rupees(t: Translator, amount: int | Decimal) -> str:
    """An amount in rupees, in full: ₹12,34,567."""
    return f"₹{number(t, amount)}"


def rupees_short(t: Translator, amount: int | Decimal) -> str:
    """An amount in lakh or crore where that is exact to two places, else in full: ₹12.5 lakh, ₹1.2 crore."""
    for unit, words in ((CRORE, t.gettext("₹%(n)s crore")), (LAKH, t.gettext("₹%(n)s lakh"))):
        count = Decimal(amount) / unit
        if count >= 1 and count == round(count, 2):
            return words % {"n": number(t, _plain(count))}
    return rupees(t, amount)


def percent(t: Translator, value: int | float | Decimal) -> str:
    """A share of a hundred: 35%, 2.5%."""
    return f"{_plain(Decimal(str(value)))}%"


def date(t: Translator, day: dt.date) -> str:
    """A day with weekday and month name in the language."""
    return _date(t.language.locale, day.toordinal(), "full")


def short_date(t: Translator, day: dt.date) -> str:
    """A day without its weekday: 25 Dec 2026."""
    return _date(t.language.locale, day.toordinal(), "medium")


def partial_date(t: Translator, text: str) -> str:
    """A date of the content, of which the day or the month may be unknown: 2026, 2026-03 or 2026-03-14."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return short_date(t, dt.date.fromisoformat(text))
    return (
        str(parts[0]) if len(parts) == 1 else format_skeleton("yMMM", dt.date(parts[0], parts[1], 1), locale=t.locale)
    )


def time(t: Translator, value: dt.time) -> str:
    """A time of day on the 12-hour clock, in the words of the language."""
    hour = value.hour % 12 or 12
    clock = f"{hour}:{value.minute:02d}" if value.minute else str(hour)
    return _day_part(t, value.hour) % {"time": clock}


def date_time(t: Translator, moment: dt.datetime, zone: ZoneInfo) -> str:
    """A moment in the contact's zone: day, then time."""
    local = moment.astimezone(zone)
    return t.gettext("%(date)s, %(time)s") % {"date": date(t, local.date()), "time": time(t, local.time())}


def distance(t: Translator, km: float) -> str:
    """A distance in kilometres, whole from 10 on."""
    shown = f"{km:.0f}" if km >= 10 else f"{max(km, 0.1):.1f}".removesuffix(".0")
    return t.gettext("%(km)s km") % {"km": number(t, Decimal(shown))}


def list_and(t: Translator, items: list[str]) -> str:
    """Items joined as the language does it: a, b and c."""
    return format_list(items, locale=t.locale)


def territory(t: Translator, code: str) -> str:
    """A country, or a group of them, by its CLDR code: IT, EU, 419 for Latin America."""
    return str(Locale.parse(t.locale).territories.get(code, code))


def _day_part(t: Translator, hour: int) -> str:
    if hour < 4:
        return t.pgettext("after midnight", "%(time)s am")
    if hour < 12:
        return t.pgettext("morning", "%(time)s am")
    if hour < 16:
        return t.pgettext("afternoon", "%(time)s pm")
    return t.pgettext("evening", "%(time)s pm") if hour < 20 else t.pgettext("night", "%(time)s pm")


@lru_cache(maxsize=4096)
def _date(locale: str, ordinal: int, form: str) -> str:
    return format_date(dt.date.fromordinal(ordinal), format=form, locale=locale)


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()
