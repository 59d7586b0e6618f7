"""Stopping all alerts in one step; reminders that the contact set and ticks for shared needs stay."""

from __future__ import annotations

from db import alerts, needs, outbox, reminders
from handlers import notice
from handlers.common import home_row
from handlers.markup import bold, lines
from handlers.screen import Button, Keyboard, Screen
from handlers.turn import Turn
from locales.formats import number


async def stop_all(turn: Turn) -> Screen:
    """End every alert now, and say what stays."""
    await alerts.unsubscribe(turn.session, turn.contact.id)
    await outbox.suppress_alerts(turn.session, turn.contact.id)
    await turn.after_alerts()
    await notice.save_consent(turn, "alerts", given=False)
    ticks = await needs.get_ticks(turn.session, turn.contact.id)  # they still count; nothing is told of them
    if ticks:
        await notice.save_consent(turn, needs.PURPOSE, given=False)
    kept = len(await reminders.get_reminders(turn.session, turn.contact.id))
    _ = turn.gettext
    stays = turn.ngettext("%(n)s reminder that you set stays.", "%(n)s reminders that you set stay.", kept)
    text = lines(
        bold(_("⏹ All alerts are stopped.")),
        _("Nothing comes about what your cluster would share either. Your ticks still count.") if ticks else None,
        stays % {"n": number(turn.translator, kept)} if kept else None,
        _("Come back any time: /alerts."),
    )
    rows: Keyboard = [
        [Button(_("⏰ My reminders"), "reminders.list", 0), Button(_("🗑 Delete my data"), "my_data.ask")],
        home_row(turn),
    ]
    return Screen(text, rows=rows, new=True)


ROUTES = {"stop.all": stop_all}
