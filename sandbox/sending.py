"""Posts updates to the webhook: in order per chat, again with back-off, with the answer's method carried out."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson

from sandbox.calls import run
from sandbox.state import Sandbox, Webhook
from sandbox.updates import Update

POST_SECONDS = 60
MAX_BACKOFF_SECONDS = 60.0


def backoff(failures: int) -> float:
    """Seconds before the next try after so many failures in a row: at once, then 2, 4 … 60."""
    return 0.0 if failures <= 1 else float(min(2.0 ** (failures - 1), MAX_BACKOFF_SECONDS))


class Posting:
    """One lane per chat (messages) and per user (taps), at most `max_connections` at once."""

    def __init__(
        self,
        sandbox: Sandbox,
        wait: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self.sandbox = sandbox
        self.wait = wait
        self._lanes: dict[str, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(40)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Posts while the context is open."""
        timeout = aiohttp.ClientTimeout(total=POST_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as self._session:
            self.sandbox.updates.on_new = self._queue
            self.sandbox.on_webhook = self._restart
            try:
                yield
            finally:
                self.sandbox.updates.on_new = None
                await self._cancel()

    async def _cancel(self) -> None:
        tasks, self._lanes = list(self._tasks), {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _restart(self) -> None:
        # Lanes of an earlier address see that the webhook is another object, and end.
        self._lanes = {}
        self._slots = asyncio.Semaphore(self.sandbox.webhook.max_connections)
        self.sandbox.updates.stop_polls()
        for update in list(self.sandbox.updates.pending):
            self._queue(update)

    def _queue(self, update: Update) -> None:
        if not self.sandbox.webhook.url:
            return
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        lane = self._lanes[update.lane] = deque([update])
        task = asyncio.create_task(self._work(update.lane, lane, self.sandbox.webhook))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self, name: str, lane: deque[Update], hook: Webhook) -> None:
        failures = 0
        while lane and hook is self.sandbox.webhook:
            update = lane[0]
            if update.expires <= self.sandbox.clock.now().timestamp():
                self._drop(lane, update)
            elif await self._post(update, hook):
                failures = 0
                self._drop(lane, update)
            else:
                failures += 1
                await self.wait(backoff(failures))
        if self._lanes.get(name) is lane:
            del self._lanes[name]

    def _drop(self, lane: deque[Update], update: Update) -> None:
        lane.popleft()
        with contextlib.suppress(ValueError):
            self.sandbox.updates.pending.remove(update)

    async def _post(self, update: Update, hook: Webhook) -> bool:
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
        assert self._session is not None  # noqa: S101 - lanes only live while running
        problem = None
        body = b""
        try:
            async with (
                self._slots,
                self._session.post(
                    hook.url, data=orjson.dumps(update.body), headers=headers, allow_redirects=False
                ) as response,
            ):
                body = await response.read()
                if not 200 <= response.status < 300:
                    problem = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            problem = "Read timeout expired" if isinstance(error, TimeoutError) else "Connection failed"
        if problem is None and (fault := self.sandbox.faults.take("webhook")) and fault.kind == "drop_after":
            problem = "Connection failed"  # by plan: the response was lost, so nothing of it is carried out
        if problem:
            hook.last_error, hook.last_error_date = problem, self.sandbox.clock.unix()
            return False
        await self._carry_out(body)
        return True

    async def _carry_out(self, body: bytes) -> None:
        """Runs the method that the bot put into its answer; as with Telegram, nobody hears the result."""
        try:
            params = orjson.loads(body) if body.startswith(b"{") else {}
        except orjson.JSONDecodeError:
            return
        method = params.pop("method", None)
        if isinstance(method, str) and method.lower() != "getupdates":
            await run(self.sandbox, method, params)
