"""The queue of updates, with the server's own rules for offset, retention and repeated polls."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.clock import Clock
from sandbox.refusals import conflict

DAY_SECONDS = 24 * 3600
CALLBACK_SECONDS = 150
MAX_TIMEOUT_SECONDS = 50
REPEAT_LIMIT_SECONDS = 0.5
REPEAT_HOLD_SECONDS = 3
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, slots=True)
class Update:
    """An update as the bot gets it, and until when (sandbox time, Unix seconds) it is kept."""

    id: int
    kind: str
    body: dict[str, Any]
    expires: float
    lane: str


class Updates:
    """Pending updates, oldest first. `monotonic` gives real seconds for the rules on repeated polls."""

    def __init__(self, clock: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.monotonic = monotonic
        self.pending: deque[Update] = deque()
        self.next_id = 1
        self.allowed: list[str] = []
        self.on_new: Callable[[Update], None] | None = None
        self._poll: asyncio.Future[bool] | None = None
        self._previous_offset: int | None = None
        self._previous_start = self._previous_finish = float("-inf")

    def add(self, kind: str, content: dict[str, Any], lane: str, date: int) -> int:
        """Queues an update; gives its id. One of a kind the bot doesn't want only uses up its id."""
        update_id = self.next_id
        self.next_id += 1
        if not (kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT):
            return update_id
        life = CALLBACK_SECONDS if kind == "callback_query" else DAY_SECONDS
        update = Update(update_id, kind, {"update_id": update_id, kind: content}, date + life, lane)
        self.pending.append(update)
        self._wake(True)
        if self.on_new:
            self.on_new(update)
        return update_id

    def add_raw(self, body: dict[str, Any], lane: str) -> int | None:
        """Queues a body as it is, whatever it holds; one without an id gets the next unless it says `null`."""
        if "update_id" not in body:
            body = {"update_id": self.next_id, **body}
            self.next_id += 1
        given: int | None = body["update_id"]
        update_id = given if isinstance(given, int) else -1  # can't be confirmed: the next poll forgets it
        update = Update(update_id, "raw", body, self.clock.now().timestamp() + DAY_SECONDS, lane)
        self.pending.append(update)
        self._wake(True)
        if self.on_new:
            self.on_new(update)
        return given

    def _wake(self, found: bool) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_result(found)

    def stop_polls(self) -> None:
        """Lets a held poll answer at once with what there is."""
        self._wake(True)

    def expire(self) -> None:
        """Forgets what is too old by sandbox time."""
        now = self.clock.now().timestamp()
        if any(update.expires <= now for update in self.pending):
            self.pending = deque(update for update in self.pending if update.expires > now)

    def _forget_before(self, offset: int) -> None:
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        else:
            while self.pending and self.pending[0].id < offset:
                self.pending.popleft()

    def _terminate_other(self) -> None:
        if self._poll and not self._poll.done():
            self._poll.set_exception(conflict(OTHER_POLLER))

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """One getUpdates: forgets what lies before `offset` now, waits at most `seconds`.

        Raises Refusal 409 when another poll comes while this one waits.
        """
        seconds = min(max(seconds, 0), MAX_TIMEOUT_SECONDS)
        now = self.monotonic()
        self._terminate_other()
        if offset == self._previous_offset:
            if seconds < REPEAT_HOLD_SECONDS and now < self._previous_start + REPEAT_HOLD_SECONDS:
                seconds = REPEAT_HOLD_SECONDS
            if now < self._previous_finish + REPEAT_LIMIT_SECONDS:
                limit = 1
        self._previous_offset, self._previous_start = offset, now
        self._forget_before(offset)
        self.expire()
        if not self.pending and seconds:
            await self._wait(seconds)
            self.expire()
        self._previous_finish = self.monotonic()
        return [update.body for update, _ in zip(self.pending, range(limit), strict=False)]

    async def _wait(self, seconds: float) -> None:
        self._poll = poll = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poll
        except TimeoutError:
            return
        finally:
            if self._poll is poll:
                self._poll = None
