"""First contact: language, notice, and the four questions of the profile; deep links."""

from __future__ import annotations

from handlers import notice
from handlers.callback_data import encode
from handlers.common import in_columns
from handlers.home import show_home
from handlers.links import link_route
from handlers.markup import bold, lines
from handlers.profile import ask_next
from handlers.routes import Stale
from handlers.screen import Button, Screen
from handlers.turn import Turn
from locales import LANGUAGES, available, match, translator

LINK_LIMIT = 44  # what a language button has room for


async def open_start(turn: Turn) -> Screen:
    """The first screen of a new contact; home for one we know."""
    if turn.contact.language is None:
        return await ask_language(turn)
    return await show_home(turn)


async def ask_language(turn: Turn, link: str = "") -> Screen:
    """Offer each language in its own script, the one of the contact's app first."""
    own = match(turn.contact.client_language)
    codes = [own, *(code for code in available() if code != own)]
    arguments = [link] if link else []
    buttons = [Button(LANGUAGES[code].name, "start.language", code, *arguments) for code in codes]
    greetings = (bold(translator(code).gettext("Choose your language")) for code in codes)
    return Screen(lines("🙏 Samooh · समूह · சமூகம்", "", *greetings), rows=in_columns(buttons))


async def save_language(turn: Turn, code: str, link: str = "") -> Screen | str:
    """Keep the language; a newcomer sees the notice next, or what the link led to."""
    if code not in available():
        raise Stale
    new = turn.contact.language is None
    await turn.change(language=code)
    turn.translator = translator(code)
    if link:
        return await follow_link(turn, link)
    return show_notice(turn) if new or turn.contact.agreed_at is None else await show_home(turn)


def show_notice(turn: Turn) -> Screen:
    """What is kept, what for, for how long, and how to delete it, before anything is asked."""
    _ = turn.gettext
    return Screen(
        notice.short_text(turn),
        rows=[
            [Button(_("✅ I agree"), "start.agree")],
            [Button(_("Read more"), "help.privacy")],
            [Button(_("Go on without"), "home.open")],
        ],
    )


async def save_agreement(turn: Turn, route: str = "", first: str = "", second: str = "") -> Screen | str:
    """Write the consent down and go on: to what was asked for, or to the profile's questions."""
    await turn.change(agreed_at=turn.now)
    for purpose in notice.PURPOSES:
        await notice.save_consent(turn, purpose, given=True)
    if route:
        return encode(*(word for word in (route, first, second) if word))
    return await ask_next(turn)


async def open_link(turn: Turn, payload: str) -> Screen | str:
    """Open what a deep link names; a newcomer picks the language first."""
    if turn.contact.language is None:
        return await ask_language(turn, payload if link_route(payload) and len(payload) < LINK_LIMIT else "")
    return await follow_link(turn, payload)


async def follow_link(turn: Turn, payload: str) -> Screen | str:
    """Open what a link names; anything else is home."""
    return link_route(payload) or "home.open"


ROUTES = {
    "start.open": open_start,
    "start.language": save_language,
    "start.agree": save_agreement,
    "start.link": open_link,
}
