"""Decodes a call's parameters: query string, urlencoded, multipart or JSON, alone or mixed."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from sandbox.refusals import Refusal, bad

BODY_LIMIT = 60 * 1024 * 1024
Receive = Callable[[], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a multipart call."""

    name: str
    mime: str
    content: bytes


async def read_body(receive: Receive) -> bytes:
    """Reads the whole body, at most 60 MB; raises Refusal 413 beyond."""
    chunks: list[bytes] = []
    size = 0
    while True:
        event = await receive()
        chunk = event.get("body", b"")
        size += len(chunk)
        if size > BODY_LIMIT:
            raise Refusal(413, "Request Entity Too Large")
        chunks.append(chunk)
        if not event.get("more_body"):
            return b"".join(chunks) if len(chunks) > 1 else chunk


def _pairs(text: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(text.decode(), keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError:
        raise bad("strings must be encoded in UTF-8") from None


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = orjson.loads(body) if body else {}
    except orjson.JSONDecodeError:
        raise bad("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad("can't parse JSON object")
    return value


async def _once(body: bytes) -> AsyncGenerator[bytes, None]:
    yield body


async def multipart(content_type: str, body: bytes) -> dict[str, Any]:
    """Reads form fields as text and files as Upload; raises Refusal 400 when it isn't multipart."""
    headers = Headers({"content-type": content_type})
    try:
        form = await MultiPartParser(headers, _once(body)).parse()
    except (MultiPartException, KeyError, ValueError):
        raise bad("can't parse multipart/form-data") from None
    fields: dict[str, Any] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            mime = value.content_type or "application/octet-stream"
            fields[name] = Upload(value.filename or name, mime, await value.read())
            await value.close()
        else:
            fields[name] = value
    return fields


async def decode(query: bytes, content_type: str, body: bytes) -> dict[str, Any]:
    """Gives all parameters of a call; the body wins over the query string."""
    params = _pairs(query) if query else {}
    if not body:
        return params
    if content_type.startswith("application/json"):
        params.update(_json(body))
    elif content_type.startswith("multipart/form-data"):
        params.update(await multipart(content_type, body))
    else:
        params.update(_pairs(body))
    return params
