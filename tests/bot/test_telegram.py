"""What Telegram's answers and errors come to, over a real connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import RequestData

from bot import request as request_module
from bot.calls import screen_calls
from bot.request import AiohttpRequest, NotSent
from bot.sandbox_clock import TOKEN
from bot.telegram import Api, Gone, Moved, Outcome, Refused, Retry, Sent, Unsure, Wait, classify, make_api, send
from handlers.screen import Document, Screen
from tests.bot.conftest import FIRST, Telegram


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (RetryAfter(7), Wait(7)),
        (RetryAfter(timedelta(seconds=9)), Wait(9)),
        (Forbidden("Forbidden: bot was blocked by the user"), Gone("Forbidden: bot was blocked by the user")),
        (BadRequest("Chat not found"), Gone("Chat not found")),
        (BadRequest("User is deactivated"), Gone("User is deactivated")),
        (BadRequest("Message is not modified: same"), Sent(None)),
        (BadRequest("Query is too old and response timeout expired"), Sent(None)),
        (BadRequest("Can't parse entities"), Refused("Can't parse entities")),
        (ChatMigrated(5), Moved(5)),
        (InvalidToken("no"), Retry("no")),
        (NotSent("no connection"), Retry("no connection")),
        (TimedOut("late"), Unsure("late")),
        (NetworkError("broken"), Unsure("broken")),
        (Conflict("another"), Unsure("another")),
        (TelegramError("Internal Server Error"), Unsure("Internal Server Error")),
    ],
)
def test_errors_are_sorted_by_what_can_still_be_done(error: TelegramError, outcome: Outcome) -> None:
    assert classify(error) == outcome


GARBLED: list[tuple[int, str, Outcome | type[Outcome]]] = [
    (200, '{"ok":false,"description":"x"}', Unsure),
    (200, '{"ok":true,"result', Unsure),
    (200, "\xff", Unsure),
    (429, '{"parameters":{"retry_after":"7"}}', Wait(7)),
    (429, '{"parameters":{"retry_after":0.2}}', Wait(1)),
    (429, '{"parameters":{"retry_after":1e999}}', Wait(10)),
    (429, '{"parameters":{"retry_after":99999999}}', Wait(86_400)),
    (429, '{"parameters":[1]}', Wait(10)),
    (429, "<html>", Wait(10)),
    (400, '{"description":"x","parameters":{"migrate_to_chat_id":"abc"}}', Refused("x")),
    (400, '{"description":"x","parameters":{"migrate_to_chat_id":-100}}', Moved(-100)),
    (400, '{"description":"a\\u0000b\\ud800"}', Refused("a?b?")),
    (400, "[]", Unsure("HTTP 400")),
    (403, '{"description":5}', Unsure("HTTP 403")),
    (403, "<html>", Unsure("HTTP 403")),
    (409, '{"description":"Conflict"}', Unsure("Conflict")),
    (413, '{"description":"Too Large"}', Unsure("Too Large")),
    (418, "null", Unsure("HTTP 418")),
    (404, '{"description":"Not Found"}', Retry("Not Found")),
]


@pytest.mark.parametrize(("status", "body", "outcome"), GARBLED)
async def test_an_answer_of_any_shape_is_sorted_by_the_same_table(
    status: int, body: str, outcome: Outcome | type[Outcome]
) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, body=body.encode("latin1"), content_type="application/json")

    runner, address = await _answering(answer)
    async with _client(address) as api:
        found = await send(api, ("sendMessage", {"chat_id": 1, "text": "x"}))
        up = await send(api, ("sendDocument", {"chat_id": 1, "file_name": "a", "document": "YQ=="}))
    await runner.cleanup()
    for one in (found, up):
        assert isinstance(one, outcome) if isinstance(outcome, type) else one == outcome


@asynccontextmanager
async def _client(address: str) -> AsyncIterator[Api]:
    api = make_api(TOKEN, address)
    for request in api._request:
        await request.initialize()
    yield api
    for request in api._request:
        await request.shutdown()


def _message(text: str, **more: Any) -> dict[str, Any]:
    return {"chat_id": FIRST, "text": text, "parse_mode": "HTML", **more}


async def _sent(api: Api, text: str) -> int:
    outcome = await send(api, ("sendMessage", _message(text)))
    assert isinstance(outcome, Sent)
    return int(outcome.result["message_id"])


async def test_a_message_arrives(telegram: Telegram, api: Api) -> None:
    await telegram.act("start")
    await _sent(api, "நலம்")
    assert await telegram.texts() == ["நலம்"]


async def test_an_edit_of_a_lost_message_becomes_a_new_one(telegram: Telegram, api: Api) -> None:
    await telegram.act("start")
    number = await _sent(api, "one")
    assert isinstance(await send(api, ("editMessageText", _message("two", message_id=number))), Sent)
    assert await send(api, ("editMessageText", _message("two", message_id=number))) == Sent(None)
    await api.call("deleteMessage", {"chat_id": FIRST, "message_id": number})
    assert isinstance(await send(api, ("editMessageText", _message("three", message_id=number))), Sent)
    assert await telegram.texts() == ["three"]


async def test_a_blocked_contact_is_gone_and_a_bad_text_refused(telegram: Telegram, api: Api) -> None:
    await telegram.act("start")
    assert isinstance(await send(api, ("sendMessage", _message("<b>open"))), Refused)
    assert isinstance(await send(api, ("sendMessage", {**_message("x"), "chat_id": 12345})), Gone)
    await telegram.act("block")
    assert isinstance(await send(api, ("sendMessage", _message("x"))), Gone)


@pytest.mark.parametrize(
    ("kind", "expected"), [("429", Wait(3)), ("500", None), ("502_html", None), ("drop_after", None)]
)
async def test_faults_of_the_server_are_pauses_or_doubts(
    telegram: Telegram, api: Api, kind: str, expected: Outcome | None
) -> None:
    await telegram.act("start")
    await telegram.fault(kind, "sendMessage", retry_after=3)
    outcome = await send(api, ("sendMessage", _message("x")))
    assert outcome == expected if expected else isinstance(outcome, Unsure)
    assert TOKEN.partition(":")[2] not in repr(outcome)


async def test_a_file_goes_up_with_its_name(telegram: Telegram, api: Api) -> None:
    await telegram.act("start")
    [document, *_] = screen_calls(Screen("x", attachments=[Document("plan.ics", b"\x00BEGIN", "open")]), FIRST, None)
    assert isinstance(await send(api, document), Sent)
    answer = await telegram.control("GET", f"/contacts/{FIRST}/messages?after_seq=0")
    [file] = [one["document"] for one in answer["messages"] if one["document"]]
    assert (file["file_name"], file["size"]) == ("plan.ics", 6)


async def test_nobody_listens_is_surely_not_sent() -> None:
    api = make_api(TOKEN, "http://127.0.0.1:9")
    for request in api._request:
        await request.initialize()
        await request.initialize()
    outcome = await send(api, ("getMe", {}))
    for request in api._request:
        await request.shutdown()
        await request.shutdown()
    assert outcome == Retry("no connection to the Bot API")


def test_no_form_of_the_client_shows_the_token() -> None:
    assert repr(make_api("77:secret-half-of-it", "http://127.0.0.1:9")) == "Api[77]"


async def _answering(handler: Any) -> tuple[web.AppRunner, str]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


async def test_a_call_has_its_deadline() -> None:
    async def hang(_request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    runner, address = await _answering(hang)
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(TimedOut, match="no answer in time"):
        await request.do_request(address, "POST", read_timeout=0.05)
    await request.shutdown()
    await runner.cleanup()
    assert request.read_timeout == 10.0


async def test_what_gets_no_connection_is_surely_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_module, "CONNECT_DEADLINE", 0.05)
    asked, answered = asyncio.Event(), asyncio.Event()

    async def hang(_request: web.Request) -> web.Response:
        asked.set()
        await answered.wait()
        return web.Response()

    runner, address = await _answering(hang)
    request = AiohttpRequest(connections=1)
    await request.initialize()
    first = asyncio.create_task(request.do_request(address, "POST"))
    await asked.wait()
    with pytest.raises(NotSent):
        await request.do_request(address, "POST")
    answered.set()
    assert (await first)[0] == 200
    await request.shutdown()
    await runner.cleanup()


async def test_the_body_is_json_without_files_and_nothing_when_there_is_none() -> None:
    seen: list[tuple[str, bytes]] = []

    async def note(request: web.Request) -> web.Response:
        seen.append((request.content_type, await request.read()))
        return web.Response(text="<html>no JSON</html>")

    runner, address = await _answering(note)
    request = AiohttpRequest()
    await request.initialize()
    status, answer = await request.do_request(address, "POST", RequestData())
    await request.do_request(address, "POST")
    await request.shutdown()
    await runner.cleanup()
    assert status == 200
    assert seen == [("application/json", b"{}"), ("application/octet-stream", b"")]
    with pytest.raises(TelegramError, match="isn't the Bot API's"):
        AiohttpRequest.parse_json_payload(answer)
