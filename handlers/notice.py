"""The privacy notice: what is kept, what for, for how long, and how to get rid of it.

Legal source: Digital Personal Data Protection Act, 2023, sections 5 and 6; rule 3 of the Rules of 2025.
"""

from __future__ import annotations

from db import contacts
from handlers.markup import bold, bullets, lines
from handlers.turn import Turn

VERSION = "2026-11"
PURPOSES = ("profile", "reminders", "alerts")


async def save_consent(turn: Turn, purpose: str, *, given: bool) -> None:
    """Write down, with date and notice version, what a contact agreed to or took back."""
    await contacts.add_consent(
        turn.session,
        turn.contact.id,
        purpose=purpose,
        given=given,
        language=turn.language,
        notice_version=VERSION,
        at=turn.now,
    )


def short_text(turn: Turn) -> str:
    """The notice on one screen, before anything is asked."""
    _ = turn.gettext
    return lines(
        bold(_("Before we start")),
        "",
        _("Samooh keeps your answers, your reminders and the alerts you choose, so that it can help you."),
        _("It keeps them until you delete them: Settings → My data. Nothing is sold or given away."),
        _("You must be 18 or older."),
        "",
        _("Without agreeing you can still read schemes and guides, search, and find help by place."),
    )


def full_text(turn: Turn) -> str:
    """The whole notice, item by item."""
    _ = turn.gettext
    kept = [
        _("Your chat number and language: to answer you."),
        _("What you make, where, how big, and your registrations: to find the schemes that fit you."),
        _("Reminders and the steps you finished: to remind you and to go on where you stopped."),
        _("The alerts you chose: to send you only those."),
        _("What you would share with others of your cluster: to tell all when there are enough. No name is shown."),
        _("Reports that a provider is wrong or closed: to correct the list."),
    ]
    return lines(
        bold(_("What is kept about you, and why")),
        bullets(kept),
        "",
        _("How long: until you delete it. What you type is read and then dropped."),
        _("See, download or delete it: Settings → My data. Take back alerts: /stop."),
        _("Complaints: first to the operator of this bot, then to the Data Protection Board of India."),
    )
