"""Search by typing: everything that has a name, codes and places, in any script."""

from __future__ import annotations

from content.folding import fold
from content.name_search import Hit
from content.nearest import nearest
from content.portals import has_aadhaar
from db import missed
from handlers import reminder_new
from handlers.callback_data import decode
from handlers.common import home_row, in_columns
from handlers.found import find, found_button, label_of, named_branches
from handlers.links import route_to
from handlers.markup import bold, brief, lines
from handlers.portals import check_typed
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, Screen
from handlers.trainings import named_like, title
from handlers.turn import Turn

MOST = 6
PERHAPS = 60  # of 100: a hit that may be meant
USUAL = ("schemes", "nearby", "learn", "help")  # branches that most look for
BRANCHES = 4  # on a screen
KEPT, KEPT_WORDS = 48, 4  # letters and words of a query that found nothing
CALLS = ("remind", "याद दिला", "yaad dila", "நினைவூட்டு", "நினைவுபடுத்து", "ninaivoottu", "ninaivuttu")


async def ask(turn: Turn) -> Screen:
    """Ask what to look for."""
    await turn.ask("search.typed")
    _ = turn.gettext
    text = lines(bold(_("🔎 Search")), _("Type a scheme, a product, a service or a place."))
    return Screen(text, rows=[home_row(turn)])


async def show_results(turn: Turn) -> Screen | str:
    """What was typed anywhere: a branch's label, a reminder in words, or records by name; else what is nearest."""
    if checked := check_portals(turn):
        return checked
    if branches := named_branches(turn, turn.typed):
        return route_to("branch", [branches[0].id])
    if is_reminder(turn):
        return await reminder_new.take_typed(turn, 0)
    _ = turn.gettext
    hits = find(turn, turn.typed, MOST)
    rows: Keyboard = [[found_button(turn, n, hit)] for n, hit in enumerate(hits, start=1)]
    rows += [[Button(brief(f"🎓 {title(turn, one)}"), "trainings.show", one.code)] for one in await named_like(turn)]
    if not rows:
        return await _nothing(turn)
    text = lines(bold(_("🔎 Found for “%(text)s”") % {"text": brief(turn.typed)}))
    return Screen(text, rows=[*rows, home_row(turn)])


def check_portals(turn: Turn) -> Screen | None:
    """What is known of a typed address, number or fee; None for other texts, and for a reminder of one."""
    return None if calls_for_reminder(turn.typed) else check_typed(turn)


def is_reminder(turn: Turn) -> bool:
    """Whether a text that answers no question is a reminder in words."""
    return calls_for_reminder(turn.typed) or reminder_new.names_a_time(turn, turn.typed)


def calls_for_reminder(typed: str) -> bool:
    """Whether a text says itself that it is a reminder; with an Aadhaar number it must not be kept as one."""
    return any(call in typed.lower() for call in CALLS) and not has_aadhaar(typed)


async def _nothing(turn: Turn) -> Screen:
    """Say so, offer what is nearest, and count the query for the operator, without who searched."""
    _ = turn.gettext
    query = _counted(turn.typed)
    if query:
        await missed.add_missed(turn.session, query, turn.now)
    alike = find(turn, turn.typed, MOST, PERHAPS)
    near = alike[:2]
    text = lines(
        _("Nothing found for “%(text)s”.") % {"text": brief(turn.typed)},
        _("Perhaps one of these? Or try another word.") if near else _("Try another word, or one of these:"),
    )
    rows: Keyboard = [
        *([found_button(turn, n, hit)] for n, hit in enumerate(near, start=1)),
        *_branches(turn, nearest(turn.typed, alike), near),
        [Button(_("✍ Tell us that it is missing"), "search.tell", query)] if query else [],
    ]
    return Screen(text, rows=[*rows, home_row(turn)])


def _branches(turn: Turn, nearest_ones: list[Hit], near: list[Hit]) -> Keyboard:
    """The branches nearest to a query, then those that most look for; two a row, none that is offered already."""
    offered = {(hit.kind, hit.id) for hit in near}
    usual = (Hit("branch", name, 0) for name in USUAL)
    found = [hit for hit in dict.fromkeys((*nearest_ones, *usual)) if (hit.kind, hit.id) not in offered]
    buttons: list[AnyButton] = [
        Button(brief(label_of(turn, hit)), *route_to(hit.kind, [hit.id]).split(":")) for hit in found[:BRANCHES]
    ]
    return in_columns(buttons, 2)


async def tell(turn: Turn, query: str) -> Screen:
    """A contact asks for what wasn't found; the first press takes the button away, so a second one counts nothing."""
    live = any(decode(data) == ("search.tell", [query]) for _label, data in turn.contact.screen or ())
    await missed.mark_told(turn.session, query, turn.now, again=live)
    _ = turn.gettext
    text = lines(bold(_("🔎 Search")), _("Thank you. Those who run Samooh will see it."))
    return Screen(text, rows=[[Button(_("🔎 Search"), "search.ask")], home_row(turn)])


async def open_needs(turn: Turn, need: str = "") -> str:
    """What the contact's cluster may share; who has none yet finds it among the clusters first."""
    if need and need not in turn.catalog.needs:
        raise Stale
    mine = turn.profile.cluster or ""
    return f"needs.show:{mine}" if mine in turn.catalog.clusters else "clusters.menu"


def _counted(typed: str) -> str:
    """What is kept of a query: its first words, folded; none with a figure, which may be of somebody's number.

    Nothing is kept of a text with an @, since that may be somebody's address.
    """
    if {"@", "＠"} & set(typed):
        return ""
    words = fold(" ".join(word for word in typed.split() if not any(map(str.isdigit, word)))).split()
    return " ".join(words[:KEPT_WORDS])[:KEPT].strip()


ROUTES = {
    "search.ask": ask,
    "search.typed": show_results,
    "search.tell": tell,
    "search.needs": open_needs,
}
