"""Getting paid: bills that wait, when each must be paid by law, the interest so far, and what to do next."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from content.late_payment import claim_by
from content.zones import zone_of
from db import invoices
from db.invoices import Invoice
from db.reminders import Reminder
from handlers import bill_interest, bill_paid
from handlers.bill_claim import can_claim, doubt, doubt_words
from handlers.bill_facts import (
    GONE,
    bears_interest,
    days_late,
    due,
    exact_rupees,
    get_bill,
    interest_so_far,
    last_day,
    no_rate,
    until,
)
from handlers.bill_reminders import ABOUT as ABOUT
from handlers.bill_reminders import end_reminders, is_reminded, next_step, set_reminders
from handlers.common import home_row, page_row
from handlers.markup import bold, brief, lines
from handlers.reminder_rows import reference, reminder_rows
from handlers.screen import AnyButton, Button, Keyboard, Screen, pages
from handlers.turn import Turn
from handlers.words import short_question
from locales import formats

A_PAGE = 6


async def show_menu(turn: Turn, page: int = 0) -> Screen:
    """The bills that wait, the oldest first, then those that are paid."""
    _ = turn.gettext
    found = await invoices.get_invoices(turn.session, turn.contact.id)
    shown, page, count = pages(found, page, A_PAGE)
    rows: Keyboard = [
        [
            Button(
                brief(f"{n}. {_mark(turn, one)} {one.title} · {exact_rupees(turn, one.amount)}"), "bills.show", one.id
            )
        ]
        for n, one in enumerate(shown, start=1)
    ]
    text = lines(
        bold(_("💸 Getting paid")),
        *_rule_lines(turn, bool(found)),
        *_owed_lines(turn, [one for one in found if one.paid_on is None and days_late(turn, one)]),
    )
    rows += [
        page_row(turn, page, count, "bills.menu"),
        [Button(_("➕ Add a bill"), "bills.new")],
        [Button(_("📘 The law and the ways"), "rules.chapter", "getting-paid", 0)],
        home_row(turn, "reminders.list", 0),
    ]
    return Screen(text, rows=rows)


def _rule_lines(turn: Turn, has_bills: bool) -> list[str | None]:
    """By when a buyer must pay; to a medium unit, that this law isn't for it."""
    _ = turn.gettext
    if not can_claim(turn):
        return [doubt_words(turn), None if has_bills else _("Add a bill: we remind you of the day that you agreed.")]
    return [
        _("A buyer must pay you within 45 days, or within 15 days if nothing was agreed in writing."),
        None if has_bills else _("Add a bill: we tell you the last day, remind you, and write the letter."),
    ]


def _owed_lines(turn: Turn, late: list[Invoice]) -> list[str | None]:
    """What all late bills come to, and what speaks against their interest."""
    if not late:
        return []
    _ = turn.gettext
    grown = sum((interest_so_far(turn, one) for one in late), Decimal(0))
    said = _("Late with you: %(amount)s, interest included") if grown else _("Late with you: %(amount)s")
    owed = sum((one.amount for one in late), grown)
    unknown = next(filter(None, (no_rate(turn, one) for one in late)), None)
    return [said % {"amount": exact_rupees(turn, owed)}, unknown, doubt_words(turn) if can_claim(turn) else None]


def _mark(turn: Turn, one: Invoice) -> str:
    if one.paid_on:
        return "✅"
    return "🔴" if days_late(turn, one) else "🕓"


async def show_bill(turn: Turn, invoice_id: int) -> Screen | str:
    """One bill: the day by which it must be paid, what is owed today, and what to do."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    reminded = await is_reminded(turn, one.id)
    return Screen(bill_text(turn, one, reminded), rows=_bill_rows(turn, one, reminded))


async def save_reminder(turn: Turn, invoice_id: int) -> str:
    """Remind again of a bill whose reminder was stopped."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    if one.paid_on is None and not await is_reminded(turn, one.id):
        await set_reminders(turn, one)
    return f"bills.show:{one.id}"


def bill_text(turn: Turn, one: Invoice, reminded: bool) -> str:
    """What is known of a bill, and what its buyer owes: today, or since it was paid late."""
    _ = turn.gettext
    t = turn.translator
    agreed = (
        turn.ngettext("%(n)s day agreed in writing", "%(n)s days agreed in writing", one.agreed_days)
        % {"n": formats.number(t, one.agreed_days)}
        if one.agreed_days
        else _("Nothing agreed in writing")
    )
    amount = _("Bill: %(amount)s") % {"amount": exact_rupees(turn, one.amount)}
    accepted = _("Accepted on %(date)s") % {"date": formats.short_date(t, one.accepted_on)}
    last = last_day(turn, one)
    return lines(
        bold(f"💸 {one.title}"),
        f"{amount} · {accepted}",
        agreed,
        bold(_("Last day to pay: %(date)s") % {"date": formats.date(t, last)}) if last else None,
        *_stand_lines(turn, one, last, reminded),
    )


def _stand_lines(turn: Turn, one: Invoice, last: date | None, reminded: bool) -> list[str | None]:
    if one.paid_on:
        return _paid_lines(turn, one)
    if last is None:
        return [turn.gettext("No last day is known: agree on one in writing."), doubt_words(turn)]
    return _late_lines(turn, one, reminded) if days_late(turn, one) else _waiting_lines(turn, last)


def _waiting_lines(turn: Turn, last: date) -> list[str | None]:
    days = (last - turn.today).days
    left = turn.ngettext("%(n)s day left", "%(n)s days left", days) % {"n": formats.number(turn.translator, days)}
    return [left if days else turn.gettext("That is today.")]


def _late_lines(turn: Turn, one: Invoice, reminded: bool) -> list[str | None]:
    _ = turn.gettext
    owed = interest_so_far(turn, one)
    bears, unknown = bears_interest(turn, one), no_rate(turn, one)
    grown = _("Interest to today: %(amount)s") % {"amount": exact_rupees(turn, owed)} if bears else None
    total = _("Owed today: %(amount)s") % {"amount": exact_rupees(turn, one.amount + owed)}
    return [
        " · ".join(filter(None, (_late_words(turn, one), grown))),
        None if unknown else bold(total),
        unknown,
        doubt_words(turn),
        *(["", *next_acts(turn, one, reminded)] if doubt(turn) in {None, "unknown"} else []),
    ]


def _paid_lines(turn: Turn, one: Invoice) -> list[str | None]:
    """Paid; the interest of a bill that was paid late stays owed."""
    _ = turn.gettext
    paid = _("✅ Paid on %(date)s") % {"date": formats.short_date(turn.translator, until(turn, one))}
    if not days_late(turn, one):
        return [paid]
    grown = exact_rupees(turn, interest_so_far(turn, one))
    bears, unknown = bears_interest(turn, one), no_rate(turn, one)
    asks = _("The buyer owes it even after the bill is paid. The letter asks for it.")
    return [
        f"{paid} · {_late_words(turn, one)}",
        bold(_("Interest to that day: %(amount)s") % {"amount": grown}) if bears else None,
        asks if bears and doubt(turn) is None else None,
        unknown,
        doubt_words(turn),
    ]


def _late_words(turn: Turn, one: Invoice) -> str:
    days = days_late(turn, one)
    return "🔴 " + turn.ngettext("%(n)s day late", "%(n)s days late", days) % {
        "n": formats.number(turn.translator, days)
    }


def next_acts(turn: Turn, one: Invoice, reminded: bool) -> list[str]:
    """What to do now, by how late the bill is, and until when a claim can be made; `reminded`: it has a reminder."""
    _ = turn.gettext
    days, last = days_late(turn, one), claim_by(due(turn, one))
    if days < 7:
        return [_("Now: remind the buyer, and name the bill and the law.")]
    if days < 30:
        return [_("Now: send the letter with the interest, by e-mail and registered post.")]
    if turn.today > last:
        return [_("⚠ More than three years late: a claim can be refused. Ask a lawyer. No more reminders come.")]
    by = (
        _("Claim by %(date)s, to be safe: three years after the last day. We remind you every month until then.")
        if reminded
        else _("Claim by %(date)s, to be safe: three years after the last day.")
    )
    return [
        _("Now: file the case on the ODR portal. Have the papers ready."),
        by % {"date": formats.short_date(turn.translator, last)},
    ]


def _bill_rows(turn: Turn, one: Invoice, reminded: bool) -> Keyboard:
    _ = turn.gettext
    bears = bears_interest(turn, one)
    letter: list[AnyButton] = [Button(_("✉ Letter"), "bills.letter", one.id, "en")]
    grows: list[AnyButton] = [Button(_("🧮 How the interest grows"), "bills.rests", one.id)] if bears else []
    paid = (
        Button(_("↩ Not paid yet"), "bills.unpaid", one.id)
        if one.paid_on
        else Button(_("✅ Paid"), "bills.paid", one.id)
    )
    sets: list[AnyButton] = [Button(_("⏰ Remind me"), "bills.remind", one.id)]
    asks = bears or (can_claim(turn) and not (one.paid_on or no_rate(turn, one)))
    return [
        [paid, Button(_("🗑 Delete"), "bills.delete", one.id)],
        [] if one.paid_on or reminded or next_step(turn, one) is None else sets,
        [*letter, *grows] if asks else [],
        [] if one.paid_on else _ways(turn),
        missing_answers(turn, one.id) if doubt(turn) == "unknown" else [],
        [Button(_("ℹ How and source"), "bills.source", one.id)],
        home_row(turn, "bills.menu", 0),
    ]


def _ways(turn: Turn) -> list[AnyButton]:
    """Ways to the money; a case rests on the law."""
    case: list[AnyButton] = [Button(turn.gettext("⚖ File a case (ODR)"), "rules.page", "paid-odr")]
    sale = Button(turn.gettext("🏦 Money now (TReDS)"), "rules.page", "paid-treds")
    return [*(case if can_claim(turn) else []), sale]


def missing_answers(turn: Turn, invoice_id: int) -> list[AnyButton]:
    """What the owner must still tell before a claim is sure; the answer leads back to the bill."""
    return [
        Button("✏ " + short_question(turn, question), "profile.ask", question, f"bill-{invoice_id}")
        for question in ("size", "udyam")
        if getattr(turn.profile, question) is None
    ]


async def ask_delete(turn: Turn, invoice_id: int) -> Screen | str:
    """Ask before a bill is forgotten."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    _ = turn.gettext
    text = lines(bold(f"💸 {one.title}"), _("Delete this bill and its reminders?"))
    return Screen(text, rows=[[Button(_("🗑 Delete"), "bills.forget", one.id)], home_row(turn, "bills.show", one.id)])


async def forget(turn: Turn, invoice_id: int) -> Screen | str:
    """Delete a bill and its reminders."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    await end_reminders(turn, one.id)
    await invoices.forget_invoice(turn.session, turn.contact.id, one.id)
    return "bills.menu"


def due_screen(turn: Turn, reminder: Reminder, moment: datetime, one: Invoice) -> Screen:
    """The message of a step: how the bill stands today."""
    zone = zone_of(reminder.zone)
    when = formats.date(turn.translator, turn.now.astimezone(zone).date())
    _ = turn.gettext
    paid, *rest = reminder_rows(turn, reminder, [Button(_("✅ Paid"), "bills.paid", one.id)])
    rows: Keyboard = [[*paid, Button(_("▶ Open"), "bills.show", one.id)], *rest[1:]]
    text = lines(bold(f"⏰ {when}"), bill_text(turn, one, reminded=True), reference(turn, reminder, moment))
    return Screen(text, rows=rows)


ROUTES = {
    "bills.menu": show_menu,
    "bills.show": show_bill,
    "bills.remind": save_reminder,
    "bills.delete": ask_delete,
    "bills.forget": forget,
    **bill_interest.ROUTES,
    **bill_paid.ROUTES,
}
