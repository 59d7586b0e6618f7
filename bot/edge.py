"""The edge of a process: its database and its client of Telegram, which is all that it takes to take updates in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from bot.clock import Clock
from bot.config import Settings, WrongSetting
from bot.desk import Desk
from bot.jobs import Jobs
from bot.loop import beside
from bot.telegram import make_api
from db.revision import current, newest
from db.store import DatabaseTrouble, NoDatabase, is_away, open_store, told

if TYPE_CHECKING:
    from content.catalog import Catalog

log = structlog.get_logger("samooh")
ALIGN_EVERY = 60.0  # seconds between looks at the database server's clock
AWAY = 600.0  # seconds for which a process waits at its start for a database that is away
LOOK_EVERY = 1.0  # seconds


@asynccontextmanager
async def open_edge(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Desk]:
    """Open the database and the client, and close them at the end; the desk has no content yet."""
    desk = Desk(
        store=open_store(settings.database),
        api=make_api(settings.token, settings.bot_api_url),
        clock=clock or Clock(),
        catalog=_no_content_yet,
        rate=settings.sends_per_second,
        chat_space=settings.seconds_per_chat,
        paid=settings.paid_broadcasts,
        jobs=_jobs(settings.database),
    )
    for request in desk.api._request:
        await request.initialize()
    try:
        await _align(desk)
        async with beside(_keep_aligned(desk)):
            yield desk
    finally:
        await desk.jobs.stop()
        for request in desk.api._request:
            await request.shutdown()
        await desk.store.close()


def _no_content_yet() -> Catalog:
    raise RuntimeError("the content isn't there yet")


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


async def bring_up(database: str) -> None:
    """Bring a database to the newest schema, on PostgreSQL the jobs' tables too; one that is away is waited for.

    Raises WrongSetting when it can't be used, or stays away for minutes.
    """
    if await _revision(database, AWAY) != newest():
        from db.migrate import migrate  # noqa: PLC0415  (slow to load, and rarely needed)

        await asyncio.to_thread(migrate, database)
    if database.startswith("postgresql"):
        from bot.jobs_postgres import lay_schema  # noqa: PLC0415  (only the extra has procrastinate)

        await lay_schema(database)


async def check_schema(database: str) -> None:
    """Raise WrongSetting when a database can't be used as it is: a command that looks doesn't change it."""
    found = await _revision(database, 0.0)
    if (found or "") < newest():
        there = f"is at revision {found}, this release needs {newest()}" if found else "has no tables yet"
        raise WrongSetting(f"The database {there}: start the bot, or run `python -m bot migrate`.")


async def _revision(database: str, patience: float) -> str | None:
    """The revision that a database is at, as soon as it answers; one that is away gets so many seconds."""
    end, waiting = time.monotonic() + patience, False
    while True:
        try:
            return await asyncio.to_thread(current, database)
        except NoDatabase as trouble:
            if not is_away(trouble) or time.monotonic() >= end:
                raise WrongSetting(f"DATABASE_URL: the database can't be used: {told(trouble)}") from None
            if not waiting:
                log.warning("the database of DATABASE_URL is away and waited for", trouble=told(trouble))
        waiting = True
        await asyncio.sleep(LOOK_EVERY)
