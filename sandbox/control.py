"""The control API: act as a contact and read chats."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox import acts, views
from sandbox.refusals import Refusal
from sandbox.requests import Upload, multipart
from sandbox.state import Query, Sandbox
from sandbox.world import Contact

WAIT_SECONDS = 10
MAX_WAIT_SECONDS = 60
_CONTACT_FIELDS: dict[str, type | tuple[type, ...]] = {
    "first_name": str, "last_name": str, "language_code": str, "town": str, "trade": str,
    "latitude": (int, float), "longitude": (int, float),
}  # fmt: skip
Act = Callable[[Sandbox, Contact, Request], Awaitable[Any]]


def json(value: Any, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(value), status, media_type="application/json")


def sandbox_of(request: Request) -> Sandbox:
    """The sandbox that serves this request."""
    found: Sandbox = request.app.state.sandbox
    return found


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object sent, or an empty one; raises Refusal 400."""
    text = await request.body()
    try:
        value = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        raise Refusal(400, "the body isn't JSON") from None
    if not isinstance(value, dict):
        raise Refusal(400, "the body isn't a JSON object")
    return value


def guarded(endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Turns a Refusal, a missing field or an ill-typed one into {"error": text}."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            return json({"error": refusal.description}, refusal.code)
        except KeyError as missing:
            return json({"error": f"missing field {missing}"}, 400)
        except (ValueError, TypeError, AttributeError) as wrong:
            return json({"error": str(wrong)}, 400)

    return answer


def _as_contact(act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        sandbox = sandbox_of(request)
        contact = sandbox.world.contacts.get(int(request.path_params["contact_id"]))
        if contact is None:
            raise Refusal(404, "no such contact")
        return json(await act(sandbox, contact, request))

    return guarded(endpoint)


async def _answered(query: Query, body: dict[str, Any]) -> dict[str, Any]:
    seconds = min(max(float(body.get("wait", WAIT_SECONDS)), 0), MAX_WAIT_SECONDS)
    try:
        await asyncio.wait_for(query.answered.wait(), seconds)
    except TimeoutError:
        return {}
    return query.answer


async def _text(sandbox: Sandbox, contact: Contact, request: Request) -> Any:
    return {"update_id": acts.write(sandbox, contact, (await body_of(request))["text"])}


async def _start(sandbox: Sandbox, contact: Contact, request: Request) -> Any:
    return {"update_id": acts.start(sandbox, contact, (await body_of(request)).get("payload") or "")}


async def _tap(sandbox: Sandbox, contact: Contact, request: Request) -> Any:
    body = await body_of(request)
    update_id, query = acts.tap(
        sandbox, contact, int(body["message_id"]), body.get("callback_data"), body.get("text")
    )
    answer = await _answered(query, body)
    return {
        "update_id": update_id, "toast": answer.get("text"), "alert": bool(answer.get("show_alert")),
        "url": answer.get("url"), "answered": query.answered.is_set(),
    }  # fmt: skip


async def _location(sandbox: Sandbox, contact: Contact, request: Request) -> Any:
    body = await body_of(request)
    point = float(body["latitude"]), float(body["longitude"])
    if not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
        raise Refusal(400, "not on Earth")
    return {"update_id": acts.share_location(sandbox, contact, *point)}


async def _venue(sandbox: Sandbox, contact: Contact, request: Request) -> Any:
    return {"update_id": acts.share_venue(sandbox, contact, await body_of(request))}


async def _file(request: Request) -> Upload:
    form = await multipart(request.headers.get("content-type", ""), await request.body())
    file = form.get("file")
    if not isinstance(file, Upload):
        raise Refusal(400, "send the file as multipart field `file`")
    return file


async def _document(sandbox: Sandbox, contact: Contact, request: Request) -> Any:
    return {"update_id": acts.send_document(sandbox, contact, await _file(request))}


async def _photo(sandbox: Sandbox, contact: Contact, request: Request) -> Any:
    return {"update_id": acts.send_photo(sandbox, contact, await _file(request))}


async def _inline(sandbox: Sandbox, contact: Contact, request: Request) -> Any:
    body = await body_of(request)
    update_id, query = acts.ask_inline(sandbox, contact, str(body["query"]))
    answer = await _answered(query, body)
    return {"update_id": update_id, "results": answer.get("results", []), "answered": query.answered.is_set()}


async def _block(sandbox: Sandbox, contact: Contact, _: Request) -> Any:
    return {"update_id": acts.set_blocked(sandbox, contact, True)}


async def _unblock(sandbox: Sandbox, contact: Contact, _: Request) -> Any:
    return {"update_id": acts.set_blocked(sandbox, contact, False)}


async def _read(sandbox: Sandbox, contact: Contact, _: Request) -> Any:
    sandbox.world.chats[contact.id].unread = 0
    sandbox.events.publish("contact", contact.id)
    return {"unread": 0}


async def _messages(sandbox: Sandbox, contact: Contact, request: Request) -> Any:
    return views.messages_view(sandbox, contact, int(request.query_params.get("after_seq", 0)))


async def _commands(sandbox: Sandbox, contact: Contact, _: Request) -> Any:
    return views.commands_view(sandbox, contact)


async def _add_contact(request: Request) -> Response:
    sandbox, body = sandbox_of(request), await body_of(request)
    wrong = [k for k, v in body.items() if k not in _CONTACT_FIELDS or not isinstance(v, (*_kinds(k), type(None)))]
    if wrong or not str(body.get("first_name") or "").strip():
        raise Refusal(400, f"wrong fields: {', '.join(wrong)}" if wrong else "missing field 'first_name'")
    contact = sandbox.world.add_contact(**body)
    sandbox.events.publish("contact", contact.id)
    return json(views.contact_view(contact, sandbox.world.chats[contact.id]), 201)


def _kinds(field: str) -> tuple[type, ...]:
    kind = _CONTACT_FIELDS[field]
    return kind if isinstance(kind, tuple) else (kind,)


_ACTS: dict[str, Act] = {
    "text": _text, "start": _start, "tap": _tap, "location": _location, "venue": _venue, "document": _document,
    "photo": _photo, "inline": _inline, "block": _block, "unblock": _unblock, "read": _read,
}  # fmt: skip

ROUTES = [
    Route("/contacts", guarded(_add_contact), methods=["POST"]),
    Route("/contacts/{contact_id:int}/messages", _as_contact(_messages)),
    Route("/contacts/{contact_id:int}/commands", _as_contact(_commands)),
    *[
        Route(f"/contacts/{{contact_id:int}}/{name}", _as_contact(act), methods=["POST"])
        for name, act in _ACTS.items()
    ],
]
