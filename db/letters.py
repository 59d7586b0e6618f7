"""What an operator sees of the outbox: dead letters and doubts, without any text; sent once more, or closed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, update

from db.leases import LONGEST
from db.models import broadcasts, digest_items, outbox
from db.states import IS_DOUBTFUL
from db.store import Session

REPLAYED = ("dead", "uncertain")
SEEN = "closed"  # the state of a doubt that an operator has looked at


async def get_letters(session: Session, state: str, broadcast_id: int | None = None) -> list[dict[str, Any]]:
    """Messages in a state that a person should know of (dead, uncertain), oldest first, without any text.

    Each names under `broadcasts` those that it carries, with their states, which stay so until the unit ends.
    """
    columns = [outbox.c[name] for name in ("id", "kind", "contact_id", "attempt", "error", "created_at")]
    query = select(*columns).where(IS_DOUBTFUL, outbox.c.state == state).order_by(outbox.c.id)
    carried = await _get_carried(session, state)
    rows = (await session.execute(query)).mappings()
    found = [{**row, "broadcasts": carried.get(row["id"], {})} for row in rows]
    return [one for one in found if broadcast_id is None or broadcast_id in one["broadcasts"]]


async def _get_carried(session: Session, state: str) -> dict[int, dict[int, str]]:
    """The broadcasts of messages, an alert's one or all of a digest, with their states, by message."""
    number = func.coalesce(outbox.c.broadcast_id, digest_items.c.broadcast_id)
    query = (
        select(outbox.c.id.label("message"), broadcasts.c.id, broadcasts.c.state)
        .outerjoin(digest_items, digest_items.c.outbox_key == outbox.c.key)
        .join(broadcasts, broadcasts.c.id == number)
        .where(IS_DOUBTFUL, outbox.c.state == state)
        .order_by(broadcasts.c.id)
        .with_for_update(of=broadcasts, read=True)
    )
    found: dict[int, dict[int, str]] = {}
    for row in await session.execute(query):
        found.setdefault(row.message, {})[row.id] = row.state
    return found


async def replay(session: Session, state: str, ids: Collection[int], now: datetime) -> int:
    """Let an operator send dead or doubtful messages once more, doubtful ones silently; gives how many."""
    again = await session.execute(
        update(outbox)
        .where(outbox.c.state == state, outbox.c.id.in_(ids), outbox.c.state.in_(REPLAYED))
        .values(
            state="ready",
            not_before=now,
            attempt=outbox.c.attempt + 1,
            repeats=outbox.c.repeats + int(state == "uncertain"),
            expires_at=None,
        )
    )
    return again.rowcount


async def mark_seen(session: Session, ids: Collection[int], machine: datetime) -> int:
    """Close doubts that an operator has looked at; gives how many.

    One whose lease (machine time) isn't over stays, since a stop waits for it; so does a reminder that comes again.
    """
    until = outbox.c.lease_until
    closed = await session.execute(
        update(outbox)
        .where(outbox.c.state == "uncertain", outbox.c.id.in_(ids))
        .where(or_(until.is_(None), until < machine, until > machine + LONGEST))
        .where(or_(outbox.c.kind != "reminder", outbox.c.repeats > 0))
        .values(state=SEEN)
    )
    return closed.rowcount


async def count_by_kind(session: Session, state: str) -> dict[str, int]:
    """How many messages of each kind are in a state."""
    query = select(outbox.c.kind, func.count().label("number")).where(IS_DOUBTFUL, outbox.c.state == state)
    return {str(row.kind): int(row.number) for row in await session.execute(query.group_by(outbox.c.kind))}
