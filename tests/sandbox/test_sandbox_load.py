"""What storms, outages and load tests need: crowds, raw updates, limits, round trips, and an exact judge."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from sandbox.rate import Rate
from tests.sandbox.conftest import FIRST, Rig


async def test_a_crowd_is_made_at_once_and_the_page_lists_some(rig: Rig) -> None:
    made = await rig.control("POST", "/contacts/bulk", {"count": 500}, 201)
    assert made == {"first": FIRST + 12, "count": 500}
    assert (await rig.ok("sendMessage", chat_id=made["first"] + 499, text="hello"))["text"] == "hello"
    state = await rig.control("GET", "/state")
    assert (len(state["contacts"]), state["contact_count"]) == (200, 512)
    await rig.control("POST", "/contacts/bulk", {"count": 0}, 400)


async def test_raw_updates_come_as_they_are_and_ids_may_start_anew(rig: Rig) -> None:
    await rig.control("POST", "/updates", [{"update_id": 900, "message": "nonsense"}, {"update_id": None, "a": 1}])
    await rig.control("POST", "/updates", [{"poll": {}}])
    got = await rig.ok_raw("getUpdates", timeout=0)
    assert got == [
        {"update_id": 900, "message": "nonsense"},
        {"update_id": None, "a": 1},
        {"update_id": 1, "poll": {}},
    ]
    assert await rig.ok_raw("getUpdates", offset=901, timeout=0) == []
    assert await rig.control("POST", "/updates", {"next_id": 50}) == {"next_id": 50}
    assert await rig.control("POST", "/updates", [{"poll": {}}]) == {"update_ids": [50]}


async def test_a_fault_may_be_for_one_chat_and_for_a_time(met: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    await met.act("start", FIRST + 1)
    await met.control("POST", "/faults", [{"kind": "429", "chat_id": FIRST, "until_seconds": 50}])
    for _ in range(3):
        assert (await met.refused("sendMessage", chat_id=FIRST, text="x"))[0] == 429
        assert await met.ok("sendMessage", chat_id=FIRST + 1, text="x")
    [left] = await met.control("GET", "/faults")
    assert left["until_seconds"] == 50
    met.sandbox.faults.plan[0].end = 0.001
    assert await met.ok("sendMessage", chat_id=FIRST, text="x")


async def test_away_garbage_and_a_dribble(met: Rig) -> None:
    await met.control("POST", "/faults", [{"kind": "away"}])
    with pytest.raises(aiohttp.ClientError):
        await met.call("sendMessage", chat_id=FIRST, text="x")
    await met.control("POST", "/faults", [{"kind": "garbage"}])
    async with met.http.post(f"{met.bot}/sendMessage", json={"chat_id": FIRST, "text": "x"}) as response:
        assert (response.status, await response.read()) == (200, b"all is well")
    assert await met.messages() == [one for one in await met.messages() if not one["from_bot"]]
    await met.control("POST", "/faults", [{"kind": "loris", "seconds": 0.01}])
    assert (await met.ok("sendMessage", chat_id=FIRST, text="slowly"))["text"] == "slowly"


async def test_the_rate_that_is_allowed_and_the_round_trip_can_be_set(met: Rig) -> None:
    told = await met.control("POST", "/limits", {"enabled": True, "overall": 2, "round_trip": [1, 2]})
    assert told == {"enabled": True, "overall": 2, "round_trip": [1, 2]}
    await met.control("POST", "/rate")
    answers = [await met.call("sendMessage", chat_id=FIRST, text="x") for _ in range(3)]
    assert [answer["ok"] for answer in answers] == [True, True, False]
    figures = await met.control("GET", "/rate")
    assert (figures["sends"], figures["most_in_a_second"], figures["refused"]) == (2, 2, 1)
    await met.control("POST", "/limits", {"round_trip": [3, 2]}, 400)
    assert (await met.control("POST", "/limits", {"round_trip": None}))["round_trip"] is None


def test_any_second_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    rate = Rate()
    times = iter([0.0, 0.5, 0.9, 1.0, 1.4, 5.0])
    monkeypatch.setattr("sandbox.rate.time.monotonic", lambda: next(times))
    for _ in range(6):
        rate.note(None)
    assert rate.view() == {"sends": 6, "most_in_a_second": 4, "span_seconds": 5.0, "refused": 0}


async def test_a_lost_response_is_delivered_again_and_nothing_of_it_is_carried_out(met: Rig) -> None:
    bodies: list[Any] = []

    async def hook(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r")[0])
        bodies.append(await reader.readexactly(length))
        answer = b'{"method":"sendMessage","chat_id":%d,"text":"in the response"}' % FIRST
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(hook, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await met.control("POST", "/faults", [{"kind": "drop_after", "method": "webhook"}])
    met.sandbox.updates.pending.clear()
    await met.ok("setWebhook", url=f"http://127.0.0.1:{port}/")
    await met.act("text", text="hello")
    async with asyncio.timeout(10):
        while not (said := [one for one in await met.messages() if one["from_bot"]]):
            await asyncio.sleep(0.01)
    assert len(bodies) == 2
    assert bodies[0] == bodies[1]
    assert [one["text"] for one in said] == ["in the response"]
    server.close()
