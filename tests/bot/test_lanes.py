"""Lanes among replicas: what another one answers is waited for without a place, and a database in trouble too."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot import answers, lanes, turns
from bot.desk import Desk
from bot.intake import keep_updates
from bot.lanes import LONGEST, MOST_OPEN, Lanes
from db import inbox
from db.store import open_store
from tests.bot.conftest import FIRST, RATE, Office

SECOND = FIRST + 1
MINUTE = timedelta(minutes=1)
PATIENCE = 20.0  # seconds before a lane that should be through is given up


async def _typed(office: Office, *texts: str, contact: int = FIRST) -> list[int]:
    """Updates of a contact who writes, kept and not yet answered; gives their ids."""
    for text in texts:
        await office.telegram.act("text", contact, text=text)
    raws = await office.fetch()
    await keep_updates(office.desk, raws)
    return [raw["update_id"] for raw in raws]


async def _hold(office: Office, number: int) -> None:
    """Another replica is at the answer of an update."""
    async with office.desk.store.unit() as session:
        await inbox.mark_answering(session, number, [], office.desk.clock.machine() + MINUTE)


async def _let_go(office: Office, number: int) -> None:
    async with office.desk.store.unit() as session:
        await inbox.mark_done(session, number, office.clock.now())


async def test_an_update_behind_one_that_another_replica_answers_comes_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.meet()
    first, second = await _typed(office, "/help", "/settings")
    await _hold(office, first)
    ours, pauses = Lanes(office.desk), list[float]()

    async def rest(_self: Lanes, seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 9:
            await _let_go(office, first)

    monkeypatch.setattr(Lanes, "_rest", rest)
    ours.wake(FIRST, second)
    async with asyncio.timeout(PATIENCE):
        await ours.idle()
    assert (await office.telegram.texts())[-1].startswith("⚙ Settings")
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, LONGEST, LONGEST, LONGEST]


async def test_pauses_begin_anew_once_a_lane_has_gone_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.meet()
    first, _second, third, fourth = await _typed(office, "/help", "/help", "/help", "/settings")
    for number in (first, third):
        await _hold(office, number)
    ours, pauses, held = Lanes(office.desk), list[float](), [first, third]

    async def rest(_self: Lanes, seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) in {2, 4}:
            await _let_go(office, held.pop(0))

    monkeypatch.setattr(Lanes, "_rest", rest)
    ours.wake(FIRST, fourth)
    async with asyncio.timeout(PATIENCE):
        await ours.idle()
    assert (await office.telegram.texts())[-1].startswith("⚙ Settings")
    assert pauses == [0.1, 0.2, 0.1, 0.2]


async def test_a_lane_that_waits_for_another_replica_takes_no_place_and_stops_at_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for contact in (FIRST, SECOND):
        await office.meet(contact)
    monkeypatch.setattr(lanes, "SHORTEST", 60.0)
    [held] = await _typed(office, "/help")
    await _hold(office, held)
    ours = Lanes(office.desk, at_once=1)
    ours.wake(FIRST, held)
    [number] = await _typed(office, "/settings", contact=SECOND)
    async with asyncio.timeout(PATIENCE):
        ours.wake(SECOND, number)
        while not (await office.telegram.texts(SECOND))[-1].startswith("⚙ Settings"):
            await asyncio.sleep(0.01)
        assert FIRST in ours._running
        await ours.stop(PATIENCE * 2)
    assert not ours._running


async def test_two_replicas_answer_two_quick_updates_of_a_contact(
    office_on_server: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One holds the first while it is answered; the second came to the other, and nobody looks again."""
    office = office_on_server
    await office.meet()
    store = open_store(office.desk.store._engine.url.render_as_string(hide_password=False))  # type: ignore[attr-defined]
    other = Desk(store, office.desk.api, office.clock, office.desk.catalog, "samooh_sandbox_bot", rate=RATE)
    at_it, go_on, met = asyncio.Event(), asyncio.Event(), asyncio.Event()
    give, take = answers.give, turns.take_next

    async def slowly(desk: Desk, answer: Any) -> None:
        if desk is office.desk:
            at_it.set()
            await go_on.wait()
        await give(desk, answer)

    async def take_next(desk: Desk, *lane: Any) -> int | None:
        if (taken := await take(desk, *lane)) == turns.HELD:
            met.set()
        return taken

    monkeypatch.setattr(answers, "give", slowly)
    monkeypatch.setattr(turns, "take_next", take_next)
    first, second = await _typed(office, "/help", "/settings")
    ours, theirs = Lanes(office.desk), Lanes(other)
    async with asyncio.timeout(PATIENCE):
        ours.wake(FIRST, first)
        await at_it.wait()
        theirs.wake(FIRST, second)
        await met.wait()  # that the row is held
        go_on.set()
        await asyncio.gather(ours.idle(), theirs.idle())
    assert (await office.telegram.texts())[-1].startswith("⚙ Settings")
    await store.close()


async def test_a_database_in_trouble_leaves_the_poller_waiting_for_room(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, troubles = inbox.count_open, iter([True, True])

    async def count_open(session: Any) -> int:
        if next(troubles, False):
            raise OperationalError("SELECT", None, sqlite3.OperationalError("disk I/O error"))
        return await real(session)

    monkeypatch.setattr(inbox, "count_open", count_open)
    monkeypatch.setattr(lanes, "LOOK_EVERY", 0.001)
    with capture_logs() as logs:
        await Lanes(office.desk).room()
    assert [entry["trouble"] for entry in logs] == ["disk I/O error"] * 2
    assert next(troubles, None) is None


async def _write_each(office: Office, *chats: int) -> None:
    """A raw message from each, kept and not answered."""
    people = [{"id": chat, "type": "private"} for chat in chats]
    raws = [{"update_id": n, "message": {"from": one, "chat": one, "text": "x"}} for n, one in enumerate(people)]
    await keep_updates(office.desk, raws)


async def test_one_contacts_pile_leaves_room_and_many_contacts_updates_do_not(office: Office) -> None:
    ours = Lanes(office.desk)
    await _write_each(office, *[FIRST] * (2 * MOST_OPEN))
    assert await ours._has_room()
    await _write_each(office, *[FIRST] * (2 * MOST_OPEN), *range(1, MOST_OPEN + 1))
    assert not await ours._has_room()


async def test_who_stops_begins_nothing_more(office: Office) -> None:
    """A lane that waits for a place, and one that has more to do, leave it in the inbox."""
    await office.meet()
    await _typed(office, "/help", "/settings")
    before = await office.telegram.texts()
    ours = Lanes(office.desk, at_once=0)
    ours.wake(FIRST)
    async with asyncio.timeout(PATIENCE):
        await ours.stop(PATIENCE * 2)
    assert await office.telegram.texts() == before
    async with office.desk.store.unit() as session:
        assert await inbox.count_open(session) == 2
