"""The check against fake portals, and where old names and moved portals lead today."""

from __future__ import annotations

from content.portals import Checked, check_host, find_host, names_fee, names_phone
from handlers.common import home_row
from handlers.markup import bold, brief, lines
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, LinkButton, Screen
from handlers.turn import Turn
from handlers.words import confidence_words
from locales.formats import partial_date


def check_typed(turn: Turn) -> Screen | None:
    """What is known of an address, a number or a fee that was typed; None for any other text."""
    if host := find_host(turn.typed):
        return _address(turn, check_host(host, turn.catalog.official_hosts))
    if names_phone(turn.typed):
        return _phone(turn)
    guide = next((one for one in turn.catalog.guides if one in turn.typed.lower()), None)
    if guide and names_fee(turn.typed):
        return _fee(turn, guide)
    return None


def _address(turn: Turn, checked: Checked) -> Screen:
    _ = turn.gettext
    said = {
        "official": _("✅ This address is on our list of official ones."),
        "imitation": _("⚠ Careful: this is not on our list of official addresses, and it looks like one."),
        "unknown": _("❔ This address is not on our list. We can't say that it is safe."),
    }
    like = _("The official one is: %(host)s") % {"host": checked.like} if checked.like else None
    free = None if checked.kind == "official" else _("The official fee for Udyam and GeM is nil. Pay nobody for it.")
    otp = _("Never tell anybody an OTP or a password.")
    links: list[AnyButton] = [LinkButton(checked.like, f"https://{checked.like}")] if checked.like else []
    text = lines(bold(brief(checked.host)), said[checked.kind], like, free, otp)
    return Screen(text, rows=[links, *_guides(turn), home_row(turn)])


def _phone(turn: Turn) -> Screen:
    _ = turn.gettext
    lines_ = [
        f"{turn.say(one.id, 'helplines.name', one.name)}: {', '.join(one.phones)}"
        for guide in turn.catalog.guides.values()
        for one in guide.helplines
        if one.phones
    ]
    text = lines(
        bold(_("We can't check whose number that is.")),
        _("No office asks for an OTP or for money by telephone. Official helplines:"),
        *lines_,
    )
    return Screen(text, rows=[*_guides(turn), home_row(turn)])


def _fee(turn: Turn, guide_id: str) -> Screen:
    _ = turn.gettext
    guide = turn.catalog.guides[guide_id]
    text = lines(
        bold(turn.say(guide_id, "title", guide.title)),
        _("The official fee is nil. Who asks for money isn't the government."),
    )
    return Screen(
        text, rows=[[LinkButton(brief(guide.portal_url), guide.portal_url)], *_guides(turn), home_row(turn)]
    )


def _guides(turn: Turn) -> Keyboard:
    _ = turn.gettext
    return [[Button(_("🪪 Udyam"), "guides.open", "udyam"), Button(_("🛒 GeM"), "guides.open", "gem")]]


async def show_moved(turn: Turn, name: str) -> Screen:
    """An old name: what took its place, since when, and the way there."""
    one = turn.catalog.moved.get(name)
    if one is None:
        raise Stale
    _ = turn.gettext
    record = f"moved-{name}"
    old, today = turn.say(record, "old", one.old), turn.say(record, "today", one.today)
    route, *words = one.route.split(":")
    text = lines(
        bold(old),
        _("Today: %(name)s, since %(date)s.")
        % {"name": today, "date": partial_date(turn.translator, one.changed_on)},
        turn.say(record, "note", one.note),
        confidence_words(turn, one.confidence),
        *source_lines(turn, record, one),
    )
    return Screen(text, rows=[[Button(brief("▶ " + today), route, *words)], home_row(turn)])


ROUTES = {"portals.moved": show_moved}
