"""A record that a search found, as a button that opens it."""

from __future__ import annotations

from collections.abc import Callable

from content.name_search import Hit
from handlers.markup import brief
from handlers.nearby import category_name
from handlers.screen import Button
from handlers.turn import Turn


def found_button(turn: Turn, number: int, hit: Hit) -> Button:
    """The button of one hit, with its number, by which it can be typed."""
    sign, name, route = _KINDS[hit.kind]
    return Button(brief(f"{number}. {sign} {name(turn, hit.id)}"), route, _word(turn, hit))


def _word(turn: Turn, hit: Hit) -> str:
    return turn.catalog.tools[hit.id].code if hit.kind == "tool" else hit.id


def _scheme(turn: Turn, name: str) -> str:
    scheme = turn.catalog.schemes[name]
    return f"{scheme.short} · {turn.say(name, 'name', scheme.name)}{' 🔴' if scheme.ended else ''}"


def _guide(turn: Turn, name: str) -> str:
    return turn.say(name, "title", turn.catalog.guides[name].title)


def _training(turn: Turn, name: str) -> str:
    return turn.say(f"training-{name}", "name", turn.catalog.training_kinds[name].name)


def _tool(turn: Turn, name: str) -> str:
    return turn.say(f"tool-{name}", "name", turn.catalog.tools[name].name)


def _course(turn: Turn, name: str) -> str:
    return turn.say(f"course-{name}", "title", turn.catalog.courses[name].title)


def _faq(turn: Turn, name: str) -> str:
    return turn.say(name, "question", turn.catalog.faq[name].question)


def _term(turn: Turn, name: str) -> str:
    return turn.say(f"term-{name}", "term", turn.catalog.glossary[name].term)


_KINDS: dict[str, tuple[str, Callable[[Turn, str], str], str]] = {
    "scheme": ("📋", _scheme, "schemes.show"),
    "guide": ("🪪", _guide, "guides.open"),
    "training": ("🎓", _training, "trainings.kind"),
    "cluster": ("🏘", lambda turn, name: turn.catalog.clusters[name].name, "clusters.show"),
    "tool": ("🧮", _tool, "calc.show"),
    "course": ("🎒", _course, "courses.show"),
    "faq": ("💬", _faq, "learn.faq"),
    "term": ("📖", _term, "learn.term"),
    "provider": ("📍", lambda turn, name: turn.catalog.provider_names[name], "nearby.show"),
    "category": ("📍", category_name, "nearby.at"),
}
