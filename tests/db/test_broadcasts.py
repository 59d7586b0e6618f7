"""Broadcasts as an operator steers them, at every stage that their messages may be in."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from db import alerts, broadcasts, letters, outbox
from db.contacts import Contact
from db.leases import LONGEST
from db.outbox import LEASE
from db.store import Store
from tests.db.test_outbox import add, begin, row, state
from tests.waiting import until_blocked


async def _broadcast(store: Store, now: datetime) -> int:
    async with store.unit() as session:
        return await alerts.add_broadcast(session, now, topics=["a"], texts={"en": "x"})


async def _set(store: Store, number: int, to: str) -> bool:
    async with store.unit() as session:
        return await broadcasts.set_broadcast_state(session, number, to)


async def test_pause_resume_and_cancel_move_what_waits_and_nothing_else(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    number = await _broadcast(store, now)
    alert = {"kind": "alert", "broadcast_id": number, "payload": {"broadcast": number}}
    await add(store, row(contact, "going", now, **alert))
    await begin(store, now)
    await add(store, row(other, "waiting", now, **alert), row(other, "reminder", now))
    assert await _set(store, number, "paused")
    assert [await state(store, key) for key in ("going", "waiting", "reminder")] == ["sending", "paused", "ready"]
    assert not await _set(store, number, "paused")
    assert [one.key for one in await begin(store, now)] == ["reminder"]
    assert await _set(store, number, "sending")
    assert await state(store, "waiting") == "ready"
    assert await _set(store, number, "cancelled")
    assert await state(store, "waiting") == "cancelled"
    assert not await _set(store, number, "sending")
    async with store.unit() as session:
        assert await broadcasts.count_states(session, number) == {"sending": 1, "cancelled": 1}
        assert await broadcasts.count_states(session, number + 1) == {}


@pytest.mark.parametrize(("flag", "after"), [("paused", "paused"), ("cancelled", "cancelled")])
async def test_a_message_that_comes_back_obeys_the_flag(
    store: Store, contact: Contact, now: datetime, flag: str, after: str
) -> None:
    number = await _broadcast(store, now)
    await add(store, row(contact, "a", now, kind="alert", broadcast_id=number))
    [delivery] = await begin(store, now)
    assert await _set(store, number, flag)
    async with store.unit() as session:
        assert await outbox.mark_ready(session, delivery, now, "no connection")
    assert await state(store, "a") == after


async def test_a_message_that_comes_back_just_before_a_cancellation_is_cancelled(
    store: Store, contact: Contact, now: datetime
) -> None:
    number = await _broadcast(store, now)
    await add(store, row(contact, "a", now, kind="alert", broadcast_id=number))
    [delivery] = await begin(store, now)
    async with store.unit() as session:
        await outbox.mark_ready(session, delivery, now, "pause")
        cancelling = asyncio.create_task(_set(store, number, "cancelled"))
        await until_blocked(store, session)  # it has looked for what waits
    assert await cancelling
    assert await state(store, "a") == "cancelled"


async def test_a_flag_alone_holds_back_what_was_laid_out_beside_it(
    store: Store, contact: Contact, now: datetime
) -> None:
    number = await _broadcast(store, now)
    assert await _set(store, number, "paused")
    await add(store, row(contact, "a", now, kind="alert", broadcast_id=number))
    assert await begin(store, now) == []


async def test_an_audience_is_frozen_up_to_a_mark(store: Store, now: datetime) -> None:
    first, second = await _broadcast(store, now), await _broadcast(store, now)
    async with store.unit() as session:
        assert await broadcasts.get_unfrozen(session) == [first, second]
        await broadcasts.set_frozen(session, first, 500, None)
        await broadcasts.set_frozen(session, second, 20, now)
        assert await broadcasts.get_unfrozen(session) == [first]
        locked = await broadcasts.lock_broadcast(session, first)
        assert locked is not None
        assert (locked.frozen_to, locked.frozen_at) == (500, None)
        assert await broadcasts.lock_broadcast(session, second + 1) is None
        assert [one.id for one in await broadcasts.get_listed(session)] == [second, first]
        await broadcasts.set_broadcast_state(session, first, "cancelled")
        assert await broadcasts.get_unfrozen(session) == []


async def test_dead_and_doubtful_messages_are_listed_and_sent_once_more(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    number = await _broadcast(store, now)
    await add(store, row(contact, "a", now, kind="alert", broadcast_id=number), row(other, "b", now))
    for delivery in await begin(store, now):
        async with store.unit() as session:
            ended = "uncertain" if delivery.key == "a" else "dead"
            await outbox.mark_ended(session, delivery, ended, "why")
    async with store.unit() as session:
        [doubt] = await letters.get_letters(session, "uncertain", number)
        [dead] = await letters.get_letters(session, "dead")
        assert (doubt["kind"], doubt["contact_id"], dead["error"]) == ("alert", contact.id, "why")
        assert await letters.get_letters(session, "dead", number) == []
        assert await letters.count_by_kind(session, "uncertain") == {"alert": 1}
        assert await letters.replay(session, "dead", [doubt["id"]], now) == 0
        assert await letters.replay(session, "uncertain", [doubt["id"]], now) == 1
    [again] = await begin(store, now)
    assert (again.key, again.attempt) == ("a", 3)  # the first sender's late word counts no more
    async with store.unit() as session:
        await outbox.sweep(session, now, now + 2 * LEASE)
    assert await state(store, "a") == "uncertain"


@pytest.mark.parametrize("later", [2 * LEASE, -2 * LONGEST], ids=["later", "the clock was set back"])
async def test_a_doubt_is_closed_when_its_lease_is_over_and_nothing_comes_of_it_any_more(
    store: Store, contact: Contact, other: Contact, now: datetime, later: timedelta
) -> None:
    number = await _broadcast(store, now)
    await add(store, row(contact, "a", now, kind="alert", broadcast_id=number), row(other, "reminder", now))
    for delivery in await begin(store, now):
        async with store.unit() as session:
            await outbox.mark_ended(session, delivery, "uncertain", "why")
    async with store.unit() as session:
        ids = [one["id"] for one in await letters.get_letters(session, "uncertain")]
        assert await letters.mark_seen(session, ids, now) == 0
        assert await letters.mark_seen(session, ids, now + later) == 1
        assert await letters.count_by_kind(session, "uncertain") == {"reminder": 1}  # it comes once more
        assert await letters.replay(session, letters.SEEN, ids, now) == 0
    assert await state(store, "a") == letters.SEEN


async def test_a_message_that_is_replayed_is_cancelled_with_its_broadcast(
    store: Store, contact: Contact, now: datetime
) -> None:
    number = await _broadcast(store, now)
    await add(store, row(contact, "a", now, kind="alert", broadcast_id=number))
    [delivery] = await begin(store, now)
    async with store.unit() as session:
        await outbox.mark_ended(session, delivery, "dead", "why")
    async with store.unit() as session:
        [letter] = await letters.get_letters(session, "dead")
        assert letter["broadcasts"] == {number: "sending"}
        cancelling = asyncio.create_task(_set(store, number, "cancelled"))
        await until_blocked(store, session)  # so that it finds what becomes ready
        assert await letters.replay(session, "dead", [letter["id"]], now) == 1
    assert await cancelling
    assert await state(store, "a") == "cancelled"
