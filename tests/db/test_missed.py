"""What was searched and not found: counted without who, shown when it came twice or was asked for, then forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from db import missed
from db.missed import Missed
from db.store import Store


async def test_a_query_is_shown_when_it_came_twice_or_was_asked_for(store: Store, now: datetime) -> None:
    later = now + timedelta(days=1)
    async with store.unit() as session:
        for query in ("pigeon", "biryani", "ramesh kumar"):
            await missed.add_missed(session, query, now)
        await missed.add_missed(session, "biryani", later)
        await missed.mark_told(session, "pigeon", later, again=True)
        await missed.mark_told(session, "never missed", now, again=True)
        assert await missed.get_missed(session) == [Missed("pigeon", 1, 1, later), Missed("biryani", 2, 0, later)]


async def test_a_query_that_is_told_already_counts_only_again_from_a_live_button(store: Store, now: datetime) -> None:
    async with store.unit() as session:
        await missed.add_missed(session, "pigeon", now)
        for again, told in ((False, 1), (False, 1), (True, 2), (False, 2)):
            await missed.mark_told(session, "pigeon", now, again=again)
            assert [one.told for one in await missed.get_missed(session)] == [told]


async def test_what_nobody_sought_since_is_forgotten(store: Store, now: datetime) -> None:
    async with store.unit() as session:
        for query, when in (("pigeon", now), ("biryani", now + timedelta(days=1))):
            for _twice in range(2):
                await missed.add_missed(session, query, when)
        await missed.forget_missed(session, now + timedelta(hours=1))
        assert [one.query for one in await missed.get_missed(session)] == ["biryani"]
