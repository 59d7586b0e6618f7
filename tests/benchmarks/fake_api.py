"""A Bot API for benchmarks: a bare asyncio protocol, one state a token, fast enough never to be the slow part.

    python -m tests.benchmarks.fake_api    # prints its port

`POST /control/TOKEN` takes {"taps": n, "texts": n, "chats": n, "trip": [a, b] ms, "rate": sends a second} and
`GET /control/TOKEN` tells what came: counts by method, the highest offset, the most sends in a second, refusals.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, deque
from typing import Any

import orjson

OK = b'{"ok":true,"result":true}'
ME = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"S","username":"samooh_bot"}}'
MESSAGE = b'{"ok":true,"result":{"message_id":7,"date":1764000000,"chat":{"id":1,"type":"private"},"text":"x"}}'
KEYBOARD = {"inline_keyboard": [[{"text": "Button", "callback_data": "home.open"}] * 2] * 6}


class State:
    """What one bot's server remembers."""

    def __init__(self) -> None:
        self.pending: deque[tuple[int, bytes]] = deque()
        self.next_id = 1
        self.offset = 0
        self.calls: Counter[str] = Counter()
        self.trip: tuple[float, float] | None = None
        self.rate = 0
        self.window: deque[float] = deque()
        self.most = self.refused = 0
        self.first = self.last = 0.0
        self.waiting: asyncio.Future[None] | None = None

    def load(self, wanted: dict[str, Any]) -> None:
        """Queue updates and set how the server behaves."""
        if "trip" in wanted:
            self.trip = (wanted["trip"][0] / 1000, wanted["trip"][1] / 1000) if wanted["trip"] else None
        self.rate = wanted.get("rate", self.rate)
        if wanted.get("reset"):
            self.calls.clear()
            self.window.clear()
            self.most = self.refused = 0
            self.first = self.last = 0.0
        for number in range(wanted.get("taps", 0) + wanted.get("texts", 0)):
            make = tap if number < wanted.get("taps", 0) else text
            body = make(self.next_id, 1000 + number % wanted.get("chats", 50), wanted.get("data", ["home.open"]))
            self.pending.append((self.next_id, orjson.dumps(body)))
            self.next_id += 1
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(None)

    def view(self) -> dict[str, Any]:
        """What came."""
        return {
            "calls": dict(self.calls),
            "offset": self.offset,
            "pending": len(self.pending),
            "most": self.most,
            "refused": self.refused,
            "span": self.last - self.first,
        }

    async def updates(self, wanted: dict[str, Any]) -> bytes:
        """One getUpdates."""
        offset = int(wanted.get("offset") or 0)
        self.offset = max(self.offset, offset)
        while self.pending and self.pending[0][0] < offset:
            self.pending.popleft()
        if not self.pending and float(wanted.get("timeout") or 0) > 0:
            self.waiting = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(self.waiting, min(float(wanted["timeout"]), 5))
            except TimeoutError:
                return b'{"ok":true,"result":[]}'
        batch = [body for (_number, body), _n in zip(self.pending, range(100), strict=False)]
        return b'{"ok":true,"result":[' + b",".join(batch) + b"]}"

    def take(self) -> float:
        """A permit for a send; gives seconds to wait when there is none in the sliding second."""
        now = time.monotonic()
        while self.window and self.window[0] <= now - 1:
            self.window.popleft()
        if self.rate and len(self.window) >= self.rate:
            self.refused += 1
            return 1.0
        self.window.append(now)
        self.most = max(self.most, len(self.window))
        self.first = self.first or now
        self.last = now
        return 0.0


def person(chat: int) -> dict[str, Any]:
    """An account."""
    return {"id": chat, "is_bot": False, "first_name": "Owner", "language_code": "en"}


def text(number: int, chat: int, _data: list[str]) -> dict[str, Any]:
    """A typed word."""
    message = {"message_id": 3, "date": 1764000000, "chat": {"id": chat, "type": "private"}, "from": person(chat)}
    return {"update_id": number, "message": {**message, "text": "/help"}}


def tap(number: int, chat: int, data: list[str]) -> dict[str, Any]:
    """A tapped button, with the message and the keyboard that it stood under."""
    message = {"message_id": 3, "date": 1764000000, "chat": {"id": chat, "type": "private"}, "text": "x" * 300}
    query = {"id": str(number), "from": person(chat), "chat_instance": "1", "data": data[number % len(data)]}
    shown = {**message, "from": {"id": 1, "is_bot": True, "first_name": "S"}, "reply_markup": KEYBOARD}
    return {"update_id": number, "callback_query": {**query, "message": shown}}


STATES: dict[str, State] = {}


class Server(asyncio.Protocol):
    """HTTP/1.1 with kept connections, as far as bots use it."""

    def __init__(self) -> None:
        self.buffer = b""
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Keep the way back."""
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Take whole requests out of what came."""
        self.buffer += data
        while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
            head = self.buffer[:end]
            low = head.lower()
            at = low.find(b"content-length:")
            length = int(low[at + 15 : (low + b"\r").find(b"\r", at)]) if at >= 0 else 0
            if len(self.buffer) < end + 4 + length:
                return
            body, self.buffer = self.buffer[end + 4 : end + 4 + length], self.buffer[end + 4 + length :]
            verb, path, _rest = head.split(b" ", 2)
            self.request(verb, path.decode(), body)

    def request(self, verb: bytes, path: str, body: bytes) -> None:
        """Answer at once where nothing has to be waited for."""
        parts = path.strip("/").split("/")
        state = STATES.setdefault(parts[1] if parts[0] == "control" else parts[0].removeprefix("bot"), State())
        if parts[0] == "control":
            if verb == b"POST":
                state.load(orjson.loads(body))
            self.reply(orjson.dumps(state.view()))
            return
        method = parts[1].partition("?")[0]
        state.calls[method] += 1
        if method == "getUpdates":
            asyncio.ensure_future(self.poll(state, body))  # noqa: RUF006
        elif state.trip:
            way = random.uniform(*state.trip) / 2
            asyncio.get_running_loop().call_later(way, self.accept, state, method, way)
        else:
            self.accept(state, method, 0)

    async def poll(self, state: State, body: bytes) -> None:
        """Hold a poll."""
        wanted = (
            orjson.loads(body) if body[:1] == b"{" else dict(p.split(b"=") for p in body.split(b"&") if b"=" in p)
        )
        self.reply(await state.updates({(k if isinstance(k, str) else k.decode()): v for k, v in wanted.items()}))

    def accept(self, state: State, method: str, way: float) -> None:
        """Accept or refuse a call, and answer half a round trip later."""
        wait = state.take() if method == "sendMessage" else 0.0
        if wait:
            refusal = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 1"}
            answer, status = orjson.dumps({**refusal, "parameters": {"retry_after": 1}}), b"429 Too Many Requests"
        else:
            answer = ME if method == "getMe" else MESSAGE if method in {"sendMessage", "editMessageText"} else OK
            status = b"200 OK"
        if way:
            asyncio.get_running_loop().call_later(way, self.reply, answer, status)
        else:
            self.reply(answer, status)

    def reply(self, body: bytes, status: bytes = b"200 OK") -> None:
        """Send an answer."""
        if self.transport.is_closing():  # a bot that was killed hears no answer
            return
        head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (status, len(body))
        self.transport.write(head + body)


async def main() -> None:
    """Serve until killed."""
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        import uvloop
    except ImportError:
        asyncio.run(main())
    else:
        uvloop.run(main())
