"""The inbox keeps each update once and hands a lane's updates out in order."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from db import inbox
from db.inbox import Arrival
from db.models import updates
from db.store import Store

SECOND = timedelta(seconds=1)


async def _keep(store: Store, now: datetime, *pairs: tuple[int, int]) -> None:
    async with store.unit() as session:
        await inbox.add_updates(session, [Arrival(number, lane, f'{{"n":{number}}}') for number, lane in pairs], now)


async def test_a_repeated_update_falls_out(store: Store, now: datetime) -> None:
    await _keep(store, now, (5, 70))
    async with store.unit() as session:
        await inbox.add_updates(session, [Arrival(5, 70, "again"), Arrival(6, 70, "new")], now)
        await inbox.add_updates(session, [], now)
        assert not await inbox.add_update(session, Arrival(5, 70, "again"), now)
        assert await inbox.add_update(session, Arrival(7, 70, "new"), now)
        row = (await inbox.get_oldest_and_contact(session, 70))[0]
        assert row is not None
        assert (row.update_id, row.payload, row.state, row.tries, row.answer) == (5, '{"n":5}', "new", 0, None)


async def test_each_lane_gives_its_oldest_and_lanes_come_by_waiting(store: Store, now: datetime) -> None:
    await _keep(store, now, (9, 70), (4, 71), (7, 70), (8, 71))
    async with store.unit() as session:
        assert await inbox.get_open_lanes(session, now) == [71, 70]
        assert await inbox.get_open_lanes(session, now, 1) == [71]
        assert await inbox.count_open(session) == 4
        first = (await inbox.get_oldest_and_contact(session, 70))[0]
        assert first is not None
        assert first.update_id == 7
        assert (await inbox.get_oldest_and_contact(session, 99))[0] is None


async def test_a_pile_in_one_lane_counts_as_a_few(store: Store, now: datetime) -> None:
    async with store.unit() as session:
        assert await inbox.count_open(session) == 0
    await _keep(store, now, *((number, 70) for number in range(50)), (50, 71), (51, 72), (52, 72))
    async with store.unit() as session:
        await inbox.mark_answering(session, 50, [], now)
        assert await inbox.count_open(session) == inbox.COUNTED + 1 + 2


async def test_an_answer_is_kept_until_it_went_out(store: Store, now: datetime) -> None:
    await _keep(store, now, (1, 70))
    async with store.unit() as session:
        await inbox.mark_answering(session, 1, [["sendMessage", {"text": "नमस्ते"}]], now + SECOND)
        assert await inbox.get_open_lanes(session, now) == []  # somebody is answering
        assert await inbox.get_open_lanes(session, now + 2 * SECOND) == [70]
        await inbox.renew(session, 1, now + 3 * SECOND)
        assert await inbox.get_open_lanes(session, now + 2 * SECOND) == []
    async with store.unit() as session:
        row = (await inbox.get_oldest_and_contact(session, 70))[0]
        assert row is not None
        assert (row.state, row.answer) == ("answering", [["sendMessage", {"text": "नमस्ते"}]])
        await inbox.mark_done(session, 1, now)
        assert (await inbox.get_oldest_and_contact(session, 70))[0] is None
        assert await inbox.get_open_lanes(session, now) == []
        assert await inbox.get_answer(session, 1) is None


async def test_an_answer_that_rode_in_a_response_is_kept_for_an_hour(store: Store, now: datetime) -> None:
    await _keep(store, now, (1, 70))
    calls = [["sendMessage", {"text": "in the response"}]]
    async with store.unit() as session:
        assert await inbox.get_answer(session, 1) is None
        await inbox.mark_done(session, 1, now, calls)
        assert await inbox.get_answer(session, 1) == calls
        await inbox.forget_answers(session, now)
        assert await inbox.get_answer(session, 1) == calls
        await inbox.forget_answers(session, now + SECOND)
        assert await inbox.get_answer(session, 1) is None


async def test_the_third_failure_puts_an_update_aside(store: Store, now: datetime) -> None:
    await _keep(store, now, (1, 70), (2, 70))
    async with store.unit() as session:
        assert [await inbox.mark_failed(session, 1, "boom" * 200, now) for _ in range(3)] == [False, False, True]
        row = (await inbox.get_oldest_and_contact(session, 70))[0]
        assert row is not None
        assert row.update_id == 2
        aside = await session.execute(select(updates.c.state, updates.c.payload).where(updates.c.update_id == 1))
        assert tuple(aside.one()) == ("quarantined", "")


async def test_what_another_replica_has_ended_meanwhile_is_not_put_aside(store: Store, now: datetime) -> None:
    await _keep(store, now, (1, 70), (2, 70))
    async with store.unit() as session:
        for _ in range(2):
            await inbox.mark_failed(session, 1, "boom", now)
        await inbox.mark_done(session, 1, now)
        assert not await inbox.mark_failed(session, 1, "boom", now)
        assert [await inbox.mark_failed(session, 2, "boom", now) for _ in range(4)] == [False, False, True, False]


async def test_only_what_was_done_long_ago_is_forgotten(store: Store, now: datetime) -> None:
    await _keep(store, now, (1, 70), (2, 70), (3, 70))
    async with store.unit() as session:
        await inbox.mark_done(session, 1, now - timedelta(days=3))
        await inbox.mark_done(session, 2, now)
        assert await inbox.forget_done(session, now - timedelta(days=2)) == 1
        await inbox.add_updates(session, [Arrival(2, 70, "again"), Arrival(1, 70, "again")], now)
        row = (await inbox.get_oldest_and_contact(session, 70))[0]
        assert row is not None
        assert (row.update_id, row.payload) == (1, "again")
