"""The shared budget: however messages interleave, no second sees more of them than there are permits."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db import budget
from db.budget import HOLD, TRUST, WINDOW, Permit, lay_permits
from db.contacts import Contact
from db.models import budget as budget_table
from db.models import contacts, permits
from db.store import Store, open_store
from tests.waiting import until_blocked

START = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So many seconds after the start."""
    return START + timedelta(seconds=seconds)


async def lay(store: Store, rate: int) -> None:
    """As many permits, all free."""
    async with store.unit() as session:
        await session.execute(permits.delete())
        await session.execute(budget_table.delete())
        await lay_permits(session, rate)


async def test_permits_follow_the_rate(store: Store) -> None:
    for rate in (5, 3, 7):
        async with store.unit() as session:
            await lay_permits(session, rate)
            assert len((await session.execute(select(permits.c.id))).all()) == rate


async def simulate(store: Store, rate: int, trips: tuple[float, float], answers: float, seed: int) -> list[float]:
    """Bulk and answers over two simulated seconds; gives the moments at which Telegram accepted each message."""
    rng, now, accepted = random.Random(seed), 0.0, []
    back: list[tuple[float, Permit]] = []
    await lay(store, rate)
    while now < 3:
        async with store.unit() as session:
            due = [one for one in back if one[0] <= now]
            back = [one for one in back if one[0] > now]
            used = [(permit, WINDOW - TRUST * trips[0] - (now - at_answer)) for at_answer, permit in due]
            await budget.give_back(session, at(now), used)
            grant = await budget.look(session, at(now), 8, rate)
            taken = [(permit, permit.delay) for permit in await budget.use(session, grant, len(grant.permits), rate)]
            if rng.random() < answers:
                booking = await budget.book(session, 70, at(now), rate)
                taken += [(booking.permit, booking.wait)] if booking.permit else []
        for permit, delay in taken:
            there, home = (rng.uniform(trips[0] / 2, trips[1] / 2) for _ in range(2))
            accepted.append(now + delay + there)
            back.append((now + delay + there + home, permit))
        now += rng.uniform(0.001, 0.06)
    return sorted(accepted)


def most_in_a_second(accepted: list[float]) -> int:
    """The most moments in any second, as Telegram counts."""
    return max(sum(moment - 1 < other <= moment for other in accepted) for moment in accepted)


@pytest.fixture
def own_loop() -> Iterator[asyncio.AbstractEventLoop]:
    """A loop for a test that hypothesis repeats."""
    made = asyncio.new_event_loop()
    yield made
    made.close()


@settings(max_examples=12, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rate=st.integers(3, 30), least=st.floats(0, 0.1), more=st.floats(0, 0.2), seed=st.integers(0, 999))
def test_no_second_sees_more_than_the_rate(
    own_loop: asyncio.AbstractEventLoop, sqlite_url: str, rate: int, least: float, more: float, seed: int
) -> None:
    async def play() -> list[float]:
        opened = open_store(sqlite_url)
        accepted = await simulate(opened, rate, (least, least + more), 0.1, seed)
        await opened.close()
        return accepted

    accepted = own_loop.run_until_complete(play())
    assert most_in_a_second(accepted) <= rate
    assert len(accepted) > rate


async def test_the_window_is_what_holds_it(sqlite_url: str) -> None:
    """A permit that comes back too soon is noticed by the test above."""
    globals()["WINDOW"], kept = 0.8, WINDOW
    opened = open_store(sqlite_url)
    try:
        accepted = await simulate(opened, 10, (0.01, 0.05), 0.5, 1)
    finally:
        globals()["WINDOW"] = kept
        await opened.close()
    assert most_in_a_second(accepted) > 10


async def test_an_answer_goes_before_bulk_and_in_turn_with_its_chat(store: Store, contact: Contact) -> None:
    await lay(store, 2)
    async with store.unit() as session:
        waits = []
        for _ in range(2):
            booking = await budget.book(session, contact.chat_id, START, 1000)
            assert booking.permit is not None
            waits.append(booking.wait)
            await budget.give_back(session, START, [(booking.permit, 0.5)])
        assert waits == [0, 0]
        third = await budget.book(session, contact.chat_id, START, 1000)
        assert third.permit is not None
        assert third.wait == pytest.approx(0.5, abs=0.1)
        grant = await budget.look(session, at(0.2), 8, 1000)
        assert not [permit for permit in grant.permits if permit.id == third.permit.id]
        free_at = (await session.execute(select(contacts.c.free_at).where(contacts.c.id == contact.id))).scalar_one()
    assert free_at > 0


async def test_an_answer_asks_again_while_every_permit_is_in_use(store: Store, contact: Contact) -> None:
    await lay(store, 1)
    async with store.unit() as session:
        first = await budget.book(session, contact.chat_id, START, 30)
        assert first.permit is not None
        second = await budget.book(session, contact.chat_id, START, 30)
        assert second.permit is None
        assert 0 < second.wait < 1
        await budget.give_back(session, START, [(Permit(first.permit.id, first.permit.held + 1), 0)])
        assert (
            await budget.book(session, contact.chat_id, START, 30)
        ).permit is None  # another's fence gives nothing
        await budget.give_back(session, START, [(first.permit, 0)])
        assert (await budget.book(session, contact.chat_id, START, 30)).permit is not None


async def test_the_permit_of_a_dead_process_comes_back(sqlite_url: str) -> None:
    opened = open_store(sqlite_url)
    await lay(opened, 1)
    async with opened.unit() as session:
        grant = await budget.look(session, START, 5, 1)
        assert len(await budget.use(session, grant, 1, 1)) == 1
        assert not (await budget.look(session, at(HOLD - 0.1), 5, 1)).permits
        assert len((await budget.look(session, at(HOLD + 0.1), 5, 1)).permits) == 1
    await opened.close()


async def test_a_pause_is_the_chats_own_until_a_second_chat_is_refused(
    store: Store, contact: Contact, other: Contact
) -> None:
    await lay(store, 5)
    async with store.unit() as session:
        assert not await budget.pause(session, contact.chat_id, 60, START)
        assert not await budget.pause(session, contact.chat_id, 60, START)
        held = await budget.book(session, contact.chat_id, START, 30)
        assert held.permit is None
        assert held.wait == pytest.approx(60, abs=1)
        assert (await budget.book(session, other.chat_id, START, 30)).permit is not None
        assert (await budget.look(session, START, 3, 30)).permits
        assert await budget.pause(session, other.chat_id, 30, START)
        grant = await budget.look(session, START, 3, 30)
        assert not grant.permits
        assert grant.wait == pytest.approx(30, abs=1)


async def test_an_answer_rides_only_while_half_of_the_permits_are_free(store: Store) -> None:
    await lay(store, 4)
    async with store.unit() as session:
        rode = [(await budget.book(session, 70 + n, at(0), 4, riding=True)).rides for n in range(4)]
        assert rode == [True, True, True, False]  # four, three, two are free; then one
    await lay(store, 4)
    async with store.unit() as session:
        assert not (await budget.book(session, 90, at(0), 4)).rides  # nobody asked for it


async def test_an_answer_that_waited_for_another_replica_sees_what_it_took(store: Store) -> None:
    await lay(store, 2)
    async with store.unit() as session:
        grant = await budget.look(session, at(0), 2, 1000)
        taken = await budget.use(session, grant, 2, 1000)
        assert len(taken) == 2

        async def answer() -> budget.Booking:
            async with store.unit() as other:
                return await budget.book(other, 70, at(0), 2)

        waiting = asyncio.create_task(answer()) if session.dialect == "postgresql" else None
        await until_blocked(store, session) if waiting else None
    booking = await (waiting or answer())
    assert booking.permit is None or booking.permit.id not in {one.id for one in taken}


async def test_a_clock_that_was_set_back_holds_up_nobody(store: Store, contact: Contact) -> None:
    await lay(store, 30)
    ahead = at(3600)
    async with store.unit() as session:
        booking = await budget.book(session, contact.chat_id, ahead, 30)
        grant = await budget.look(session, ahead, 5, 30)
        await budget.use(session, grant, 5, 30)
        shift = 0.0 if session.dialect == "sqlite" else 3600.0  # a server's clock is its own
        for table in (permits, contacts):
            await session.execute(table.update().values(free_at=table.c.free_at + shift))
        await session.execute(budget_table.update().values(next_at=budget_table.c.next_at + shift))
    assert booking.permit is not None
    async with store.unit() as session:
        assert (await budget.look(session, START, 1, 30)).wait > 3000
        assert 3580 < await budget.follow_clock(session, START) <= 3600
        assert await budget.follow_clock(session, at(20)) == 0
    if store.dialect == "postgresql":
        return  # whose clock can't be moved on
    async with store.unit() as session:
        assert (await budget.look(session, at(20), 1, 30)).permits
        assert (await budget.book(session, contact.chat_id, at(20), 30)).wait < 1


async def test_a_pause_of_an_hour_is_no_clock_that_was_set_back(store: Store, contact: Contact) -> None:
    await lay(store, 30)
    async with store.unit() as session:
        await budget.book(session, contact.chat_id, START, 30)
        await budget.pause(session, contact.chat_id, 3600, START)
        assert await budget.follow_clock(session, START) == 0
