"""The web process: Telegram's webhook and a health check."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.intake import keep_updates
from bot.turns import Desk, Lanes

BODY_LIMIT = 1_000_000  # bytes
BODY_PATIENCE = 5.0  # seconds for the whole body
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the header's name)
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def make_web(desk: Desk, lanes: Lanes, secret: str, lifespan: Lifespan | None = None) -> Starlette:
    """Build the ASGI application; without a secret there is no webhook, only /healthz."""

    async def webhook(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return Response(status_code=403)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        raw = _update(body)
        if raw is None:
            return Response(status_code=400)
        for lane in await keep_updates(desk, [raw]):
            lanes.wake(lane)
        return Response(status_code=200)

    async def healthz(_request: Request) -> Response:
        async with desk.store.unit():
            return JSONResponse({"ok": True, "at": desk.clock.now().isoformat()})

    routes = [Route("/healthz", healthz)]
    if secret:
        routes.append(Route("/telegram", webhook, methods=["POST"]))
    return Starlette(routes=routes, lifespan=lifespan)


def _update(body: bytes) -> dict[str, object] | None:
    try:
        raw = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return raw if isinstance(raw, dict) and isinstance(raw.get("update_id"), int) else None


async def _read(request: Request) -> bytes | None:
    """Read the body within its limits; None when it is too long or too slow."""
    chunks: list[bytes] = []
    size = 0
    stream: AsyncIterator[bytes] = request.stream()
    try:
        async with asyncio.timeout(BODY_PATIENCE):
            async for chunk in stream:
                size += len(chunk)
                if size > BODY_LIMIT:
                    return None
                chunks.append(chunk)
    except TimeoutError:
        return None
    return b"".join(chunks)
