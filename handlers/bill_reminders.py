"""The reminders of a bill: before its last day, on it, and after it until it is paid."""

from __future__ import annotations

from datetime import datetime

from content.ladder import Ladder, next_moment
from content.late_payment import steps
from db import outbox, reminders
from db.invoices import Invoice
from handlers.bill_facts import last_day
from handlers.turn import Turn

ABOUT = "invoice:"
NOT_AGREED = "msme-15-receivable"  # the compliance dates that say when to remind
AGREED = "msme-45-receivable"


def next_step(turn: Turn, one: Invoice) -> tuple[Ladder, datetime] | None:
    """The steps before the last day, on it and every month after it, and when the next comes.

    None once the time to claim is over, or where there is no last day.
    """
    last = last_day(turn, one)
    if last is None:
        return None
    leads = turn.catalog.dates[AGREED if one.agreed_days else NOT_AGREED].lead_days
    ladder = Ladder(steps(leads, last), due=last)
    moment = next_moment(ladder, turn.zone, turn.now, lambda _start: ())
    return (ladder, moment) if moment else None


async def is_reminded(turn: Turn, invoice_id: int) -> bool:
    """Whether a bill has a reminder that comes."""
    found = await reminders.get_reminders(turn.session, turn.contact.id)
    return any(one.about == f"{ABOUT}{invoice_id}" for one in found)


async def set_reminders(turn: Turn, one: Invoice) -> None:
    """Remind of a bill as long as there is a step to come."""
    coming = next_step(turn, one)
    if coming is None:
        return
    ladder, moment = coming
    columns = {
        "title": bill_title(turn, one),
        "rule": ladder.to_text(),
        "zone": turn.contact.zone,
        "next_due_at": moment,
        "about": f"{ABOUT}{one.id}",
    }
    await reminders.add_reminder(turn.session, turn.contact.id, turn.now, **columns)


def bill_title(turn: Turn, one: Invoice) -> str:
    """What a bill's reminders are called."""
    return turn.gettext("Bill: %(buyer)s") % {"buyer": one.title}


async def end_reminders(turn: Turn, invoice_id: int) -> None:
    """End the reminders of a bill, also one that is on its way."""
    about = f"{ABOUT}{invoice_id}"
    for one in await reminders.get_reminders(turn.session, turn.contact.id):
        if one.about == about:
            await outbox.cancel_reminder(turn.session, one.id)
    await reminders.end_about(turn.session, turn.contact.id, about)
