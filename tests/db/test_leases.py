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
