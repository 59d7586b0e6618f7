"""What a reminder is called by what it is of: in the language of today, unless its owner gave it a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from content.recurrence import Rule
from content.rules import find_page
from content.schemes import Scheme
from db.reminders import Reminder
from handlers.names import short_name
from handlers.turn import Turn
from locales import available, translator
from locales.formats import short_date

TITLE_LIMIT = 200  # letters
MORNING = time(10, 0)
BEFORE_CLOSING = (7, 1, 0)  # days before a scheme closes: the first that is still ahead is proposed
A_DAY = len("2027-03-31")  # of a partial date that names the day


def subject_titles(turn: Turn, about: str) -> Sequence[str]:
    """What a reminder of a scheme, guide, page or course can be called; the plain name comes first."""
    kind, _, name = about.partition(":")
    catalog = turn.catalog
    match kind:
        case "scheme" if name in catalog.schemes:
            titles = _scheme_titles(turn, catalog.schemes[name])
        case "guide" if name in catalog.guides:
            titles = [turn.say(name, "title", catalog.guides[name].title)]
        case "rule" if found := find_page(catalog.rules, name):
            titles = [turn.say(name, "pages.title", found[2].title)]
        case "course" if name in catalog.courses:
            titles = [turn.say(f"course-{name}", "title", catalog.courses[name].title)]
        case _:
            titles = []
    return [title[:TITLE_LIMIT] for title in titles]


def _scheme_titles(turn: Turn, scheme: Scheme) -> list[str]:
    """The name, and while the scheme is open and its last day known and ahead, the name with it."""
    name, last = short_name(turn, scheme), closing_day(scheme)
    if last is None or last < turn.today or scheme.is_shut(turn.today):
        return [name]
    return [name, _dated(turn, name, short_date(turn.translator, last))]


def _dated(turn: Turn, name: str, day: str) -> str:
    return turn.gettext("%(name)s closes on %(date)s") % {"name": name, "date": day}


def closing_day(scheme: Scheme) -> date | None:
    """The last day on which the scheme takes applications, where it is known to the day."""
    closes = scheme.closes
    return date.fromisoformat(closes) if closes and len(closes) == A_DAY else None


def closing_rules(last: date) -> list[Rule]:
    """When to remind of a window that closes, the first moment first: a week before, a day before, on the day."""
    return [Rule("once", datetime.combine(last - timedelta(days=days), MORNING)) for days in BEFORE_CLOSING]


def subject_title(turn: Turn, one: Reminder) -> str:
    """The title of a reminder of a scheme, guide, page or course; a last day in it is that of today's catalogue."""
    titles = subject_titles(turn, one.about or "")
    if _tells_a_last_day(turn, one):
        return titles[-1]
    return todays_title(turn, one.title, lambda there: subject_titles(there, one.about or ""))


def _tells_a_last_day(turn: Turn, one: Reminder) -> bool:
    """Whether a reminder was named, in any language, by a scheme and some day on which it closes."""
    kind, _, name = (one.about or "").partition(":")
    scheme = turn.catalog.schemes.get(name) if kind == "scheme" else None
    if scheme is None:
        return False
    spoken = (replace(turn, translator=translator(code)) for code in available())
    around = (_dated(there, short_name(there, scheme), "\0").split("\0") for there in spoken)
    return any(one.title.startswith(before) and one.title.endswith(after) for before, after in around)


def todays_title(turn: Turn, kept: str, titles_in: Callable[[Turn], Sequence[str]]) -> str:
    """A title that was given by itself, in whatever language, in today's; any other as it was kept."""
    titles = titles_in(turn)
    if not titles or kept in titles:
        return kept
    for code in available():
        before = titles_in(replace(turn, translator=translator(code)))
        if kept in before:
            return titles[before.index(kept)]
    return kept
