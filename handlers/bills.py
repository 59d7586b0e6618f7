"""Getting paid: bills that wait, when each must be paid by law, the interest so far, and what to do next."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from content.ladder import Ladder, next_moment
from content.late_payment import TOOL, due_day, interest, rests, steps
from db import invoices, outbox, reminders
from db.invoices import Invoice
from db.reminders import Reminder
from handlers.bill_claim import can_claim, doubt, doubt_words
from handlers.calculator_words import counted_words
from handlers.common import home_row, page_row
from handlers.markup import bold, brief, bullets, lines
from handlers.reminder_rows import reference, reminder_rows
from handlers.screen import Button, Keyboard, Screen, pages
from handlers.turn import Turn
from locales import formats

ABOUT = "invoice:"
GONE = "bills.menu"  # where a button of a bill that was deleted leads
A_PAGE = 6
NOT_AGREED = "msme-15-receivable"  # the compliance dates that say when to remind
AGREED = "msme-45-receivable"


async def show_menu(turn: Turn, page: int = 0) -> Screen:
    """The bills that wait, the oldest first, then those that are paid."""
    _ = turn.gettext
    found = await invoices.get_invoices(turn.session, turn.contact.id)
    shown, page, count = pages(found, page, A_PAGE)
    rows: Keyboard = [
        [
            Button(
                brief(f"{n}. {_mark(turn, one)} {one.buyer} · {exact_rupees(turn, one.amount)}"), "bills.show", one.id
            )
        ]
        for n, one in enumerate(shown, start=1)
    ]
    late = [one for one in found if one.paid_on is None and due(turn, one) < _today(turn)]
    owed = sum((one.amount + interest_so_far(turn, one) for one in late), Decimal(0))
    text = lines(
        bold(_("💸 Getting paid")),
        _("A buyer must pay you within 45 days, or within 15 days if nothing was agreed in writing."),
        _("Late with you: %(amount)s, interest included") % {"amount": exact_rupees(turn, owed)} if late else None,
        None if found else _("Add a bill: we tell you the last day, remind you, and write the letter."),
    )
    rows += [
        page_row(turn, page, count, "bills.menu"),
        [Button(_("➕ Add a bill"), "bills.new")],
        [Button(_("📘 The law and the ways"), "rules.chapter", "getting-paid", 0)],
        home_row(turn, "reminders.list", 0),
    ]
    return Screen(text, rows=rows)


def _mark(turn: Turn, one: Invoice) -> str:
    if one.paid_on:
        return "✅"
    return "🔴" if due(turn, one) < _today(turn) else "🕓"


async def show_bill(turn: Turn, invoice_id: int) -> Screen | str:
    """One bill: the day by which it must be paid, what is owed today, and what to do."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    return Screen(bill_text(turn, one), rows=_bill_rows(turn, one))


def bill_text(turn: Turn, one: Invoice) -> str:
    """What is known of a bill, and what its buyer owes today."""
    _ = turn.gettext
    t = turn.translator
    last, today = due(turn, one), _today(turn)
    agreed = (
        turn.ngettext("%(n)s day agreed in writing", "%(n)s days agreed in writing", one.agreed_days)
        % {"n": formats.number(t, one.agreed_days)}
        if one.agreed_days
        else _("Nothing agreed in writing")
    )
    told = [
        bold(f"💸 {one.buyer}"),
        _("Bill: %(amount)s") % {"amount": exact_rupees(turn, one.amount)},
        _("Accepted on %(date)s") % {"date": formats.short_date(t, one.accepted_on)},
        agreed,
        bold(_("Last day to pay: %(date)s") % {"date": formats.date(t, last)}),
    ]
    if one.paid_on:
        return lines(*told, _("✅ Paid on %(date)s") % {"date": formats.short_date(t, one.paid_on)})
    if last >= today:
        days = (last - today).days
        left = turn.ngettext("%(n)s day left", "%(n)s days left", days) % {"n": formats.number(t, days)}
        return lines(*told, left if days else _("That is today."))
    days = (today - last).days
    owed = interest_so_far(turn, one)
    return lines(
        *told,
        "🔴 " + turn.ngettext("%(n)s day late", "%(n)s days late", days) % {"n": formats.number(t, days)},
        _("Interest to today: %(amount)s") % {"amount": exact_rupees(turn, owed)} if can_claim(turn) else None,
        bold(_("Owed today: %(amount)s") % {"amount": exact_rupees(turn, one.amount + owed)}),
        doubt_words(turn),
        *(["", next_act(turn, days)] if doubt(turn) in {None, "unknown"} else []),
    )


def next_act(turn: Turn, days_late: int) -> str:
    """What to do now, by how late the bill is."""
    _ = turn.gettext
    if days_late < 7:
        return _("Now: remind the buyer, and name the bill and the law.")
    if days_late < 30:
        return _("Now: send the letter with the interest, by e-mail and registered post.")
    return _("Now: file the case on the ODR portal. Have the papers ready.")


def _bill_rows(turn: Turn, one: Invoice) -> Keyboard:
    _ = turn.gettext
    back = home_row(turn, "bills.menu", 0)
    delete = Button(_("🗑 Delete"), "bills.delete", one.id)
    if one.paid_on:
        return [[Button(_("↩ Not paid yet"), "bills.unpaid", one.id), delete], back]
    late = due(turn, one) < _today(turn)
    return [
        [Button(_("✅ Paid"), "bills.paid", one.id), delete],
        [
            Button(_("✉ Letter"), "bills.letter", one.id, "en"),
            Button(_("🧮 How the interest grows"), "bills.rests", one.id),
        ]
        if late and can_claim(turn)
        else [Button(_("✉ Letter"), "bills.letter", one.id, "en")],
        [
            Button(_("⚖ File a case (ODR)"), "rules.page", "paid-odr"),
            Button(_("🏦 Money now (TReDS)"), "rules.page", "paid-treds"),
        ],
        back,
    ]


async def show_rests(turn: Turn, invoice_id: int) -> Screen | str:
    """The interest month by month, each at the bank rate of its first day."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    t = turn.translator
    found = rests(turn.catalog.tools[TOOL], one.amount, due(turn, one), one.paid_on or _today(turn))
    told = [
        f"{formats.short_date(t, rest.start)} · {formats.percent(t, rest.rate)} · {exact_rupees(turn, rest.interest)}"
        for rest in found[-12:]
    ]
    text = lines(
        bold(turn.gettext("🧮 How the interest grows")),
        turn.gettext("Three times the bank rate, added to the bill every month."),
        bullets(told),
        counted_words(turn),
        turn.gettext("A Council may count in another way; the difference is small."),
        rate_note(turn),
        doubt_words(turn),
    )
    rows: Keyboard = [[Button(turn.gettext("ℹ How and source"), "calc.explain", "late")]]
    return Screen(text, rows=[*rows, home_row(turn, "bills.show", one.id)])


def rate_note(turn: Turn) -> str:
    """Up to which day the bank rate is known: whoever claims interest must look whether it still holds."""
    checked = turn.catalog.tools[TOOL].parameters["bank_rate"][-1].checked or "2026"
    day = formats.partial_date(turn.translator, checked)
    return turn.gettext("⚠ We know the bank rate up to %(date)s. Look at rbi.org.in before you claim.") % {
        "date": day
    }


async def save_paid(turn: Turn, invoice_id: int) -> Screen | str:
    """The bill is paid: its reminders end."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    await invoices.set_paid(turn.session, turn.contact.id, one.id, _today(turn))
    await end_reminders(turn, one.id)
    return f"bills.show:{one.id}"


async def save_unpaid(turn: Turn, invoice_id: int) -> Screen | str:
    """It was not paid after all: the reminders come again."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    await invoices.set_paid(turn.session, turn.contact.id, one.id, None)
    await end_reminders(turn, one.id)
    await set_reminders(turn, one)
    return f"bills.show:{one.id}"


async def ask_delete(turn: Turn, invoice_id: int) -> Screen | str:
    """Ask before a bill is forgotten."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    _ = turn.gettext
    text = lines(bold(f"💸 {one.buyer}"), _("Delete this bill and its reminders?"))
    return Screen(text, rows=[[Button(_("🗑 Delete"), "bills.forget", one.id)], home_row(turn, "bills.show", one.id)])


async def forget(turn: Turn, invoice_id: int) -> Screen | str:
    """Delete a bill and its reminders."""
    one = await get_bill(turn, invoice_id)
    if one is None:
        return GONE
    await end_reminders(turn, one.id)
    await invoices.forget_invoice(turn.session, turn.contact.id, one.id)
    return "bills.menu"


async def set_reminders(turn: Turn, one: Invoice) -> None:
    """Remind before the last day, on it, and after it, until the bill is marked as paid."""
    ladder = Ladder(
        steps(turn.catalog.dates[AGREED if one.agreed_days else NOT_AGREED].lead_days), due=due(turn, one)
    )
    moment = next_moment(ladder, turn.zone, turn.now, lambda _start: ())
    columns = {
        "title": turn.gettext("Bill: %(buyer)s") % {"buyer": one.buyer},
        "rule": ladder.to_text(),
        "zone": turn.contact.zone,
        "next_due_at": moment,
        "about": f"{ABOUT}{one.id}",
    }
    if moment:
        await reminders.add_reminder(turn.session, turn.contact.id, turn.now, **columns)


async def end_reminders(turn: Turn, invoice_id: int) -> None:
    """End the reminders of a bill, also one that is on its way."""
    about = f"{ABOUT}{invoice_id}"
    for one in await reminders.get_reminders(turn.session, turn.contact.id):
        if one.about == about:
            await outbox.cancel_reminder(turn.session, one.id)
    await reminders.end_about(turn.session, turn.contact.id, about)


def due_screen(turn: Turn, reminder: Reminder, moment: datetime, one: Invoice) -> Screen:
    """The message of a step: how the bill stands today."""
    zone = ZoneInfo(reminder.zone)
    when = formats.date(turn.translator, turn.now.astimezone(zone).date())
    _ = turn.gettext
    paid, *rest = reminder_rows(turn, reminder, [Button(_("✅ Paid"), "bills.paid", one.id)])
    rows: Keyboard = [[*paid, Button(_("▶ Open"), "bills.show", one.id)], *rest[1:]]
    text = lines(bold(f"⏰ {when}"), bill_text(turn, one), reference(turn, reminder, moment))
    return Screen(text, rows=rows)


async def get_bill(turn: Turn, invoice_id: int) -> Invoice | None:
    """One of the contact's bills, if it is still there."""
    return await invoices.get_invoice(turn.session, turn.contact.id, invoice_id)


def due(turn: Turn, one: Invoice) -> date:
    """The last day to pay by law."""
    return due_day(turn.catalog.tools[TOOL], one.accepted_on, one.agreed_days)


def interest_so_far(turn: Turn, one: Invoice) -> Decimal:
    """Interest to today, in rupees and paise; none for a medium enterprise."""
    if not can_claim(turn):
        return Decimal(0)
    return interest(turn.catalog.tools[TOOL], one.amount, due(turn, one), _today(turn))


def exact_rupees(turn: Turn, amount: Decimal) -> str:
    """An amount to the paisa; whole rupees without a fraction."""
    shown = amount.quantize(Decimal("0.01"))
    return formats.rupees(turn.translator, int(shown) if shown == int(shown) else shown)


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.zone).date()


ROUTES = {
    "bills.menu": show_menu,
    "bills.show": show_bill,
    "bills.rests": show_rests,
    "bills.paid": save_paid,
    "bills.unpaid": save_unpaid,
    "bills.delete": ask_delete,
    "bills.forget": forget,
}
