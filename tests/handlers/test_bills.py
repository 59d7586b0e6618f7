"""The bill desk: what a medium unit is told, reminders that were stopped, the day of payment, and exact figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from db import invoices, reminders
from handlers.bill_facts import interest_so_far
from handlers.bill_reminders import set_reminders
from handlers.dispatch import answer_text, open_screen
from handlers.screen import Button, Screen
from handlers.turn import Turn
from tests.handlers.conftest import NOW

CAN_CLAIM = {"size": "small", "activity": "manufacturing", "udyam": True}
MEDIUM = {**CAN_CLAIM, "size": "medium"}


def _of(turn: Turn, profile: Mapping[str, Any]) -> Turn:
    turn.contact = replace(turn.contact, agreed_at=NOW, profile=profile)
    return turn


async def _bill(turn: Turn, accepted: date, days: int, amount: str = "100000") -> int:
    number = await invoices.add_invoice(turn.session, turn.contact.id, "Arora", Decimal(amount), accepted, days, NOW)
    one = await invoices.get_invoice(turn.session, turn.contact.id, number)
    assert one is not None
    await set_reminders(turn, one)
    return number


def _leads(screen: Screen) -> list[str]:
    return [one.callback_data for row in screen.rows for one in row if isinstance(one, Button)]


async def test_a_medium_unit_has_the_day_that_was_agreed(turn: Turn) -> None:
    bill = await _bill(_of(turn, MEDIUM), date(2026, 9, 1), 90)
    screen = await open_screen(turn, f"bills.show:{bill}")
    assert "Last day to pay: Monday, 30 November 2026" in screen.text
    assert "5 days left" in screen.text
    assert not [data for data in _leads(screen) if data.startswith(("bills.letter", "rules.page:paid-odr"))]
    assert "rules.page:paid-treds" in _leads(screen)
    (kept,) = await reminders.get_reminders(turn.session, turn.contact.id)
    assert kept.rule.endswith(" of 2026-11-30")
    menu = await open_screen(turn, "bills.menu")
    assert "45 days" not in menu.text
    assert "This law protects micro and small units only." in menu.text
    assert "Late with you" not in menu.text


async def test_a_medium_unit_that_agreed_on_nothing_has_no_last_day(turn: Turn) -> None:
    bill = await _bill(_of(turn, MEDIUM), date(2026, 1, 1), 0)
    screen = await open_screen(turn, f"bills.show:{bill}")
    assert "No last day is known: agree on one in writing." in screen.text
    assert "Last day to pay" not in screen.text
    assert "late" not in screen.text
    assert f"bills.remind:{bill}" not in _leads(screen)
    assert await reminders.get_reminders(turn.session, turn.contact.id) == []


async def test_a_bill_whose_reminder_was_stopped_promises_none_and_can_have_it_again(turn: Turn) -> None:
    bill = await _bill(_of(turn, CAN_CLAIM), date(2026, 6, 1), 29)
    promise = "We remind you every month until then."
    screen = await open_screen(turn, f"bills.show:{bill}")
    assert promise in screen.text
    assert f"bills.remind:{bill}" not in _leads(screen)
    (kept,) = await reminders.get_reminders(turn.session, turn.contact.id)
    await open_screen(turn, f"reminders.stop:{kept.id}")
    screen = await open_screen(turn, f"bills.show:{bill}")
    assert promise not in screen.text
    assert "Claim by 30 Jun 2029, to be safe: three years after the last day." in screen.text
    for _ in ("tapped", "and once more"):
        assert promise in (await open_screen(turn, f"bills.remind:{bill}")).text
    assert len(await reminders.get_reminders(turn.session, turn.contact.id)) == 1


async def test_a_stale_today_leaves_the_day_of_payment(turn: Turn) -> None:
    bill = await _bill(_of(turn, CAN_CLAIM), date(2026, 6, 1), 29)
    await invoices.set_paid(turn.session, turn.contact.id, bill, date(2026, 7, 20))
    for route in ("bills.paid_today", "bills.paid", "bills.remind"):
        assert "✅ Paid on 20 Jul 2026" in (await open_screen(turn, f"{route}:{bill}")).text
    assert await reminders.get_reminders(turn.session, turn.contact.id) != []  # set by the helper, untouched


@pytest.mark.parametrize(("now", "terms"), [(NOW, 60), (NOW.replace(year=2027), 30)])
async def test_the_months_add_up_to_the_interest_that_is_claimed(turn: Turn, now: datetime, terms: int) -> None:
    turn.now = now
    for amount, days in (("250000", 0), ("333333.33", 50), ("99999.99", 100), ("123456.78", 150)):
        number = await _bill(_of(turn, CAN_CLAIM), date(2026, 3, 5) + timedelta(days=days), terms, amount)
        bill = await invoices.get_invoice(turn.session, turn.contact.id, number)
        assert bill is not None
        told = re.findall(
            r"(?:%|months:?)(?: ·)? ₹([\d,.]+)", str((await open_screen(turn, f"bills.rests:{number}")).text)
        )
        assert sum(Decimal(one.replace(",", "")) for one in told) == interest_so_far(turn, bill) > 0


@pytest.mark.parametrize("typed", ["0", "5000 crore", "1001 crore"])
async def test_an_amount_out_of_range_is_not_called_unread(turn: Turn, typed: str) -> None:
    await open_screen(_of(turn, CAN_CLAIM), "bills.new")
    turn.typed = "Arora"
    await answer_text(turn)
    turn.typed = typed
    screen = await answer_text(turn)
    assert "⚠ Type an amount above 0, up to ₹1,000 crore." in screen.text
    assert "could not read" not in screen.text


@pytest.mark.parametrize("told", [{"activity": "trading"}, {"size": "medium"}, {"udyam": False}])
async def test_the_letter_as_a_file_is_warned_of_like_its_text(turn: Turn, told: Mapping[str, Any]) -> None:
    bill = await _bill(_of(turn, {**CAN_CLAIM, **told}), date(2026, 3, 5), 60)
    for route in ("bills.pdf", "bills.letter"):
        screen = await open_screen(turn, f"{route}:{bill}:en")
        assert not screen.attachments
        assert "Yours faithfully" not in screen.text
        assert "⚠" in screen.text
