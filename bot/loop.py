"""The event loop that every process runs on, works that run beside each other, and the wait for the end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

_new_loop: Callable[[], asyncio.AbstractEventLoop]
try:
    from uvloop import new_event_loop as _new_loop
except ImportError:  # Windows has none
    from asyncio import new_event_loop as _new_loop


def run_loop(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end, on uvloop where there is one."""
    with asyncio.Runner(loop_factory=_new_loop) as runner:
        return runner.run(work)


@asynccontextmanager
async def beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[list[asyncio.Task[None]]]:
    """Run works beside the block; they end with it."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


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
