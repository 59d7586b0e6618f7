"""Responses that wait for a call: promised before the commit, kept whatever the patience, one for each delivery."""

from __future__ import annotations

import asyncio

import pytest

from bot import slots
from bot.lanes import Lanes
from bot.slots import Slot
from tests.bot.conftest import Office

CALL = ("sendMessage", {"text": "sure"})


async def test_a_promised_call_is_waited_for_beyond_the_patience() -> None:
    slot = Slot()
    assert slot.take()
    waiting = asyncio.create_task(slot.wait(0.001))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    slot.settle(CALL)
    assert await waiting == CALL


async def test_what_was_not_promised_in_time_is_made_as_a_call() -> None:
    slot = Slot()
    assert await slot.wait(0.001) is None
    assert not slot.take()


async def test_a_turn_that_does_not_ride_lets_its_response_go_at_once() -> None:
    slot = Slot()
    waiting = asyncio.create_task(slot.wait(60))
    await asyncio.sleep(0)
    slot.settle(None)
    assert await waiting is None
    assert not slot.take()


async def test_a_commit_that_takes_too_long_asks_for_the_update_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "COMMIT", 0.001)
    slot = Slot()
    slot.take()
    with pytest.raises(TimeoutError):
        await slot.wait(0.001)


async def test_an_update_delivered_twice_at_once_has_two_responses_and_one_call(office: Office) -> None:
    lanes = Lanes(office.desk, at_once=0)  # nobody answers: the two only wait
    first = asyncio.create_task(lanes.answer_in_response(7, 1, 0.05))
    await asyncio.sleep(0)
    second = asyncio.create_task(lanes.answer_in_response(7, 1, 0.05))
    assert list(await asyncio.gather(first, second)) == [None, None]
    await lanes.stop(0)


async def test_a_promised_response_keeps_its_call_when_the_update_comes_again() -> None:
    older = Slot()
    older.take()
    waiting = asyncio.create_task(older.wait(60))
    await asyncio.sleep(0)
    older.close()
    older.settle(CALL)
    assert await waiting == CALL
