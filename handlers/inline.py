"""Inline mode: `@bot cgtmse` in any chat gives cards that can be shared into a group.

`@bot =emi 500000,12,36,0` gives the result of a calculator; its share button writes that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from content.tool_answers import Unreadable, read_answers
from handlers.calculator_screens import result_text
from handlers.calendar_words import title as date_title
from handlers.found import find
from handlers.markup import bold, lines
from handlers.schemes import status_line
from handlers.turn import Turn
from handlers.word_help import meaning
from handlers.words import state_name

MOST = 8


@dataclass(frozen=True, slots=True)
class Card:
    """What is shared: its id, what the list shows, the message, and the deep link's payload."""

    id: str
    title: str
    description: str
    text: str
    payload: str


def answer_inline(turn: Turn, query: str) -> list[dict[str, Any]]:
    """What a query means, as articles of the Bot API; the schemes that are most asked for when it is empty."""
    if query.startswith("="):
        return _worked_out(turn, query[1:])
    if query.strip():
        found = [(hit.kind, hit.id) for hit in find(turn, query, MOST)]
    else:
        asked = (scheme.id for scheme in turn.catalog.schemes.values() if scheme.asked_for)
        found = [("scheme", name) for name in asked][:MOST]
    return [_article(turn, _CARDS[kind](turn, name)) for kind, name in found if kind in _CARDS]


def _worked_out(turn: Turn, query: str) -> list[dict[str, Any]]:
    """A calculator's result; nothing for a query that isn't one."""
    code, _, answers = query.strip().partition(" ")
    tool = turn.catalog.tool_of(code)
    try:
        progress = read_answers(tool, answers) if tool else None
    except Unreadable:
        return []
    if tool is None or progress is None or progress.question is not None:
        return []
    name = turn.say(f"tool-{tool.id}", "name", tool.name)
    return [
        _article(turn, Card(f"{code}-{answers}"[:64], name, "", result_text(turn, tool, progress), f"x_{tool.code}"))
    ]


def _scheme(turn: Turn, name: str) -> Card:
    scheme = turn.catalog.schemes[name]
    full = turn.say(name, "name", scheme.name)
    text = lines(status_line(turn, scheme), bold(full), turn.say(name, "summary", scheme.summary))
    return Card(name, scheme.short, full, text, f"s_{name}")


def _guide(turn: Turn, name: str) -> Card:
    guide = turn.catalog.guides[name]
    title, promise = turn.say(name, "title", guide.title), turn.say(name, "promise", guide.promise)
    return Card(f"guide-{name}", title, promise, lines(bold(title), promise), f"g_{name}")


def _term(turn: Turn, name: str) -> Card:
    term = turn.catalog.glossary[name]
    plain = turn.say(f"term-{name}", "plain", term.plain)
    return Card(f"term-{name}", turn.say(f"term-{name}", "term", term.term), plain, meaning(turn, term), f"w_{name}")


def _faq(turn: Turn, name: str) -> Card:
    one = turn.catalog.faq[name]
    question = turn.say(name, "question", one.question)
    answer = [turn.say(name, "answer", sentence) for sentence in one.answer]
    return Card(f"faq-{name}", question, answer[0], lines(bold(question), "", *answer), f"q_{name}")


def _cluster(turn: Turn, code: str) -> Card:
    cluster = turn.catalog.clusters[code]
    place = ", ".join(dict.fromkeys(filter(None, (cluster.place, state_name(turn, cluster.state)))))
    return Card(code, cluster.name, place, lines(bold(cluster.name), f"📍 {place}", cluster.product), f"c_{code}")


def _course(turn: Turn, name: str) -> Card:
    course = turn.catalog.courses[name]
    title, goal = (turn.say(f"course-{name}", field, getattr(course, field)) for field in ("title", "goal"))
    return Card(f"course-{name}", title, goal, lines(bold(f"🎒 {title}"), goal), f"k_{name}")


def _tool(turn: Turn, name: str) -> Card:
    tool = turn.catalog.tools[name]
    title, purpose = (turn.say(f"tool-{name}", field, getattr(tool, field)) for field in ("name", "purpose"))
    return Card(f"tool-{name}", title, purpose, lines(bold(f"🧮 {title}"), purpose), f"x_{tool.code}")


def _date(turn: Turn, name: str) -> Card:
    one = turn.catalog.dates[name]
    who = turn.say(f"date-{name}", "who", one.who)
    text = lines(bold(f"📆 {date_title(turn, one)}"), who)
    return Card(f"date-{name}", date_title(turn, one), who, text, f"d_{name}")


_CARDS: dict[str, Callable[[Turn, str], Card]] = {
    "scheme": _scheme,
    "guide": _guide,
    "term": _term,
    "faq": _faq,
    "cluster": _cluster,
    "course": _course,
    "tool": _tool,
    "date": _date,
}


def _article(turn: Turn, card: Card) -> dict[str, Any]:
    link = f"https://t.me/{turn.bot_username}?start={card.payload}"
    return {
        "type": "article",
        "id": card.id[:64],
        "title": card.title,
        "description": card.description,
        "input_message_content": {"message_text": str(escape(card.text)), "parse_mode": "HTML"},
        "reply_markup": {"inline_keyboard": [[{"text": turn.gettext("Open in Samooh"), "url": link}]]},
    }
