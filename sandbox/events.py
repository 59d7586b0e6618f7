"""Tells open pages what changed, as server-sent events."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import orjson

QUEUE_LIMIT = 1000


class Events:
    """Who listens, and one bounded queue for each; a page that can't keep up loses the oldest."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[bytes | None]] = set()

    def publish(self, kind: str, contact_id: int | None = None, seq: int = 0, text: str | None = None) -> None:
        """Queues one `change` for every listener."""
        if not self._queues:
            return
        change: dict[str, Any] = {"kind": kind, "contact_id": contact_id, "seq": seq}
        if text is not None:
            change["text"] = text
        self._put(b"event: change\ndata: " + orjson.dumps(change) + b"\n\n")

    def _put(self, item: bytes | None) -> None:
        for queue in self._queues:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(item)

    def close(self) -> None:
        """Ends all streams."""
        self._put(None)

    async def stream(self, keep_alive_seconds: float = 15) -> AsyncIterator[bytes]:
        """The bytes of one listener's stream, with a comment when nothing happened for a while."""
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE_LIMIT)
        self._queues.add(queue)
        try:
            yield b": open\n\n"
            while True:
                try:
                    item = await asyncio.wait_for(queue.get(), keep_alive_seconds)
                except TimeoutError:
                    item = b": alive\n\n"
                if item is None:
                    return
                yield item
        finally:
            self._queues.discard(queue)
