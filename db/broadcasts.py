"""Broadcasts as an operator steers them: laid out in chunks, paused, resumed, cancelled, reported."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from db.alerts import Broadcast
from db.models import broadcasts, digest_items, outbox
from db.store import Session


async def get_unfrozen(session: Session) -> list[int]:
    """Broadcasts whose audience isn't laid out to its end."""
    query = select(broadcasts.c.id).where(broadcasts.c.frozen_at.is_(None), broadcasts.c.state != "cancelled")
    return list((await session.execute(query.order_by(broadcasts.c.id))).scalars())


async def lock_broadcast(session: Session, broadcast_id: int) -> Broadcast | None:
    """One broadcast, held until the unit ends, so that no second replica lays the same chunk out."""
    query = select(*(broadcasts.c[name] for name in Broadcast.__dataclass_fields__))
    row = (await session.execute(query.where(broadcasts.c.id == broadcast_id).with_for_update())).mappings().first()
    return Broadcast(**row) if row else None


async def set_frozen(session: Session, broadcast_id: int, frozen_to: int, frozen_at: datetime | None) -> None:
    """Note how far the audience is laid out, and when it was to the end."""
    await session.execute(
        update(broadcasts).where(broadcasts.c.id == broadcast_id).values(frozen_to=frozen_to, frozen_at=frozen_at)
    )


_MOVES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {  # to → from which state, and which messages wait
    "paused": (("sending",), ("ready",)),
    "sending": (("paused",), ("paused",)),
    "cancelled": (("sending", "paused"), ("ready", "paused")),
}
_LEFT = {"paused": "paused", "sending": "ready", "cancelled": "cancelled"}


async def set_broadcast_state(session: Session, broadcast_id: int, state: str) -> bool:
    """Pause, resume (`sending`) or cancel: the flag and what waits in the outbox; False when it can't be."""
    allowed, waiting = _MOVES[state]
    one = (broadcasts.c.id == broadcast_id, broadcasts.c.state.in_(allowed))
    if not (await session.execute(update(broadcasts).where(*one).values(state=state))).rowcount:
        return False
    rows = (outbox.c.broadcast_id == broadcast_id, outbox.c.state.in_(waiting))
    await session.execute(update(outbox).where(*rows).values(state=_LEFT[state]))
    return True


async def get_listed(session: Session, limit: int = 20) -> list[Broadcast]:
    """The newest broadcasts."""
    query = select(*(broadcasts.c[name] for name in Broadcast.__dataclass_fields__))
    rows = await session.execute(query.order_by(broadcasts.c.id.desc()).limit(limit))
    return [Broadcast(**row) for row in rows.mappings()]


async def count_states(session: Session, broadcast_id: int) -> dict[str, int]:
    """How many of its messages are in which state: alerts of their own, and digests that carry it."""
    alone = select(outbox.c.state, func.count().label("number")).where(outbox.c.broadcast_id == broadcast_id)
    carried = (
        select(outbox.c.state, func.count().label("number"))
        .join(digest_items, digest_items.c.outbox_key == outbox.c.key)
        .where(digest_items.c.broadcast_id == broadcast_id)
    )
    found: dict[str, int] = {}
    for query in (alone, carried):
        for row in await session.execute(query.group_by(outbox.c.state)):
            found[row.state] = found.get(row.state, 0) + row.number
    return found
