"""The bot in one process."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from bot.config import Settings
from bot.desk import Desk
from bot.edge import bring_up, open_edge
from bot.intake import poll
from bot.lanes import Lanes
from bot.loop import beside, until_stopped


async def run(settings: Settings) -> None:
    """Take updates in, answer and tick until the process is asked to stop; the webhook when WEBHOOK_URL is set."""
    await bring_up(settings.database)
    if settings.webhook_url:
        await _run_web(settings)
        return
    async with open_edge(settings) as desk:
        lanes = Lanes(desk, at_once=0)
        async with beside(poll(desk, lanes), _answer(settings, desk, lanes)) as tasks:
            await until_stopped(tasks)


async def _run_web(settings: Settings) -> None:
    from bot.work import open_desk, serve_web  # noqa: PLC0415  (as below)
    from bot.worker import Worker  # noqa: PLC0415

    async with open_desk(settings) as desk:
        await serve_web(settings, desk, Worker(desk))


async def _answer(settings: Settings, desk: Desk, lanes: Lanes) -> None:
    """Answer as soon as what answers is loaded; until then updates are kept."""
    answer = await asyncio.to_thread(_load)
    await answer(settings, desk, lanes)


def _load() -> Callable[[Settings, Desk, Lanes], Coroutine[Any, Any, None]]:
    from bot.work import answer  # noqa: PLC0415  (handlers and content take a second, polling needs neither)

    return answer
