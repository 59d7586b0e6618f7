"""Help and the privacy notice."""

from __future__ import annotations

from handlers import notice
from handlers.common import home_row
from handlers.markup import bold, lines
from handlers.screen import AnyButton, Button, Keyboard, Screen
from handlers.turn import Turn


async def show_help(turn: Turn) -> Screen:
    """How to use the bot, in a few lines."""
    _ = turn.gettext
    text = lines(
        bold(_("❓ Help")),
        _("• Tap a button, or type what it says, or its number."),
        _("• Type a scheme, a product or a place to search."),
        _("• Type “remind me 25 Dec 10 am FSSAI” to set a reminder."),
        _("• Lost? Send /start."),
        "",
        _("Samooh is not a government office. It shows the source and the date of what it says."),
        _("Registration on Udyam and GeM is free. Never share an OTP."),
    )
    rows: Keyboard = [
        [Button(_("What is kept?"), "help.privacy"), Button(_("⏹ Stop alerts"), "stop.all")],
        home_row(turn),
    ]
    return Screen(text, rows=rows)


async def show_privacy(turn: Turn) -> Screen:
    """The whole notice."""
    _ = turn.gettext
    agree: list[AnyButton] = [] if turn.contact.agreed_at else [Button(_("✅ I agree"), "start.agree")]
    rows: Keyboard = [agree, [Button(_("🗂 My data"), "my_data.show")], home_row(turn)]
    return Screen(notice.full_text(turn), rows=rows)


ROUTES = {"help.open": show_help, "help.privacy": show_privacy}
