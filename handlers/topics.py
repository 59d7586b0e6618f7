"""Alert topics: how they are written in a subscription, and how they are said."""

from __future__ import annotations

from content.schemes import THEMES
from content.states import STATES
from handlers.cluster_words import cluster_name
from handlers.names import short_name
from handlers.turn import Turn
from handlers.words import state_name, theme_words

FITS = "fits"


def known(turn: Turn, kind: str, name: str) -> bool:
    """Whether a topic means something."""
    match kind:
        case "theme":
            return name in THEMES
        case "state":
            return name in STATES.names
        case "scheme":
            return name in turn.catalog.schemes
        case "cluster":
            return name in turn.catalog.clusters
        case _:
            return kind == FITS


def topic_words(turn: Turn, topic: str) -> str:
    """A topic in the contact's language."""
    kind, _, name = topic.partition(":")
    if not known(turn, kind, name):
        return topic
    match kind:
        case "theme":
            return theme_words(turn)[name]
        case "state":
            return state_name(turn, name)
        case "scheme":
            return short_name(turn, turn.catalog.schemes[name])
        case "cluster":
            return cluster_name(turn, turn.catalog.clusters[name])
        case _:
            return turn.gettext("What fits me")
