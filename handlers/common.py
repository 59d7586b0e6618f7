"""Pieces that many screens share: ways back and home, pages, and the request to agree first."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.screen import AnyButton, Button, Screen
from handlers.turn import Turn


def home_row(turn: Turn, *back: object) -> list[AnyButton]:
    """The last row of every screen: back, where there is something to go back to, and home."""
    home: AnyButton = Button(turn.gettext("🏠 Home"), "home.open")
    if not back:
        return [home]
    route, *arguments = back
    return [Button(turn.gettext("⬅ Back"), str(route), *arguments), home]


def page_row(turn: Turn, page: int, count: int, *route: object) -> list[AnyButton]:
    """Buttons to the page before and the page after; empty when there is one page only."""
    name, *arguments = route
    buttons: list[AnyButton] = []
    if page > 0:
        buttons.append(Button(turn.gettext("◀ Before"), str(name), *arguments, page - 1))
    if page + 1 < count:
        buttons.append(Button(turn.gettext("Next ▶"), str(name), *arguments, page + 1))
    return buttons


def in_columns(buttons: Sequence[AnyButton], columns: int = 2) -> list[Sequence[AnyButton]]:
    """Lay buttons out in rows of `columns`."""
    return [buttons[start : start + columns] for start in range(0, len(buttons), columns)]


def ask_to_agree(turn: Turn, then: str) -> Screen | None:
    """The notice in short, when something is about to be kept and the contact hasn't agreed; else None.

    `then` is the callback data that goes on after agreeing; it stands in the awaited answer's place.
    """
    if turn.contact.agreed_at is not None:
        return None
    _ = turn.gettext
    return Screen(
        _("To remember this for you, Samooh must keep it. You can see and delete it at any time."),
        rows=[
            [Button(_("✅ I agree"), "start.agree", *then.split(":"))],
            [Button(_("What is kept?"), "help.privacy")],
            home_row(turn),
        ],
    )
