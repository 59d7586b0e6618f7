"""The outbox: one row a message, one sender at a time, and no doubtful alert ever repeated."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from db import outbox
from db.contacts import Contact
from db.models import contacts as contacts_table
from db.models import outbox as table
from db.outbox import LEASE, REPEAT_AFTER, Delivery
from db.store import Store

SECOND = timedelta(seconds=1)
MOMENT = 1000.0  # the budget's time, in which these tests' chats are free


def row(contact: Contact, key: str, now: datetime, **changes: Any) -> dict[str, Any]:
    """A message as it is put in the outbox."""
    made = {"key": key, "contact_id": contact.id, "kind": "reminder", "payload": {"reminder": 1}, "not_before": now}
    return made | {"created_at": now, "expires_at": None} | changes


async def add(store: Store, *rows: dict[str, Any]) -> None:
    """Put messages in the outbox."""
    async with store.unit() as session:
        await outbox.add_deliveries(session, rows)


async def begin(store: Store, now: datetime, limit: int = 10, moment: float = MOMENT) -> list[Delivery]:
    """Claim and mark, as a sender does; the chats stay free."""
    async with store.unit() as session:
        claimed = await outbox.claim_ready(session, now, moment, limit)
        return await outbox.mark_sending(session, [one for one, _contact in claimed], now + LEASE, moment)


async def state(store: Store, key: str) -> str:
    """Where one message stands."""
    async with store.unit() as session:
        return str((await session.execute(select(table.c.state).where(table.c.key == key))).scalar_one())


async def sweep(store: Store, now: datetime) -> None:
    """Settle what was left, at one time by both clocks."""
    async with store.unit() as session:
        await outbox.sweep(session, now, now)


async def test_rows_may_name_different_columns(store: Store, contact: Contact, now: datetime) -> None:
    await add(store, row(contact, "a", now), row(contact, "b", now, lane=outbox.PERSONAL), row(contact, "c", now))
    async with store.unit() as session:
        rows = await session.execute(select(table.c.key, table.c.lane, table.c.state).order_by(table.c.key))
        assert [tuple(one) for one in rows] == [
            ("a", outbox.BULK, "ready"),
            ("b", outbox.PERSONAL, "ready"),
            ("c", outbox.BULK, "ready"),
        ]


async def test_a_key_stands_once(store: Store, contact: Contact, now: datetime) -> None:
    await add(store, row(contact, "a", now))
    await add(store, row(contact, "a", now, payload={"reminder": 2}), row(contact, "b", now))
    await add(store)
    async with store.unit() as session:
        rows = await session.execute(select(table.c.key, table.c.payload).order_by(table.c.id))
        assert [tuple(one) for one in rows] == [("a", {"reminder": 1}), ("b", {"reminder": 1})]


async def test_a_contact_gets_one_message_after_the_other(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    await add(store, row(contact, "a1", now), row(contact, "a2", now), row(other, "b1", now))
    begun = await begin(store, now)
    assert sorted(one.key for one in begun) == ["a1", "b1"]
    assert await begin(store, now) == []  # the first is still on its way
    async with store.unit() as session:
        await outbox.mark_sent(session, [(one, 1) for one in begun], now)
    assert [one.key for one in await begin(store, now)] == ["a2"]


async def test_what_one_contact_waits_for_goes_before_bulk_and_the_oldest_first(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    await add(
        store,
        row(contact, "bulk", now - SECOND, kind="alert"),
        row(other, "personal", now, lane=outbox.PERSONAL),
    )
    assert [one.key for one in await begin(store, now, 1)] == ["personal"]
    assert [one.key for one in await begin(store, now, 1)] == ["bulk"]
    await add(store, row(contact, "later", now + SECOND))
    assert await begin(store, now) == []


async def test_a_chat_that_is_not_free_waits(store: Store, contact: Contact, other: Contact, now: datetime) -> None:
    await add(store, row(contact, "a", now), row(other, "b", now))
    async with store.unit() as session:
        await session.execute(
            update(contacts_table).where(contacts_table.c.id == contact.id).values(free_at=MOMENT + 5)
        )
    assert [one.key for one in await begin(store, now)] == ["b"]
    assert [one.key for one in await begin(store, now, moment=MOMENT + 5)] == ["a"]


async def test_after_a_restore_only_what_fell_due_since_goes_out(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    await add(store, row(contact, "old", now - SECOND), row(other, "new", now))
    async with store.unit() as session:
        claimed = await outbox.claim_ready(session, now, MOMENT, 10, now - SECOND)
    assert [one.key for one, _contact in claimed] == ["new"]


async def test_a_sent_message_stays_sent(store: Store, contact: Contact, now: datetime) -> None:
    await add(store, row(contact, "a", now))
    [delivery] = await begin(store, now)
    async with store.unit() as session:
        await outbox.mark_sent(session, [(delivery, 55)], now)
        assert not await outbox.mark_ready(session, delivery, now, "late")
        assert not await outbox.mark_ended(session, delivery, "dead", "late")
        assert (await session.execute(select(table.c.message_id))).scalar_one() == 55
    assert await state(store, "a") == "sent"


async def test_an_old_sender_cannot_pass_the_fence(store: Store, contact: Contact, now: datetime) -> None:
    await add(store, row(contact, "a", now))
    [old] = await begin(store, now)
    late = now + LEASE + SECOND
    await sweep(store, late)
    [new] = await begin(store, late + REPEAT_AFTER)
    assert (old.attempt, new.attempt) == (1, 2)
    async with store.unit() as session:
        await outbox.mark_sent(session, [(old, 1)], late)
        assert not await outbox.mark_ready(session, old, late, "late")
        assert not await outbox.mark_ended(session, old, "dead", "late")
    assert await state(store, "a") == "sending"


async def test_a_running_lease_is_left_alone(store: Store, contact: Contact, now: datetime) -> None:
    await add(store, row(contact, "a", now))
    await begin(store, now)
    await sweep(store, now + LEASE - SECOND)
    assert await state(store, "a") == "sending"


async def test_what_the_previous_release_had_leased_goes_back(store: Store, contact: Contact, now: datetime) -> None:
    await add(store, row(contact, "a", now, kind="alert"))
    async with store.unit() as session:
        await session.execute(update(table).values(state="leased", lease_until=now))
    await sweep(store, now + SECOND)
    assert await state(store, "a") == "ready"


@pytest.mark.parametrize(("kind", "repeats"), [("reminder", 1), ("alert", 0), ("digest", 0), ("need", 0)])
async def test_only_a_doubtful_reminder_is_repeated_and_only_once(
    store: Store, contact: Contact, now: datetime, kind: str, repeats: int
) -> None:
    await add(store, row(contact, "a", now, kind=kind))
    sent = 0
    for _ in range(4):
        for delivery in await begin(store, now):
            assert delivery.repeats == sent
            sent += 1
        now += LEASE + SECOND
        await sweep(store, now)
        now += REPEAT_AFTER + SECOND
    assert sent == 1 + repeats
    assert await state(store, "a") == "uncertain"


@pytest.mark.parametrize("kind", ["alert", "reminder"])
async def test_a_late_answer_settles_a_doubt_and_spares_the_repeat(
    store: Store, contact: Contact, now: datetime, kind: str
) -> None:
    await add(store, row(contact, "a", now, kind=kind))
    [delivery] = await begin(store, now)
    await sweep(store, now + LEASE + SECOND)
    async with store.unit() as session:
        await outbox.mark_sent(session, [(delivery, 7)], now + LEASE + SECOND)
    assert await state(store, "a") == "sent"


async def test_a_sender_that_stood_still_takes_back_what_it_surely_did_not_send(
    store: Store, contact: Contact, now: datetime
) -> None:
    await add(store, row(contact, "a", now, kind="alert"))
    [delivery] = await begin(store, now)
    await sweep(store, now + LEASE + SECOND)
    async with store.unit() as session:
        assert await outbox.mark_ready(session, delivery, now, "stood still")
    assert await state(store, "a") == "ready"


async def test_a_message_put_off_waits_and_an_old_one_expires(store: Store, contact: Contact, now: datetime) -> None:
    await add(store, row(contact, "a", now, expires_at=now + 5 * SECOND))
    async with store.unit() as session:
        [(delivery, _contact)] = await outbox.claim_ready(session, now, MOMENT, 10)
        await outbox.put_off(session, delivery, now + 3 * SECOND)
        assert await outbox.get_next_ready_at(session) == now + 3 * SECOND
    assert await begin(store, now + SECOND) == []
    assert await begin(store, now + 5 * SECOND) == []
    await sweep(store, now + 6 * SECOND)
    assert await state(store, "a") == "expired"


async def test_what_cannot_be_written_is_counted_and_closed(store: Store, contact: Contact, now: datetime) -> None:
    await add(store, row(contact, "a", now))
    async with store.unit() as session:
        [(delivery, _contact)] = await outbox.claim_ready(session, now, MOMENT, 10)
        await outbox.count_try(session, delivery, now, "x" * 900)
        [(again, _contact)] = await outbox.claim_ready(session, now, MOMENT, 10)
        assert again.attempt == 1
        await outbox.end_unsent(session, again, "dead", "x" * 900)
        error = (await session.execute(select(table.c.error))).scalar_one()
    assert (await state(store, "a"), len(error)) == ("dead", 300)


async def test_a_stopped_reminder_takes_back_its_own_messages_only(
    store: Store, contact: Contact, now: datetime
) -> None:
    await add(store, *(row(contact, key, now) for key in ("rem:1:x", "rem:1:y", "rem:11:x")))
    async with store.unit() as session:
        await outbox.cancel_reminder(session, 1)
    states = [await state(store, key) for key in ("rem:1:x", "rem:1:y", "rem:11:x")]
    assert states == ["cancelled", "cancelled", "ready"]


async def test_a_stop_holds_back_alerts_but_no_reminder(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    rows = [row(contact, kind, now, kind=kind) for kind in ("alert", "digest", "reminder")]
    await add(
        store, *rows, row(other, "theirs", now, kind="alert"), row(contact, "p", now, kind="alert", state="paused")
    )
    async with store.unit() as session:
        await outbox.suppress_alerts(session, contact.id)
        assert await outbox.get_last_lease(session, contact.id) is None
    async with store.unit() as session:
        found = await session.execute(select(table.c.kind, table.c.contact_id, table.c.state).order_by(table.c.id))
        assert [tuple(one) for one in found] == [
            ("alert", contact.id, "suppressed"),
            ("digest", contact.id, "suppressed"),
            ("reminder", contact.id, "ready"),
            ("alert", other.id, "ready"),
            ("alert", contact.id, "suppressed"),
        ]
    for _ in range(2):  # the slot is free again
        await add(store, row(contact, "digest", now, kind="digest"))
        assert await state(store, "digest") == "ready"
        async with store.unit() as session:
            await outbox.suppress_alerts(session, contact.id)


@pytest.mark.parametrize("settled", [False, True])
async def test_until_when_an_alert_may_still_arrive(
    store: Store, contact: Contact, now: datetime, settled: bool
) -> None:
    await add(store, row(contact, "a", now, kind="alert"), row(contact, "r", now))
    [delivery] = await begin(store, now)
    assert delivery.kind == "alert"
    async with store.unit() as session:
        await outbox.mark_ended(session, delivery, "dead" if settled else "uncertain", "?")
        assert await outbox.get_last_lease(session, contact.id) == (None if settled else now + LEASE)


async def test_a_send_from_before_a_clock_was_set_back_is_settled(
    store: Store, contact: Contact, now: datetime
) -> None:
    await add(store, row(contact, "a", now, kind="alert"))
    await begin(store, now + timedelta(hours=1))
    await sweep(store, now)
    assert await state(store, "a") == "uncertain"
