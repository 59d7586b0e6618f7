"""A running sandbox on a free port, and hands to play the bot and a contact over real HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette

from sandbox.app import create_app
from sandbox.schema import answer_problem
from sandbox.server import serve_app
from sandbox.state import DEFAULT_TOKEN, Sandbox

FIRST = 2_000_001


@dataclass
class Rig:
    """One sandbox; `ok` plays the bot, `act` a contact."""

    app: Starlette
    base: str
    http: aiohttp.ClientSession

    @property
    def sandbox(self) -> Sandbox:
        found: Sandbox = self.app.state.sandbox
        return found

    @property
    def bot(self) -> str:
        return f"{self.base}/bot{DEFAULT_TOKEN}"

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.http.post(f"{self.bot}/{method}", json=params) as response:
            body: dict[str, Any] = await response.json()
            assert body["ok"] == (response.status == 200)
            assert body["ok"] or body["error_code"] == response.status
            return body

    async def ok(self, method: str, **params: Any) -> Any:
        body = await self.call(method, **params)
        assert body["ok"], body
        assert answer_problem(method, body["result"]) is None
        return body["result"]

    async def ok_raw(self, method: str, **params: Any) -> Any:
        """The result of a call, whatever it holds."""
        return (await self.call(method, **params))["result"]

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        body = await self.call(method, **params)
        assert not body["ok"], body
        return body["error_code"], body["description"]

    async def control(self, verb: str, path: str, body: Any = None, status: int = 200) -> Any:
        async with self.http.request(verb, f"{self.base}/control{path}", json=body) as response:
            answer = await response.json()
            assert response.status == status, answer
            return answer

    async def act(self, what: str, contact: int = FIRST, status: int = 200, **body: Any) -> Any:
        return await self.control("POST", f"/contacts/{contact}/{what}", body, status)

    async def messages(self, contact: int = FIRST, after: int = 0) -> list[dict[str, Any]]:
        answer = await self.control("GET", f"/contacts/{contact}/messages?after_seq={after}")
        found: list[dict[str, Any]] = answer["messages"]
        return found


async def open_rig(app: Starlette) -> AsyncIterator[Rig]:
    ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    serving = asyncio.create_task(serve_app(app, 0, ready.set_result, stop))
    async with aiohttp.ClientSession() as http:
        yield Rig(app, f"http://127.0.0.1:{await ready}", http)
        stop.set()
        await serving


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async for opened in open_rig(create_app(limits=False)):
        yield opened


@pytest.fixture
async def met(rig: Rig) -> Rig:
    """A sandbox whose first contact has pressed Start."""
    await rig.act("start")
    return rig


@pytest.fixture
def opening() -> Callable[[Starlette], AsyncIterator[Rig]]:
    """Opens an application of the test's own making."""
    return open_rig
