"""Where: a shared location, a PIN code, a typed name, or state and district from lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from content.folding import fold
from content.places import PLACES, Place
from handlers.cluster_words import place_word
from handlers.common import ask_to_agree, home_row, in_columns, page_row
from handlers.markup import bold, brief, lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, Rows, Screen, pages
from handlers.turn import Turn
from handlers.words import state_name

STATES_A_PAGE = 12
DISTRICTS_A_PAGE = 14
# What the place is for: "first" among the first questions, "profile" from the settings, "near-<category>" or
# NEAR_CLUSTERS once, the code of a scheme or date that asked for it.
NEAR_CLUSTERS = "near-clusters"


async def ask_place(turn: Turn, purpose: str) -> Screen:
    """Ask for the place in any of the ways."""
    _ = turn.gettext
    await turn.ask("places.typed", purpose)
    text = lines(
        bold(_("Where is your unit?")),
        _("Type your town or PIN code, share the location, or choose the state."),
    )
    rows: Keyboard = [
        [Button(_("📍 Share my location"), "places.locate", purpose)],
        [Button(_("🗺 Choose the state"), "places.states", purpose, 0)],
    ]
    if purpose == "first":
        rows.append([Button(_("Skip"), "profile.save", "state", "-", "first")])
    return Screen(text, rows=[*rows, home_row(turn)])


async def ask_location(turn: Turn, purpose: str) -> Screen:
    """Bring up the button with which the phone shares where it is."""
    await turn.ask("places.typed", purpose)
    _ = turn.gettext
    text = _("Press the button under the message field.")
    return Screen(text, rows=[home_row(turn, "places.ask", purpose)], ask_location=_("Share my location"))


async def take_location(turn: Turn) -> Screen | str:
    """A location was shared: propose the district that it lies in."""
    if turn.location is None:
        raise Stale
    awaiting = (turn.contact.awaiting or "").split(":")
    purpose = awaiting[1] if awaiting[0] == "places.typed" and len(awaiting) > 1 else "near"
    place = PLACES.at(*turn.location)
    if place is None:
        return await _not_found(turn, purpose)
    return await _propose(turn, place, purpose)


async def take_typed(turn: Turn, purpose: str) -> Screen:
    """A place was typed: one is proposed, several are offered."""
    found = PLACES.find(turn.typed)
    if not found:
        return await _not_found(turn, purpose)
    if found[0].kind == "state" and purpose.startswith("near"):
        return await show_districts(turn, purpose, found[0].state)  # nothing is near a whole state
    if len(found) == 1 or found[0].kind != found[1].kind:
        return await _propose(turn, found[0], purpose)
    return await _offer(turn, found, purpose)


async def _not_found(turn: Turn, purpose: str) -> Screen:
    screen = await ask_place(turn, purpose)
    sorry = turn.gettext("We could not find that place. Try the PIN code, or choose the state.")
    return replace(screen, text=lines(sorry, "", screen.text))


def _token(place: Place) -> str:
    """A place in a button: its point to three places, about a hundred metres."""
    if place.latitude is None or place.longitude is None:
        return place.state
    return f"{place.latitude:.3f},{place.longitude:.3f}"


def place_name(turn: Turn, place: Place) -> str:
    """Town, district and state, each once."""
    names = [place.name if place.kind != "state" else "", place.district]
    names = [*(place_word(turn, name) for name in names if name), state_name(turn, place.state)]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _save_button(label: str, place: Place, purpose: str) -> Button:
    """A place that is to be kept goes with the town's name; one to look around needs its point only."""
    if place.kind != "town" or purpose.startswith("near"):
        return Button(label, "places.save", purpose, _token(place))
    return Button(label, "places.save", purpose, _token(place), fold(place.name)[:20].title())


async def _propose(turn: Turn, place: Place, purpose: str) -> Screen:
    """You seem to be in …, right?"""
    _ = turn.gettext
    await turn.ask("places.typed", purpose)
    text = _("You seem to be in %(place)s, right?") % {"place": place_name(turn, place)}
    rows: Rows = [
        [_save_button(turn.gettext("✅ Yes"), place, purpose)],
        [Button(_("✏ No, another place"), "places.ask", purpose)],
        home_row(turn),
    ]
    return Screen(text, rows=rows)


async def _offer(turn: Turn, found: list[Place], purpose: str) -> Screen:
    await turn.ask("places.typed", purpose)
    buttons = [_save_button(brief(place_name(turn, one)), one, purpose) for one in found]
    return Screen(turn.gettext("Which one is it?"), rows=[*in_columns(buttons, 1), home_row(turn)])


async def save_place(turn: Turn, purpose: str, token: str, town: str = "") -> Screen | str:
    """Use a place: keep it in the profile, or only look around it once."""
    place = _place(token)
    if purpose.startswith("near") and place.latitude is None:
        return f"places.districts:{purpose}:{token}:0"
    if purpose == NEAR_CLUSTERS:
        return f"clusters.near:{token}"
    if purpose.startswith("near-"):
        return f"nearby.at:{purpose.removeprefix('near-')}:{token}"
    if purpose == "near":
        return f"nearby.menu_at:{token}"
    if refusal := ask_to_agree(turn, f"places.ask:{purpose}"):
        return refusal
    where: dict[str, Any] = {"state": place.state, "district": place.district or None, "town": town or None}
    where |= {"latitude": place.latitude, "longitude": place.longitude}
    answers = {**turn.contact.profile, **where}
    await turn.change(profile={name: value for name, value in answers.items() if value is not None})
    return f"profile.next:state:{purpose}"


def _place(token: str) -> Place:
    """Read a place back from a button.

    Raises Stale for anything else.
    """
    if token.startswith("IN-"):
        if token not in PLACES.districts:
            raise Stale
        return Place("state", token, "", token)
    try:
        latitude, longitude = map(float, token.split(","))
    except ValueError:
        raise Stale from None
    place = PLACES.at(latitude, longitude)
    if place is None:
        raise Stale
    return place


async def show_states(turn: Turn, purpose: str, page: int = 0) -> Screen:
    """The states and union territories by name."""
    codes = sorted(PLACES.districts, key=lambda code: state_name(turn, code))
    shown, page, count = pages(codes, page, STATES_A_PAGE)
    buttons = [Button(brief(state_name(turn, code)), "places.districts", purpose, code, 0) for code in shown]
    moves = page_row(turn, page, count, "places.states", purpose)
    rows: Keyboard = [*in_columns(buttons), moves, home_row(turn, "places.ask", purpose)]
    return Screen(bold(turn.gettext("Choose the state")), rows=rows)


async def show_districts(turn: Turn, purpose: str, state: str, page: int = 0) -> Screen:
    """The districts of one state."""
    if state not in PLACES.districts:
        raise Stale
    await turn.ask("places.typed", purpose)
    shown, page, count = pages(list(PLACES.districts[state].values()), page, DISTRICTS_A_PAGE)
    buttons = [
        Button(brief(place_word(turn, district.name)), "places.save", purpose, _token(district)) for district in shown
    ]
    state_alone = Button(turn.gettext("Only the state"), "places.save", purpose, state)
    whole: list[AnyButton] = [] if purpose.startswith("near") else [state_alone]
    moves = page_row(turn, page, count, "places.districts", purpose, state)
    rows: Keyboard = [*in_columns(buttons), whole, moves, home_row(turn, "places.states", purpose, 0)]
    title = lines(bold(state_name(turn, state)), turn.gettext("Choose the district"))
    return Screen(title, rows=rows)


ROUTES = {
    "places.ask": ask_place,
    "places.locate": ask_location,
    "places.typed": take_typed,
    "places.shared": take_location,
    "places.save": save_place,
    "places.states": show_states,
    "places.districts": show_districts,
}
