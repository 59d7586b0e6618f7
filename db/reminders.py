"""Reminders: a contact's own rule and the moment it is next due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, insert, select, update

from db.columns import NEVER
from db.models import reminders
from db.outbox import cancel_reminder
from db.prepared import Prepared
from db.store import Session


class Reminder(NamedTuple):
    """One row of `reminders`; `rule` is content.recurrence.Rule as text, in the wall time of `zone`.

    A tuple: of the thousands that fall due at once, each is made three times as fast as a dataclass.
    """

    id: int
    contact_id: int
    title: str
    about: str | None
    rule: str
    zone: str
    state: str  # active | done | stopped
    version: int
    next_due_at: datetime | None


_REMINDER = [reminders.c[name] for name in Reminder._fields]


async def add_reminder(session: Session, contact_id: int, now: datetime, **columns: Any) -> int:
    """Keep a new reminder (title, rule, zone, next_due_at, about) and give its id."""
    made = await session.execute(
        insert(reminders).values(contact_id=contact_id, created_at=now, **columns).returning(reminders.c.id)
    )
    return int(made.scalar_one())


async def get_reminders(session: Session, contact_id: int) -> list[Reminder]:
    """A contact's active reminders, the next one first, those that only wait for an answer last."""
    query = (
        select(*_REMINDER)
        .where(reminders.c.contact_id == contact_id, reminders.c.state == "active")
        .order_by(reminders.c.next_due_at.is_(None), reminders.c.next_due_at, reminders.c.id)
    )
    return [Reminder(**row) for row in (await session.execute(query)).mappings()]


async def get_reminder(session: Session, contact_id: int, reminder_id: int) -> Reminder | None:
    """One reminder, if it is this contact's."""
    query = select(*_REMINDER).where(reminders.c.id == reminder_id, reminders.c.contact_id == contact_id)
    row = (await session.execute(query)).mappings().first()
    return Reminder(**row) if row else None


async def set_reminder(session: Session, contact_id: int, reminder_id: int, **columns: Any) -> bool:
    """Change a contact's own reminder and take back what waits to be sent of it. False when it isn't theirs.

    Its version counts the changes. The row comes first: on PostgreSQL that waits for a replica which is just firing
    it, and only then is its message there to be taken back.
    """
    changed = await session.execute(
        update(reminders)
        .where(reminders.c.id == reminder_id, reminders.c.contact_id == contact_id)
        .values(version=reminders.c.version + 1, **columns)
    )
    if changed.rowcount:
        await cancel_reminder(session, reminder_id)
    return bool(changed.rowcount)


async def end_about(session: Session, contact_id: int, about: str) -> None:
    """End a contact's reminders of something that is done; one on its way is looked at again before it is sent."""
    wanted = (reminders.c.contact_id == contact_id, reminders.c.about == about, reminders.c.state == "active")
    await session.execute(update(reminders).where(*wanted).values(state="done", version=reminders.c.version + 1))


async def get_active(session: Session, ids: Iterable[int]) -> dict[int, Reminder]:
    """Those of some reminders that are still wanted, by id."""
    query = select(*_REMINDER).where(reminders.c.id.in_(list(ids)), reminders.c.state == "active")
    return {row["id"]: Reminder(**row) for row in (await session.execute(query)).mappings()}


_DUE = Prepared(
    select(*_REMINDER)
    .where(reminders.c.next_due_at <= bindparam("now"), reminders.c.next_due_at > bindparam("held_at"))
    .where(reminders.c.state == "active")
    .order_by(reminders.c.next_due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)


async def claim_due(session: Session, now: datetime, limit: int, held_at: datetime | None = None) -> list[Reminder]:
    """The reminders that are due, locked until the unit ends; after a restore, none that was due by `held_at`."""
    given = {"now": now, "held_at": held_at or NEVER, "most": limit}
    return [Reminder._make(row) for row in await session.run(_DUE, given)]


_MOVE_ON = Prepared(update(reminders).where(reminders.c.id == bindparam("row")).values(next_due_at=bindparam("due")))


async def set_next_dues(session: Session, dues: Mapping[int, datetime | None]) -> None:
    """Move reminders on to their next dates, by id; None when one has none."""
    if dues:
        await session.run_many(_MOVE_ON, [{"row": number, "due": due} for number, due in dues.items()])


async def get_next_due_at(session: Session) -> datetime | None:
    """When the next reminder of anybody is due."""
    query = select(func.min(reminders.c.next_due_at)).where(reminders.c.state == "active")
    found: datetime | None = (await session.execute(query)).scalar_one()
    return found


async def get_about(session: Session, about: str, after: int, limit: int) -> list[Reminder]:
    """Active reminders about one thing, of all contacts, with ids above `after`."""
    query = (
        select(*_REMINDER)
        .where(reminders.c.about == about, reminders.c.state == "active", reminders.c.id > after)
        .order_by(reminders.c.id)
        .limit(limit)
    )
    return [Reminder(**row) for row in (await session.execute(query)).mappings()]
