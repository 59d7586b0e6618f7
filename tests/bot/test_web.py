"""The webhook: secret first, then the limits, and nothing is acknowledged that isn't stored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import orjson
import pytest

from bot import web
from bot.turns import Lanes
from bot.web import BODY_LIMIT, SECRET_HEADER, make_web
from db import inbox
from tests.bot.conftest import Office

SECRET = "a-secret-of-the-tests"
GOOD = {SECRET_HEADER: SECRET}


@pytest.fixture
async def client(office: Office) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the web process, whose lanes never run: what is stored stays."""
    app = make_web(office.desk, Lanes(office.desk, at_once=0), SECRET)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as opened:
        yield opened


async def _stored(office: Office, lane: int) -> str | None:
    async with office.desk.store.unit() as session:
        row = await inbox.get_oldest(session, lane)
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

    assert (await client.post("/telegram", content=slowly(), headers=GOOD)).status_code == 413


async def test_health_asks_the_database(client: httpx.AsyncClient, office: Office) -> None:
    answer = await client.get("/healthz")
    assert answer.json() == {"ok": True, "at": office.clock.now().isoformat()}


async def test_without_a_secret_there_is_no_webhook(office: Office) -> None:
    app = make_web(office.desk, Lanes(office.desk), "")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        assert (await client.post("/telegram", content=b"{}", headers={SECRET_HEADER: ""})).status_code == 404
        assert (await client.get("/healthz")).status_code == 200
