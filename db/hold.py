"""The hold after a restore: what was due before it waits until an operator releases it.

A backup doesn't know what was sent after it was made, so nothing that may have been sent then goes out by itself:
no message, and no answer to an update that was open.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update

from db.kept import get_kept, keep
from db.models import broadcasts, kept_values, outbox, reminders, updates
from db.reminders import Reminder
from db.states import IS_OPEN
from db.store import Session

HELD_AT = "held_at"
_IS_HELD = updates.c.state == "held"


def _messages(held_at: datetime) -> ColumnElement[bool]:
    return and_(outbox.c.state == "ready", outbox.c.not_before <= held_at)


def _unfrozen(held_at: datetime) -> ColumnElement[bool]:
    return and_(
        broadcasts.c.frozen_at.is_(None), broadcasts.c.state != "cancelled", broadcasts.c.created_at <= held_at
    )


def _due(held_at: datetime) -> ColumnElement[bool]:
    return and_(reminders.c.next_due_at <= held_at, reminders.c.state == "active")


async def get_hold(session: Session) -> datetime | None:
    """Until when what was due is held back; None when nothing is."""
    value = await get_kept(session, HELD_AT)
    return datetime.fromisoformat(value) if value else None


async def set_hold(session: Session, at: datetime) -> None:
    """Hold back all that was due by then, and settle what was on its way without sending it.

    A doubtful reminder may be repeated once, so it waits for the operator; a doubtful alert stays a doubt.
    """
    await session.execute(update(updates).where(IS_OPEN).values(state="held"))
    doubtful = (outbox.c.state.in_(("sending", "uncertain")), outbox.c.kind == "reminder", outbox.c.repeats == 0)
    await session.execute(update(outbox).where(*doubtful).values(state="ready", repeats=1))
    await session.execute(update(outbox).where(outbox.c.state == "leased").values(state="ready"))
    await session.execute(update(outbox).where(outbox.c.state == "sending").values(state="uncertain"))
    late = (outbox.c.state == "ready", outbox.c.not_before > at, or_(outbox.c.repeats > 0, outbox.c.attempt > 0))
    await session.execute(update(outbox).where(*late).values(not_before=at))  # tried before, so due before
    await keep(session, HELD_AT, at.isoformat())


async def count_held(session: Session, held_at: datetime) -> dict[str, int]:
    """How many are held, by kind: messages, reminders that weren't turned into one, unfinished broadcasts, updates.

    The updates are those that were kept and not answered.
    """
    query = select(outbox.c.kind, func.count().label("number")).where(_messages(held_at)).group_by(outbox.c.kind)
    found = {str(row.kind): int(row.number) for row in await session.execute(query)}
    for kind, table, held in (
        ("reminder", reminders, _due(held_at)),
        ("broadcast", broadcasts, _unfrozen(held_at)),
        ("update", updates, _IS_HELD),
    ):
        number = int((await session.execute(select(func.count()).select_from(table).where(held))).scalar_one())
        if number:
            found[kind] = found.get(kind, 0) + number
    return found


async def get_held_reminders(session: Session, held_at: datetime, limit: int) -> list[Reminder]:
    """Reminders that are held, locked until the unit ends."""
    columns = [reminders.c[name] for name in Reminder._fields]
    query = select(*columns).where(_due(held_at)).order_by(reminders.c.id).limit(limit).with_for_update()
    return [Reminder(**row) for row in (await session.execute(query)).mappings()]


async def drop_held(session: Session, held_at: datetime) -> None:
    """Cancel messages that are held and broadcasts whose audience wasn't laid out to its end; close held updates."""
    unfrozen = select(broadcasts.c.id).where(_unfrozen(held_at))
    paused = and_(outbox.c.state == "paused", outbox.c.broadcast_id.in_(unfrozen))
    await session.execute(update(outbox).where(or_(_messages(held_at), paused)).values(state="cancelled"))
    await session.execute(update(broadcasts).where(_unfrozen(held_at)).values(state="cancelled"))
    closed = {"state": "done", "done_at": held_at, "payload": "", "answer": None}
    await session.execute(update(updates).where(_IS_HELD).values(closed))


async def end_hold(session: Session) -> None:
    """Let everything flow again; an update whose turn had run is answered, any other runs now."""
    as_before = case((updates.c.answer.is_(None), "new"), else_="answering")
    await session.execute(update(updates).where(_IS_HELD).values(state=as_before, lease_until=None))
    await session.execute(delete(kept_values).where(kept_values.c.name == HELD_AT))
