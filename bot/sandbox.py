"""The sandbox as this machine's Telegram: starts it beside the bot and follows the clock that a person moves."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, timedelta
from pathlib import Path

import aiohttp
import structlog

from bot.app import bring_up, open_desk, serve_polling
from bot.clock import Clock
from bot.config import Settings, read_settings
from bot.desk import Desk
from bot.worker import Worker
from db import outbox, reminders
from sandbox.server import serve

log = structlog.get_logger("samooh.sandbox")
TOKEN = "1000001:sandbox"  # noqa: S105  (known to everybody; it opens nothing but the local stand-in)
LONG_POLL = 25


class SandboxClock:
    """Keeps the bot's clock at the sandbox's, and tells the sandbox when the next reminder is due."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url = f"{url}/control"
        self._clock = clock
        self._told: str | None = ""

    async def follow(self, worker: Worker) -> None:
        """Wait for each move of the clock; the worker ticks at once."""
        version = -1
        async with aiohttp.ClientSession() as client:
            while True:
                try:
                    query = {"after": str(version), "wait": str(LONG_POLL)}
                    async with client.get(f"{self._url}/clock", params=query) as answer:
                        state = await answer.json()
                except aiohttp.ClientError:
                    await asyncio.sleep(1)
                    continue
                if state["version"] != version:
                    version = state["version"]
                    self._clock.ahead = timedelta(seconds=state["offset_seconds"])
                    worker.wake()

    async def tell(self, desk: Desk) -> None:
        """Say when the next message is due, if that has changed."""
        async with desk.store.unit() as session:
            found = [await reminders.get_next_due_at(session), await outbox.get_next_ready_at(session)]
        times = [moment for moment in found if moment is not None]
        at = min(times).astimezone(UTC).isoformat() if times else None
        if at == self._told:
            return
        try:
            async with aiohttp.ClientSession() as client, client.post(f"{self._url}/next_due", json={"at": at}):
                self._told = at
        except aiohttp.ClientError:
            log.warning("the sandbox can't be told when the next reminder is due")


async def read_clock(url: str) -> Clock:
    """The sandbox's clock as it stands, for a command that runs beside the bot; the machine's when it is away."""
    clock = Clock()
    try:
        async with aiohttp.ClientSession() as client, client.get(f"{url}/control/clock") as answer:
            clock.ahead = timedelta(seconds=(await answer.json())["offset_seconds"])
    except aiohttp.ClientError:
        log.warning("the sandbox can't be asked what time it is")
    return clock


async def run_against(settings: Settings, url: str) -> None:
    """Run the bot by long polling against a sandbox that is already there."""
    clock = Clock()
    follower = SandboxClock(url, clock)
    await bring_up(settings.database)
    async with open_desk(settings, clock) as desk:
        worker = Worker(desk, after_tick=lambda: follower.tell(desk))
        desk.after_answer = worker.wake
        task = asyncio.create_task(follower.follow(worker))
        try:
            await serve_polling(desk, worker)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def run_sandbox(port: int, folder: Path, *, fresh: bool) -> None:
    """Start server, page and bot together and print where to click."""
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    ready, stop = asyncio.Event(), asyncio.Event()
    server = asyncio.create_task(
        serve(port=port, data=folder / "sandbox", ready=lambda _port: ready.set(), stop=stop)
    )
    listening = asyncio.create_task(ready.wait())
    await asyncio.wait({server, listening}, return_when=asyncio.FIRST_COMPLETED)
    if server.done():
        await server
        return
    url = f"http://127.0.0.1:{port}"
    print(f"Samooh is ready: open {url} in a browser.", flush=True)  # noqa: T201
    settings = read_settings(bot_token=TOKEN, bot_api_url=url, data_dir=folder, database_url="", webhook_url="")
    try:
        await run_against(settings, url)
    finally:
        stop.set()
        await asyncio.gather(server, return_exceptions=True)
