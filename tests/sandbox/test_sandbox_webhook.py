"""The webhook: secret, order per chat, retries with back-off, methods in the answer."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from sandbox.sending import backoff

FIRST = 2_000_001


class Listener:
    """A bot's webhook; answers in turn from `answers`, then with 200."""

    def __init__(self) -> None:
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        self.answers: list[web.Response] = []
        self.arrived = asyncio.Condition()
        self.url = ""

    async def hear(self, request: web.Request) -> web.Response:
        async with self.arrived:
            self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
            self.arrived.notify_all()
        return self.answers.pop(0) if self.answers else web.Response()

    async def wait_for(self, count: int) -> list[int]:
        async with self.arrived:
            await self.arrived.wait_for(lambda: len(self.got) >= count)
        return [update["update_id"] for _, update in self.got]


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    heard = Listener()
    app = web.Application()
    app.router.add_post("/hook", heard.hear)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    heard.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield heard
    await runner.cleanup()


@pytest.fixture
def waits(met: Any) -> list[float]:
    """How long the sandbox would have waited between tries; it doesn't."""
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    met.app.state.posting.wait = note
    return waited


async def settled(met: Any) -> None:
    while met.sandbox.updates.pending:
        await asyncio.sleep(0.001)


async def test_waiting_updates_and_new_ones_come_with_the_secret(met: Any, listener: Listener) -> None:
    await met.ok("setWebhook", url=listener.url, secret_token="s3cret")
    await met.act("text", text="two")
    assert await listener.wait_for(2) == [1, 2]
    assert {secret for secret, _ in listener.got} == {"s3cret"}
    await settled(met)
    assert (await met.ok("getWebhookInfo"))["pending_update_count"] == 0


async def test_failed_posts_are_repeated_in_order(met: Any, listener: Listener, waits: list[float]) -> None:
    listener.answers = [web.Response(status=500), web.Response(status=302), web.Response(status=404)]
    await met.act("text", text="two")
    await met.ok("setWebhook", url=listener.url)
    assert await listener.wait_for(5) == [1, 1, 1, 1, 2]
    assert waits == [0, 2, 4]
    info = await met.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


async def test_method_in_the_answer_is_carried_out(met: Any, listener: Listener) -> None:
    answer = {"method": "sendMessage", "chat_id": FIRST, "text": "From the answer"}
    listener.answers = [web.json_response(answer), web.Response(text="{broken"), web.json_response({"x": 1})]
    await met.ok("setWebhook", url=listener.url)
    await met.act("text", text="two")
    await met.act("text", text="three")
    await settled(met)
    assert [m["text"] for m in await met.messages() if m["from_bot"]] == ["From the answer"]


async def test_nobody_there_is_noted_and_tried_until_the_webhook_goes(met: Any) -> None:
    tried = asyncio.Event()

    async def note(_: float) -> None:
        tried.set()
        await asyncio.sleep(0)

    met.app.state.posting.wait = note
    await met.ok("setWebhook", url="http://127.0.0.1:9/", allowed_updates=["message"])
    await tried.wait()
    info = await met.ok("getWebhookInfo")
    assert (info["last_error_message"], info["allowed_updates"]) == ("Connection failed", ["message"])
    await met.ok("deleteWebhook")
    assert len(await met.ok("getUpdates")) == 1


async def test_update_too_old_is_dropped_between_tries(met: Any, listener: Listener) -> None:
    async def a_day_passes(_: float) -> None:
        await met.control("POST", "/clock", {"advance_seconds": 25 * 3600})

    met.app.state.posting.wait = a_day_passes
    listener.answers = [web.Response(status=500)]
    await met.ok("setWebhook", url=listener.url)
    await settled(met)
    assert await listener.wait_for(1) == [1]


def test_backoff_doubles_up_to_a_minute() -> None:
    assert [backoff(n) for n in (1, 2, 3, 7, 99)] == [0, 2, 4, 60, 60]
