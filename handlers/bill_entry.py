"""A new bill in four questions: who owes, how much, accepted when, how many days agreed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from content.amounts import read_amount, read_day, read_number
from content.late_payment import PAISA
from db import invoices
from handlers.bill_claim import doubt_words
from handlers.bill_number import name_and_number
from handlers.bill_reminders import set_reminders
from handlers.common import ask_to_agree, home_row, in_columns
from handlers.markup import bold, brief, lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Screen
from handlers.turn import Turn
from locales import formats

DRAFT = "bill"  # the key under which the answers wait in the profile until all are there
BUYER_LIMIT = 60  # letters
MOST = Decimal(10**10)  # rupees
LONGEST_TERMS = 365  # days
NEEDED = {"amount": "buyer", "day": "paise", "terms": "accepted"}  # a question, and the answer that comes before it
USUAL_TERMS = (0, 15, 30, 45, 60, 90)


async def begin(turn: Turn) -> Screen:
    """A bill from its first question on."""
    if refusal := ask_to_agree(turn, "bills.new"):
        return refusal
    await _keep(turn, {})
    return await _ask_buyer(turn)


async def ask(turn: Turn, question: str) -> Screen:
    """Ask one of the questions again, or go on to it; the answers so far stay."""
    if question != "buyer" and NEEDED.get(question, "") not in _draft(turn):
        raise Stale
    asked = {"buyer": _ask_buyer, "amount": _ask_amount, "day": _ask_day, "terms": _ask_terms}
    return await asked[question](turn)


async def _ask_buyer(turn: Turn) -> Screen:
    await turn.ask("bills.buyer")
    _ = turn.gettext
    told = turn.contact.profile.get(DRAFT) or {}
    text = lines(
        bold(_("➕ Add a bill")),
        *(_so_far(turn) if told else []),
        _("Who is the buyer? Type the name, and the bill's number behind a comma: Arora Traders, 17/26."),
        doubt_words(turn),
    )
    return Screen(text, rows=[_go_on(turn, told, "amount"), home_row(turn, "bills.menu", 0)])


async def take_buyer(turn: Turn) -> Screen:
    """The buyer's name was typed."""
    told = turn.contact.profile.get(DRAFT) or {}
    await _keep(turn, {**told, "buyer": brief(" ".join(turn.typed.split()), BUYER_LIMIT)})
    return await _ask_amount(turn)


def _go_on(turn: Turn, told: dict[str, Any], question: str) -> list[AnyButton]:
    """The way to the next question, where this one was answered before; empty where it wasn't."""
    return [Button(turn.gettext("▶ Go on"), "bills.ask", question)] if NEEDED[question] in told else []


async def _ask_amount(turn: Turn, sorry: str | None = None) -> Screen:
    await turn.ask("bills.amount")
    _ = turn.gettext
    text = lines(sorry, *_so_far(turn), _("How much is the bill? Type it, for example 2.5 lakh or 2,50,000."))
    return Screen(text, rows=[_go_on(turn, _draft(turn), "day"), home_row(turn, "bills.ask", "buyer")])


async def take_amount(turn: Turn) -> Screen:
    """The amount was typed."""
    _, amount = turn.gettext, read_amount(turn.typed)
    if amount is None:
        sorry = _("⚠ We could not read an amount in “%(text)s”. Commas stand as in 12,50,000.")
        return await _ask_amount(turn, sorry % {"text": brief(turn.typed)})
    if not PAISA <= amount <= MOST:
        most = formats.rupees_short(turn.translator, MOST)
        return await _ask_amount(turn, _("⚠ Type an amount above 0, up to %(most)s.") % {"most": most})
    await _keep(turn, {**_draft(turn), "paise": int(amount * 100)})
    return await _ask_day(turn)


async def _ask_day(turn: Turn, sorry: str | None = None) -> Screen:
    await turn.ask("bills.day")
    _ = turn.gettext
    text = lines(
        sorry,
        *_so_far(turn),
        _("On which day did the buyer accept the goods or the service? Usually that is the day of delivery."),
        _("Type it, for example 5-3-2026."),
    )
    today: list[AnyButton] = [Button(_("Today"), "bills.today"), *_go_on(turn, _draft(turn), "terms")]
    return Screen(text, rows=[today, home_row(turn, "bills.ask", "amount")])


async def take_day(turn: Turn) -> Screen:
    """The day was typed."""
    today = turn.today
    day = read_day(turn.typed, today)
    if day is None or day > today:
        _ = turn.gettext
        sorry = _("⚠ That day is still to come.") if day else _("⚠ We could not read a day in “%(text)s”.")
        return await _ask_day(turn, sorry % {"text": brief(turn.typed)} if day is None else sorry)
    return await _with_day(turn, day)


async def take_today(turn: Turn) -> Screen:
    """Accepted today."""
    return await _with_day(turn, turn.today)


async def _with_day(turn: Turn, day: date) -> Screen:
    draft = _draft(turn)
    if "paise" not in draft:
        raise Stale
    await _keep(turn, {**draft, "accepted": day.isoformat()})
    return await _ask_terms(turn)


async def _ask_terms(turn: Turn, sorry: str | None = None) -> Screen:
    await turn.ask("bills.terms")
    _ = turn.gettext
    usual: list[AnyButton] = [
        Button(
            turn.ngettext("%(n)s day", "%(n)s days", days) % {"n": formats.number(turn.translator, days)}
            if days
            else _("Nothing in writing"),
            "bills.save",
            days,
        )
        for days in USUAL_TERMS
    ]
    text = lines(
        sorry,
        *_so_far(turn),
        _("How many days to pay were agreed in writing? The law allows at most 45, whatever was agreed."),
    )
    return Screen(text, rows=[*in_columns(usual, 3), home_row(turn, "bills.ask", "day")])


async def take_terms(turn: Turn) -> Screen | str:
    """The days were typed."""
    number = read_number(turn.typed, "days")
    if number is None or number % 1 or not 0 <= number <= LONGEST_TERMS:
        return await _ask_terms(turn, turn.gettext("⚠ Type a number of days from 0 to 365."))
    return await save(turn, int(number))


async def save(turn: Turn, days: int) -> Screen | str:
    """Keep the bill and its reminders; a second tap finds no answers and changes nothing."""
    draft = _draft(turn)
    if "accepted" not in draft or not 0 <= days <= LONGEST_TERMS:
        raise Stale
    accepted = date.fromisoformat(draft["accepted"])
    amount = Decimal(draft["paise"]) / 100
    buyer, printed = name_and_number(draft["buyer"])
    number = await invoices.add_invoice(
        turn.session, turn.contact.id, buyer, amount, accepted, days, turn.now, printed
    )
    await turn.change(profile={name: value for name, value in turn.contact.profile.items() if name != DRAFT})
    one = await invoices.get_invoice(turn.session, turn.contact.id, number)
    if one is not None:
        await set_reminders(turn, one)
    return f"bills.show:{number}"


def _so_far(turn: Turn) -> list[str | None]:
    """The answers given, so that a slip is seen."""
    draft = _draft(turn)
    t = turn.translator
    amount = formats.rupees_short(t, Decimal(draft["paise"]) / 100) if "paise" in draft else None
    accepted = formats.short_date(t, date.fromisoformat(draft["accepted"])) if "accepted" in draft else None
    return [bold(" · ".join(filter(None, (draft.get("buyer"), amount, accepted))))]


def _draft(turn: Turn) -> dict[str, Any]:
    """The answers so far.

    Raises Stale when there are none.
    """
    draft = turn.contact.profile.get(DRAFT)
    if not isinstance(draft, dict) or "buyer" not in draft:
        raise Stale
    return draft


async def _keep(turn: Turn, draft: dict[str, Any]) -> None:
    await turn.change(profile={**turn.contact.profile, DRAFT: draft})


ROUTES = {
    "bills.new": begin,
    "bills.ask": ask,
    "bills.buyer": take_buyer,
    "bills.amount": take_amount,
    "bills.day": take_day,
    "bills.today": take_today,
    "bills.terms": take_terms,
    "bills.save": save,
}
