"""How many owners a shared need takes, and how sure that number is."""

from __future__ import annotations

from content.needs import Need, least_units
from handlers.names import full_name
from handlers.screen import Button, Keyboard
from handlers.turn import Turn
from locales.formats import number


def least_words(turn: Turn, need: Need) -> str:
    """How many it takes, by the scheme as it is now."""
    scheme = turn.catalog.schemes.get(need.scheme or "")
    least = least_units(need, turn.catalog.schemes)
    if scheme is None or not least:
        return turn.gettext("No scheme sets a number for this: a small group can begin.")
    words = {"scheme": full_name(turn, scheme), "n": number(turn.translator, least)}
    if not scheme.group_note:
        return turn.gettext("%(scheme)s asks for a group of at least %(n)s units.") % words
    earlier = turn.gettext("Earlier rules of %(scheme)s asked for a group of at least %(n)s units.") % words
    return f"{earlier} {turn.say(scheme.id, 'group_note', scheme.group_note)}"


def doubt_rows(turn: Turn, need: Need) -> Keyboard:
    """The way to what is known of the least number, where it isn't sure."""
    scheme = turn.catalog.schemes.get(need.scheme or "")
    doubted = scheme is not None and scheme.group_note
    return [[Button(turn.gettext("ℹ Source and date"), "schemes.source", need.scheme)]] if doubted else []
