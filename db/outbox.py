"""The outbox: one row per message to one contact, marked before it is sent and settled by what came of it.

ready → sending → sent | dead | blocked | uncertain; back to ready when it surely wasn't sent; and suppressed,
expired, paused or cancelled before it ever was. Claim, last check and the mark `sending` are one transaction, so a
row is never held by anybody who doesn't send it. An operator may close a doubt. The previous release knew `leased` in
between: its rows go back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Text, bindparam, case, cast, exists, func, or_, select, update

from db.columns import NEVER
from db.contacts import Contact
from db.leases import LONGEST
from db.models import broadcasts, contacts, digest_items, outbox
from db.prepared import Prepared
from db.states import IS_BEGUN, IS_DOUBTFUL, IS_READY, is_state
from db.store import Session
from db.upsert import prepared_new

LEASE = timedelta(seconds=30)  # longer than the send deadline, so a slow send isn't taken for a lost one
REPEAT_AFTER = timedelta(seconds=15)
PERSONAL, BULK = 0, 1  # lanes: what one contact waits for goes before what goes to many
PUT_OFF = "quiet hours or pause"  # why a message waits, for which `bring_forward` looks
SPARE = 10  # rows looked at beyond those that are wanted, since a contact may have several


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row on its way out; `attempt` is the fence that an older sender can't pass."""

    id: int
    key: str
    contact_id: int
    kind: str  # reminder | alert | digest | need
    payload: Mapping[str, Any]
    attempt: int
    repeats: int
    broadcast_id: int | None


_FIELDS = tuple(Delivery.__dataclass_fields__)
_CONTACT = tuple(Contact.__dataclass_fields__)
_COLUMNS = [outbox.c[name].label(f"outbox_{name}") for name in _FIELDS] + [contacts.c[name] for name in _CONTACT]


async def add_deliveries(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put messages in the outbox; one whose key is there already falls out.

    Each row: key, contact_id, kind, payload, not_before, created_at; and where it isn't bulk that is ready now and
    never expires: lane, broadcast_id, state, expires_at.
    """
    alike = defaultdict(list)
    for row in rows:
        alike[tuple(row)].append(row)
    for columns, some in alike.items():
        await session.run_many(prepared_new(session, outbox, *columns), some)


_on_its_way = outbox.alias()
_BUSY = exists().where(_on_its_way.c.contact_id == outbox.c.contact_id, is_state(_on_its_way.c.state, "sending"))
_STOPPED = exists().where(broadcasts.c.id == outbox.c.broadcast_id, broadcasts.c.state != "sending")
_READY = Prepared(
    select(*_COLUMNS)
    .join(contacts, contacts.c.id == outbox.c.contact_id)
    .where(IS_READY, outbox.c.not_before <= bindparam("now"), ~_BUSY, ~_STOPPED)
    .where(contacts.c.free_at <= bindparam("moment"), outbox.c.not_before > bindparam("held_at"))
    .where(or_(outbox.c.expires_at.is_(None), outbox.c.expires_at > bindparam("now")))
    .order_by(outbox.c.lane, outbox.c.not_before, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=[outbox, contacts], skip_locked=True, key_share=True)
)


async def claim_ready(
    session: Session, now: datetime, moment: float, limit: int, held_at: datetime | None = None
) -> list[tuple[Delivery, Contact]]:
    """The next messages that may go out, the oldest first, one a contact, locked until the unit ends.

    `moment` is the budget's time, which says whether the chat is free. A contact to whom a message is on its way
    waits, so that messages keep their order. After a restore, nothing that was due by `held_at` goes out.
    """
    given = {"now": now, "moment": moment, "held_at": held_at or NEVER, "most": limit + SPARE}
    found: dict[int, tuple[Delivery, Contact]] = {}
    for row in await session.run(_READY, given):
        delivery = Delivery(*row[: len(_FIELDS)])
        if delivery.contact_id not in found:
            found[delivery.contact_id] = delivery, Contact(*row[len(_FIELDS) :])
    return list(found.values())[:limit]


_SENDING = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(state="sending", attempt=outbox.c.attempt + 1, lease_until=bindparam("lease"))
)
_CHAT = Prepared(update(contacts).where(contacts.c.id == bindparam("row")).values(free_at=bindparam("free")))


async def mark_sending(
    session: Session, deliveries: Sequence[Delivery], lease_until: datetime, free_at: float
) -> list[Delivery]:
    """Say that the calls are about to be made, and until when the chats get nothing else; gives the new fences."""
    if not deliveries:
        return []
    await session.run_many(_SENDING, [{"row": delivery.id, "lease": lease_until} for delivery in deliveries])
    await session.run_many(_CHAT, [{"row": delivery.contact_id, "free": free_at} for delivery in deliveries])
    return [replace(delivery, attempt=delivery.attempt + 1) for delivery in deliveries]


async def put_off(session: Session, delivery: Delivery, not_before: datetime) -> None:
    """Leave a claimed message until the contact's quiet hours or pause are over."""
    await _change(session, delivery, not_before=not_before, error=PUT_OFF)


async def bring_forward(session: Session, contact_id: int, now: datetime) -> None:
    """Have looked at again what was put off for a contact's quiet hours or pause: they have changed."""
    waits = (outbox.c.contact_id == contact_id, outbox.c.state.in_(("ready", "paused")), outbox.c.error == PUT_OFF)
    await session.execute(update(outbox).where(*waits, outbox.c.not_before > now).values(not_before=now))


async def end_unsent(session: Session, delivery: Delivery, state: str, error: str) -> None:
    """Close a claimed message that isn't to be sent: suppressed or dead."""
    await _change(session, delivery, state=state, error=error[:300])


async def count_try(session: Session, delivery: Delivery, not_before: datetime, error: str) -> None:
    """Count a try that failed before anything could be sent."""
    await _change(session, delivery, attempt=delivery.attempt + 1, not_before=not_before, error=error[:300])


async def _change(session: Session, delivery: Delivery, **values: Any) -> None:
    await session.execute(update(outbox).where(outbox.c.id == delivery.id).values(values))


_SENT = Prepared(
    update(outbox)
    .where(
        outbox.c.id == bindparam("row"),
        outbox.c.attempt == bindparam("fence"),
        or_(*(outbox.c.state == state for state in ("sending", "uncertain", "ready"))),  # ready: to be repeated
    )
    .values(state="sent", message_id=bindparam("number"), sent_at=bindparam("at"), error=None)
)


async def mark_sent(session: Session, sent: Sequence[tuple[Delivery, int | None]], now: datetime) -> None:
    """Telegram accepted these messages, each with its number; a late answer also settles a doubt."""
    rows = [{"row": delivery.id, "fence": delivery.attempt, "number": number, "at": now} for delivery, number in sent]
    if rows:
        await session.run_many(_SENT, rows)


async def mark_ready(session: Session, delivery: Delivery, not_before: datetime, error: str) -> bool:
    """The message surely wasn't sent: try again later, unless its broadcast was paused or cancelled meanwhile."""
    flag = select(broadcasts.c.state).where(broadcasts.c.id == delivery.broadcast_id)
    found = (await session.execute(flag.with_for_update(read=True))).scalar() if delivery.broadcast_id else None
    state = found if found in {"paused", "cancelled"} else "ready"  # locked: whoever changes it then sees this row
    return await _move(
        session, delivery, ("sending", "uncertain"), state=state, not_before=not_before, error=error[:300]
    )


async def mark_ended(session: Session, delivery: Delivery, state: str, error: str) -> bool:
    """Close a message without a sure send: dead, blocked or uncertain."""
    return await _move(session, delivery, ("sending",), state=state, error=error[:300])


async def _move(session: Session, delivery: Delivery, states: tuple[str, ...], **values: Any) -> bool:
    changed = await session.execute(
        update(outbox)
        .where(outbox.c.id == delivery.id, outbox.c.attempt == delivery.attempt, outbox.c.state.in_(states))
        .values(values)
    )
    return bool(changed.rowcount)


async def sweep(session: Session, now: datetime, machine: datetime) -> None:
    """Settle what a dead process left, by machine time: a send that may have happened is a doubt.

    A doubtful reminder is repeated once, a little later; anything else never is. What is too old expires.
    """
    over = or_(outbox.c.lease_until < machine, outbox.c.lease_until > machine + LONGEST)
    left = case((outbox.c.state == "leased", "ready"), else_="uncertain")
    begun = outbox.c.state.in_(("leased", "sending"))
    await session.execute(update(outbox).where(IS_BEGUN, begun, over).values(state=left))
    await session.execute(
        update(outbox)
        .where(IS_DOUBTFUL, outbox.c.state == "uncertain", outbox.c.kind == "reminder", outbox.c.repeats == 0)
        .values(state="ready", repeats=1, not_before=now + REPEAT_AFTER)
    )
    await session.execute(update(outbox).where(IS_READY, outbox.c.expires_at < now).values(state="expired"))


async def cancel_reminder(session: Session, reminder_id: int) -> None:
    """Take back what is on its way for a reminder that was done, moved or stopped.

    A doubt is settled: whoever answers has read it. What is just being sent isn't repeated, whatever comes of it.
    """
    state, begun = outbox.c.state, outbox.c.state == "sending"
    await session.execute(
        update(outbox)
        .where(outbox.c.key.like(f"rem:{reminder_id}:%"), state.in_(("ready", "uncertain", "sending")))
        .values(
            state=case((state == "ready", "cancelled"), (state == "uncertain", "sent"), else_=state),
            repeats=case((begun, 1), else_=outbox.c.repeats),
        )
    )


async def suppress_alerts(session: Session, contact_id: int) -> None:
    """Hold back every alert of a contact who stopped them; a digest's slot is free for one who comes back.

    What its digests would have brought stays counted as suppressed.
    """
    aside = outbox.c.key + ":stopped:" + cast(outbox.c.id, Text)
    await session.execute(
        update(outbox)
        .where(
            outbox.c.contact_id == contact_id,
            outbox.c.kind.in_(("alert", "digest")),
            outbox.c.state.in_(("ready", "paused")),
        )
        .values(state="suppressed", key=case((outbox.c.kind == "digest", aside), else_=outbox.c.key))
    )
    gone_out = select(outbox.c.key).where(
        outbox.c.contact_id == contact_id, outbox.c.kind == "digest", outbox.c.state != "suppressed"
    )
    waits = or_(*(digest_items.c.outbox_key.like(f"{word}:%") for word in ("digest", "paused")))
    mine = (digest_items.c.contact_id == contact_id, waits, digest_items.c.outbox_key.not_in(gone_out))
    await session.execute(
        update(digest_items).where(*mine).values(outbox_key="suppressed:" + digest_items.c.outbox_key)
    )


async def get_last_lease(session: Session, contact_id: int) -> datetime | None:
    """Until when (machine time) news may still reach a contact through Telegram; None when none is on its way."""
    query = select(func.max(outbox.c.lease_until)).where(
        outbox.c.contact_id == contact_id,
        outbox.c.kind.in_(("alert", "digest", "need")),
        outbox.c.state.in_(("sending", "uncertain")),
    )
    found: datetime | None = (await session.execute(query)).scalar_one()
    return found


async def get_next_ready_at(session: Session) -> datetime | None:
    """When the next message that waits may go out."""
    query = select(func.min(outbox.c.not_before)).where(IS_READY)
    found: datetime | None = (await session.execute(query)).scalar_one()
    return found
