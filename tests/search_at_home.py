"""What owners type on the home screen: the check, a button or a reminder takes some of it before the search does."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from content.catalog import Catalog
from content.name_search import Hit
from db.contacts import Contact
from db.store import Session
from handlers.dispatch import typed_route
from handlers.home import show_home
from handlers.links import BRANCHES
from handlers.screen import Button, Screen
from handlers.search import check_portals, is_reminder
from handlers.turn import Turn
from locales import available, translator

if TYPE_CHECKING:
    from tests.search_report import Tried

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
_BRANCH_OF = {route: name for name, route in BRANCHES.items()}
Buttons = list[tuple[str, str]]


def typed_on(catalog: Catalog, language: str, typed: str, buttons: Buttons, awaiting: str | None = None) -> Turn:
    """A turn in which somebody types on a screen with these buttons, [label, callback data]; without a database."""
    contact = Contact(
        id=1, chat_id=1, language=language, client_language=language, zone="Asia/Kolkata", quiet_from=None,
        quiet_to=None, profile={}, awaiting=awaiting, agreed_at=NOW, alert_rhythm="at_once",
        alerts_paused_until=None, screen=buttons, active=True, created_at=NOW, seen_at=NOW, free_at=0.0,
    )  # fmt: skip
    return Turn(contact, cast("Session", None), catalog, translator(language), NOW, typed=typed)


def buttons_of(screen: Screen) -> Buttons:
    """The buttons of a screen as a contact keeps them."""
    return [(one.text, one.callback_data) for row in screen.rows for one in row if isinstance(one, Button)]


def home_buttons(catalog: Catalog, language: str) -> Buttons:
    """The buttons of the home screen of somebody who told nothing."""
    return buttons_of(asyncio.run(show_home(typed_on(catalog, language, "", []))))


def taken(turn: Turn) -> Hit | None:
    """What takes a text before the search does; None where nothing does."""
    if check_portals(turn):
        return Hit("check", "", 100)
    route = typed_route(turn)
    if route == "search.typed":
        return Hit("branch", "reminders", 100) if is_reminder(turn) else None
    if route in _BRANCH_OF:
        return Hit("branch", _BRANCH_OF[route], 100)
    return Hit("guide", route.removeprefix("guides.open:"), 100)


def try_at_home(catalog: Catalog, tried: Sequence[Tried]) -> list[Tried]:
    """The same queries, typed on the home screen; in English where a language has no words yet."""
    home = {language: home_buttons(catalog, language) for language in available()}

    def typed(one: Tried) -> Tried:
        language = one.query.language if one.query.language in home else "en"
        hit = taken(typed_on(catalog, language, one.query.text, home[language]))
        return replace(one, hits=[hit]) if hit else one

    return list(map(typed, tried))
