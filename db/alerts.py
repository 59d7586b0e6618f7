"""Alerts: what a contact subscribed to, what an operator sends, and who gets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from db.contacts import Contact
from db.models import broadcasts, contacts, digest_items, subscriptions
from db.store import Session


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One alert of an operator; `texts` maps language codes to its words."""

    id: int
    topics: list[str]
    scheme_id: str | None
    texts: dict[str, str]
    link: str | None
    created_at: datetime


_BROADCAST = [broadcasts.c[name] for name in ("id", "topics", "scheme_id", "texts", "link", "created_at")]
_SUBSCRIBE = {
    "sqlite": sqlite.insert(subscriptions).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(subscriptions).on_conflict_do_nothing(),
}


async def subscribe(session: Session, contact_id: int, topic: str, now: datetime) -> None:
    """Add a topic to a contact's; once is enough."""
    row = {"contact_id": contact_id, "topic": topic, "created_at": now}
    await session.execute(_SUBSCRIBE[session.dialect], row)


async def unsubscribe(session: Session, contact_id: int, topic: str | None = None) -> None:
    """Take a topic away, or all of them."""
    gone = delete(subscriptions).where(subscriptions.c.contact_id == contact_id)
    await session.execute(gone if topic is None else gone.where(subscriptions.c.topic == topic))


async def get_topics(session: Session, contact_id: int) -> list[str]:
    """What a contact subscribed to, oldest first."""
    query = select(subscriptions.c.topic).where(subscriptions.c.contact_id == contact_id)
    ordered = query.order_by(subscriptions.c.created_at, subscriptions.c.topic)
    return list((await session.execute(ordered)).scalars())


async def add_broadcast(session: Session, now: datetime, **columns: Any) -> int:
    """Keep an alert (topics, texts, scheme_id, link) and give its id."""
    made = await session.execute(insert(broadcasts).values(created_at=now, **columns).returning(broadcasts.c.id))
    return int(made.scalar_one())


async def get_broadcast(session: Session, broadcast_id: int) -> Broadcast | None:
    """Find one alert."""
    row = (await session.execute(select(*_BROADCAST).where(broadcasts.c.id == broadcast_id))).mappings().first()
    return Broadcast(**row) if row else None


async def get_subscribers(session: Session, topics: Sequence[str]) -> list[tuple[Contact, set[str]]]:
    """Active contacts with one of the topics, and which of them they have."""
    query = (
        select(*(contacts.c[name] for name in Contact.__dataclass_fields__), subscriptions.c.topic)
        .join(subscriptions, subscriptions.c.contact_id == contacts.c.id)
        .where(subscriptions.c.topic.in_(topics), contacts.c.active)
        .order_by(contacts.c.id)
    )
    found: dict[int, tuple[Contact, set[str]]] = {}
    for row in (await session.execute(query)).mappings():
        contact = Contact(**{name: row[name] for name in Contact.__dataclass_fields__})
        found.setdefault(contact.id, (contact, set()))[1].add(row["topic"])
    return list(found.values())


async def add_digest_items(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Lay alerts aside for the digests that will carry them (contact_id, broadcast_id, outbox_key)."""
    if rows:
        await session.execute(insert(digest_items), rows)


async def get_digest(session: Session, outbox_key: str) -> list[Broadcast]:
    """The alerts that one digest carries, oldest first."""
    query = (
        select(*_BROADCAST)
        .join(digest_items, digest_items.c.broadcast_id == broadcasts.c.id)
        .where(digest_items.c.outbox_key == outbox_key)
        .order_by(broadcasts.c.id)
    )
    return [Broadcast(**row) for row in (await session.execute(query)).mappings()]
