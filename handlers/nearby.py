"""Help near me: a kind of help, a place, and the nearest who give it."""

from __future__ import annotations

from content.providers import Provider, distance_km
from db import providers
from handlers import places
from handlers.cluster_words import place_word, source_line
from handlers.common import home_row, in_columns, page_row
from handlers.markup import bold, brief, bullets, italic, lines
from handlers.names import body_name
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, LinkButton, Screen, ShareButton, Venue, pages
from handlers.turn import Turn
from handlers.words import confidence_words, state_name
from locales.formats import distance, partial_date

LEAST, MOST = 6, 30
HERE = "profile"  # stands for the contact's own place in a button


async def show_menu(turn: Turn, token: str = HERE) -> Screen:
    """Choose the kind of help."""
    _ = turn.gettext
    token = plain_token(turn, token)
    buttons = [Button(category_name(turn, name), "nearby.at", name, token) for name in turn.catalog.categories]
    text = lines(bold(_("📍 Help near me")), _("What kind of help do you need?"))
    return Screen(text, rows=[*in_columns(buttons), home_row(turn)])


def category_name(turn: Turn, category: str) -> str:
    """A kind of help in the contact's language."""
    return turn.say(f"category-{category}", "name", turn.catalog.categories[category].name)


async def show_around(turn: Turn, category: str, token: str = HERE, page: int = 0) -> Screen:
    """The nearest providers of a kind, with their distance; asks for the place when it isn't known."""
    if category not in turn.catalog.categories:
        raise Stale
    point = point_of(turn, token)
    if point is None:
        return await places.ask_place(turn, f"near-{category}")
    token = plain_token(turn, token)
    found = await _nearest(turn, category, point)
    shown, page, count = pages(found, page, 5)
    _ = turn.gettext
    text = [_line(turn, number, provider, km) for number, (km, provider) in enumerate(shown, start=1)]
    buttons: Keyboard = [
        [Button(brief(f"{n}. {_name(turn, provider)}"), "nearby.show", provider.code, category, token, page)]
        for n, (_km, provider) in enumerate(shown, start=1)
    ]
    empty = None if found else _("None found. Choose another kind of help.")
    moves = page_row(turn, page, count, "nearby.at", category, token)
    rows: Keyboard = [
        *buttons,
        moves,
        [Button(_("✏ Another place"), "places.ask", f"near-{category}")],
        home_row(turn, "nearby.menu_at", token),
    ]
    return Screen(lines(bold(category_name(turn, category)), empty, *text), rows=rows)


def point_of(turn: Turn, token: str) -> tuple[float, float] | None:
    """Latitude and longitude of a place in a button, or of the contact's own; None where that isn't known."""
    if token == HERE:
        profile = turn.profile
        if profile.latitude is None or profile.longitude is None:
            return None
        return profile.latitude, profile.longitude
    try:
        latitude, longitude = map(float, token.split(","))
    except ValueError:
        return None
    # India lies well within, and two figures before the point are all that a button can carry further.
    return (latitude, longitude) if 0 <= latitude < 99 and 0 <= longitude < 99 else None


def plain_token(turn: Turn, token: str) -> str:
    """A place as short as a button writes it, to about a hundred metres; anything else is the contact's own."""
    point = point_of(turn, token) if token != HERE else None
    return f"{point[0]:.3f},{point[1]:.3f}" if point else HERE


async def _nearest(turn: Turn, category: str, point: tuple[float, float]) -> list[tuple[float, Provider]]:
    found = await providers.get_nearest(turn.session, category, point, LEAST, MOST, distance_km)
    ranked = [(km, Provider.from_record(record)) for km, record in found]
    return sorted(ranked, key=lambda pair: (pair[0], pair[1].name))


def _name(turn: Turn, provider: Provider) -> str:
    return body_name(turn, provider.name)


def _line(turn: Turn, number: int, provider: Provider, km: float) -> str:
    town = None if provider.names_town else place_word(turn, provider.town)
    name = ", ".join(filter(None, (_name(turn, provider), town)))
    about = {"n": number, "name": name, "distance": distance(turn.translator, km)}
    return turn.gettext("%(n)s. %(name)s (%(distance)s)") % about


async def show_provider(turn: Turn, code: str, category: str = "", token: str = HERE, page: int = 0) -> Screen:
    """One provider: what it does, where, how to reach it, and how far this can be trusted.

    `category`, `token` and `page` are the list that it was opened from.
    """
    provider = await _provider(turn, code)
    text = provider_text(turn, provider)
    _ = turn.gettext
    links: list[AnyButton] = [LinkButton(_("🌐 Official page"), provider.url)] if provider.url else []
    listed = (category, plain_token(turn, token), page) if category in turn.catalog.categories else ()
    rows: Keyboard = [
        [
            Button(_("🗺 Show on the map"), "nearby.map", code, *listed),
            ShareButton(_("↗ Share"), brief(provider.name)),
        ],
        links,
        [
            Button(_("ℹ Source and date"), "nearby.source", code, *listed),
            Button(_("🚩 Wrong or closed?"), "nearby.report", code, *listed),
        ],
        home_row(turn, *(("nearby.at", *listed) if listed else ("nearby.menu",))),
    ]
    return Screen(text, rows=rows)


def provider_text(turn: Turn, provider: Provider) -> str:
    """What a provider does, where it is and how to reach it, as HTML."""
    _ = turn.gettext
    languages = [turn.say("provider", "languages", one) for one in provider.languages]
    return lines(
        bold(_name(turn, provider)),
        " · ".join(category_name(turn, name) for name in provider.categories if name in turn.catalog.categories),
        "",
        bullets([turn.say("provider", "services", one) for one in provider.services]) if provider.services else None,
        f"📍 {provider_address(turn, provider)}",
        f"☎ {provider.phone}" if provider.phone else _("☎ No confirmed phone number."),
        f"✉ {provider.email}" if provider.email else None,
        _("🗣 %(languages)s") % {"languages": ", ".join(languages)} if languages else None,
        _("Opening hours are not known: call before you go."),
        "",
        confidence_words(turn, provider.confidence),
    )


def provider_address(turn: Turn, provider: Provider) -> str:
    """Streets as they are; towns, districts and the state in the contact's language."""
    parts = provider.place(state_name(turn, provider.state)).split(", ")
    return ", ".join(place_word(turn, part) for part in parts)


async def _provider(turn: Turn, code: str) -> Provider:
    provider = await find_provider(turn, code)
    if provider is None:
        raise Stale
    return provider


async def find_provider(turn: Turn, code: str) -> Provider | None:
    """The provider of a code; None where it isn't shown any more."""
    record = await providers.get_provider(turn.session, code)
    return Provider.from_record(record) if record else None


async def show_map(turn: Turn, code: str, category: str = "", token: str = HERE, page: int = 0) -> Screen:
    """A real map pin."""
    provider = await _provider(turn, code)
    if provider.latitude is None or provider.longitude is None:
        raise Stale
    _ = turn.gettext
    exact = (
        _("The pin shows the town, not the door.")
        if provider.precision == "town"
        else _("The pin shows the PIN code area.")
    )
    name, street = _name(turn, provider), provider.address or place_word(turn, provider.town)
    pin = Venue(provider.latitude, provider.longitude, name[:100], street)
    text = lines(_english_name(turn, provider), exact)
    return Screen(text, rows=[home_row(turn, *_shown(code, category, token, page))], attachments=[pin])


def _english_name(turn: Turn, provider: Provider) -> str | None:
    """The name as signs and maps have it, where the contact reads another one."""
    return italic(provider.name) if _name(turn, provider) != provider.name else None


def _shown(code: str, category: str, token: str, page: int) -> tuple[object, ...]:
    """The way back to a provider, with the list that it was opened from."""
    return ("nearby.show", code, category, token, page) if category else ("nearby.show", code)


async def show_source(turn: Turn, code: str, category: str = "", token: str = HERE, page: int = 0) -> Screen:
    """Where the entry comes from."""
    provider = await _provider(turn, code)
    _ = turn.gettext
    when = (
        _("As of %(date)s") % {"date": partial_date(turn.translator, provider.as_of)}
        if provider.as_of
        else _("The sources carry no date.")
    )
    text = lines(
        bold(_name(turn, provider)),
        _english_name(turn, provider),
        when,
        confidence_words(turn, provider.confidence) or _("Confirmed by the sources."),
        source_line(turn, provider.source),
        provider.note or None,
    )
    return Screen(text, rows=[home_row(turn, *_shown(code, category, token, page))])


async def ask_report(turn: Turn, code: str, category: str = "", token: str = HERE, page: int = 0) -> Screen:
    """What is wrong with the entry?"""
    provider = await _provider(turn, code)
    _ = turn.gettext
    rows: Keyboard = [
        [Button(_("Address or phone is wrong"), "nearby.reported", code, "wrong", token)],
        [Button(_("It is closed"), "nearby.reported", code, "closed", token)],
        home_row(turn, *_shown(code, category, token, page)),
    ]
    return Screen(lines(bold(_name(turn, provider)), _("What is wrong?")), rows=rows)


async def save_report(turn: Turn, code: str, kind: str, token: str = HERE) -> Screen:
    """Keep the report for the operator."""
    if kind not in {"wrong", "closed"}:
        raise Stale
    provider = await _provider(turn, code)
    await providers.add_report(turn.session, turn.contact.id, provider.code, kind, turn.now)
    text = turn.gettext("Thank you. The operator will check it.")
    return Screen(lines(bold(_name(turn, provider)), text), rows=[home_row(turn, "nearby.menu_at", token)])


ROUTES = {
    "nearby.menu": show_menu,
    "nearby.menu_at": show_menu,
    "nearby.at": show_around,
    "nearby.show": show_provider,
    "nearby.map": show_map,
    "nearby.source": show_source,
    "nearby.report": ask_report,
    "nearby.reported": save_report,
}
