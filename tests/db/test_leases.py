"""A lease is held by one owner at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from db import leases
from db.store import Store

SPAN = timedelta(seconds=30)


async def test_a_lease_is_taken_renewed_lost_and_given_back(store: Store, now: datetime) -> None:
    async with store.unit() as session:
        assert await leases.get_lease(session, "poller") is None
        assert await leases.take_lease(session, "poller", "a", now, SPAN)
        assert not await leases.take_lease(session, "poller", "b", now + SPAN, SPAN)
        assert await leases.take_lease(session, "poller", "a", now + SPAN / 2, SPAN)
        assert await leases.get_lease(session, "poller") == ("a", now + SPAN * 1.5)
        assert await leases.take_lease(session, "poller", "b", now + SPAN * 1.6, SPAN)
        await leases.give_lease(session, "poller", "a")
        assert not await leases.take_lease(session, "poller", "a", now + SPAN * 1.7, SPAN)
        await leases.give_lease(session, "poller", "b")
        assert await leases.take_lease(session, "other", "a", now, SPAN)
        assert await leases.take_lease(session, "poller", "a", now, SPAN)


async def test_a_lease_from_before_a_clock_was_set_back_holds_nobody_up(store: Store, now: datetime) -> None:
    span = timedelta(seconds=30)
    async with store.unit() as session:
        assert await leases.take_lease(session, "poller", "one", now + timedelta(hours=1), span)
        assert await leases.take_lease(session, "poller", "two", now, span)
        assert not await leases.take_lease(session, "poller", "one", now, span)
    assert leases.is_over(now + timedelta(hours=1), now)
    assert leases.is_over(now, now)
    assert not leases.is_over(now + span, now)
