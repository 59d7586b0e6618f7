"""The inbox: raw updates, each taken once, those of one contact in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import updates
from db.store import Session

MAX_TRIES = 3
OPEN = ("new", "answering")


@dataclass(frozen=True, slots=True)
class Row:
    """One update that waits: its lane, the raw JSON, and the answer if a turn already gave one."""

    update_id: int
    lane: int
    payload: str
    state: str
    tries: int
    answer: Any


@dataclass(frozen=True, slots=True)
class Arrival:
    """One raw update as it came in."""

    update_id: int
    lane: int
    payload: str


_INSERT = {
    "sqlite": sqlite.insert(updates).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(updates).on_conflict_do_nothing(),
}
_ROW = select(
    updates.c.update_id,
    updates.c.lane,
    updates.c.payload,
    updates.c.state,
    updates.c.tries,
    updates.c.answer,
)
_OLDEST = (
    _ROW.where(updates.c.lane == bindparam("wanted"), updates.c.state.in_(OPEN))
    .order_by(updates.c.update_id)
    .limit(1)
)


async def add_updates(session: Session, arrivals: Iterable[Arrival], now: datetime) -> None:
    """Keep raw updates; one that is already known falls out."""
    rows = [{"update_id": a.update_id, "lane": a.lane, "payload": a.payload, "received_at": now} for a in arrivals]
    if rows:
        await session.execute(_INSERT[session.dialect], rows)


async def get_open_lanes(session: Session) -> list[int]:
    """Lanes that have something to do, the longest waiting first."""
    query = (
        select(updates.c.lane)
        .where(updates.c.state.in_(OPEN))
        .group_by(updates.c.lane)
        .order_by(func.min(updates.c.update_id))
    )
    return list((await session.execute(query)).scalars())


async def get_oldest(session: Session, lane: int) -> Row | None:
    """The next update of a lane, held until the unit ends so that no second replica takes it."""
    query = _OLDEST.with_for_update() if session.dialect == "postgresql" else _OLDEST
    row = (await session.execute(query, {"wanted": lane})).mappings().first()
    return Row(**row) if row else None


async def mark_answering(session: Session, update_id: int, answer: Any) -> None:
    """Write the turn's answer beside its update: from here on it is answered, never executed, again."""
    await session.execute(
        update(updates).where(updates.c.update_id == update_id).values(state="answering", answer=answer)
    )


async def mark_done(session: Session, update_id: int, now: datetime) -> None:
    """The answer went out."""
    await session.execute(
        update(updates)
        .where(updates.c.update_id == update_id)
        .values(state="done", done_at=now, payload="", answer=None)
    )


async def mark_failed(session: Session, update_id: int, error: str, now: datetime) -> bool:
    """Count a failed try; at the third the update is put aside so that the lane goes on. True: put aside."""
    tries = updates.c.tries + 1
    changed = await session.execute(
        update(updates)
        .where(updates.c.update_id == update_id)
        .values(tries=tries, error=error[:300])
        .returning(updates.c.tries)
    )
    if changed.scalar_one() < MAX_TRIES:
        return False
    await session.execute(
        update(updates).where(updates.c.update_id == update_id).values(state="quarantined", done_at=now)
    )
    return True


async def forget_done(session: Session, before: datetime) -> int:
    """Delete what was done before a time; duplicates come within a day."""
    gone = await session.execute(delete(updates).where(updates.c.done_at < before))
    return gone.rowcount
