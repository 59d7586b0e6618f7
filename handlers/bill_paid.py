"""A bill is paid: on which day, and what that ends; or it wasn't paid after all."""

from __future__ import annotations

from datetime import date

from content.amounts import read_day
from db import invoices
from db.invoices import Invoice
from handlers.bill_facts import GONE, get_bill
from handlers.bill_reminders import end_reminders, set_reminders
from handlers.common import home_row
from handlers.markup import bold, brief, lines
from handlers.screen import Button, Screen
from handlers.turn import Turn


async def ask_day(turn: Turn, invoice_id: int) -> Screen | str:
    """On which day was it paid?"""
    one = await _waiting(turn, invoice_id)
    return one if isinstance(one, str) else await _ask(turn, one)


async def _waiting(turn: Turn, invoice_id: int) -> Invoice | str:
    """A bill that waits; of one that is gone or paid, where a stale button leads: its day of payment stays."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    return f"bills.show:{one.id}" if one.paid_on else one


async def _ask(turn: Turn, one: Invoice, sorry: str | None = None) -> Screen:
    await turn.ask("bills.paid_on", one.id)
    _ = turn.gettext
    text = lines(
        sorry, bold(f"💸 {one.title}"), _("On which day did the buyer pay?"), _("Type it, for example 5-3-2026.")
    )
    return Screen(text, rows=[[Button(_("Today"), "bills.paid_today", one.id)], home_row(turn, "bills.show", one.id)])


async def take_day(turn: Turn, invoice_id: int) -> Screen | str:
    """The day of payment was typed."""
    one = await _waiting(turn, invoice_id)
    if isinstance(one, str):
        return one
    day = read_day(turn.typed, turn.today)
    sorry = _why_not(turn, one, day)
    return await _ask(turn, one, sorry) if day is None or sorry else await _save(turn, one, day)


def _why_not(turn: Turn, one: Invoice, day: date | None) -> str | None:
    _ = turn.gettext
    if day is None:
        return _("⚠ We could not read a day in “%(text)s”.") % {"text": brief(turn.typed)}
    if day > turn.today:
        return _("⚠ That day is still to come.")
    if day < one.accepted_on:
        return "⚠ " + _("That is before the day of acceptance. Type a later day, or go back.")
    return None


async def take_today(turn: Turn, invoice_id: int) -> Screen | str:
    """Paid today."""
    one = await _waiting(turn, invoice_id)
    return one if isinstance(one, str) else await _save(turn, one, turn.today)


async def _save(turn: Turn, one: Invoice, day: date) -> str:
    """Keep the day; the reminders end."""
    await invoices.set_paid(turn.session, turn.contact.id, one.id, day)
    await end_reminders(turn, one.id)
    return f"bills.show:{one.id}"


async def save_unpaid(turn: Turn, invoice_id: int) -> str:
    """It was not paid after all: the reminders come again."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    await invoices.set_paid(turn.session, turn.contact.id, one.id, None)
    await end_reminders(turn, one.id)
    await set_reminders(turn, one)
    return f"bills.show:{one.id}"


ROUTES = {
    "bills.paid": ask_day,
    "bills.paid_on": take_day,
    "bills.paid_today": take_today,
    "bills.unpaid": save_unpaid,
}
