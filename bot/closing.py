"""Closing answered updates: those whose answers are back by the time the database is free share one transaction."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from db import budget, inbox

if TYPE_CHECKING:
    from bot.answers import Answer
    from bot.desk import Desk
    from db.budget import Permit


class Closing:
    """The answers that wait to be closed, and the transaction that will take them."""

    def __init__(self) -> None:
        self._waiting: list[Answer] = []
        self._next: asyncio.Task[None] | None = None

    async def close(self, desk: Desk, answer: Answer) -> None:
        """Say that an update is answered, and give its permits back; raises DatabaseTrouble like any unit."""
        self._waiting.append(answer)
        if self._next is None:
            self._next = asyncio.create_task(self._close_all(desk))
        await asyncio.shield(self._next)

    async def _close_all(self, desk: Desk) -> None:
        taken: list[Answer] = []
        try:
            async with desk.store.unit() as session:
                taken = self._take()
                await budget.give_back(session, desk.clock.machine(), _used(desk, taken))
                done = [answer.update_id for answer in taken if not answer.done]
                await inbox.mark_all_done(session, done, desk.clock.now())
        finally:
            if not taken:  # there was no unit: whoever waits has the error, and asks anew
                self._take()

    def _take(self) -> list[Answer]:
        taken, self._waiting, self._next = self._waiting, [], None
        return taken


def _used(desk: Desk, taken: list[Answer]) -> list[tuple[Permit, float]]:
    """The permits that answers have used, each with the seconds until it may be used again."""
    now = time.monotonic()
    return [(permit, desk.round_trips.back_after(now - at)) for answer in taken for permit, at in answer.used]
