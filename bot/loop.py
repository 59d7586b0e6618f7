"""The event loop that every process runs on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
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
