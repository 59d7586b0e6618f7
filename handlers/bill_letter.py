"""The letter to a buyer who pays late: in English or in the owner's language, as text and as a PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from db.invoices import Invoice
from handlers.bill_claim import can_claim, doubt, doubt_words
from handlers.bill_facts import GONE, days_late, due, exact_rupees, get_bill, interest_so_far, no_rate
from handlers.bill_interest import rate_note
from handlers.bill_number import ROUTES as NUMBER
from handlers.bill_number import buyer_and_number
from handlers.bills import missing_answers
from handlers.common import home_row
from handlers.markup import bold, lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Document, Keyboard, Screen
from handlers.turn import Turn
from locales import LANGUAGES, available, formats, translator
from locales.letter_pdf import can_write, write_letter

ANSWER_WITHIN = timedelta(days=7)
BLANK = "__________"


async def show_letter(turn: Turn, invoice_id: int, code: str, sure: int = 0) -> Screen | str:
    """The letter as text, to be copied; what only the owner knows is left blank.

    Where the law may not protect the owner, that is said first; `sure` 1 means that it was read.
    """
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    there = _in_language(turn, code)
    if _nothing_to_ask(turn, one):
        return f"bills.show:{one.id}"
    if _must_be_warned(turn, sure):
        return _warning(turn, one.id, code)
    _ = turn.gettext
    languages = dict.fromkeys(("en", turn.language))
    buttons: list[AnyButton] = [
        Button(LANGUAGES[other].name, "bills.letter", one.id, other, sure) for other in languages if other != code
    ]
    said = letter(there, one)
    file: list[AnyButton] = [Button(_("📄 As PDF"), "bills.pdf", one.id, code, sure)]
    pdf = file if can_write(code, said) else []
    odd = None if pdf or not can_write() else _("⚠ No PDF: it can't show every letter of this name. Copy the text.")
    text = lines(
        bold(_("✉ Letter to the buyer")),
        _("Copy it, fill in the blanks, send it by e-mail and registered post."),
        rate_note(turn, one),
        doubt_words(turn) or _("Was your Udyam older than the order? Otherwise the claim can be refused."),
        odd,
        "",
        *said,
    )
    label = _("✏ Bill number") if buyer_and_number(one)[1] else _("➕ Bill number")
    number: list[AnyButton] = [Button(label, "bills.number", one.id, code)]
    return Screen(text, rows=[[*pdf, *buttons], number, home_row(turn, "bills.show", one.id)])


def _must_be_warned(turn: Turn, sure: int) -> bool:
    return doubt(turn) is not None and not (sure and can_claim(turn))


def _warning(turn: Turn, invoice_id: int, code: str) -> Screen:
    """The doubt on a screen of its own; the letter itself is one tap further, but not for a medium enterprise."""
    _ = turn.gettext
    rows: Keyboard = [
        missing_answers(turn, invoice_id) or [Button(_("✏ My answers"), "settings.profile")],
        [Button(_("✉ The letter all the same"), "bills.letter", invoice_id, code, 1)] if can_claim(turn) else [],
        [Button(_("📘 The law and the ways"), "rules.chapter", "getting-paid", 0)],
        home_row(turn, "bills.show", invoice_id),
    ]
    return Screen(lines(bold(_("✉ Letter to the buyer")), doubt_words(turn)), rows=rows)


def _nothing_to_ask(turn: Turn, one: Invoice) -> bool:
    """Whether no letter is written: the bill was paid in time, or nobody can say how much interest it bears."""
    return (one.paid_on is not None and not days_late(turn, one)) or no_rate(turn, one) is not None


async def send_pdf(turn: Turn, invoice_id: int, code: str, sure: int = 0) -> Screen | str:
    """The letter as a file; `sure` as for the text."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    there = _in_language(turn, code)
    if _nothing_to_ask(turn, one):
        return f"bills.show:{one.id}"
    if _must_be_warned(turn, sure):
        return _warning(turn, one.id, code)
    said = letter(there, one)
    if not can_write(code, said):
        return f"bills.letter:{one.id}:{code}:{sure}"
    text = lines(
        bold(turn.gettext("✉ Letter to the buyer")),
        turn.gettext("Fill in the blanks and sign it."),
        rate_note(turn, one),
    )
    file = Document(f"letter-{code}.pdf", write_letter(code, said))
    return Screen(text, rows=[home_row(turn, "bills.letter", one.id, code, sure)], attachments=[file])


def letter(turn: Turn, one: Invoice) -> list[str]:
    """The paragraphs of the letter in the language of a turn.

    Law: MSMED Act 2006, sections 15 to 18 and 23; Income-tax Act 1961, 43B(h), and of 2025, 37(2)(g) with 37(3).
    """
    _ = turn.gettext
    opening = [
        _("Date: %(today)s"),
        "",
        _("From (name and address): %(blank)s"),
        _("Udyam number: %(blank)s"),
        "",
        _("To: %(buyer)s"),
        _("Address: %(blank)s"),
        "",
        _("Subject: payment of bill no. %(number)s"),
        "",
        _("Bill no. %(number)s, dated %(blank)s; order no. %(blank)s"),
        _("Supply accepted on: %(accepted)s"),
        _("Last day to pay (section 15): %(due)s"),
        _("Amount of the bill: %(amount)s"),
    ]
    signature = ["", _("Yours faithfully,"), _("Signature, name and stamp: %(blank)s")]
    asks = _rest_demand if one.paid_on else _demand if days_late(turn, one) else _request
    facts = _facts(turn, one)
    return [sentence % facts for sentence in (*opening, *asks(turn), *signature)]


def _demand(turn: Turn) -> list[str]:
    _ = turn.gettext
    late = _("The payment is late. Section 16 adds interest at three times the bank rate, compounded every month.")
    return [
        _("Interest to %(today)s (section 16): %(interest)s"),
        _("Owed in all (section 17): %(total)s"),
        *_grounds(turn, late),
        _("Please pay %(total)s by %(until)s. Otherwise we file the case on the MSME ODR portal (section 18)."),
    ]


def _rest_demand(turn: Turn) -> list[str]:
    """The bill was paid, but late: the interest to that day is still owed."""
    _ = turn.gettext
    late = _("The payment was late. Section 16 adds interest at three times the bank rate, compounded every month.")
    return [
        _("Paid on: %(paid)s"),
        _("Interest to %(paid)s (section 16): %(interest)s"),
        *_grounds(turn, late),
        _("Please pay %(interest)s by %(until)s. Otherwise we file the case on the MSME ODR portal (section 18)."),
    ]


def _grounds(turn: Turn, late: str) -> list[str]:
    """Why interest is owed: who asks, what the law adds to a late payment, and what the buyer loses by it."""
    _ = turn.gettext
    return [
        "",
        _("We are a micro or small enterprise under the MSMED Act, 2006."),
        late,
        _("A buyer can't deduct this interest in income tax (section 23)."),
        _("A buyer who pays later than section 15 allows can deduct the expense only in the year of payment."),
        _("So says income tax law: section 43B(h) up to 31 March 2026, section 37(2)(g) from tax year 2026-27."),
    ]


def _request(turn: Turn) -> list[str]:
    _ = turn.gettext
    return [
        "",
        _("We are a micro or small enterprise under the MSMED Act, 2006."),
        _("Please pay %(amount)s by then. After that, section 16 adds interest at three times the bank rate."),
    ]


def _facts(turn: Turn, one: Invoice) -> dict[str, str]:
    """What stands in the slots of the letter."""
    t = turn.translator
    day, last = turn.today, due(turn, one)
    grown = interest_so_far(turn, one)
    buyer, number = buyer_and_number(one)
    return {
        "buyer": buyer,
        "number": number or BLANK,
        "amount": exact_rupees(turn, one.amount),
        "accepted": formats.short_date(t, one.accepted_on),
        "due": formats.short_date(t, last),
        "paid": formats.short_date(t, one.paid_on) if one.paid_on else "",
        "interest": exact_rupees(turn, grown),
        "total": exact_rupees(turn, one.amount + grown),
        "today": formats.short_date(t, day),
        "until": formats.short_date(t, max(day, last) + ANSWER_WITHIN),
        "blank": BLANK,
    }


def _in_language(turn: Turn, code: str) -> Turn:
    """The same turn, speaking another language on offer."""
    if code not in available():
        raise Stale
    return replace(turn, translator=translator(code))


ROUTES = {"bills.letter": show_letter, "bills.pdf": send_pdf, **NUMBER}
