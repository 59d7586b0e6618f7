"""A webhook's response that waits for the call that may ride in it: taken before the commit, or not at all."""

from __future__ import annotations

import asyncio

from bot.calls import Call

COMMIT = 10.0  # seconds that a response waits for the commit of a call that was promised to it


class Slot:
    """One response; whoever has taken it must settle it."""

    def __init__(self) -> None:
        self._call: asyncio.Future[Call | None] = asyncio.get_running_loop().create_future()
        self._open = True
        self._taken = False

    def take(self) -> bool:
        """Promise it a call, unless nobody waits any more; then the call is made as any other."""
        self._taken = self._open and not self._call.done()
        return self._taken

    def settle(self, call: Call | None) -> None:
        """Give it its call, or none, so that nobody waits for one."""
        if not self._call.done():
            self._call.set_result(call)

    def close(self) -> None:
        """Let it go for another response to the same update, unless it was promised a call."""
        self._open = False
        if not self._taken:
            self.settle(None)

    async def wait(self, patience: float) -> Call | None:
        """The call, if one comes in so many seconds; one that was promised is waited for until it is committed.

        Raises TimeoutError when the commit takes too long: the same update, delivered again, gets the kept call.
        """
        await asyncio.wait([self._call], timeout=patience)
        self._open = False
        if self._taken and not self._call.done():
            await asyncio.wait([self._call], timeout=COMMIT)
            if not self._call.done():
                raise TimeoutError
        return self._call.result() if self._call.done() else None
