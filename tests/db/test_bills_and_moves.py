"""Bills and moved dates on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from db import contacts, invoices, moved_dates
from db.contacts import Contact
from db.moved_dates import MovedDate
from db.store import Session, Store

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


async def _met(session: Session, chat: int) -> Contact:
    return await contacts.get_or_add(session, chat, "en", NOW)


async def test_a_bill_is_its_owners_and_goes_with_the_owner(store: Store) -> None:
    async with store.unit() as session:
        mine, other = await _met(session, 1), await _met(session, 2)
        amount = Decimal("123456.78")
        number = await invoices.add_invoice(session, mine.id, "Arora", amount, date(2026, 10, 1), 45, NOW)
        kept = await invoices.get_invoice(session, mine.id, number)
        assert kept is not None
        assert (kept.buyer, kept.amount, kept.accepted_on, kept.agreed_days, kept.paid_on) == (
            "Arora", amount, date(2026, 10, 1), 45, None
        )  # fmt: skip
        await invoices.set_number(session, other.id, number, "Nobody", "1")
        await invoices.set_number(session, mine.id, number, "Arora", "17/26")
        numbered = await invoices.get_invoice(session, mine.id, number)
        assert numbered is not None
        assert numbered.title == "Arora, 17/26"
        assert await invoices.get_invoice(session, other.id, number) is None
        await invoices.set_paid(session, other.id, number, date(2026, 11, 1))
        await invoices.forget_invoice(session, other.id, number)
        assert list(await invoices.get_open(session, [number])) == [number]
        await invoices.set_paid(session, mine.id, number, date(2026, 11, 1))
        assert await invoices.get_open(session, [number]) == {}
        await contacts.forget_contact(session, mine.id, NOW)
        assert await invoices.get_invoices(session, mine.id) == []


async def test_bills_that_wait_come_first_the_oldest_of_them_first(store: Store) -> None:
    async with store.unit() as session:
        mine = await _met(session, 1)
        days = (date(2026, 9, 1), date(2026, 8, 1), date(2026, 7, 1))
        made = [await invoices.add_invoice(session, mine.id, "A", Decimal(1), day, 0, NOW) for day in days]
        await invoices.set_paid(session, mine.id, made[2], date(2026, 10, 1))
        assert [one.id for one in await invoices.get_invoices(session, mine.id)] == [made[1], made[0], made[2]]


async def test_a_date_is_moved_moved_again_and_put_back(store: Store) -> None:
    due = date(2026, 12, 20)
    async with store.unit() as session:
        for day, reason in ((24, "The portal was down"), (27, "Once more")):
            move = MovedDate("gst-gstr4", due, date(2026, 12, day), {"en": reason, "hi": "कारण"}, None)
            await moved_dates.set_move(session, move, NOW)
            assert await moved_dates.get_moves(session) == {("gst-gstr4", "2026-12-20"): move}
        assert not await moved_dates.drop_move(session, "gst-gstr4", date(2026, 12, 21))
        assert await moved_dates.drop_move(session, "gst-gstr4", due)
        assert await moved_dates.get_moves(session) == {}
