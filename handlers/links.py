"""Where each kind of record is opened, by a button of a search and by a deep link such as `start=s_<scheme>`.

A link is the letter of its kind and the words of its route, apart by `_`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

ROUTES = {
    "scheme": ("s", "schemes.show:{}"),
    "guide": ("g", "guides.open:{}"),
    "step": ("i", "guides.step:{}:{}"),
    "topic": ("o", "guides.topic:{}:{}"),
    "session": ("t", "trainings.show:{}"),
    "training": ("y", "trainings.kind:{}"),
    "provider": ("p", "nearby.show:{}"),
    "category": ("v", "nearby.at:{}"),
    "cluster": ("c", "clusters.show:{}"),
    "tool": ("x", "calc.show:{}"),
    "course": ("k", "courses.show:{}"),
    "term": ("w", "learn.term:{}"),
    "faq": ("q", "learn.faq:{}"),
    "date": ("d", "calendar.show:{}"),
    "rule": ("u", "rules.page:{}"),
    "chapter": ("h", "rules.chapter:{}:0"),
    "moved": ("m", "portals.moved:{}"),
    "practice": ("f", "learn.practice:{}"),
    "need": ("j", "search.needs:{}"),
    "theme": ("e", "schemes.theme:{}:0"),
    "nic": ("n", "guides.nic_code:{}"),
    "place": ("l", "nearby.menu_at:{}.{},{}.{}"),
    "state": ("r", "places.districts:near:{}:0"),
    "state-clusters": ("a", "clusters.state:{}:0"),
}
BRANCHES = {
    "trainings": "trainings.list",
    "nearby": "nearby.menu",
    "reminders": "reminders.list",
    "language": "settings.language",
    "calculators": "calc.list",
    "calendar": "calendar.menu",
    "bills": "bills.menu",
    "rules": "rules.menu",
    "nic": "guides.nic",
    "schemes": "schemes.menu",
    "alerts": "alerts.menu",
    "clusters": "clusters.menu",
    "clusters-near": "clusters.near",
    "about-clusters": "learn.sections",
    "learn": "learn.menu",
    "courses": "courses.list",
    "glossary": "learn.groups",
    "practices": "learn.practices:0",
    "needs": "search.needs",
    "settings": "settings.menu",
    "help": "help.open",
}
BRANCH = "b"
_BY_LETTER = dict(ROUTES.values())
_WORD = re.compile(r"[A-Za-z0-9-]+")


def route_to(kind: str, words: Sequence[str]) -> str:
    """The callback data that opens a record."""
    return BRANCHES[words[0]] if kind == "branch" else ROUTES[kind][1].format(*words)


def link_to(kind: str, words: Sequence[str]) -> str:
    """The payload of the deep link that opens a record."""
    return "_".join((BRANCH if kind == "branch" else ROUTES[kind][0], *words))


def link_route(payload: str) -> str | None:
    """The route that a deep link's payload leads to; None for anything else."""
    letter, *words = payload.split("_")
    if letter == BRANCH:
        return BRANCHES.get("_".join(words))
    route = _BY_LETTER.get(letter)
    if route is None or len(words) != route.count("{}") or not all(map(_WORD.fullmatch, words)):
        return None
    return route.format(*words)
