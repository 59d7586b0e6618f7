"""Where an update leads: a tap by its callback data, a text by command, label, number, question or search."""

from __future__ import annotations

import inspect
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from content.folding import ascii_digits, fold, similarity, skeleton
from handlers.callback_data import decode
from handlers.screen import Screen
from handlers.turn import Handler, Turn

MOST_HANDS = 4
ALIKE = 75  # of 100: a label in Latin letters, a part of it, or with a slip
SAME_WORD, LEAST_LETTERS = 80, 4  # of 100, for a word with a slip, and of how many letters
_YES = {"yes", "ha", "han", "haan", "ji", "ha ji", "han ji", "haan ji", "ji ha", "ji haan", "ham", "ji ham", "ham ji"}
_YES |= {"am", "aam", "ama", "aama", "amam", "aamaam", "aamam"}  # as folded; these of Tamil
_NO = {"no", "na", "nahi", "nahin", "nhim", "ji nahi", "ji nhim", "nahi ji", "ill", "illa", "illai"}
_NUMBERED = re.compile(r"\d+\. ")  # a hit of a search
_CONVERTERS: dict[str, Callable[[str], Any]] = {"str": str, "int": int}


class Stale(Exception):
    """Callback data that no route of this release understands."""


@dataclass(frozen=True, slots=True)
class Route:
    """A handler and how its words become arguments."""

    handler: Handler
    converters: tuple[Callable[[str], Any], ...]
    required: int

    async def run(self, turn: Turn, words: Sequence[str]) -> Screen | str:
        """Call the handler.

        Raises Stale when the words don't fit its arguments.
        """
        if not self.required <= len(words) <= len(self.converters):
            raise Stale
        try:
            arguments = [convert(word) for convert, word in zip(self.converters, words, strict=False)]
        except ValueError:
            raise Stale from None
        return await self.handler(turn, *arguments)


def make_route(handler: Handler) -> Route:
    """Read a handler's signature once: `(turn, theme: str, page: int = 0)`."""
    _, *parameters = inspect.signature(handler).parameters.values()
    converters = tuple(_CONVERTERS[str(parameter.annotation)] for parameter in parameters)
    required = sum(parameter.default is parameter.empty for parameter in parameters)
    return Route(handler, converters, required)


def make_routes(*tables: Mapping[str, Handler]) -> dict[str, Route]:
    """Gather the modules' ROUTES.

    Raises ValueError when two modules claim the same name.
    """
    routes: dict[str, Route] = {}
    for table in tables:
        for name, handler in table.items():
            if name in routes:
                raise ValueError(f"route {name} is claimed twice")
            routes[name] = make_route(handler)
    return routes


async def follow(routes: Mapping[str, Route], turn: Turn, callback_data: str) -> Screen:
    """Run the route that callback data names, and those that it hands on to.

    Raises Stale for a name that is not known any more.
    """
    found: Screen | str = callback_data
    for _ in range(MOST_HANDS):
        name, words = decode(str(found))
        if name not in routes:
            raise Stale
        turn.opened = str(found)
        found = await routes[name].run(turn, words)
        if isinstance(found, Screen):
            return found
    raise Stale


def typed_button(turn: Turn, *, numeric: bool = False, exact: bool = False) -> str | None:
    """Find the button of the live screen that was typed: by its label in any script, or by its number.

    `numeric` says that the question on the screen wants a number itself, `exact` that it wants words of its own:
    then only a whole label is meant.
    """
    buttons = turn.contact.screen or []
    wanted = {_plain(turn.typed), _plain(_yes_or_no(turn))} - {""}
    for label, callback_data in buttons:
        if _plain(label) in wanted:
            return callback_data
    if not exact and (best := _most_like(turn.typed, buttons)):
        return best
    number = ascii_digits(turn.typed.strip())
    if not numeric and number.isdecimal() and 1 <= int(number) <= len(buttons):
        return buttons[int(number) - 1][1]
    return None


def _yes_or_no(turn: Turn) -> str:
    """The label that a spoken yes or no stands for; empty for anything else."""
    said = fold(turn.typed)
    if said in _YES:
        return turn.gettext("Yes")
    return turn.gettext("No") if said in _NO else ""


def _most_like(typed: str, buttons: Sequence[tuple[str, str]]) -> str | None:
    """The button whose label is typed in part or with a slip; none where a word was typed that it doesn't have."""
    score, callback_data = max(((_likeness(typed, label), data) for label, data in buttons), default=(0.0, ""))
    return callback_data if score >= ALIKE else None


def _likeness(typed: str, label: str) -> float:
    """How surely a label is meant, 0 to 100. A part of it may be, but of a search's hit that is another search."""
    name = _letters(_NUMBERED.sub("", label, count=1))
    figures, crossing = _figures(typed), typed.isascii() != name.isascii()
    words = fold(name).split()
    known = all(any(_same(one, word, crossing) for word in words) for one in fold(typed).split())
    if not known or (figures and figures != _figures(name)):  # 7 pm isn't nearly 6 pm
        return 0
    return fuzz.token_sort_ratio(fold(typed), fold(name)) if _NUMBERED.match(label) else similarity(typed, name)


def _same(one: str, other: str, crossing: bool) -> bool:
    """Whether two folded words are the same but for a slip, or for script and ending, where they come from two."""
    bones, whole = skeleton(one), skeleton(other)
    if one == other or (crossing and (bones == whole or (len(bones) > 2 and whole.startswith(bones)))):
        return True
    return min(len(one), len(other)) >= LEAST_LETTERS and fuzz.ratio(one, other) >= SAME_WORD


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, ascii_digits(text)))


def _letters(label: str) -> str:
    """A label without its signpost."""
    kept = (character if unicodedata.category(character)[0] in "LMN" else " " for character in label)
    return " ".join("".join(kept).split())


def _plain(text: str) -> str:
    return fold(_letters(text)).replace(" ", "")
