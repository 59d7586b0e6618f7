"""Background work: what is deferred, and the two engines that run it.

A job carries ids, never payloads, and works on what the rows say: run twice, late or after a crash it does no harm.
In one process a job is remembered here and found again by the next tick; on PostgreSQL procrastinate distributes it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import structlog

from db.store import Session

log = structlog.get_logger("samooh.jobs")
Job = Callable[..., Awaitable[None]]
PATIENCE = 4.5  # seconds that a stopping process gives the jobs at hand


class Jobs:
    """The engine of a single process: one task a kind of job, and no job is waiting twice."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, dict[tuple[tuple[str, int], ...], None]] = defaultdict(dict)
        self._wanted: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._idle = asyncio.Condition()
        self._tasks: list[asyncio.Task[None]] = []
        self._running: set[str] = set()

    async def defer(self, session: Session | None, name: str, **ids: int) -> None:
        """Ask for a job; within a session it counts once that is committed."""
        self._waiting[name][tuple(sorted(ids.items()))] = None
        self._wanted[name].set()

    async def start(self, known: Mapping[str, Job]) -> None:
        """Begin to run jobs."""
        self._tasks = [asyncio.create_task(self._run(name, job)) for name, job in known.items()]

    async def stop(self) -> None:
        """Let the jobs at hand end, then stop; what is waiting is found again by the next process's tick."""
        tasks, self._tasks = self._tasks, []
        if not tasks:
            return
        self._waiting.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._drained(), PATIENCE)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def recover(self) -> None:
        """Take up what dead workers left: nothing here, since this process is the only one."""

    async def idle(self) -> None:
        """Wait until nothing is waiting or running."""
        async with self._idle:
            await self._idle.wait_for(lambda: not self._running and not any(self._waiting.values()))

    async def _drained(self) -> None:
        async with self._idle:
            await self._idle.wait_for(lambda: not self._running)

    async def _run(self, name: str, job: Job) -> None:
        while True:
            await self._wanted[name].wait()
            self._wanted[name].clear()
            waiting, self._waiting[name] = self._waiting[name], {}
            self._running.add(name)
            for ids in waiting:
                await run_safely(name, job, dict(ids))
            self._running.discard(name)
            async with self._idle:
                self._idle.notify_all()


async def run_safely(name: str, job: Job, ids: Mapping[str, Any]) -> None:
    """Run a job; a bug in it is told and must not end the engine."""
    try:
        await job(**ids)
    except Exception:
        log.exception("job failed", job=name, **ids)
