"""A bill's number: told from what was typed with the buyer, and asked for where the letter lacks it."""

from __future__ import annotations

import re

from db import invoices
from db.invoices import Invoice
from handlers.bill_facts import GONE, get_bill
from handlers.common import home_row
from handlers.markup import bold, lines
from handlers.screen import Screen
from handlers.turn import Turn

LIMIT = 30  # letters
_BILL = r"(?:(?:bill|invoice|inv)\b|बिल|பில்)\.?"
_NUMBERED = re.compile(
    rf"(?P<buyer>\S.*?)\s*(?:,\s*{_BILL}|,|\s{_BILL})\s*(?:(?:no|number)\b\.?|नंबर|नं\.?|எண்)?\s*[:#]?\s*(?P<number>\S*\d\S*)",
    re.IGNORECASE,
)


def name_and_number(typed: str) -> tuple[str, str | None]:
    """The buyer and the bill's number, typed together: "Arora Traders, 17/26" or "Arora Traders bill no. 17"."""
    found = _NUMBERED.fullmatch(typed)
    return (found["buyer"], found["number"]) if found else (typed, None)


def buyer_and_number(one: Invoice) -> tuple[str, str | None]:
    """The same of a bill; one of an older release holds both in its buyer."""
    return (one.buyer, one.number) if one.number else name_and_number(one.buyer)


async def ask_number(turn: Turn, invoice_id: int, code: str) -> Screen | str:
    """Which number stands on the bill? `code` is the language of the letter that lacks it."""
    one = await get_bill(turn, invoice_id)
    return await _ask(turn, one, code) if one else GONE


async def _ask(turn: Turn, one: Invoice, code: str, sorry: str | None = None) -> Screen:
    await turn.ask("bills.number_typed", one.id, code)
    text = lines(
        sorry, bold(f"💸 {one.title}"), turn.gettext("Which number stands on the bill? Type it as it is there.")
    )
    return Screen(text, rows=[home_row(turn, "bills.letter", one.id, code)])


async def take_number(turn: Turn, invoice_id: int, code: str) -> Screen | str:
    """The number was typed."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    number = " ".join(turn.typed.split())
    if not 0 < len(number) <= LIMIT:
        return await _ask(turn, one, code, turn.gettext("⚠ That is too long for a bill's number."))
    await invoices.set_number(turn.session, turn.contact.id, one.id, buyer_and_number(one)[0], number)
    return f"bills.letter:{one.id}:{code}"


ROUTES = {"bills.number": ask_number, "bills.number_typed": take_number}
