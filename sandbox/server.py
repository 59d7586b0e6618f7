"""Runs the sandbox on loopback, alone or inside another program's event loop."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from sandbox.app import create_app
from sandbox.state import DEFAULT_TOKEN, Sandbox

ADDRESS = "127.0.0.1"
STOP_SECONDS = 2


class Unsafe(Exception):
    """The sandbox would be reachable from elsewhere, or a real bot's token is about."""


def check_safe(host: str, token: str) -> None:
    """Raises Unsafe unless the address is loopback and no other token is set in the environment."""
    if host != ADDRESS:
        raise Unsafe(f"the sandbox listens on {ADDRESS} only, not on {host}")
    if os.environ.get("BOT_TOKEN", token) != token:
        raise Unsafe("BOT_TOKEN is set to another token than the sandbox's: unset it before you start the sandbox")


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and says so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves signals to the program that owns the event loop."""
        yield


def _listen(port: int) -> socket.socket:
    # The protocol is named, because asyncio turns Nagle's delay off only on sockets that say they are TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
    except OSError:
        listener.close()
        raise
    listener.listen(2048)
    listener.setblocking(False)
    return listener


async def serve_app(app: Starlette, port: int, ready: Callable[[int], None] | None, stop: asyncio.Event) -> None:
    """Serves `app` until `stop` is set; `ready` gets the port once it answers. Port 0 picks a free one."""
    sandbox: Sandbox = app.state.sandbox
    config = uvicorn.Config(
        app, log_level="error", access_log=False, lifespan="on", timeout_graceful_shutdown=STOP_SECONDS, backlog=2048
    )
    with _listen(port) as listener:
        bound: int = listener.getsockname()[1]
        server = _Server(config, lambda: ready(bound) if ready else None)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            end_waiting(sandbox)
            server.should_exit = True
            await task


def end_waiting(sandbox: Sandbox) -> None:
    """Lets held polls and open event streams end, so that the server can stop at once."""
    sandbox.stopping.set()
    sandbox.updates.stop_polls()
    sandbox.events.close()
    sandbox.clock.wake()
    for query in sandbox.queries.values():
        query.answered.set()


async def serve(
    host: str = ADDRESS,
    port: int = 8081,
    *,
    token: str = DEFAULT_TOKEN,
    limits: bool = True,
    data: Path | None = None,
    fresh: bool = False,
    ready: Callable[[int], None] | None = None,
    stop: asyncio.Event | None = None,
) -> None:
    """Builds the application and serves it until `stop` is set or the task is cancelled.

    Raises Unsafe before anything listens; OSError when the port is taken.
    """
    check_safe(host, token)
    app = create_app(token, limits=limits, data=data, fresh=fresh)
    await serve_app(app, port, ready, stop or asyncio.Event())
