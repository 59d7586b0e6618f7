"""getUpdates: offsets, retention, repeated polls, two pollers."""

import asyncio
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.refusals import Refusal
from sandbox.updates import Updates

FIRST = 2_000_001


class Ticks:
    """Real time for the rules on repeated polls, moved by hand."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def updates(ticks: Ticks) -> Updates:
    return Updates(Clock(), ticks)


def add(updates: Updates, count: int, kind: str = "message") -> None:
    for _ in range(count):
        updates.add(kind, {}, "chat1", updates.clock.unix())


def ids(found: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in found]


async def test_offset_forgets_what_lies_before_it_at_once(updates: Updates, ticks: Ticks) -> None:
    add(updates, 5)
    assert ids(await updates.poll(0, 100, 0)) == [1, 2, 3, 4, 5]
    ticks.at += 5
    assert ids(await updates.poll(0, 2, 0)) == [1, 2]
    assert ids(await updates.poll(4, 100, 0)) == [4, 5]
    assert ids(await updates.poll(1, 100, 0)) == [4, 5]


async def test_negative_offset_keeps_the_last_ones(updates: Updates) -> None:
    add(updates, 5)
    assert ids(await updates.poll(-2, 100, 0)) == [4, 5]
    assert ids(await updates.poll(0, 100, 0)) == [4, 5]


async def test_same_offset_again_within_half_a_second_gives_one(updates: Updates, ticks: Ticks) -> None:
    add(updates, 3)
    await updates.poll(0, 100, 0)
    ticks.at += 0.4
    assert ids(await updates.poll(0, 100, 0)) == [1]
    ticks.at += 0.6
    assert ids(await updates.poll(0, 100, 0)) == [1, 2, 3]


async def test_same_offset_again_within_three_seconds_is_held(updates: Updates, ticks: Ticks) -> None:
    assert await updates.poll(1, 100, 0) == []
    ticks.at += 1
    held = asyncio.create_task(updates.poll(1, 100, 0))
    await asyncio.sleep(0)
    assert not held.done()
    add(updates, 1)
    assert ids(await held) == [1]


async def test_second_poll_ends_the_first_with_409(updates: Updates) -> None:
    first = asyncio.create_task(updates.poll(0, 100, 50))
    await asyncio.sleep(0)
    second = asyncio.create_task(updates.poll(1, 100, 50))
    with pytest.raises(Refusal, match="terminated by other getUpdates request") as refusal:
        await first
    assert refusal.value.code == 409
    add(updates, 1)
    assert ids(await second) == [1]


async def test_two_polls_with_updates_waiting_get_the_same(updates: Updates, ticks: Ticks) -> None:
    add(updates, 2)
    assert ids(await updates.poll(0, 100, 50)) == ids(await updates.poll(1, 100, 50)) == [1, 2]


async def test_messages_live_a_day_and_taps_150_seconds(met: Any) -> None:
    sent = await met.ok(
        "sendMessage", chat_id=FIRST, text="1",
        reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]},
    )  # fmt: skip
    await met.act("tap", message_id=sent["message_id"], callback_data="a", wait=0)
    await met.control("POST", "/clock", {"advance_seconds": 149})
    assert len(met.sandbox.updates.pending) == 2
    await met.control("POST", "/clock", {"advance_seconds": 2})
    assert ["message" in u for u in await met.ok("getUpdates")] == [True]
    await met.control("POST", "/clock", {"advance_seconds": 24 * 3600})
    assert await met.ok("getUpdates", offset=1) == []


async def test_long_poll_over_http_hears_at_once(met: Any) -> None:
    await met.ok("getUpdates", offset=0)
    poll = asyncio.create_task(met.ok("getUpdates", offset=2, timeout=30))
    while met.sandbox.updates._poll is None:
        await asyncio.sleep(0)
    await met.act("text", text="news")
    assert (await poll)[0]["message"]["text"] == "news"


async def test_kinds_nobody_wants_only_use_up_an_id(met: Any) -> None:
    await met.ok("getUpdates", offset=99, allowed_updates=["callback_query"])
    before = await met.act("text", text="unheard")
    assert await met.ok("getUpdates", offset=0, limit=500) == []
    await met.ok("getUpdates", offset=1, allowed_updates=[])
    assert (await met.act("text", text="heard"))["update_id"] == before["update_id"] + 1
    assert len(await met.ok("getUpdates", offset=2)) == 1


async def test_poll_that_times_out_is_empty(updates: Updates) -> None:
    assert await updates.poll(0, 100, 0.001) == []
