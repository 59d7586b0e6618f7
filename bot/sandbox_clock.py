"""The clock that a person moves in the sandbox: this process follows it, and tells when the next message is due."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, timedelta

import aiohttp
import structlog

from bot.clock import Clock
from bot.config import Settings
from bot.desk import Desk
from db import outbox, reminders

log = structlog.get_logger("samooh.sandbox")
TOKEN = "1000001:sandbox"  # noqa: S105  (known to everybody; it opens nothing but the local stand-in)
LONG_POLL = 25


class SandboxClock:
    """Keeps the bot's clock at the sandbox's, and tells the sandbox when the next reminder is due."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._url = f"{url}/control"
        self._clock = clock
        self._told: str | None = ""

    async def follow(self, moved: Callable[[], None]) -> None:
        """Wait for each move of the clock, and say so."""
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
                    moved()

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


def is_here(settings: Settings) -> bool:
    """Whether the bot talks to a sandbox on this machine rather than to Telegram."""
    return settings.token == TOKEN and settings.bot_api_url.startswith("http://127.0.0.1")


@asynccontextmanager
async def following(
    settings: Settings, clock: Clock, moved: Callable[[], None] = lambda: None
) -> AsyncIterator[SandboxClock]:
    """Follow the sandbox's clock beside the block; a real bot's clock is left alone."""
    follower = SandboxClock(settings.bot_api_url, clock)
    if not is_here(settings):
        yield follower
        return
    task = asyncio.create_task(follower.follow(moved))
    try:
        yield follower
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
