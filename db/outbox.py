"""The outbox: one row per message to one contact, claimed by lease, marked before it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, case, cast, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import digest_items, outbox
from db.store import Session

LEASE = timedelta(seconds=30)  # longer than the send deadline, so a slow send isn't claimed twice
REPEAT_AFTER = timedelta(seconds=60)
_INSERT = {
    "sqlite": sqlite.insert(outbox).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(outbox).on_conflict_do_nothing(),
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed row; `attempt` is the fence that an older claim can't pass."""

    id: int
    key: str
    contact_id: int
    kind: str  # reminder | alert | digest
    payload: Mapping[str, Any]
    attempt: int
    repeats: int


_DELIVERY = [outbox.c[name] for name in ("id", "key", "contact_id", "kind", "payload", "attempt", "repeats")]


async def add_deliveries(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put messages in the outbox; one whose key is there already falls out.

    Each row: key, contact_id, kind, payload, not_before, created_at, and expires_at or None.
    """
    listed = list(rows)
    if listed:
        await session.execute(_INSERT[session.dialect], listed)


async def claim_ready(session: Session, now: datetime, limit: int) -> list[Delivery]:
    """Lease the oldest ready rows, at most one a contact, so that a contact's messages keep their order."""
    first = (
        select(func.min(outbox.c.id))
        .where(outbox.c.state == "ready", outbox.c.not_before <= now)
        .group_by(outbox.c.contact_id)
        .order_by(func.min(outbox.c.not_before))
        .limit(limit)
    )
    wanted = select(outbox.c.id).where(outbox.c.id.in_(first)).with_for_update(skip_locked=True)
    claimed = await session.execute(
        update(outbox)
        .where(outbox.c.id.in_(wanted), outbox.c.state == "ready")
        .values(state="leased", attempt=outbox.c.attempt + 1, lease_until=now + LEASE)
        .returning(*_DELIVERY)
    )
    return [Delivery(**row) for row in claimed.mappings()]


async def mark_sending(session: Session, delivery: Delivery, now: datetime) -> bool:
    """Say that the call is about to be made; False when the lease was lost meanwhile."""
    return await _move(session, delivery, ("leased",), state="sending", lease_until=now + LEASE)


async def mark_sent(session: Session, delivery: Delivery, message_id: int | None, now: datetime) -> bool:
    """Telegram accepted the message; a late answer also settles a doubt."""
    return await _move(session, delivery, ("sending", "uncertain"), state="sent", message_id=message_id, sent_at=now)


async def mark_ready(session: Session, delivery: Delivery, not_before: datetime, error: str) -> bool:
    """The message surely wasn't sent: try again later."""
    return await _move(session, delivery, ("leased", "sending"), state="ready", not_before=not_before, error=error)


async def mark_ended(session: Session, delivery: Delivery, state: str, error: str) -> bool:
    """Close a row without a sure send: dead, blocked, uncertain, suppressed or expired."""
    return await _move(session, delivery, ("leased", "sending"), state=state, error=error[:300])


async def _move(session: Session, delivery: Delivery, states: tuple[str, ...], **values: Any) -> bool:
    changed = await session.execute(
        update(outbox)
        .where(outbox.c.id == delivery.id, outbox.c.attempt == delivery.attempt, outbox.c.state.in_(states))
        .values(**values)
    )
    return bool(changed.rowcount)


async def sweep(session: Session, now: datetime) -> None:
    """Settle what a dead process left: a lease goes back; a send that may have happened is a doubt.

    A doubtful reminder is repeated once, a minute later; a doubtful alert never is.
    """
    over = outbox.c.lease_until < now
    left = case((outbox.c.state == "leased", "ready"), else_="uncertain")
    await session.execute(update(outbox).where(outbox.c.state.in_(("leased", "sending")), over).values(state=left))
    await session.execute(
        update(outbox)
        .where(outbox.c.state == "uncertain", outbox.c.kind == "reminder", outbox.c.repeats == 0)
        .values(state="ready", repeats=1, not_before=now + REPEAT_AFTER)
    )
    await session.execute(
        update(outbox).where(outbox.c.state == "ready", outbox.c.expires_at < now).values(state="expired")
    )


async def cancel_reminder(session: Session, reminder_id: int) -> None:
    """Take back what is on its way for a reminder that was done, moved or stopped."""
    key = f"rem:{reminder_id}:%"
    await session.execute(
        update(outbox)
        .where(outbox.c.key.like(key), outbox.c.state.in_(("ready", "leased")))
        .values(state="cancelled")
    )


async def suppress_alerts(session: Session, contact_id: int) -> None:
    """Hold back every alert of a contact who stopped them; a digest's slot is free for one who comes back."""
    aside = outbox.c.key + ":stopped:" + cast(outbox.c.id, Text)
    await session.execute(
        update(outbox)
        .where(
            outbox.c.contact_id == contact_id,
            outbox.c.kind.in_(("alert", "digest")),
            outbox.c.state.in_(("ready", "leased")),
        )
        .values(state="suppressed", key=case((outbox.c.kind == "digest", aside), else_=outbox.c.key))
    )
    await session.execute(delete(digest_items).where(digest_items.c.contact_id == contact_id))


async def get_next_ready_at(session: Session) -> datetime | None:
    """When the next message that waits may go out."""
    query = select(func.min(outbox.c.not_before)).where(outbox.c.state == "ready")
    found: datetime | None = (await session.execute(query)).scalar_one()
    return found


async def count_states(session: Session, broadcast_id: int) -> dict[str, int]:
    """How many messages of a broadcast are in which state."""
    query = (
        select(outbox.c.state, func.count().label("number"))
        .where(outbox.c.key.like(f"bc:{broadcast_id}:%"))
        .group_by(outbox.c.state)
    )
    return {str(row.state): int(row.number) for row in await session.execute(query)}
