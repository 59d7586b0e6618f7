"""How the interest on a bill grows month by month, up to when its rate is known, and where that comes from."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, pairwise

from content.late_payment import TOOL, Rest, rests, to_paisa
from content.records import last_day
from db.invoices import Invoice
from handlers.bill_claim import doubt_words
from handlers.bill_facts import GONE, bears_interest, due, exact_rupees, get_bill, until
from handlers.calculator_screens import explanation
from handlers.calculator_words import counted_words
from handlers.common import home_row
from handlers.markup import bold, bullets, lines
from handlers.screen import Button, Keyboard, Screen
from handlers.turn import Turn
from locales import formats

MONTHS_SHOWN = 12  # one by one


async def show_rests(turn: Turn, invoice_id: int) -> Screen | str:
    """The interest month by month, each at the bank rate of its first day; the bill itself where it bears none."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    if not bears_interest(turn, one):
        return f"bills.show:{one.id}"
    text = lines(
        bold(turn.gettext("🧮 How the interest grows")),
        turn.gettext("Three times the bank rate, added to the bill every month."),
        bullets(_grown_lines(turn, one)),
        counted_words(turn),
        turn.gettext("A Council may count in another way; the difference is small."),
        rate_note(turn, one),
        doubt_words(turn),
    )
    rows: Keyboard = [[Button(turn.gettext("ℹ How and source"), "bills.source", one.id)]]
    return Screen(text, rows=[*rows, home_row(turn, "bills.show", one.id)])


def _grown_lines(turn: Turn, one: Invoice) -> list[str]:
    """The last months one by one, behind all earlier ones in one sum.

    Each is the difference of two rounded sums, so the lines add up to the interest that is claimed.
    """
    found = rests(turn.catalog.tools[TOOL], one.amount, due(turn, one), until(turn, one))
    sums = [Decimal(0), *(to_paisa(grown) for grown in accumulate(rest.interest for rest in found))]
    told = [
        _rest_line(turn, rest, after - before) for rest, (before, after) in zip(found, pairwise(sums), strict=True)
    ]
    if len(told) <= MONTHS_SHOWN:
        return told
    earlier = turn.gettext("Earlier months: %(amount)s") % {"amount": exact_rupees(turn, sums[-MONTHS_SHOWN - 1])}
    return [earlier, *told[-MONTHS_SHOWN:]]


def _rest_line(turn: Turn, rest: Rest, grown: Decimal) -> str:
    t = turn.translator
    return f"{formats.short_date(t, rest.start)} · {formats.percent(t, rest.rate)} · {exact_rupees(turn, grown)}"


async def show_source(turn: Turn, invoice_id: int) -> Screen:
    """How the last day and the interest are worked out, and where that comes from."""
    return Screen(explanation(turn, turn.catalog.tools[TOOL]), rows=[home_row(turn, "bills.show", invoice_id)])


def rate_note(turn: Turn, one: Invoice) -> str | None:
    """Up to which day the bank rate is known: whoever claims interest must look whether it still holds.

    None where nobody noted the day, and for a bill whose interest ends by then.
    """
    checked = turn.catalog.tools[TOOL].parameters["bank_rate"][-1].checked
    if checked is None or not bears_interest(turn, one) or until(turn, one) <= last_day(checked):
        return None
    day = formats.partial_date(turn.translator, checked)
    return turn.gettext("⚠ We know the bank rate up to %(date)s. Look at rbi.org.in before you claim.") % {
        "date": day
    }


ROUTES = {"bills.rests": show_rests, "bills.source": show_source}
