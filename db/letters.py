"""What an operator sees of the outbox: dead letters and doubts, without any text, and sending them once more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from db.models import outbox
from db.states import IS_DOUBTFUL
from db.store import Session

REPLAYED = ("dead", "uncertain")


async def get_letters(session: Session, state: str, broadcast_id: int | None = None) -> list[dict[str, Any]]:
    """Messages in a state that a person should know of (dead, uncertain), oldest first, without any text."""
    columns = [
        outbox.c[name] for name in ("id", "kind", "contact_id", "broadcast_id", "attempt", "error", "created_at")
    ]
    query = select(*columns).where(IS_DOUBTFUL, outbox.c.state == state).order_by(outbox.c.id)
    if broadcast_id is not None:
        query = query.where(outbox.c.broadcast_id == broadcast_id)
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def replay(session: Session, state: str, ids: Collection[int], now: datetime) -> int:
    """Let an operator send dead or doubtful messages once more; gives how many."""
    again = await session.execute(
        update(outbox)
        .where(outbox.c.state == state, outbox.c.id.in_(ids), outbox.c.state.in_(REPLAYED))
        .values(state="ready", not_before=now, attempt=outbox.c.attempt + 1, expires_at=None)
    )
    return again.rowcount


async def count_by_kind(session: Session, state: str) -> dict[str, int]:
    """How many messages of each kind are in a state."""
    query = select(outbox.c.kind, func.count().label("number")).where(IS_DOUBTFUL, outbox.c.state == state)
    return {str(row.kind): int(row.number) for row in await session.execute(query.group_by(outbox.c.kind))}
