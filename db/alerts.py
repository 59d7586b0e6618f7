"""Alerts: what a contact subscribed to, what an operator sends, and who gets it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from db.contacts import Contact
from db.models import broadcasts, contacts, digest_items, outbox, subscriptions
from db.prepared import Prepared
from db.store import Session
from db.upsert import insert_new

ASIDE = ("cancelled", "suppressed", "closed")  # why a digest left an alert out for good; "paused": until it goes on


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One alert of an operator; `texts` maps language codes to its words."""

    id: int
    topics: list[str]
    scheme_id: str | None
    texts: dict[str, str]
    link: str | None
    created_at: datetime
    state: str  # sending | paused | cancelled
    only_state: str | None
    expires_at: datetime | None
    frozen_to: int  # the last contact whose message is laid out
    frozen_at: datetime | None  # when the whole audience was


_BROADCAST = [broadcasts.c[name] for name in Broadcast.__dataclass_fields__]


async def subscribe(session: Session, contact_id: int, topic: str, now: datetime) -> None:
    """Add a topic to a contact's; once is enough."""
    row = {"contact_id": contact_id, "topic": topic, "created_at": now}
    await session.execute(insert_new(session, subscriptions), row)


async def unsubscribe(session: Session, contact_id: int, topic: str | None = None) -> None:
    """Take a topic away, or all of them."""
    gone = delete(subscriptions).where(subscriptions.c.contact_id == contact_id)
    await session.execute(gone if topic is None else gone.where(subscriptions.c.topic == topic))


_TOPICS = Prepared(
    select(subscriptions.c.topic)
    .where(subscriptions.c.contact_id == bindparam("contact"))
    .order_by(subscriptions.c.created_at, subscriptions.c.topic)
)


async def get_topics(session: Session, contact_id: int) -> list[str]:
    """What a contact subscribed to, oldest first."""
    return [row.topic for row in await session.run(_TOPICS, {"contact": contact_id})]


async def get_topics_of(session: Session, contact_ids: Iterable[int]) -> dict[int, set[str]]:
    """What several contacts subscribed to, by contact."""
    query = select(subscriptions.c.contact_id, subscriptions.c.topic)
    found: dict[int, set[str]] = {}
    for row in await session.execute(query.where(subscriptions.c.contact_id.in_(list(contact_ids)))):
        found.setdefault(row.contact_id, set()).add(row.topic)
    return found


async def add_broadcast(session: Session, now: datetime, **columns: Any) -> int:
    """Keep an alert (topics, texts, scheme_id, link) and give its id."""
    made = await session.execute(insert(broadcasts).values(created_at=now, **columns).returning(broadcasts.c.id))
    return int(made.scalar_one())


async def get_broadcast(session: Session, broadcast_id: int) -> Broadcast | None:
    """Find one alert."""
    return (await get_broadcasts(session, [broadcast_id])).get(broadcast_id)


async def get_broadcasts(session: Session, ids: Iterable[int]) -> dict[int, Broadcast]:
    """Find several alerts, by id."""
    rows = await session.execute(select(*_BROADCAST).where(broadcasts.c.id.in_(list(ids))))
    return {row["id"]: Broadcast(**row) for row in rows.mappings()}


async def get_subscribers(
    session: Session, topics: Sequence[str], after: int = 0, limit: int | None = None
) -> list[tuple[Contact, set[str]]]:
    """Active contacts with one of the topics, and which of them they have; `limit` of them with ids above `after`."""
    chosen = (
        select(contacts.c.id)
        .where(contacts.c.active, contacts.c.id > after)
        .where(contacts.c.id.in_(select(subscriptions.c.contact_id).where(subscriptions.c.topic.in_(topics))))
        .order_by(contacts.c.id)
        .limit(limit)
    )
    query = (
        select(*(contacts.c[name] for name in Contact.__dataclass_fields__), subscriptions.c.topic)
        .join(subscriptions, subscriptions.c.contact_id == contacts.c.id)
        .where(subscriptions.c.topic.in_(topics), contacts.c.id.in_(chosen))
        .order_by(contacts.c.id)
    )
    found: dict[int, tuple[Contact, set[str]]] = {}
    for row in (await session.execute(query)).mappings():
        contact = Contact(**{name: row[name] for name in Contact.__dataclass_fields__})
        found.setdefault(contact.id, (contact, set()))[1].add(row["topic"])
    return list(found.values())


async def add_digest_items(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Lay alerts aside for the digests that will carry them (contact_id, broadcast_id, outbox_key), each once."""
    if rows:
        await session.execute(insert_new(session, digest_items), rows)


async def lock_waiting(session: Session, keys: Collection[str]) -> set[str]:
    """Which of these messages still wait to be sent; they do so until the unit ends."""
    query = select(outbox.c.key).where(outbox.c.key.in_(keys), outbox.c.state == "ready")
    return set((await session.execute(query.order_by(outbox.c.id).with_for_update())).scalars())


async def set_aside(session: Session, key: str, broadcast_id: int, reason: str) -> None:
    """Take an alert out of a digest that is about to be written, and keep why (`paused`, or one of ASIDE)."""
    one = (digest_items.c.outbox_key == key, digest_items.c.broadcast_id == broadcast_id)
    await session.execute(update(digest_items).where(*one).values(outbox_key=f"{reason}:{key}"))


async def get_digests(session: Session, keys: Iterable[str]) -> dict[str, list[Broadcast]]:
    """The alerts that digests carry, by the digest's key, oldest first."""
    query = (
        select(digest_items.c.outbox_key, *_BROADCAST)
        .join(broadcasts, digest_items.c.broadcast_id == broadcasts.c.id)
        .where(digest_items.c.outbox_key.in_(list(keys)))
        .order_by(broadcasts.c.id)
    )
    found: dict[str, list[Broadcast]] = {}
    for row in (await session.execute(query)).mappings():
        fields = {name: row[name] for name in Broadcast.__dataclass_fields__}
        found.setdefault(row["outbox_key"], []).append(Broadcast(**fields))
    return found
