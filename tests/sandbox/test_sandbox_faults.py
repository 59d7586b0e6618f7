"""Planned faults, sending limits and the record of calls."""

import asyncio
from typing import Any

import aiohttp
import pytest

from sandbox.limits import MAX_CHATS, Limits
from sandbox.record import Record
from sandbox.refusals import Refusal

FIRST = 2_000_001


async def send(met: Any, text: str = "x") -> Any:
    return await met.call("sendMessage", chat_id=FIRST, text=text)


async def sent(met: Any) -> list[str]:
    return [m["text"] for m in await met.messages() if m["from_bot"]]


async def test_refusing_faults_meet_the_calls_planned(met: Any) -> None:
    plan = [
        {"method": "sendMessage", "skip": 1, "kind": "429", "retry_after": 7},
        {"method": "sendMessage", "kind": "500", "times": 2},
    ]
    await met.control("POST", "/faults", plan)
    codes = [(await send(met, str(n))).get("error_code") for n in range(5)]
    assert codes == [500, 429, 500, None, None]
    refused = [c for c in (await met.control("GET", "/record"))["calls"] if c["error_code"] == 429]
    assert refused[0]["description"] == "Too Many Requests: retry after 7"
    assert await sent(met) == ["3", "4"]
    assert await met.control("GET", "/faults") == []


async def test_html_body_instead_of_json(met: Any) -> None:
    await met.control("POST", "/faults", {"kind": "502_html"})
    async with met.http.get(f"{met.bot}/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")


@pytest.mark.parametrize(("kind", "accepted"), [("hang_before", False), ("hang_after", True), ("drop_after", True)])
async def test_answer_never_comes(met: Any, kind: str, accepted: bool) -> None:
    await met.control("POST", "/faults", [{"kind": kind, "seconds": 0.01}])
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await send(met)
    assert await sent(met) == (["x"] if accepted else [])
    assert (await met.control("GET", "/record"))["calls"][-1]["accepted"] is accepted


async def test_slow_answer_and_message_id_0(met: Any) -> None:
    await met.control("POST", "/faults", [{"kind": "slow", "seconds": 0.01}, {"kind": "message_id_0"}])
    assert (await send(met))["result"]["message_id"] > 0
    assert (await send(met))["result"]["message_id"] == 0


async def test_plan_is_cleared_and_nonsense_refused(met: Any) -> None:
    await met.control("POST", "/faults", [{"kind": "500", "method": "sendVenue"}])
    assert (await send(met))["ok"]
    assert len(await met.control("GET", "/faults")) == 1
    assert await met.control("DELETE", "/faults") == []
    assert "unknown kind" in (await met.control("POST", "/faults", [{"kind": "fire"}], 400))["error"]


def test_one_a_second_per_chat_after_a_small_burst() -> None:
    limits = Limits()
    for _ in range(5):
        limits.check("sendMessage", 1, 100.0)
    with pytest.raises(Refusal, match="retry after 1"):
        limits.check("sendMessage", 1, 100.0)
    limits.check("sendMessage", 2, 100.0)
    limits.check("sendMessage", 1, 101.0)


def test_thirty_a_second_over_all_chats() -> None:
    limits = Limits()
    for chat in range(30):
        limits.check("copyMessage", chat, 100.0)
    with pytest.raises(Refusal) as refusal:
        limits.check("sendDocument", 99, 100.5)
    assert refusal.value.code == 429
    limits.check("sendDocument", 99, 101.0)


def test_edits_are_gentler_and_answers_free() -> None:
    limits = Limits()
    for _ in range(20):
        limits.check("editMessageText", 1, 100.0)
    with pytest.raises(Refusal):
        limits.check("editMessageText", 1, 100.0)
    for _ in range(100):
        limits.check("answerCallbackQuery", None, 100.0)
        limits.check("sendChatAction", 1, 100.0)


def test_chats_long_quiet_are_forgotten() -> None:
    limits = Limits()
    for chat in range(MAX_CHATS):
        limits.check("editMessageText", chat, 100.0)
    limits.check("editMessageText", 1, 200.0)
    assert len(limits._chats) == 1


async def test_limits_are_switched_over_http(met: Any) -> None:
    assert (await met.control("POST", "/limits", {"enabled": True}))["enabled"]
    answers = [await send(met) for _ in range(6)]
    assert answers[5]["parameters"] == {"retry_after": 1}
    await met.control("POST", "/limits", {"enabled": False})
    assert (await send(met))["ok"]


def test_record_is_bounded_and_read_from_a_number() -> None:
    record = Record(capacity=3)
    for n in range(5):
        record.add("now", "getMe", {"n": n}, b"null", None)
    assert [call.n for call in record.after(0)] == [3, 4, 5]
    assert [call.n for call in record.after(4)] == [5]
    assert record.after(5) == record.after(99) == []


async def test_record_tells_params_result_and_files_without_content(met: Any) -> None:
    form = aiohttp.FormData({"chat_id": str(FIRST)})
    form.add_field("document", b"12345", filename="a.txt", content_type="text/plain")
    await met.http.post(f"{met.bot}/sendDocument", data=form)
    call = (await met.control("GET", "/record?after=0"))["calls"][-1]
    assert call["params"]["document"] == {"file_name": "a.txt", "mime_type": "text/plain", "size": 5}
    assert (call["method"], call["chat_id"], call["accepted"]) == ("sendDocument", FIRST, True)
    assert call["result"]["document"]["file_size"] == 5


async def test_stopping_ends_a_hang(met: Any) -> None:
    await met.control("POST", "/faults", [{"kind": "slow", "seconds": 500}])
    call = asyncio.create_task(send(met))
    while met.sandbox.faults.plan:
        await asyncio.sleep(0)
    met.sandbox.stopping.set()
    assert (await call)["ok"]
