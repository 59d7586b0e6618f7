"""One task a lane, many lanes at once: one contact's updates never overlap, others don't wait."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from math import inf

import structlog

from bot.calls import Call
from bot.desk import Desk
from bot.slots import Slot
from db import inbox
from db.store import DatabaseTrouble, told

log = structlog.get_logger("samooh.lanes")
AT_ONCE = 128
MOST_OPEN = 100  # updates on hand, as inbox counts them; more stay with Telegram, where a crash can't touch them
TROUBLE = 0.5  # seconds until a lane asks a database in trouble again
LOOK_EVERY = 1.0  # seconds between looks whether other replicas have made room
SHORTEST, LONGEST = 0.1, 5.0  # seconds until a lane is looked at again whose update another replica answers


class InDoubt(Exception):
    """The database was in trouble over a lane: nobody knows yet what became of its update."""


class Lanes:
    """The lanes that this process runs, and the webhook's responses that wait for an answer.

    With none `at_once`, lanes wait until they are opened.
    """

    def __init__(self, desk: Desk, at_once: int = AT_ONCE) -> None:
        self._desk = desk
        self._room = asyncio.Semaphore(at_once)
        self._running: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._newest: dict[int, float] = {}  # update ids, so that nobody looks for what isn't there
        self._slots: dict[int, Slot] = {}
        self._troubled: set[int] = set()  # lanes at whose last turn the database was in trouble
        self._progress = asyncio.Event()
        self._stopping = asyncio.Event()

    def open(self, at_once: int = AT_ONCE) -> None:
        """Let lanes run that have waited for content and handlers."""
        for _ in range(at_once):
            self._room.release()

    def wake(self, lane: int, update_id: float = inf) -> None:
        """Say that a lane has something to do, up to this update if that is known."""
        self._newest[lane] = max(update_id, self._newest.get(lane, update_id))
        if lane in self._running:
            self._again.add(lane)
            return
        self._running[lane] = asyncio.create_task(self._run(lane))

    async def answer_in_response(self, update_id: int, lane: int, patience: float) -> Call | None:
        """Wake a lane and wait for the call that may ride in the response to this update, at most so many seconds.

        An update that is delivered again takes the place of its first response, which nobody reads any more.
        Raises TimeoutError or InDoubt when it has to be asked for again: a kept call may be there by then.
        """
        if older := self._slots.get(update_id):
            older.close()
        slot = self._slots[update_id] = Slot()
        try:
            self.wake(lane, update_id)
            call = await slot.wait(patience)
            if call is None and lane in self._troubled:
                raise InDoubt
            return call
        finally:
            if self._slots.get(update_id) is slot:
                del self._slots[update_id]

    async def take_up(self) -> None:
        """Take up what dead replicas, and this one's earlier life, left."""
        async with self._desk.store.unit() as session:
            lanes = await inbox.get_open_lanes(session, self._desk.clock.machine())
        for lane in lanes:
            self.wake(lane)

    async def room(self) -> None:
        """Wait until so little is open that more may be fetched, also through a database in trouble."""
        while not await self._has_room():
            try:
                await asyncio.wait_for(self._progress.wait(), LOOK_EVERY)
            except TimeoutError:
                continue

    async def _has_room(self) -> bool:
        self._progress.clear()
        try:
            async with self._desk.store.unit() as session:
                return await inbox.count_open(session) <= MOST_OPEN
        except DatabaseTrouble as trouble:
            log.warning("the database is in trouble, nothing more is fetched", trouble=told(trouble))
            return False

    async def idle(self) -> None:
        """Wait until every lane is empty."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def stop(self, patience: float = 4.0) -> None:
        """Let the turns at hand end; what is still open waits in the inbox."""
        self._stopping.set()
        self.open(len(self._running))  # whoever waits for a place has nothing to begin any more
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=patience)
            for task in late:
                task.cancel()

    async def _run(self, lane: int) -> None:
        pause = SHORTEST / 2
        try:
            while (taken := await self._work(lane)) is not None:
                pause = SHORTEST if taken else min(pause * 2, LONGEST)
                await self._rest(pause)
        except Exception:
            log.exception("lane stopped")
        finally:
            self._running.pop(lane, None)
            self._newest.pop(lane, None)
            if lane in self._again:
                self._again.discard(lane)
                self.wake(lane)

    async def _work(self, lane: int) -> int | None:
        """Take updates until there is none; how many they were if another replica answers the next one."""
        from bot.turns import HELD  # noqa: PLC0415  (a process polls before the handlers are loaded)

        number = 0
        async with self._room:
            while not self._stopping.is_set():
                self._again.discard(lane)
                taken = await self._take(lane)
                if taken == HELD:
                    return number
                number += 1
                if (taken is None or taken >= self._newest[lane]) and lane not in self._again:
                    break
        return None

    async def _rest(self, seconds: float) -> None:
        """Wait without a place among those at work, unless the process stops."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _take(self, lane: int) -> int | None:
        """Take one update and give its id; None when the lane has no more."""
        from bot.turns import TRY_AGAIN, take_next  # noqa: PLC0415  (as above)

        try:
            taken = await take_next(self._desk, lane, self._slots)
        except DatabaseTrouble as trouble:
            log.warning("the database is in trouble, the lane waits", trouble=told(trouble))
            self._troubled.add(lane)
            await self._rest(TROUBLE)
            return TRY_AGAIN
        self._troubled.discard(lane)
        self._progress.set()
        return taken
