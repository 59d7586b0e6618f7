"""The outbox: one row a message, one claim at a time, and no doubtful alert ever repeated."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db import outbox
from db.contacts import Contact
from db.models import outbox as table
from db.outbox import LEASE, REPEAT_AFTER, Delivery
from db.store import Store

SECOND = timedelta(seconds=1)


def _row(contact: Contact, key: str, now: datetime, **changes: Any) -> dict[str, Any]:
    row = {"key": key, "contact_id": contact.id, "kind": "reminder", "payload": {"reminder": 1}, "not_before": now}
    return row | {"created_at": now, "expires_at": None} | changes


async def _add(store: Store, *rows: dict[str, Any]) -> None:
    async with store.unit() as session:
        await outbox.add_deliveries(session, rows)


async def _claim(store: Store, now: datetime, limit: int = 10) -> list[Delivery]:
    async with store.unit() as session:
        return await outbox.claim_ready(session, now, limit)


async def _state(store: Store, key: str) -> str:
    async with store.unit() as session:
        return str((await session.execute(select(table.c.state).where(table.c.key == key))).scalar_one())


async def test_a_key_stands_once(store: Store, contact: Contact, now: datetime) -> None:
    await _add(store, _row(contact, "a", now))
    await _add(store, _row(contact, "a", now, payload={"reminder": 2}), _row(contact, "b", now))
    await _add(store)
    async with store.unit() as session:
        rows = await session.execute(select(table.c.key, table.c.payload).order_by(table.c.id))
        assert [tuple(row) for row in rows] == [("a", {"reminder": 1}), ("b", {"reminder": 1})]


async def test_one_message_a_contact_is_claimed_the_oldest_first(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    await _add(store, _row(contact, "a1", now), _row(contact, "a2", now), _row(other, "b1", now))
    assert sorted(d.key for d in await _claim(store, now)) == ["a1", "b1"]
    await _add(store, _row(contact, "early", now + SECOND))
    assert [d.key for d in await _claim(store, now)] == ["a2"]
    assert await _claim(store, now) == []
    assert [d.key for d in await _claim(store, now + SECOND)] == ["early"]


async def test_a_claim_stops_at_its_limit(store: Store, contact: Contact, other: Contact, now: datetime) -> None:
    await _add(store, _row(contact, "second", now), _row(other, "first", now - SECOND))
    assert [d.key for d in await _claim(store, now, 1)] == ["first"]


async def test_a_sent_message_stays_sent(store: Store, contact: Contact, now: datetime) -> None:
    await _add(store, _row(contact, "a", now))
    [delivery] = await _claim(store, now)
    async with store.unit() as session:
        assert not await outbox.mark_sent(session, delivery, 1, now)
        assert await outbox.mark_sending(session, delivery, now)
        assert not await outbox.mark_sending(session, delivery, now)
        assert await outbox.mark_sent(session, delivery, 55, now)
        assert not await outbox.mark_ready(session, delivery, now, "late")
        assert not await outbox.mark_ended(session, delivery, "dead", "late")
    assert await _state(store, "a") == "sent"


async def test_an_old_claim_cannot_pass_the_fence(store: Store, contact: Contact, now: datetime) -> None:
    await _add(store, _row(contact, "a", now))
    [old] = await _claim(store, now)
    late = now + LEASE + SECOND
    async with store.unit() as session:
        await outbox.sweep(session, late)
    [new] = await _claim(store, late)
    assert (old.attempt, new.attempt) == (1, 2)
    async with store.unit() as session:
        assert not await outbox.mark_sending(session, old, late)
        assert await outbox.mark_sending(session, new, late)
        assert not await outbox.mark_sent(session, old, 1, late)


async def test_a_running_lease_is_left_alone(store: Store, contact: Contact, now: datetime) -> None:
    await _add(store, _row(contact, "a", now))
    await _claim(store, now)
    async with store.unit() as session:
        await outbox.sweep(session, now + LEASE - SECOND)
    assert await _state(store, "a") == "leased"


@pytest.mark.parametrize(("kind", "repeats"), [("reminder", 1), ("alert", 0), ("digest", 0)])
async def test_only_a_doubtful_reminder_is_repeated_and_only_once(
    store: Store, contact: Contact, now: datetime, kind: str, repeats: int
) -> None:
    await _add(store, _row(contact, "a", now, kind=kind))
    sent = 0
    for _ in range(4):
        for delivery in await _claim(store, now):
            async with store.unit() as session:
                assert await outbox.mark_sending(session, delivery, now)
            assert delivery.repeats == sent
            sent += 1
        now += LEASE + SECOND
        async with store.unit() as session:
            await outbox.sweep(session, now)
        now += REPEAT_AFTER + SECOND
    assert sent == 1 + repeats
    assert await _state(store, "a") == "uncertain"


async def test_a_late_answer_settles_a_doubt(store: Store, contact: Contact, now: datetime) -> None:
    await _add(store, _row(contact, "a", now, kind="alert"))
    [delivery] = await _claim(store, now)
    async with store.unit() as session:
        await outbox.mark_sending(session, delivery, now)
        await outbox.sweep(session, now + LEASE + SECOND)
        assert await outbox.mark_sent(session, delivery, 7, now + LEASE + SECOND)
    assert await _state(store, "a") == "sent"


async def test_a_message_put_off_waits_and_an_old_one_expires(store: Store, contact: Contact, now: datetime) -> None:
    await _add(store, _row(contact, "a", now, expires_at=now + 5 * SECOND))
    [delivery] = await _claim(store, now)
    async with store.unit() as session:
        assert await outbox.mark_ready(session, delivery, now + 3 * SECOND, "pause")
        assert await outbox.get_next_ready_at(session) == now + 3 * SECOND
    assert await _claim(store, now + SECOND) == []
    async with store.unit() as session:
        await outbox.sweep(session, now + 6 * SECOND)
        assert await outbox.get_next_ready_at(session) is None
    assert await _state(store, "a") == "expired"


async def test_an_end_is_written_with_its_reason(store: Store, contact: Contact, now: datetime) -> None:
    await _add(store, _row(contact, "a", now))
    [delivery] = await _claim(store, now)
    async with store.unit() as session:
        assert await outbox.mark_ended(session, delivery, "dead", "x" * 900)
        error = (await session.execute(select(table.c.error))).scalar_one()
    assert (await _state(store, "a"), len(error)) == ("dead", 300)


async def test_a_stopped_reminder_takes_back_its_own_messages_only(
    store: Store, contact: Contact, now: datetime
) -> None:
    await _add(store, *(_row(contact, key, now) for key in ("rem:1:x", "rem:1:y", "rem:11:x")))
    async with store.unit() as session:
        await outbox.cancel_reminder(session, 1)
    assert [await _state(store, key) for key in ("rem:1:x", "rem:1:y", "rem:11:x")] == [
        "cancelled",
        "cancelled",
        "ready",
    ]


async def test_a_stop_holds_back_alerts_but_no_reminder(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    rows = [_row(contact, kind, now, kind=kind) for kind in ("alert", "digest", "reminder")]
    await _add(store, *rows, _row(other, "theirs", now, kind="alert"))
    async with store.unit() as session:
        await outbox.suppress_alerts(session, contact.id)
    async with store.unit() as session:
        rows = await session.execute(select(table.c.kind, table.c.contact_id, table.c.state).order_by(table.c.id))
        assert [tuple(row) for row in rows] == [
            ("alert", contact.id, "suppressed"),
            ("digest", contact.id, "suppressed"),
            ("reminder", contact.id, "ready"),
            ("alert", other.id, "ready"),
        ]
    for _ in range(2):  # the slot is free again
        await _add(store, _row(contact, "digest", now, kind="digest"))
        assert await _state(store, "digest") == "ready"
        async with store.unit() as session:
            await outbox.suppress_alerts(session, contact.id)


async def test_a_broadcast_is_counted_by_state(store: Store, contact: Contact, other: Contact, now: datetime) -> None:
    await _add(store, _row(contact, "bc:3:1", now), _row(other, "bc:3:2", now), _row(other, "bc:33:2", now))
    await _claim(store, now, 1)
    async with store.unit() as session:
        assert await outbox.count_states(session, 3) == {"leased": 1, "ready": 1}
        assert await outbox.count_states(session, 4) == {}
