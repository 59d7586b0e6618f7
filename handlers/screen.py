"""What a contact sees: text, buttons and what goes with them, as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from handlers.callback_data import encode

T = TypeVar("T")
PAGE_SIZE = 6


class Button:
    """A button that leads to a route: `Button(_("Next"), "schemes.list", theme, page + 1)`."""

    __slots__ = ("callback_data", "text")

    def __init__(self, text: str, route: str, *arguments: object) -> None:
        self.text = text
        self.callback_data = encode(route, *arguments)

    def __repr__(self) -> str:
        """Show label and route."""
        return f"Button({self.text!r}, {self.callback_data!r})"


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens a web page."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class ShareButton:
    """A button that offers an inline query in another chat of the contact's choice."""

    text: str
    query: str


@dataclass(frozen=True, slots=True)
class Venue:
    """A place sent as a map pin before the screen."""

    latitude: float
    longitude: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file sent before the screen."""

    name: str
    content: bytes
    caption: str = ""


AnyButton = Button | LinkButton | ShareButton
Rows = Sequence[Sequence[AnyButton]]
Keyboard = list[Sequence[AnyButton]]


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: HTML text (plain `str` is escaped when it is sent) and rows of buttons.

    `toast` answers the tap; with `alert` it waits to be closed. `ask_location` adds the button that shares a
    location. Empty rows are left out. `new` sends a message of its own instead of editing the live one.
    `attachments` go first.
    """

    text: str
    rows: Rows = ()
    toast: str = ""
    alert: bool = False
    ask_location: str = ""  # the label of the button that shares the location
    new: bool = False
    attachments: Sequence[Venue | Document] = field(default=())


def pages(items: Sequence[T], page: int, size: int = PAGE_SIZE) -> tuple[Sequence[T], int, int]:
    """Cut a list into pages: the items of `page` (from 0, clamped), its number, how many there are."""
    count = max(1, -(-len(items) // size))
    page = min(max(page, 0), count - 1)
    return items[page * size : (page + 1) * size], page, count
