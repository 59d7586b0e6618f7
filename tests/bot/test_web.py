"""The webhook: secret first, then the limits, and nothing is acknowledged that isn't stored."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson
import pytest
from sqlalchemy.exc import OperationalError

from bot import web
from bot.config import Settings, read_settings
from bot.lanes import Lanes
from bot.web import BODY_LIMIT, CONNECTIONS, make_web
from db import inbox
from handlers import dispatch
from handlers.routes import make_route
from handlers.screen import Screen
from handlers.turn import Turn
from tests.bot.conftest import FIRST, Office

SECRET = "a-secret-of-the-tests"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
GOOD = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}


def _settings(**given: object) -> Settings:
    return read_settings(bot_token="1000001:sandbox", webhook_secret=SECRET, **given)


@pytest.fixture
async def client(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the web process, whose lanes never run: what is stored stays."""
    lanes = Lanes(office.desk, at_once=0)
    async with _client(office, lanes, _settings(answer_in_response=False)) as opened:
        yield opened
    await lanes.stop(0)


def _client(office: Office, lanes: Lanes, settings: Settings, address: str = "127.0.0.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(make_web(office.desk, lanes, settings), client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


@pytest.fixture
async def answering(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a web process whose lanes run."""
    lanes = Lanes(office.desk)
    async with _client(office, lanes, _settings()) as opened:
        yield opened
    await lanes.idle()


async def _stored(office: Office, lane: int) -> str | None:
    async with office.desk.store.unit() as session:
        row = (await inbox.get_oldest_and_contact(session, lane))[0]
    return row.payload if row else None


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "à"}])
async def test_the_secret_comes_first(client: httpx.AsyncClient, office: Office, headers: dict[str, str]) -> None:
    coded = [(name.encode(), value.encode()) for name, value in headers.items()]
    answer = await client.post("/telegram", content=b"no JSON at all" * BODY_LIMIT, headers=coded)
    assert answer.status_code == 403
    assert await _stored(office, 0) is None


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" " * (BODY_LIMIT + 1), 413),
        (b"{", 400),
        (b"[]", 400),
        (b"{}", 400),
        (b'{"update_id":"5"}', 400),
        (b"\xff", 400),
    ],
)
async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, body: bytes, status: int) -> None:
    assert (await client.post("/telegram", content=body, headers=GOOD)).status_code == status


async def test_only_a_post_is_taken(client: httpx.AsyncClient) -> None:
    assert (await client.get("/telegram", headers=GOOD)).status_code == 405
    assert (await client.get("/elsewhere")).status_code == 404


async def test_an_accepted_update_is_stored_before_the_answer_and_a_duplicate_falls_out(
    client: httpx.AsyncClient, office: Office
) -> None:
    raw = {"update_id": 5, "message": {"from": {"id": 70}, "text": "नमस्ते"}}
    for body in (raw, raw | {"edited": True}):
        assert (await client.post("/telegram", content=orjson.dumps(body), headers=GOOD)).status_code == 200
    assert orjson.loads(await _stored(office, 70) or "") == raw


async def test_a_slow_body_is_given_up(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "BODY_PATIENCE", 0.01)

    async def slowly() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    assert (await client.post("/telegram", content=slowly(), headers=GOOD)).status_code == 408


async def test_health_asks_the_database(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})


async def test_without_a_secret_there_is_no_webhook(office: Office) -> None:
    async with _client(office, Lanes(office.desk), read_settings(bot_token="1000001:sandbox")) as client:
        assert (await client.post("/telegram", content=b"{}", headers={SECRET_HEADER: ""})).status_code == 404
        assert (await client.get("/healthz")).status_code == 200


def _typed(number: int, text: str) -> bytes:
    person = {"id": FIRST, "is_bot": False, "first_name": "Meena", "language_code": "en"}
    chat = {"id": FIRST, "type": "private", "first_name": "Meena"}
    message = {"message_id": number, "date": 1764000000, "chat": chat, "from": person, "text": text}
    return orjson.dumps({"update_id": number, "message": message})


async def test_the_answer_rides_in_the_response_and_again_when_it_is_asked_for_again(
    answering: httpx.AsyncClient, office: Office
) -> None:
    first, again = [await answering.post("/telegram", content=_typed(7, "/start"), headers=GOOD) for _ in range(2)]
    answer = first.json()
    assert answer["method"] == "sendMessage"
    assert "Samooh" in answer["text"]
    assert again.json() == answer
    assert await office.telegram.calls("sendMessage") == []


async def test_a_toast_is_called_while_the_edit_rides(answering: httpx.AsyncClient, office: Office) -> None:
    await office.meet()
    await office.say("/start")
    asking = asyncio.create_task(office.tap_only("settings.menu"))
    [raw] = await office.wait_for_updates()
    answer = (await answering.post("/telegram", content=orjson.dumps(raw), headers=GOOD)).json()
    assert answer["method"] == "editMessageText"
    assert answer["text"].startswith("<b>⚙ Settings")
    assert (await asking)["answered"]
    assert await office.telegram.calls("editMessageText") == []


async def test_a_turn_that_takes_long_is_acknowledged_and_answered_by_a_call(
    answering: httpx.AsyncClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "ANSWER_PATIENCE", 0.01)
    go_on = asyncio.Event()

    async def slow(_turn: Turn) -> Screen:
        await go_on.wait()
        return Screen("slow but sure")

    await office.meet()
    monkeypatch.setitem(dispatch.ROUTES, "help.open", make_route(slow))
    answer = await answering.post("/telegram", content=_typed(9, "/help"), headers=GOOD)
    assert (answer.status_code, answer.content) == (200, b"")
    go_on.set()
    while (texts := await office.telegram.texts())[-1:] != ["slow but sure"]:
        assert len(texts) < 3
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(("address", "status"), [("149.154.161.9", 200), ("203.0.113.5", 403), ("testclient", 403)])
async def test_only_listed_sources_may_deliver(office: Office, address: str, status: int) -> None:
    settings = _settings(webhook_sources="149.154.160.0/20, 91.108.4.0/22", answer_in_response=False)
    async with _client(office, Lanes(office.desk, at_once=0), settings, address) as client:
        answer = await client.post("/telegram", content=_typed(8, "/start"), headers=GOOD)
    assert answer.status_code == status


async def test_a_delivery_that_is_no_json_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.post("/telegram", content=_typed(8, "x"), headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 415


async def test_a_database_in_trouble_leaves_the_update_with_telegram(
    client: httpx.AsyncClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_given: object) -> int:
        raise OperationalError("INSERT", None, sqlite3.OperationalError("database or disk is full"))

    monkeypatch.setattr(inbox, "add_update", full)
    assert (await client.post("/telegram", content=_typed(8, "x"), headers=GOOD)).status_code == 503


async def test_an_answer_whose_commit_is_in_doubt_is_asked_for_again_and_given_then(
    answering: httpx.AsyncClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server has committed, and the connection broke before it could say so."""
    real, mark_done, done = office.desk.store.unit, inbox.mark_done, list[bool]()

    async def noted(*given: Any) -> None:
        await mark_done(*given)
        done.append(True)

    @asynccontextmanager
    async def unit() -> AsyncIterator[Any]:
        before = len(done)
        async with real() as session:
            yield session
        if len(done) > before == 0:
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("the connection is lost"))

    monkeypatch.setattr(inbox, "mark_done", noted)
    monkeypatch.setattr(office.desk.store, "unit", unit)
    first, again = [await answering.post("/telegram", content=_typed(7, "/start"), headers=GOOD) for _ in range(2)]
    assert (first.status_code, again.status_code) == (503, 200)
    assert "Samooh" in again.json()["text"]
    assert await office.telegram.calls("sendMessage") == []


async def test_a_database_that_goes_away_in_between_is_no_answer_either(
    answering: httpx.AsyncClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answering.post("/telegram", content=_typed(7, "/start"), headers=GOOD)

    async def away(*_given: object) -> None:
        raise OperationalError("SELECT", None, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr(inbox, "get_answer", away)
    assert (await answering.post("/telegram", content=_typed(7, "/start"), headers=GOOD)).status_code == 503


async def test_no_more_deliveries_are_taken_at_once_than_telegram_makes(client: httpx.AsyncClient) -> None:
    """The next one is refused, so that Telegram brings it later; those at hand are all taken."""
    go_on, begun = asyncio.Event(), list[int]()

    async def slowly(number: int) -> AsyncIterator[bytes]:
        begun.append(number)
        await go_on.wait()
        yield _typed(number, "/start")

    def deliver(number: int) -> asyncio.Task[httpx.Response]:
        return asyncio.create_task(client.post("/telegram", content=slowly(number), headers=GOOD))

    waiting = [deliver(number) for number in range(1, CONNECTIONS + 1)]
    async with asyncio.timeout(20):
        while len(begun) < CONNECTIONS:
            await asyncio.sleep(0)
        late = await client.post("/telegram", content=_typed(99, "/start"), headers=GOOD)
        go_on.set()
        answers = await asyncio.gather(*waiting)
    assert late.status_code == 503
    assert [answer.status_code for answer in answers] == [200] * CONNECTIONS
    assert CONNECTIONS == 40
    assert (await client.post("/telegram", content=_typed(99, "/start"), headers=GOOD)).status_code == 200
