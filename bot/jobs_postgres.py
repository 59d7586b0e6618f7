"""Background work over several machines: procrastinate on the database that is there anyway."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from procrastinate import App, PsycopgConnector, exceptions, jobs

from bot.jobs import PATIENCE, Job, Jobs, run_safely
from db.store import Session
from db.store_postgres import savepoint

log = structlog.get_logger("samooh.jobs")
AT_ONCE = 4
HEARTBEAT = 2.0  # seconds
AGAIN = 1.0  # seconds until a worker that ended begins anew
STALLED_AFTER = 8.0  # seconds without a heartbeat until a worker counts as dead


class PostgresJobs(Jobs):
    """Jobs that any worker replica may take; deferred in our own transaction, so no job speaks of a missing row."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=AT_ONCE + 2))
        self._worker: asyncio.Task[None] | None = None
        self._opened = False

    async def _open(self) -> None:
        if not self._opened:
            self._opened = True
            await self._app.open_async()

    async def defer(self, session: Session | None, name: str, **ids: int) -> None:
        """Ask for a job, in the session's transaction if one is given; one that waits already is enough."""
        await self._open()
        lock = ":".join([name, *map(str, ids.values())])
        options: dict[str, Any] = {"name": name, "queueing_lock": lock, "allow_unknown": True}
        try:
            if session is None:
                await self._app.configure_task(**options).defer_async(**ids)
            else:
                async with savepoint(session) as connection:
                    await self._app.configure_task(**options, connection=connection).defer_async(**ids)
        except exceptions.AlreadyEnqueued:
            return

    async def start(self, known: Mapping[str, Job]) -> None:
        """Begin to take jobs, each kind by any number of replicas at once."""
        await self._open()
        for name, job in known.items():
            self._app.task(name=name)(_told(name, job))
        self._worker = asyncio.create_task(self._work())

    async def _work(self) -> None:
        """Take jobs for ever; procrastinate ends its worker when the database stays away for long."""
        while True:
            try:
                await self._app.run_worker_async(
                    concurrency=AT_ONCE,
                    install_signal_handlers=False,
                    shutdown_graceful_timeout=PATIENCE,
                    fetch_job_polling_interval=1.0,
                    update_heartbeat_interval=HEARTBEAT,
                    stalled_worker_timeout=STALLED_AFTER,
                    delete_jobs="always",
                )
            except Exception as error:
                log.warning("the worker of jobs ended and begins anew", error=type(error).__name__)
            await asyncio.sleep(AGAIN)

    async def stop(self) -> None:
        """Finish the jobs at hand, then give the connections back."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)
        if self._opened:
            self._opened = False
            await self._app.close_async()

    async def recover(self) -> None:
        """Put the jobs of dead workers back; that is safe, since rows and not jobs say what was sent."""
        await self._open()
        for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            try:
                await self._app.job_manager.retry_job(job)
            except exceptions.ConnectorException:  # another one of its kind waits already
                await self._app.job_manager.finish_job(job, jobs.Status.FAILED, delete_job=True)

    async def idle(self) -> None:
        """Other replicas may always have something to do."""


def _told(name: str, job: Job) -> Any:
    async def run(**ids: int) -> None:
        await run_safely(name, job, ids)

    return run


async def lay_schema(url: str) -> None:
    """Create procrastinate's own tables where they aren't there yet."""
    app = App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=1))
    async with app.open_async():
        await app.connector.execute_query_async("SELECT pg_advisory_lock(6071003)")  # held until the connection ends
        found = await app.connector.execute_query_one_async("SELECT to_regclass('procrastinate_jobs') AS found")
        if found["found"] is None:
            await app.schema_manager.apply_schema_async()
