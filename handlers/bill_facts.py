"""What is known of a bill: whose it is, by when it must be paid, and what its interest is."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from content.late_payment import TOOL, due_day, interest, rate_known
from db import invoices
from db.invoices import Invoice
from handlers.bill_claim import can_claim
from handlers.calculator_words import no_rate_words
from handlers.turn import Turn
from locales import formats

GONE = "bills.menu"  # where a button of a bill that was deleted leads


async def get_bill(turn: Turn, invoice_id: int) -> Invoice | None:
    """One of the contact's bills, if it is still there."""
    return await invoices.get_invoice(turn.session, turn.contact.id, invoice_id)


def due(turn: Turn, one: Invoice) -> date:
    """The last day to pay by law, on which interest and the letter rest."""
    return due_day(turn.catalog.tools[TOOL], one.accepted_on, one.agreed_days)


def last_day(turn: Turn, one: Invoice) -> date | None:
    """The last day to pay by law; a medium unit, which it doesn't protect, has what was agreed, or None."""
    if can_claim(turn):
        return due(turn, one)
    return one.accepted_on + timedelta(days=one.agreed_days) if one.agreed_days else None


def until(turn: Turn, one: Invoice) -> date:
    """The day up to which interest runs: that of the payment, today while the bill waits."""
    return one.paid_on or turn.today


def days_late(turn: Turn, one: Invoice) -> int:
    """By how many days the bill was, or is, late; 0 while there is time, or no day to be late for."""
    last = last_day(turn, one)
    return max(0, (until(turn, one) - last).days) if last else 0


def no_rate(turn: Turn, one: Invoice) -> str | None:
    """That the bank rate of a bill's time isn't known, as a warning; None where it is, or no interest is claimed."""
    tool = turn.catalog.tools[TOOL]
    return None if not can_claim(turn) or rate_known(tool, due(turn, one)) else no_rate_words(turn, tool)


def bears_interest(turn: Turn, one: Invoice) -> bool:
    """Whether the bill was, or is, late, and its interest can be claimed and counted."""
    return days_late(turn, one) > 0 and can_claim(turn) and no_rate(turn, one) is None


def interest_so_far(turn: Turn, one: Invoice) -> Decimal:
    """Interest to the day of payment, or to today, in rupees and paise; none where the bill bears none."""
    if not bears_interest(turn, one):
        return Decimal(0)
    return interest(turn.catalog.tools[TOOL], one.amount, due(turn, one), until(turn, one))


def exact_rupees(turn: Turn, amount: Decimal) -> str:
    """An amount to the paisa; whole rupees without a fraction."""
    shown = amount.quantize(Decimal("0.01"))
    return formats.rupees(turn.translator, int(shown) if shown == int(shown) else shown)
