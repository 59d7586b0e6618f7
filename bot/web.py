"""The web process: Telegram's webhook, which answers in its own response where it can, and a health check."""

from __future__ import annotations

import asyncio
import hmac
from ipaddress import ip_address, ip_network
from typing import Any

import orjson
import structlog
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.config import Settings
from bot.crash import crash_point
from bot.desk import Desk
from bot.health import health_routes
from bot.incoming import lane_of
from bot.intake import is_update, keep_update
from bot.lanes import InDoubt, Lanes
from bot.request import read_json
from db import inbox
from db.store import DatabaseTrouble, told

log = structlog.get_logger("samooh.web")
BODY_LIMIT = 1_000_000  # bytes
BODY_PATIENCE = 5.0  # seconds for the whole body
ANSWER_PATIENCE = 2.0  # seconds that a response waits for the turn
CONNECTIONS = 40  # deliveries at once, as many as Telegram is told to make
SECRET_HEADER = b"x-telegram-bot-api-secret-token"
JSON_TYPE = b"application/json"


class Refusal(Exception):
    """A request that isn't taken, with the status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Webhook:
    """The endpoint that Telegram delivers to: secret first, limits next, stored before it is acknowledged."""

    def __init__(self, desk: Desk, lanes: Lanes, settings: Settings) -> None:
        self._desk = desk
        self._lanes = lanes
        self._secret = settings.webhook_secret.encode()
        self._sources = [ip_network(word.strip()) for word in settings.webhook_sources.split(",") if word.strip()]
        self._in_response = settings.answer_in_response
        self._at_work = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one delivery."""
        self._at_work += 1
        try:
            self._check(scope)
            status, body = 200, await self._take(_update(await _read(scope, receive)))
        except Refusal as refusal:
            status, body = refusal.status, b""
        finally:
            self._at_work -= 1
        if body:
            crash_point("riding")
        headers = [(b"content-type", JSON_TYPE), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _check(self, scope: Scope) -> None:
        headers = dict(scope["headers"])
        if not hmac.compare_digest(headers.get(SECRET_HEADER, b""), self._secret):
            raise Refusal(403)
        if self._sources and not self._from_source(scope["client"]):
            raise Refusal(403)
        if not headers.get(b"content-type", b"").startswith(JSON_TYPE):
            raise Refusal(415)
        if self._at_work > CONNECTIONS:
            raise Refusal(503)

    def _from_source(self, client: tuple[str, int] | None) -> bool:
        try:
            address = ip_address(client[0] if client else "")
        except ValueError:
            return False
        return any(address in network for network in self._sources)

    async def _take(self, raw: dict[str, Any]) -> bytes:
        """Keep an update; gives the call that rides in the response, the same one when it is delivered again."""
        number = raw["update_id"]
        try:
            new = await keep_update(self._desk, raw)
            crash_point("kept")
            if not new and (stored := await self._stored(number)):
                return stored
            answer = await self._answer(number, lane_of(raw))
            return answer if answer or new else await self._stored(number)
        except DatabaseTrouble as trouble:
            log.error("an update can't be kept; Telegram keeps it", trouble=told(trouble))  # noqa: TRY400
            raise Refusal(503) from None

    async def _answer(self, number: int, lane: int) -> bytes:
        if not self._in_response:
            self._lanes.wake(lane, number)
            return b""
        try:
            call = await self._lanes.answer_in_response(number, lane, ANSWER_PATIENCE)
        except (TimeoutError, InDoubt):
            raise Refusal(503) from None  # Telegram delivers it again, and gets the call if one was kept
        return _encoded(*call) if call else b""

    async def _stored(self, number: int) -> bytes:
        async with self._desk.store.unit() as session:
            calls = await inbox.get_answer(session, number)
        return _encoded(*calls[0]) if calls else b""


def _update(body: bytes) -> dict[str, Any]:
    raw = read_json(body)
    if not isinstance(raw, dict) or not is_update(raw):
        raise Refusal(400)
    return raw


def _encoded(method: str, parameters: dict[str, Any]) -> bytes:
    return orjson.dumps({"method": method, **parameters})


async def _read(scope: Scope, receive: Receive) -> bytes:
    """Read a body within its limits of size and time."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length) > BODY_LIMIT:
        raise Refusal(413)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_PATIENCE):
            while (message := await receive())["type"] == "http.request":
                body += message.get("body", b"")
                if len(body) > BODY_LIMIT:
                    raise Refusal(413)
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise Refusal(408) from None
    raise Refusal(400)  # the other end went away


def make_web(
    desk: Desk, lanes: Lanes | None, settings: Settings, announced: asyncio.Event | None = None
) -> Starlette:
    """Build the ASGI application; without a secret there is no webhook, only the health of the process.

    `announced` is set once Telegram knows the webhook; until then the process isn't ready.
    """
    routes = health_routes(desk, settings.metrics_from, announced)
    if lanes is not None and settings.webhook_secret:
        routes.append(Route("/telegram", Webhook(desk, lanes, settings), methods=["POST"]))
    return Starlette(routes=routes)
