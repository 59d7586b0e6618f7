"""The letter to a buyer who pays late: in English or in the owner's language, as text and as a PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from db.invoices import Invoice
from handlers.bills import GONE, due, exact_rupees, get_bill, interest_so_far, rate_note
from handlers.common import home_row
from handlers.markup import bold, lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Document, Screen
from handlers.turn import Turn
from locales import LANGUAGES, available, formats, translator
from locales.letter_pdf import can_write, write_letter

ANSWER_WITHIN = timedelta(days=7)
BLANK = "__________"


async def show_letter(turn: Turn, invoice_id: int, code: str) -> Screen | str:
    """The letter as text, to be copied; what only the owner knows is left blank."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    there = _in_language(turn, code)
    _ = turn.gettext
    languages = dict.fromkeys(("en", turn.language))
    buttons: list[AnyButton] = [
        Button(LANGUAGES[other].name, "bills.letter", one.id, other) for other in languages if other != code
    ]
    pdf: list[AnyButton] = [Button(_("📄 As PDF"), "bills.pdf", one.id, code)] if can_write() else []
    text = lines(
        bold(_("✉ Letter to the buyer")),
        _("Copy it, fill in the blanks, send it by e-mail and registered post."),
        rate_note(turn),
        "",
        *letter(there, one),
    )
    return Screen(text, rows=[[*pdf, *buttons], home_row(turn, "bills.show", one.id)])


async def send_pdf(turn: Turn, invoice_id: int, code: str) -> Screen | str:
    """The letter as a file."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    there = _in_language(turn, code)
    if not can_write():
        raise Stale
    text = lines(
        bold(turn.gettext("✉ Letter to the buyer")), turn.gettext("Fill in the blanks and sign it."), rate_note(turn)
    )
    file = Document(f"letter-{code}.pdf", write_letter(code, letter(there, one)))
    return Screen(text, rows=[home_row(turn, "bills.letter", one.id, code)], attachments=[file])


def letter(turn: Turn, one: Invoice) -> list[str]:
    """The paragraphs of the letter in the language of a turn. Law: MSMED Act 2006, sections 15 to 18 and 23."""
    _ = turn.gettext
    t = turn.translator
    today = turn.now.astimezone(turn.zone).date()
    last = due(turn, one)
    grown = interest_so_far(turn, one)
    facts = {
        "buyer": one.buyer,
        "amount": exact_rupees(turn, one.amount),
        "accepted": formats.short_date(t, one.accepted_on),
        "due": formats.short_date(t, last),
        "interest": exact_rupees(turn, grown),
        "total": exact_rupees(turn, one.amount + grown),
        "today": formats.short_date(t, today),
        "until": formats.short_date(t, max(today, last) + ANSWER_WITHIN),
        "blank": BLANK,
    }
    opening = [
        _("Date: %(today)s"),
        _("From: %(blank)s (Udyam number: %(blank)s)"),
        _("To: %(buyer)s"),
        "",
        _("Subject: payment of our bill of %(amount)s"),
        "",
        _("We supplied you under order no. %(blank)s. Our bill no. is %(blank)s."),
        _("You accepted the supply on %(accepted)s."),
        _("We are a micro or small enterprise under the MSMED Act, 2006."),
        _("Under section 15 the last day to pay is %(due)s."),
    ]
    demand = [
        _("The payment is late. Section 16 adds interest at three times the bank rate, compounded every month."),
        _("Interest to %(today)s: %(interest)s. Owed in all: %(total)s (section 17)."),
        _("A buyer can't deduct this interest in income tax (section 23)."),
        _("Please pay %(total)s by %(until)s. Otherwise we file the case on the MSME ODR portal (section 18)."),
    ]
    request = [_("Please pay %(amount)s by then. After that, section 16 adds interest at three times the bank rate.")]
    said = [*opening, *(demand if last < today else request), "", _("Yours faithfully,"), "%(blank)s"]
    return [sentence % facts for sentence in said]


def _in_language(turn: Turn, code: str) -> Turn:
    """The same turn, speaking another language on offer."""
    if code not in available():
        raise Stale
    return replace(turn, translator=translator(code))


ROUTES = {"bills.letter": show_letter, "bills.pdf": send_pdf}
