"""Broadcasts as an operator steers them: laid out in chunks, paused, resumed, cancelled, reported."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, delete, func, select, update

from db.alerts import ASIDE, Broadcast
from db.contacts import Contact
from db.models import broadcasts, contacts, digest_items, outbox
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


async def take_left_out(session: Session, broadcast_id: int) -> list[Contact]:
    """The contacts whose digests left a broadcast out while it was paused; nothing of it is held back any more."""
    held = (digest_items.c.broadcast_id == broadcast_id, digest_items.c.outbox_key.like("paused:%"))
    query = select(*(contacts.c[name] for name in Contact.__dataclass_fields__)).join(digest_items).where(*held)
    rows = (await session.execute(query.order_by(contacts.c.id))).mappings()
    found = [Contact(**row) for row in rows]
    await session.execute(delete(digest_items).where(*held))
    return found


async def get_listed(session: Session, limit: int = 20) -> list[Broadcast]:
    """The newest broadcasts."""
    query = select(*(broadcasts.c[name] for name in Broadcast.__dataclass_fields__))
    rows = await session.execute(query.order_by(broadcasts.c.id.desc()).limit(limit))
    return [Broadcast(**row) for row in rows.mappings()]


async def count_states(session: Session, *numbers: int) -> dict[str, int]:
    """How many messages of these broadcasts are in which state: alerts of their own, and their parts in digests."""
    alone = select(outbox.c.state.label("fate"), func.count().label("number"))
    carried = (
        select(_fate().label("fate"), func.count().label("number"))
        .select_from(digest_items)
        .join(broadcasts, broadcasts.c.id == digest_items.c.broadcast_id)
        .outerjoin(outbox, outbox.c.key == digest_items.c.outbox_key)
        .where(digest_items.c.broadcast_id.in_(numbers))
    )
    found: dict[str, int] = {}
    for query in (alone.where(outbox.c.broadcast_id.in_(numbers)), carried):
        for row in await session.execute(query.group_by("fate")):
            found[row.fate] = found.get(row.fate, 0) + row.number
    return found


def _fate() -> ColumnElement[str]:
    """What came of a broadcast in a digest: the digest's state where it was in the text, else why it wasn't.

    A pause or a cancellation holds at once, though the digest still waits. What a pause held back for longer than the
    broadcast lives isn't put back.
    """
    key, flag = digest_items.c.outbox_key, broadcasts.c.state
    stopped = flag != "sending"
    return case(
        (and_(key.like("paused:%"), stopped), flag),
        (key.like("paused:%"), "expired"),
        *((key.like(f"{state}:%"), state) for state in ASIDE),
        (and_(outbox.c.state == "ready", stopped), flag),
        else_=outbox.c.state,
    )
