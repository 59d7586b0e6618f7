"""Bills that a contact waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select, update

from db.models import invoices
from db.store import Session


@dataclass(frozen=True, slots=True)
class Invoice:
    """One bill: who owes how much (rupees), accepted when, with how many days agreed in writing (0: none)."""

    id: int
    buyer: str
    amount: Decimal
    accepted_on: date
    agreed_days: int
    paid_on: date | None
    number: str | None = None

    @property
    def title(self) -> str:
        """Whose bill it is, and which."""
        return f"{self.buyer}, {self.number}" if self.number else self.buyer


_COLUMNS = [invoices.c[name] for name in ("id", "buyer", "paise", "accepted_on", "agreed_days", "paid_on", "number")]


def _invoice(row: Any) -> Invoice:
    paid = date.fromisoformat(row["paid_on"]) if row["paid_on"] else None
    accepted = date.fromisoformat(row["accepted_on"])
    amount = Decimal(row["paise"]) / 100
    return Invoice(row["id"], row["buyer"], amount, accepted, row["agreed_days"], paid, row["number"])


async def add_invoice(
    session: Session,
    contact_id: int,
    buyer: str,
    amount: Decimal,
    accepted_on: date,
    agreed_days: int,
    now: datetime,
    number: str | None = None,
) -> int:
    """Keep a bill (`number` is the one printed on it) and give its id."""
    row = {
        "contact_id": contact_id,
        "buyer": buyer,
        "number": number,
        "paise": int(amount * 100),
        "accepted_on": accepted_on.isoformat(),
        "agreed_days": agreed_days,
        "created_at": now,
    }
    made = await session.execute(insert(invoices).values(row).returning(invoices.c.id))
    return int(made.scalar_one())


async def get_invoices(session: Session, contact_id: int) -> list[Invoice]:
    """A contact's bills, those that aren't paid first, the oldest of them first."""
    query = (
        select(*_COLUMNS)
        .where(invoices.c.contact_id == contact_id)
        .order_by(invoices.c.paid_on.is_not(None), invoices.c.accepted_on, invoices.c.id)
    )
    return [_invoice(row) for row in (await session.execute(query)).mappings()]


async def get_invoice(session: Session, contact_id: int, invoice_id: int) -> Invoice | None:
    """One bill, if it is this contact's."""
    query = select(*_COLUMNS).where(invoices.c.id == invoice_id, invoices.c.contact_id == contact_id)
    row = (await session.execute(query)).mappings().first()
    return _invoice(row) if row else None


async def get_open(session: Session, ids: Iterable[int]) -> dict[int, Invoice]:
    """Those of some bills that aren't paid, by id."""
    query = select(*_COLUMNS).where(invoices.c.id.in_(list(ids)), invoices.c.paid_on.is_(None))
    return {row["id"]: _invoice(row) for row in (await session.execute(query)).mappings()}


async def set_paid(session: Session, contact_id: int, invoice_id: int, paid_on: date | None) -> None:
    """Note the day on which a bill was paid, or that it wasn't."""
    wanted = (invoices.c.id == invoice_id, invoices.c.contact_id == contact_id)
    day = paid_on.isoformat() if paid_on else None
    await session.execute(update(invoices).where(*wanted).values(paid_on=day))


async def set_number(session: Session, contact_id: int, invoice_id: int, buyer: str, number: str) -> None:
    """Note a bill's number, and its buyer without it."""
    wanted = (invoices.c.id == invoice_id, invoices.c.contact_id == contact_id)
    await session.execute(update(invoices).where(*wanted).values(buyer=buyer, number=number))


async def forget_invoice(session: Session, contact_id: int, invoice_id: int) -> None:
    """Delete a bill."""
    await session.execute(delete(invoices).where(invoices.c.id == invoice_id, invoices.c.contact_id == contact_id))
