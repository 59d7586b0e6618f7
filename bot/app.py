"""Wires the rooms together: one Desk, and the processes that work at it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
import uvicorn
from starlette.applications import Starlette
from telegram.error import TelegramError

from bot.clock import Clock
from bot.commands import set_commands
from bot.config import Settings
from bot.content_room import ContentRoom, watch
from bot.intake import ALLOWED, poll
from bot.telegram import make_api
from bot.turns import Desk, Lanes
from bot.web import make_web
from bot.worker import Worker
from db.migrate import migrate
from db.store import open_store

log = structlog.get_logger("samooh")


@asynccontextmanager
async def open_desk(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Desk]:
    """Open the database, the content and the client; close them at the end."""
    clock = clock or Clock()
    room = ContentRoom(settings.cache)
    desk = Desk(
        store=open_store(settings.database),
        api=make_api(settings.token, settings.bot_api_url),
        clock=clock,
        catalog=lambda: room.catalog,
    )
    for request in desk.api._request:
        await request.initialize()
    try:
        await room.seed(desk)
        watching = asyncio.create_task(watch(room, desk, settings.operator_chat_id))
        yield desk
        watching.cancel()
    finally:
        for request in desk.api._request:
            await request.shutdown()
        await desk.store.close()


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
    migrate(settings.database)
    async with open_desk(settings, clock) as desk:
        if settings.webhook_url:
            await serve_web(settings, desk, with_worker=True)
        else:
            await serve_polling(desk)


async def serve_polling(desk: Desk, worker: Worker | None = None) -> None:
    """Poll, take turns and tick until the process is asked to stop."""
    lanes, worker = Lanes(desk), worker or Worker(desk)
    desk.wake_worker = worker.wake
    worker.start()
    await lanes.wake_all()
    tasks = [asyncio.create_task(introduce(desk)), asyncio.create_task(poll(desk, lanes))]
    try:
        await _until_stopped(tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await lanes.stop()
        await worker.stop()


async def serve_web(settings: Settings, desk: Desk, *, with_worker: bool) -> None:
    """Serve webhook and health check; a lone web process leaves the ticks to its workers."""
    lanes, worker = Lanes(desk), Worker(desk)
    desk.wake_worker = worker.wake

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await lanes.wake_all()
        if with_worker:
            worker.start()
        announce = asyncio.create_task(_announce(settings, desk))
        yield
        announce.cancel()
        await lanes.stop()
        if with_worker:
            await worker.stop()

    app = make_web(desk, lanes, settings.webhook_secret.get_secret_value(), lifespan)
    config = uvicorn.Config(app, host=settings.host, port=settings.port, log_config=None, access_log=False)
    await uvicorn.Server(config).serve()


async def serve_worker(desk: Desk) -> None:
    """Tick until the process is asked to stop."""
    worker = Worker(desk)
    desk.wake_worker = worker.wake
    worker.start()
    try:
        await _until_stopped([])
    finally:
        await worker.stop()


async def _announce(settings: Settings, desk: Desk) -> None:
    await introduce(desk)
    if settings.webhook_url:
        address = {
            "url": f"{settings.webhook_url}/telegram",
            "secret_token": settings.webhook_secret.get_secret_value(),
            "allowed_updates": ALLOWED,
        }
        await desk.api.call("setWebhook", address)


async def _until_stopped(tasks: list[asyncio.Task[None]]) -> None:
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
