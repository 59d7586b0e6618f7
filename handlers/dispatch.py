"""What an update leads to: a tapped button, a command, a typed label, an awaited answer, or a search."""

from __future__ import annotations

from dataclasses import replace

from handlers import (
    alerts,
    bill_entry,
    bill_letter,
    bills,
    calculators,
    calendar,
    calendar_all,
    calendar_reminders,
    clusters,
    courses,
    guide_pages,
    guides,
    help_pages,
    home,
    inline,
    learn,
    my_cluster,
    my_data,
    nearby,
    needs,
    places,
    portals,
    profile,
    reminder_list,
    reminder_new,
    rules,
    schemes,
    schemes_list,
    search,
    settings,
    start,
    stop,
    trainings,
    word_help,
)
from handlers.callback_data import SEPARATOR, encode
from handlers.routes import Stale, follow, make_routes, typed_button
from handlers.screen import Button, Screen
from handlers.search import calls_for_reminder, check_portals
from handlers.turn import Turn
from handlers.word_help import with_words
from locales import Translator

_MODULES = (
    start,
    home,
    profile,
    clusters,
    my_cluster,
    needs,
    schemes_list,
    schemes,
    guides,
    guide_pages,
    nearby,
    places,
    trainings,
    reminder_list,
    reminder_new,
    alerts,
    settings,
    my_data,
    stop,
    help_pages,
    search,
    calculators,
    learn,
    rules,
    courses,
    portals,
    calendar,
    calendar_all,
    calendar_reminders,
    bills,
    bill_entry,
    bill_letter,
    word_help,
)
ROUTES = make_routes(*(module.ROUTES for module in _MODULES))
COMMANDS = {
    "start": "start.open",
    "schemes": "schemes.menu",
    "udyam": "guides.open:udyam",
    "gem": "guides.open:gem",
    "nearby": "nearby.menu",
    "trainings": "trainings.list",
    "reminders": "reminders.list",
    "alerts": "alerts.menu",
    "search": "search.ask",
    "learn": "learn.menu",
    "language": "settings.language",
    "help": "help.open",
    "privacy": "help.privacy",
    "stop": "stop.all",
}
NUMERIC = (
    "profile.typed:age",
    "profile.typed:group_units",
    "calc.typed",
    "calc.retype",
    "bills.",
)  # a typed number is the answer there, not a button
FREE = (
    "search.",
    "places.typed",
    "bills.buyer",
    "bills.number_typed",
    "guides.nic_typed",
    "settings.zone_typed",
)  # see `exact`
LINK_LIMIT = 50

answer_inline = inline.answer_inline


async def open_screen(turn: Turn, callback_data: str) -> Screen:
    """Follow a button; one that no release knows any more opens home and says so."""
    try:
        return with_words(turn, await follow(ROUTES, turn, callback_data))
    except Stale:
        screen = await home.show_home(turn)
        return replace(screen, toast=turn.gettext("This menu was refreshed."))


async def answer_text(turn: Turn) -> Screen:
    """Answer what was typed or shared."""
    if turn.location is not None:
        return await open_screen(turn, "places.shared")
    if turn.typed.startswith("/"):
        return await _command(turn)
    if checked := await _check_links(turn, turn.contact.awaiting or ""):
        return checked
    return await open_screen(turn, typed_route(turn))


def typed_route(turn: Turn) -> str:
    """Where a text leads: to a button of the live screen, to what waits for an answer, or to the search."""
    awaiting = turn.contact.awaiting or ""
    if button := typed_button(turn, numeric=awaiting.startswith(NUMERIC), exact=awaiting.startswith(FREE)):
        return button
    if awaiting.startswith("reminders.") or (awaiting and not calls_for_reminder(turn.typed)):
        return awaiting
    return "search.typed"


async def _check_links(turn: Turn, awaiting: str) -> Screen | None:
    """What is known of an address, number or fee; while a question waits, only a warning."""
    if not awaiting:
        return check_portals(turn)
    if awaiting.startswith("search.") or calls_for_reminder(turn.typed):
        return None
    return await portals.warn_of_link(turn)


async def _command(turn: Turn) -> Screen:
    command, _, payload = turn.typed[1:].partition(" ")
    name = command.partition("@")[0].lower()
    if name == "start" and payload.strip():
        return await _link(turn, payload.strip())
    if name not in COMMANDS:
        return await open_screen(turn, "search.typed")
    return await open_screen(turn, COMMANDS[name])


async def _link(turn: Turn, payload: str) -> Screen:
    """A deep link; one that can't be a route's argument is a plain start."""
    safe = payload if SEPARATOR not in payload and len(payload.encode()) <= LINK_LIMIT else ""
    return await open_screen(turn, encode("start.link", safe) if safe else "start.open")


def apologise(translator: Translator) -> Screen:
    """Say that something broke on our side, and lead home."""
    _ = translator.gettext
    text = _("Something went wrong on our side. What you told us is kept. Please try again.")
    return Screen(text, rows=[[Button(_("🏠 Home"), "home.open")]])
