"""“What is this?”: the first words of a page that the glossary explains, each one tap away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from content.learning import Term
from handlers.callback_data import LIMIT, SEPARATOR
from handlers.markup import bold, lines
from handlers.routes import Stale
from handlers.screen import Button, Screen
from handlers.turn import Turn

PAGES = frozenset(
    {
        "schemes.show",
        "schemes.part",
        "guides.step",
        "guides.topic",
        "rules.page",
        "calendar.show",
        "courses.lesson",
        "learn.faq",
        "learn.practice",
        "bills.show",
        "calc.show",
    }
)
MOST = 2  # words a page, so that the page's own buttons stay the first thing one sees
LONGEST = 14  # letters of a word that fits a narrow button
_WORD = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


def with_words(turn: Turn, screen: Screen) -> Screen:
    """A page of facts with a button for the first abbreviations below its title; other screens as they are."""
    if turn.opened.partition(SEPARATOR)[0] not in PAGES:
        return screen
    _title, _newline, body = str(screen.text).partition("\n")
    found = list(_buttons(turn, body))[:MOST]
    if not found:
        return screen
    *rows, last = screen.rows
    return replace(screen, rows=[*rows, found, last])


def _buttons(turn: Turn, body: str) -> Iterator[Button]:
    known = turn.catalog.abbreviations
    for word in dict.fromkeys(_WORD.findall(body)):
        term = known.get(word)
        route = f"words.what:{term.id}:{turn.opened}" if term else ""
        if term and len(word) <= LONGEST and len(route.encode()) <= LIMIT:
            yield Button(
                turn.gettext("❔ %(word)s") % {"word": word}, "words.what", term.id, *turn.opened.split(SEPARATOR)
            )


async def explain(turn: Turn, name: str, route: str, first: str = "", second: str = "", third: str = "") -> Screen:
    """What a word means, with the way back to the page on which it stood."""
    term = turn.catalog.glossary.get(name)
    if term is None:
        raise Stale
    back = [word for word in (first, second, third) if word]
    _ = turn.gettext
    rows = [
        [Button(_("📖 More and source"), "learn.term", term.id)],
        [Button(_("⬅ Back"), route, *back), Button(_("🏠 Home"), "home.open")],
    ]
    return Screen(meaning(turn, term), rows=rows)


def meaning(turn: Turn, term: Term) -> str:
    """A word, what it stands for, and what it means."""
    record = f"term-{term.id}"
    full = turn.say(record, "full_form", term.full_form) if term.full_form else None
    return lines(bold(turn.say(record, "term", term.term)), full, "", turn.say(record, "plain", term.plain))


ROUTES = {"words.what": explain}
