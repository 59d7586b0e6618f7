"""Shared needs: small counts stay in the database, a group is told once, whoever ticks last or at the same time."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from db import contacts, needs, outbox
from db.models import metadata
from db.needs import FEWEST, PURPOSE, Progress, Shared, Tick
from db.store import Store, open_store

HERE, THERE = "aaaaaaaa", "bbbbbbbb"


async def people(store: Store, now: datetime, count: int, **profile: Any) -> list[int]:
    """So many contacts, by their ids, with what they told."""
    async with store.unit() as session:
        made = [(await contacts.get_or_add(session, 1000 + n, "en", now)).id for n in range(count)]
        for one in made:
            await contacts.set_contact(session, one, profile=profile)
    return made


async def tick_all(store: Store, members: list[int], now: datetime, need: str = "lab", cluster: str = HERE) -> None:
    """All of them share it."""
    async with store.unit() as session:
        for one in members:
            await needs.tick(session, one, cluster, need, now)


async def claim(store: Store, least: int, now: datetime) -> list[int]:
    """Who is to be told now."""
    async with store.unit() as session:
        return await needs.claim_notice(session, HERE, "lab", least, now)


async def test_a_tick_is_kept_once_and_taken_back(store: Store, now: datetime) -> None:
    [one] = await people(store, now, 1)
    later = now + timedelta(days=1)
    async with store.unit() as session:
        for need, at in (("lab", now), ("lab", later), ("fair", later)):
            await needs.tick(session, one, HERE, need, at)
        assert await needs.get_ticks(session, one) == [Tick(HERE, "lab", now), Tick(HERE, "fair", later)]
        await needs.untick(session, one, HERE, "fair")
        await needs.untick(session, one, THERE, "lab")
        assert await needs.get_ticks(session, one) == [Tick(HERE, "lab", now)]
        await needs.untick_elsewhere(session, one, HERE)
        assert await needs.get_ticks(session, one) == [Tick(HERE, "lab", now)]
        await needs.untick_elsewhere(session, one, THERE)
        assert await needs.get_ticks(session, one) == []


async def test_small_counts_never_leave(store: Store, now: datetime) -> None:
    members = await people(store, now, FEWEST + 2)
    async with store.unit() as session:
        for many, one in enumerate(members, start=1):
            await needs.tick(session, one, HERE, "lab", now)
            found = await needs.get_shared(session, [HERE, THERE])
            assert found == ([Shared(HERE, "lab", many, None, FEWEST)] if many >= FEWEST else [])
        assert await needs.get_shared(session, [THERE]) == []
        assert await needs.get_shared(session) == [Shared(HERE, "lab", FEWEST + 2, None, FEWEST)]


async def test_one_who_looks_is_left_out_and_others_show_in_steps(store: Store, now: datetime) -> None:
    members = await people(store, now, 2 * FEWEST + 1)
    async with store.unit() as session:
        seen = []
        for one in members:
            await needs.tick(session, one, HERE, "lab", now)
            seen += [[each.others for each in await needs.get_shared(session, [HERE], members[0])]]
    assert seen == [[]] * 4 + [[None]] + [[5]] * 5 + [[10]]


async def test_one_who_blocked_the_bot_counts_no_longer(store: Store, now: datetime) -> None:
    members = await people(store, now, FEWEST + 2)
    await tick_all(store, members, now)
    async with store.unit() as session:
        await contacts.set_contact(session, members[0], active=False)
        assert await needs.get_shared(session, [HERE]) == [Shared(HERE, "lab", FEWEST + 1, None, FEWEST)]
    assert await claim(store, FEWEST + 2, now) == []
    assert await claim(store, 0, now) == members[1:]


async def test_a_deleted_contact_counts_no_longer(store: Store, now: datetime) -> None:
    members = await people(store, now, FEWEST)
    await tick_all(store, members, now)
    async with store.unit() as session:
        await contacts.forget_contact(session, members[0], now)
        assert await needs.get_shared(session) == []
        assert await needs.get_ticks(session, members[0]) == []


async def test_a_group_is_told_once_however_often_it_gets_there(store: Store, now: datetime) -> None:
    members = await people(store, now, 8)
    await tick_all(store, members[:7], now)
    assert await claim(store, 8, now) == []
    await tick_all(store, members, now)
    assert await claim(store, 8, now) == members
    assert await claim(store, 8, now) == []
    async with store.unit() as session:
        await needs.untick(session, members[0], HERE, "lab")
    await tick_all(store, members, now)
    assert await claim(store, 8, now) == []
    async with store.unit() as session:
        assert await needs.get_shared(session, [HERE]) == [Shared(HERE, "lab", 8, now, FEWEST)]
        assert await needs.count_told(session) == 1
        for one in members[:4]:
            await needs.untick(session, one, HERE, "lab")
        assert await needs.get_shared(session, [HERE]) == [Shared(HERE, "lab", None, now)]


async def test_a_minimum_that_moves_tells_at_the_new_one_and_never_twice(store: Store, now: datetime) -> None:
    members = await people(store, now, 12)
    await tick_all(store, members[:7], now)
    assert await claim(store, 20, now) == []
    assert await claim(store, 7, now) == members[:7]  # lowered meanwhile
    await tick_all(store, members, now)
    assert await claim(store, 12, now) == []  # raised again


async def test_a_later_group_is_told_and_nobody_twice_within_a_year(store: Store, now: datetime) -> None:
    members = await people(store, now, 16)
    old, new = members[:8], members[8:]
    await tick_all(store, old, now)
    told = await claim(store, 8, now)
    async with store.unit() as session:
        key = needs.notice_key(HERE, "lab")
        row = {"kind": "need", "payload": {}, "not_before": now, "created_at": now}
        states = {one: "suppressed" if one == old[0] else "sent" for one in told}
        rows = [row | {"key": f"{key}:{one}", "contact_id": one, "state": states[one]} for one in told]
        await outbox.add_deliveries(session, rows)
        for one in old[3:]:
            await needs.untick(session, one, HERE, "lab")
    await tick_all(store, new[:4], now)
    assert await claim(store, 8, now) == []  # seven: the first group is over
    await tick_all(store, new, now)
    assert await claim(store, 8, now + timedelta(days=300)) == [old[0], *new]
    async with store.unit() as session:
        for one in new:
            await needs.untick(session, one, HERE, "lab")
    assert await claim(store, 8, now) == []
    await tick_all(store, new, now)
    assert await claim(store, 8, now + timedelta(days=366)) == [*old[:3], *new]


@pytest.mark.parametrize("least", [0, 2])
async def test_a_group_without_five_others_is_never_told(store: Store, now: datetime, least: int) -> None:
    members = await people(store, now, FEWEST + 1)
    await tick_all(store, members[1:], now)
    assert await claim(store, least, now) == []
    await tick_all(store, members, now)
    assert await claim(store, least, now) == members


async def test_two_who_tick_at_once_make_one_notice(store: Store, now: datetime) -> None:
    """On PostgreSQL both have ticked before either looks; a file has one writer at a time."""
    members = await people(store, now, 7)
    await tick_all(store, members[:5], now)
    together = asyncio.Barrier(2 if store.dialect == "postgresql" else 1)

    async def last(one: int) -> list[int]:
        async with store.unit() as session:
            await needs.tick(session, one, HERE, "lab", now)
            async with together:
                pass
            return await needs.claim_notice(session, HERE, "lab", 7, now)

    told = await asyncio.gather(last(members[5]), last(members[6]))
    assert sorted(told, key=len) == [[], members]


async def test_many_who_tick_at_once_make_one_notice(store: Store, now: datetime) -> None:
    members = await people(store, now, 9)

    async def one_of(one: int) -> list[int]:
        async with store.unit() as session:
            await needs.tick(session, one, HERE, "lab", now)
            await asyncio.sleep(0)
            return await needs.claim_notice(session, HERE, "lab", 6, now)

    told = [found for found in await asyncio.gather(*map(one_of, members)) if found]
    assert len(told) == 1
    assert len(told[0]) >= 6


async def test_one_who_is_being_deleted_is_not_told(postgres_url: str, now: datetime) -> None:
    """The claim waits for the deletion, which would break a message's foreign key; a file has one writer anyway."""
    store = open_store(postgres_url)
    async with store.unit() as session:
        for table in reversed(metadata.sorted_tables):
            await session.execute(table.delete())
    members = await people(store, now, FEWEST + 2)
    await tick_all(store, members, now)
    async with asyncio.timeout(20):
        async with store.unit() as session:
            await contacts.forget_contact(session, members[0], now)
            claiming = asyncio.create_task(claim(store, 5, now))
            await _somebody_waits(store)
        assert await claiming == members[1:]
    await store.close()


async def _somebody_waits(store: Store) -> None:
    waiting = 0
    while not waiting:
        async with store.unit() as session:
            waiting = (await session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted"))).scalar_one()


async def test_one_who_stopped_or_unticked_is_not_wanted(store: Store, now: datetime) -> None:
    members = await people(store, now, 4)
    await tick_all(store, members, now)
    async with store.unit() as session:
        for one, *answers in ((members[0], True), (members[1], True, False), (members[2], True, False, True)):
            for given in answers:
                await contacts.add_consent(
                    session, one, purpose=PURPOSE, given=given, language="en", notice_version="1", at=now
                )
        found = await needs.get_wanted(session, members)
        assert found == {(members[0], HERE, "lab"), (members[2], HERE, "lab")}
        await needs.untick(session, members[0], HERE, "lab")
        assert await needs.get_wanted(session, members[:1]) == set()


async def test_progress_is_told_from_five_owners_on(store: Store, now: datetime) -> None:
    members = await people(store, now, 7, cluster=HERE, udyam=True, town=f'"cluster":"{THERE}"')

    async def progress(cluster: str = HERE, viewer: int = needs.NOBODY) -> Progress | None:
        async with store.unit() as session:
            return await needs.get_progress(session, cluster, viewer)

    async def told(*which: int, **profile: Any) -> None:
        async with store.unit() as session:
            for n in which:
                await contacts.set_contact(session, members[n], profile={"cluster": HERE, **profile})

    async def all_told() -> dict[str, Progress]:
        async with store.unit() as session:
            return await needs.get_all_progress(session)

    assert await progress() == await progress(viewer=members[0]) == Progress(5, None)
    assert await progress(THERE) is None
    assert await all_told() == {HERE: Progress(7, None)}
    await told(0, 1, 2, 3, 4, gem=True)
    assert await progress() == Progress(None, 5)
    assert await progress(viewer=members[0]) == Progress(None, None)
    await told(4, udyam=False, gem=False)
    assert await progress() == Progress(None, None)
    async with store.unit() as session:
        for one in members[:3]:
            await contacts.set_contact(session, one, active=False)
    assert await progress() is None
    assert await all_told() == {}
