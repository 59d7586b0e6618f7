"""The HTTP client under python-telegram-bot: aiohttp and orjson, a hard deadline on every call."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from math import ceil
from typing import Any, cast

import aiohttp
import orjson
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

SEND_DEADLINE = 10.0  # seconds; shorter than the outbox lease, so a late answer can't meet a second sender
CONNECT_DEADLINE = 5.0  # of these until there is a connection, the wait for a place in the pool included
PAUSE, LONGEST_PAUSE = 10, 86_400  # seconds that a 429 asks for: where it doesn't say, and at most
NUMBERS = 2**52  # Telegram's are smaller, whichever side of 0
ERRORS: dict[int, type[TelegramError]] = {
    HTTPStatus.BAD_REQUEST: BadRequest,
    HTTPStatus.UNAUTHORIZED: InvalidToken,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: InvalidToken,
    HTTPStatus.CONFLICT: Conflict,
}


ACCEPTED = b'{"ok":true,"result":'  # how a success begins


class NotSent(NetworkError):
    """The request never left: safe to repeat."""


class PlainData:
    """Parameters that are plain data already, in place of RequestData, which would look into each once more."""

    contains_files = False

    def __init__(self, parameters: Mapping[str, Any]) -> None:
        self.parameters = {name: value for name, value in parameters.items() if value is not None}


class AiohttpRequest(BaseRequest):
    """One kept-alive pool for all calls; errors say whether Telegram may have seen the request."""

    def __init__(self, connections: int = 256) -> None:
        self._connections = connections
        self._client: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds a call may take when nobody says otherwise."""
        return SEND_DEADLINE

    async def initialize(self) -> None:
        """Open the pool."""
        if self._client is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._client = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(connect=CONNECT_DEADLINE),  # do_request has one for the whole call
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),  # nothing is asked for that isn't JSON
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def call(self, url: str, parameters: Mapping[str, Any], read_timeout: float, *, wanted: bool) -> Any:
        """Make one call with plain data and give its result, or None when nobody wants it: then it isn't decoded.

        Raises the library's errors.
        """
        payload = await self._request_wrapper(
            url, "POST", cast("RequestData", PlainData(parameters)), read_timeout=read_timeout
        )
        if not wanted and payload.startswith(ACCEPTED):
            return None
        return self.parse_json_payload(payload)["result"]

    async def _request_wrapper(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> bytes:
        """Make one call and give the body of a success; the library's own form trusts the shape of an error."""
        status, payload = await self.do_request(url, method, request_data, read_timeout)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return payload
        raise error_of(status, payload)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """Make one call; the address holds the token, so no error of the client may carry it on."""
        assert self._client is not None  # noqa: S101
        deadline = read_timeout if isinstance(read_timeout, (int, float)) else SEND_DEADLINE
        try:
            async with (
                asyncio.timeout(deadline),
                self._client.request(method, url, **_body(request_data)) as response,
            ):
                return response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotSent("no connection to the Bot API") from None
        except TimeoutError:
            raise TimedOut("no answer in time") from None
        except Exception as error:  # whatever the client makes of it, the request may have left
            raise NetworkError(f"the connection broke: {type(error).__name__}") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Decode a success; what has no result isn't one of the Bot API's."""
        answer = read_json(payload)
        if not isinstance(answer, dict) or "result" not in answer:
            raise TelegramError("the answer isn't the Bot API's")
        return answer


def error_of(status: int, payload: bytes) -> TelegramError:
    """The library's error for an answer that isn't a success, whatever shape it has; any 429 asks for a pause."""
    answer = read_json(payload)
    said = answer if isinstance(answer, dict) else {}
    more = said.get("parameters")
    asked = more if isinstance(more, dict) else {}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RetryAfter(_seconds(asked.get("retry_after")))
    moved_to = asked.get("migrate_to_chat_id")
    if status == HTTPStatus.BAD_REQUEST and isinstance(moved_to, int) and 0 < abs(moved_to) < NUMBERS:
        return ChatMigrated(moved_to)
    text = said.get("description")
    if not isinstance(text, str):  # a proxy's, not Telegram's: its 403 says nothing of the contact
        return NetworkError(f"HTTP {status}")
    kept = text.encode(errors="replace").decode().replace("\0", "?")  # PostgreSQL takes no NUL and no half letters
    return ERRORS.get(status, NetworkError)(kept)


def _seconds(asked: Any) -> int:
    """A pause as it was asked for, rounded up; one that nobody can read is a short one."""
    try:
        return min(max(ceil(float(asked)), 1), LONGEST_PAUSE)
    except (TypeError, ValueError, OverflowError):
        return PAUSE


def read_json(payload: bytes) -> Any:
    """Decode JSON; None for what isn't any. Half a surrogate pair, which only the slower decoder takes, is let in."""
    for loads in (orjson.loads, json.loads):
        try:
            return loads(payload)
        except (ValueError, RecursionError):
            continue
    return None


def _body(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    if not data.contains_files:
        return {
            "data": orjson.dumps(data.parameters, default=str),
            "headers": {"Content-Type": "application/json"},
        }
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, mime_type) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return {"data": form}
