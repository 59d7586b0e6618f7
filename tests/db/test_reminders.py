"""Reminders: due ones are claimed in order, and a contact touches only its own."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from db import outbox, reminders
from db.contacts import Contact, get_or_add
from db.models import outbox as messages
from db.store import Session, Store, open_store

HOUR = timedelta(hours=1)
PATIENCE = 20.0  # seconds before a unit that should wait by now is given up


def _columns(title: str, due: datetime | None) -> dict[str, Any]:
    return {"title": title, "rule": "{}", "zone": "Asia/Kolkata", "next_due_at": due, "about": None}


async def test_due_reminders_are_claimed_oldest_first(store: Store, contact: Contact, now: datetime) -> None:
    async with store.unit() as session:
        for title, due in (("late", now - HOUR), ("later", now + HOUR), ("now", now), ("asked", None)):
            await reminders.add_reminder(session, contact.id, now, **_columns(title, due))
        assert [r.title for r in await reminders.claim_due(session, now, 10)] == ["late", "now"]
        assert [r.title for r in await reminders.claim_due(session, now, 1)] == ["late"]
        assert [r.title for r in await reminders.get_reminders(session, contact.id)] == [
            "late",
            "now",
            "later",
            "asked",
        ]
        assert await reminders.get_next_due_at(session) == now - HOUR


async def test_a_stopped_reminder_is_never_due(store: Store, contact: Contact, now: datetime) -> None:
    async with store.unit() as session:
        number = await reminders.add_reminder(session, contact.id, now, **_columns("x", now))
        assert await reminders.set_reminder(session, contact.id, number, state="stopped")
        assert await reminders.claim_due(session, now, 10) == []
        assert await reminders.get_active(session, [number]) == {}
        assert await reminders.get_next_due_at(session) is None
        assert await reminders.get_reminders(session, contact.id) == []


async def test_moving_on_changes_the_due_time_only(store: Store, contact: Contact, now: datetime) -> None:
    async with store.unit() as session:
        number = await reminders.add_reminder(session, contact.id, now, **_columns("x", now))
        await reminders.set_next_dues(session, {number: now + HOUR})
        assert await reminders.get_active(session, [number, number + 1]) != {}
        moved = await reminders.get_reminder(session, contact.id, number)
        assert moved is not None
        assert (moved.next_due_at, moved.version, moved.state) == (now + HOUR, 1, "active")
        await reminders.set_next_dues(session, {number: None})
        await reminders.set_next_dues(session, {})
        assert await reminders.claim_due(session, now + HOUR, 10) == []


async def test_a_foreign_contact_neither_sees_nor_changes_it(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    async with store.unit() as session:
        number = await reminders.add_reminder(session, contact.id, now, **_columns("mine", now))
        assert await reminders.get_reminder(session, other.id, number) is None
        assert not await reminders.set_reminder(session, other.id, number, title="theirs")
        assert await reminders.set_reminder(session, contact.id, number, title="mine still")
        kept = await reminders.get_reminder(session, contact.id, number)
        assert kept is not None
        assert (kept.title, kept.version) == ("mine still", 2)


async def _until_somebody_waits(session: Session) -> None:
    """Until another unit wants what this one has locked."""
    while not (await session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))).scalar_one():
        await asyncio.sleep(0)


async def test_what_a_replica_is_just_firing_is_taken_back_by_a_change(postgres_url: str, now: datetime) -> None:
    store = open_store(postgres_url)
    async with store.unit() as session:
        contact = await get_or_add(session, 7001, "hi", now)
        number = await reminders.add_reminder(session, contact.id, now, **_columns("x", now))

    async def change() -> None:
        async with store.unit() as session:
            await reminders.set_reminder(session, contact.id, number, next_due_at=now + HOUR)

    async with store.unit() as session:
        assert number in [one.id for one in await reminders.claim_due(session, now, 100)]
        changing = asyncio.create_task(change())
        async with asyncio.timeout(PATIENCE):
            await _until_somebody_waits(session)
        common = {"kind": "reminder", "payload": {}, "not_before": now, "created_at": now}
        await outbox.add_deliveries(session, [{"key": f"rem:{number}:x", "contact_id": contact.id, **common}])
        await reminders.set_next_dues(session, {number: now + 2 * HOUR})
    await changing
    async with store.unit() as session:
        states = select(messages.c.state).where(messages.c.contact_id == contact.id)
        assert list((await session.execute(states)).scalars()) == ["cancelled"]
        changed = await reminders.get_reminder(session, contact.id, number)
        assert changed is not None
        assert changed.next_due_at == now + HOUR
    await store.close()
