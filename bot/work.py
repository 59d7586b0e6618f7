"""What is done at a desk: turns, ticks, and what goes on beside them.

To load it takes longer than everything before. A process that polls loads it while it already takes updates in.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from telegram.error import RetryAfter, TelegramError

from bot import turns as _turns  # noqa: F401  (lanes ask for it at their first update, and nobody shall wait then)
from bot.clock import Clock
from bot.commands import set_commands
from bot.config import Settings
from bot.content_room import ContentRoom, keep_warm, watch
from bot.desk import Desk
from bot.edge import open_edge
from bot.intake import ALLOWED
from bot.lanes import Lanes
from bot.loop import beside, until_stopped
from bot.operator_chat import keep_telling
from bot.sandbox_clock import following, is_here
from bot.telegram import pause_of
from bot.worker import Worker
from db.budget import follow_clock, lay_permits
from db.store import DatabaseTrouble, told

log = structlog.get_logger("samooh")
LOOK_EVERY = 5.0  # seconds between looks for updates that a dead replica left
PAUSE = 2.0  # seconds until Telegram is asked again, unless it says when


@asynccontextmanager
async def open_desk(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Desk]:
    """Open the desk of a process: with content that follows its files, and the tables that they seed."""
    async with open_edge(settings, clock) as desk, _furnished(settings, desk):
        yield desk


@asynccontextmanager
async def open_look(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Desk]:
    """Open the desk of a command: it has the content of its own files, and changes nothing for those that run."""
    async with open_edge(settings, clock) as desk:
        await _read_content(settings, desk)
        yield desk


@asynccontextmanager
async def _furnished(settings: Settings, desk: Desk) -> AsyncIterator[None]:
    """Give a desk its content, and follow the files beside the block."""
    room = await _read_content(settings, desk)
    await room.seed(desk)
    async with beside(watch(room, desk, settings.operator_chat_id)):
        yield


async def _read_content(settings: Settings, desk: Desk) -> ContentRoom:
    """Give a desk its content; raises BrokenContent where a file is broken of which no good version is known."""
    room = await asyncio.to_thread(ContentRoom, settings.cache)
    desk.catalog = lambda: room.catalog
    return room


async def answer(settings: Settings, desk: Desk, lanes: Lanes) -> None:
    """Take turns and tick until it is cancelled, from the moment on that the content is read."""
    async with (
        _furnished(settings, desk),
        _watched(settings, desk),
        _at_work(settings, desk, lanes, Worker(desk)),
        beside(
            introduce(desk), _take_up(lanes), keep_warm(desk), keep_telling(desk, settings.operator_chat_id)
        ) as tasks,
    ):
        lanes.open()
        await asyncio.gather(*tasks)


async def serve_web(settings: Settings, desk: Desk, worker: Worker | None) -> None:
    """Serve webhook and health check; a lone web process leaves the ticks to its workers."""
    from bot.serve import serve  # noqa: PLC0415  (polling needs no server)

    lanes, announced = Lanes(desk), asyncio.Event()
    async with (
        _at_work(settings, desk, lanes, worker),
        beside(
            introduce(desk),
            announce(settings, desk, announced),
            _take_up(lanes),
            keep_warm(desk),
            keep_telling(desk, settings.operator_chat_id if worker else None),
        ) as tasks,
    ):
        await serve(settings, desk, lanes, lambda serving: until_stopped([*serving, *tasks]), announced)


async def serve_worker(settings: Settings, desk: Desk) -> None:
    """Tick until the process is asked to stop."""
    async with (
        _at_work(settings, desk, None, Worker(desk)),
        _watched(settings, desk),
        beside(introduce(desk), keep_telling(desk, settings.operator_chat_id)) as tasks,
    ):
        await until_stopped(tasks)


@asynccontextmanager
async def _at_work(settings: Settings, desk: Desk, lanes: Lanes | None, worker: Worker | None) -> AsyncIterator[None]:
    """Tick beside the block, at the rate of the settings; at its end what is at hand is brought to its end."""
    async with desk.store.unit() as session:
        await lay_permits(session, desk.rate)
        await follow_clock(session, desk.clock.machine())
    async with following(settings, desk.clock, worker.wake if worker else lambda: None) as follower:
        if worker is not None:
            if is_here(settings):
                worker.after_tick = lambda: follower.tell(desk)
                desk.after_answer = worker.wake
            await worker.start()
        try:
            yield
        finally:
            await asyncio.gather(*(one.stop() for one in (lanes, worker) if one is not None))


@asynccontextmanager
async def _watched(settings: Settings, desk: Desk) -> AsyncIterator[None]:
    """Answer /healthz, /readyz and /metrics beside the block, where HEALTH_PORT says so."""
    if not settings.health_port:
        yield
        return
    from bot.serve import serve_health  # noqa: PLC0415  (an HTTP server that most such processes don't need)

    async with beside(serve_health(settings, desk)):
        yield


async def _take_up(lanes: Lanes) -> None:
    """Look again and again for updates whose replica died."""
    while True:
        try:
            await lanes.take_up()
        except DatabaseTrouble as trouble:
            log.warning("the database is in trouble", trouble=told(trouble))
        await asyncio.sleep(LOOK_EVERY)


async def introduce(desk: Desk) -> None:
    """Ask Telegram for our name and set the command menu, as often as it takes to reach it."""

    async def ask() -> None:
        desk.username = (await desk.api.call("getMe", {}))["username"]
        await set_commands(desk.api)

    await _at_last(ask)


async def announce(settings: Settings, desk: Desk, announced: asyncio.Event) -> None:
    """Tell Telegram where to deliver, as often as it takes; `announced` is set once it knows."""
    address = {
        "url": f"{settings.webhook_url}/telegram",
        "secret_token": settings.webhook_secret,
        "allowed_updates": ALLOWED,
    }

    async def ask() -> None:
        await desk.api.call("setWebhook", address)

    await _at_last(ask)
    announced.set()


async def _at_last(ask: Callable[[], Awaitable[None]]) -> None:
    """Ask Telegram again and again until it answers, no sooner than it wants to be asked."""
    while True:
        try:
            await ask()
        except TelegramError as error:
            log.warning("Telegram can't be reached", error=str(error))
            await asyncio.sleep(pause_of(error) if isinstance(error, RetryAfter) else PAUSE)
        else:
            return
