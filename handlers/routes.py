"""Where an update leads: a tap by its callback data, a text by command, label, number, question or search."""

from __future__ import annotations

import inspect
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.folding import ascii_digits, fold, similarity
from handlers.callback_data import decode
from handlers.screen import Screen
from handlers.turn import Handler, Turn

MOST_HANDS = 4
ALIKE = 75  # of 100: a label in Latin letters, or with a slip
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


def typed_button(turn: Turn, numeric: bool) -> str | None:
    """Find the button of the live screen that was typed: by its label in any script, or by its number.

    `numeric` says that the question on the screen wants a number itself.
    """
    buttons = turn.contact.screen or []
    wanted = _plain(turn.typed)
    if not wanted:
        return None
    for label, callback_data in buttons:
        if _plain(label) == wanted:
            return callback_data
    figures = _figures(turn.typed)
    alike = [
        (similarity(turn.typed, _letters(label)), callback_data)
        for label, callback_data in buttons
        if not figures or figures == _figures(label)  # 7 pm isn't nearly 6 pm
    ]
    best = max(alike, default=(0.0, ""))
    if best[0] >= ALIKE:
        return best[1]
    number = ascii_digits(turn.typed.strip())
    if not numeric and number.isdecimal() and 1 <= int(number) <= len(buttons):
        return buttons[int(number) - 1][1]
    return None


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, ascii_digits(text)))


def _letters(label: str) -> str:
    """A label without its signpost."""
    kept = (character if unicodedata.category(character)[0] in "LMN" else " " for character in label)
    return " ".join("".join(kept).split())


def _plain(text: str) -> str:
    return fold(_letters(text)).replace(" ", "")
