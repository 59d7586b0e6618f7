"""What a search finds, in the contact's language and in others; each hit as a button that opens it."""

from __future__ import annotations

from collections.abc import Callable

from content.name_search import CERTAIN, RANK, Hit
from content.rules import rule_pages
from handlers.markup import brief
from handlers.nearby import category_name
from handlers.rules import chapter_title, page_title
from handlers.screen import Button
from handlers.turn import Turn
from handlers.words import theme_words


def find(turn: Turn, query: str, most: int, least: float = CERTAIN) -> list[Hit]:
    """The best hits by the names of the contact's language, English names, and words of any language."""
    found = turn.catalog.index.find(query, most, least)
    if turn.language != "en":
        found += turn.catalog.index_in(turn.language, turn.say).find(query, most, least)
    best: dict[tuple[str, str], Hit] = {}
    for hit in sorted(found, key=lambda one: one.score):
        best[hit.kind, hit.id] = hit
    return sorted(best.values(), key=lambda one: (-one.score, RANK.get(one.kind, len(RANK))))[:most]


def found_button(turn: Turn, number: int, hit: Hit) -> Button:
    """The button of one hit, with its number, by which it can be typed."""
    sign, name, route = _KINDS[hit.kind]
    words = _target(turn, hit) if hit.kind in {"tool", "theme", "step", "topic"} else [hit.id]
    if hit.kind == "branch":
        label, route = branches(turn)[hit.id]
        return Button(f"{number}. {label}", route)
    signed = f"{sign} {name(turn, hit.id)}".strip()
    return Button(brief(f"{number}. {signed}"), route, *words)


def _target(turn: Turn, hit: Hit) -> list[object]:
    match hit.kind:
        case "tool":
            return [turn.catalog.tools[hit.id].code]
        case "theme":
            return [hit.id, 0]
        case _:
            return list(hit.id.split(":"))


def branches(turn: Turn) -> dict[str, tuple[str, str]]:
    """Branches of the bot that can be searched for: label and route."""
    _ = turn.gettext
    return {
        "trainings": (_("🎓 Trainings"), "trainings.list"),
        "nearby": (_("📍 Help near me"), "nearby.menu"),
        "reminders": (_("⏰ My reminders"), "reminders.list"),
        "language": (_("🗣 Language"), "settings.language"),
        "calculators": (_("🧮 Calculators"), "calc.list"),
        "calendar": (_("📆 Dates that cost money"), "calendar.menu"),
        "bills": (_("💸 Getting paid"), "bills.menu"),
        "rules": (_("🧾 Rules and money"), "rules.menu"),
    }


def _step(turn: Turn, name: str) -> str:
    guide, _, place = name.partition(":")
    step = turn.catalog.guides[guide].steps[int(place)]
    return turn.say(step.id, "steps.title", step.title)


def _topic(turn: Turn, name: str) -> str:
    guide, _, wanted = name.partition(":")
    topic = next(one for one in turn.catalog.guides[guide].topics if one.id == wanted)
    return turn.say(topic.id, "topics.title", topic.title)


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


def _moved(turn: Turn, name: str) -> str:
    one = turn.catalog.moved[name]
    return f"{turn.say(f'moved-{name}', 'old', one.old)} → {turn.say(f'moved-{name}', 'today', one.today)}"


def _date(turn: Turn, name: str) -> str:
    return turn.say(f"date-{name}", "title", turn.catalog.dates[name].title)


def _rule(turn: Turn, name: str) -> str:
    return next(page_title(turn, page) for page in rule_pages(turn.catalog.rules) if page.id == name)


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
    "theme": ("", lambda turn, name: theme_words(turn)[name], "schemes.theme"),
    "step": ("🪪", _step, "guides.step"),
    "topic": ("🪪", _topic, "guides.topic"),
    "date": ("📆", _date, "calendar.show"),
    "rule": ("🧾", _rule, "rules.page"),
    "chapter": ("🧾", lambda turn, name: chapter_title(turn, turn.catalog.rules[name]), "rules.chapter"),
    "moved": ("🔁", _moved, "portals.moved"),
    "branch": ("", lambda turn, name: branches(turn)[name][0], ""),
}
