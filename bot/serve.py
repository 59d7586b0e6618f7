"""The HTTP server of the web process, which leaves signals and logs to the process."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Awaitable, Callable, Iterator

import uvicorn

from bot.config import Settings
from bot.desk import Desk
from bot.lanes import Lanes
from bot.web import make_web

PATIENCE = 4  # seconds that open requests get at the end


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: the process stops in its own order."""
        yield


async def serve(
    settings: Settings,
    desk: Desk,
    lanes: Lanes | None,
    until: Callable[[list[asyncio.Task[None]]], Awaitable[None]],
    announced: asyncio.Event | None = None,
) -> None:
    """Serve until `until` ends, or raise what ended the server; without lanes only the health of the process.

    `announced` is set once Telegram knows the webhook.
    """
    config = uvicorn.Config(
        make_web(desk, lanes, settings, announced),
        log_config=None,
        access_log=False,
        lifespan="off",
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=PATIENCE,
    )
    server = _Server(config)
    with _listener(settings, settings.port if lanes else settings.health_port) as listener:
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await until([serving])
        finally:
            server.should_exit = True
            await asyncio.gather(serving, return_exceptions=True)


async def serve_health(settings: Settings, desk: Desk) -> None:
    """Tell of a process that has no other server, for as long as it lives."""

    async def for_ever(tasks: list[asyncio.Task[None]]) -> None:
        await asyncio.wait(tasks)

    await serve(settings, desk, None, for_ever)


def _listener(settings: Settings, port: int) -> socket.socket:
    """A listening socket; with SHARE_PORT several replicas of one machine take connections from one port."""
    # The protocol is named, because asyncio turns Nagle's delay off only on sockets that say they are TCP.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if settings.share_port:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listener.bind((settings.host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(2048)
    listener.setblocking(False)
    return listener
