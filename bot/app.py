"""Wires the rooms together: one Desk, and the processes that work at it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
from telegram.error import TelegramError

from bot.clock import Clock
from bot.commands import set_commands
from bot.config import Settings
from bot.content_room import ContentRoom, watch
from bot.desk import Desk
from bot.intake import ALLOWED, poll
from bot.jobs import Jobs
from bot.lanes import Lanes
from bot.sandbox_clock import following, is_here
from bot.telegram import make_api
from bot.worker import Worker
from db.budget import lay_permits
from db.revision import current, newest
from db.store import DatabaseTrouble, open_store, told

log = structlog.get_logger("samooh")
LOOK_EVERY = 5.0  # seconds between looks for updates that a dead replica left
ALIGN_EVERY = 60.0  # seconds between looks at the database server's clock


@asynccontextmanager
async def open_desk(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Desk]:
    """Open the database, the content and the client; close them at the end."""
    room = ContentRoom(settings.cache)
    desk = Desk(
        store=open_store(settings.database),
        api=make_api(settings.token, settings.bot_api_url),
        clock=clock or Clock(),
        catalog=lambda: room.catalog,
        rate=settings.sends_per_second,
        chat_space=settings.seconds_per_chat,
        paid=settings.paid_broadcasts,
        jobs=_jobs(settings.database),
    )
    for request in desk.api._request:
        await request.initialize()
    try:
        await _align(desk)
        async with desk.store.unit() as session:
            await lay_permits(session, desk.rate)
        await room.seed(desk)
        async with _beside(watch(room, desk, settings.operator_chat_id), _keep_aligned(desk)):
            yield desk
    finally:
        await desk.jobs.stop()
        for request in desk.api._request:
            await request.shutdown()
        await desk.store.close()


def _jobs(database: str) -> Jobs:
    if not database.startswith("postgresql"):
        return Jobs()
    from bot.jobs_postgres import PostgresJobs  # noqa: PLC0415  (only the extra has procrastinate)

    return PostgresJobs(database)


async def _align(desk: Desk) -> None:
    """Take the database server's clock for leases, so that all replicas agree about their ends."""
    if (present := await desk.store.present()) is not None:
        desk.clock.align(present)


async def _keep_aligned(desk: Desk) -> None:
    while True:
        await asyncio.sleep(ALIGN_EVERY)
        try:
            await _align(desk)
        except DatabaseTrouble as trouble:
            log.warning("the database is in trouble", trouble=told(trouble))


@asynccontextmanager
async def _beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Run works beside the block; they end with it."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def introduce(desk: Desk) -> None:
    """Ask Telegram for our name and set the command menu, as often as it takes to reach it."""
    while True:
        try:
            desk.username = (await desk.api.call("getMe", {}))["username"]
            await set_commands(desk.api)
        except TelegramError as error:
            log.warning("Telegram can't be reached", error=str(error))
            await asyncio.sleep(2)
        else:
            return


async def run(settings: Settings, clock: Clock | None = None) -> None:
    """Everything in one process: long polling, or the webhook when WEBHOOK_URL is set, and the worker."""
    await bring_up(settings.database)
    async with open_desk(settings, clock) as desk:
        if settings.webhook_url:
            await serve_web(settings, desk, Worker(desk))
        else:
            async with _watched(settings, desk):
                await serve_polling(desk)


async def run_against(settings: Settings) -> None:
    """Run the bot by long polling against a sandbox that is already there, and follow its clock."""
    clock = Clock()
    await bring_up(settings.database)
    async with open_desk(settings, clock) as desk:
        worker = Worker(desk)
        async with following(settings, clock, worker.wake) as follower:
            worker.after_tick = lambda: follower.tell(desk)
            desk.after_answer = worker.wake
            await serve_polling(desk, worker)


async def bring_up(database: str) -> None:
    """Bring a database to the newest schema, on PostgreSQL the jobs' tables too."""
    if await asyncio.to_thread(current, database) != newest():
        from db.migrate import migrate  # noqa: PLC0415  (slow to load, and rarely needed)

        await asyncio.to_thread(migrate, database)
    if database.startswith("postgresql"):
        from bot.jobs_postgres import lay_schema  # noqa: PLC0415  (only the extra has procrastinate)

        await lay_schema(database)


async def serve_polling(desk: Desk, worker: Worker | None = None) -> None:
    """Poll, take turns and tick until the process is asked to stop."""
    lanes, worker = Lanes(desk), worker or Worker(desk)
    await worker.start()
    async with _beside(introduce(desk), poll(desk, lanes), _take_up(lanes)) as tasks:
        await until_stopped(tasks)
    await asyncio.gather(lanes.stop(), worker.stop())


async def serve_web(settings: Settings, desk: Desk, worker: Worker | None) -> None:
    """Serve webhook and health check; a lone web process leaves the ticks to its workers."""
    from bot.serve import serve  # noqa: PLC0415  (polling needs no server)

    lanes = Lanes(desk)
    if worker is not None:
        await worker.start()
    async with following(settings, desk.clock), _beside(_announce(settings, desk), _take_up(lanes)):
        await serve(settings, desk, lanes, until_stopped)
    await asyncio.gather(lanes.stop(), *([worker.stop()] if worker else []))


async def serve_worker(settings: Settings, desk: Desk) -> None:
    """Tick until the process is asked to stop."""
    worker = Worker(desk)
    async with following(settings, desk.clock, worker.wake) as follower:
        if is_here(settings):
            worker.after_tick = lambda: follower.tell(desk)
        await worker.start()
        async with _watched(settings, desk), _beside(introduce(desk)):
            await until_stopped([])
        await worker.stop()


@asynccontextmanager
async def _watched(settings: Settings, desk: Desk) -> AsyncIterator[None]:
    """Answer /healthz, /readyz and /metrics beside the block, where HEALTH_PORT says so."""
    if not settings.health_port:
        yield
        return
    from bot.serve import serve_health  # noqa: PLC0415  (an HTTP server that most such processes don't need)

    async with _beside(serve_health(settings, desk)):
        yield


async def _take_up(lanes: Lanes) -> None:
    """Look again and again for updates whose replica died."""
    while True:
        try:
            await lanes.take_up()
        except DatabaseTrouble as trouble:
            log.warning("the database is in trouble", trouble=told(trouble))
        await asyncio.sleep(LOOK_EVERY)


async def _announce(settings: Settings, desk: Desk) -> None:
    await introduce(desk)
    if settings.webhook_url:
        address = {
            "url": f"{settings.webhook_url}/telegram",
            "secret_token": settings.webhook_secret.get_secret_value(),
            "allowed_updates": ALLOWED,
        }
        await desk.api.call("setWebhook", address)


async def until_stopped(tasks: list[asyncio.Task[None]]) -> None:
    """Wait for SIGTERM or SIGINT, or for a task that ends by an error."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    for task in tasks:
        task.add_done_callback(lambda done: stopped.set() if not done.cancelled() and done.exception() else None)
    await stopped.wait()
    for task in tasks:
        if task.done() and not task.cancelled() and (error := task.exception()):
            raise error
