"""What a search finds, in the contact's language and in others; each hit as a button that opens it."""

from __future__ import annotations

import re
from collections.abc import Callable

from content.folding import fold
from content.name_search import CERTAIN, Hit
from content.nic import nic_codes
from content.rules import rule_pages
from content.search import search
from content.search_offices import own_office_first
from handlers.cluster_words import cluster_name, place_word
from handlers.learn import practice_name
from handlers.links import route_to
from handlers.markup import brief
from handlers.names import body_name, full_name, short_name
from handlers.nearby import category_name
from handlers.needs import need_name
from handlers.rules import chapter_title, page_title
from handlers.screen import Button
from handlers.turn import Turn
from handlers.words import state_name, theme_words


def find(turn: Turn, query: str, most: int, least: float = CERTAIN) -> list[Hit]:
    """The best hits by the names of the contact's language, English names, and words of any language."""
    said = None if turn.language == "en" else (turn.language, turn.say)
    branches = named_branches(turn, query)
    found = search(turn.catalog, query, said, most, least)
    here = turn.profile.town, turn.profile.district
    others = own_office_first(turn.catalog, turn.say, query, found, here)
    return [*branches, *(hit for hit in others if hit.kind != "branch" or not branches)][:most]


def named_branches(turn: Turn, typed: str) -> list[Hit]:
    """The branch whose button's label a text is, with its sign or without."""
    wanted = fold(typed)
    labels = branch_labels(turn).items()
    return [
        Hit("branch", name, 100) for name, label in labels if wanted in (fold(label), fold(label.partition(" ")[2]))
    ]


def found_button(turn: Turn, number: int, hit: Hit) -> Button:
    """The button of one hit, with its number, by which it can be typed."""
    route, *words = route_to(hit.kind, words_of(turn, hit)).split(":")
    return Button(brief(f"{number}. {label_of(turn, hit)}"), route, *words)


def words_of(turn: Turn, hit: Hit) -> list[str]:
    """The words that name a hit in its route and in its link."""
    match hit.kind:
        case "tool":
            return [turn.catalog.tools[hit.id].code]
        case "place":
            return re.split("[.,]", hit.id.partition(":")[0])
        case _:
            return hit.id.split(":")


def label_of(turn: Turn, hit: Hit) -> str:
    """What a hit is called, after the sign of its kind."""
    sign, name = _KINDS[hit.kind]
    return f"{sign} {name(turn, hit.id)}".strip()


def branch_labels(turn: Turn) -> dict[str, str]:
    """What the button of each branch says."""
    _ = turn.gettext
    return {
        "trainings": _("🎓 Trainings"),
        "nearby": _("📍 Help near me"),
        "reminders": _("⏰ My reminders"),
        "language": _("🗣 Language"),
        "calculators": _("🧮 Calculators"),
        "calendar": _("📆 Dates that cost money"),
        "bills": _("💸 Getting paid"),
        "rules": _("🧾 Rules and money"),
        "nic": _("🔢 Find my code"),
        "schemes": _("📋 Schemes for me"),
        "alerts": _("🔔 Alerts"),
        "clusters": _("🏘 Clusters"),
        "clusters-near": _("📍 Clusters near me"),
        "about-clusters": _("💬 About clusters"),
        "learn": _("📚 Learn"),
        "courses": _("🎒 Courses"),
        "glossary": _("📖 Words explained"),
        "practices": _("🌱 What others do"),
        "needs": _("🤝 What we need together"),
        "settings": _("⚙ Settings"),
        "help": _("❓ Help"),
    }


def _nic(turn: Turn, name: str) -> str:
    """A code and what it covers; of several, the numbers."""
    codes = name.split("-")
    if len(codes) > 1:
        return f"NIC {' · '.join(codes)}"
    return f"{name} · {turn.say('nic', 'activity', nic_codes()[name].activity)}"


def _place(turn: Turn, name: str) -> str:
    _point, state, place = name.split(":")
    parts = [place_word(turn, part) for part in place.split(", ")]
    where = ", ".join(filter(None, (*parts, state_name(turn, state) if state else "")))
    return turn.gettext("📍 Help near %(place)s") % {"place": where}


def _state(turn: Turn, code: str) -> str:
    return turn.gettext("📍 Help near %(place)s") % {"place": state_name(turn, code)}


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
    names = dict.fromkeys((short_name(turn, scheme), full_name(turn, scheme)))
    return f"{' · '.join(names)}{' 🔴' if scheme.is_shut(turn.today) else ''}"


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


_KINDS: dict[str, tuple[str, Callable[[Turn, str], str]]] = {
    "scheme": ("📋", _scheme),
    "guide": ("🪪", _guide),
    "training": ("🎓", _training),
    "cluster": ("🏘", lambda turn, name: cluster_name(turn, turn.catalog.clusters[name])),
    "tool": ("🧮", _tool),
    "course": ("🎒", _course),
    "faq": ("💬", _faq),
    "term": ("📖", _term),
    "provider": ("📍", lambda turn, name: body_name(turn, turn.catalog.provider_names[name])),
    "category": ("📍", category_name),
    "theme": ("", lambda turn, name: theme_words(turn)[name]),
    "step": ("🪪", _step),
    "topic": ("🪪", _topic),
    "date": ("📆", _date),
    "rule": ("🧾", _rule),
    "chapter": ("🧾", lambda turn, name: chapter_title(turn, turn.catalog.rules[name])),
    "moved": ("🔁", _moved),
    "nic": ("🔢", _nic),
    "place": ("", _place),
    "state": ("", _state),
    "state-clusters": ("🏘", state_name),
    "practice": ("🌱", lambda turn, name: practice_name(turn, turn.catalog.practices[name])),
    "need": ("🤝", lambda turn, name: need_name(turn, turn.catalog.needs[name])),
    "branch": ("", lambda turn, name: branch_labels(turn)[name]),
}
