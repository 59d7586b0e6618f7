"""The control API: clock, faults, limits, record, events and a fresh start."""

from datetime import datetime, timedelta
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sandbox import views
from sandbox.control import body_of, guarded, json, sandbox_of
from sandbox.refusals import Refusal
from sandbox.state import Sandbox

MAX_POLL_SECONDS = 60
MAX_CALLS = 50_000
MOST_CONTACTS = 100_000


async def _state(request: Request) -> Response:
    return json(views.state_view(sandbox_of(request)))


async def _clock(request: Request) -> Response:
    clock, query = sandbox_of(request).clock, request.query_params
    if "after" in query:
        wait = min(float(query.get("wait", 0)), MAX_POLL_SECONDS)
        if not sandbox_of(request).stopping.is_set():
            await clock.wait_beyond(int(query["after"]), wait)
    return json(clock.view())


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise Refusal(400, "times need a zone: 2026-01-31T09:00:00+00:00")
    return moment


def _step(sandbox: Sandbox, body: dict[str, Any]) -> timedelta:
    clock = sandbox.clock
    if "advance_seconds" in body:
        return timedelta(seconds=float(body["advance_seconds"]))
    if "to" in body:
        return _moment(body["to"]) - clock.now()
    if body.get("to_next_due"):
        if clock.next_due is None:
            raise Refusal(409, "the bot hasn't said when its next reminder is due")
        return max(clock.next_due + timedelta(seconds=1) - clock.now(), timedelta(0))
    raise Refusal(400, "give advance_seconds, to or to_next_due")


async def _move_clock(request: Request) -> Response:
    sandbox, body = sandbox_of(request), await body_of(request)
    step = _step(sandbox, body)
    if step < timedelta(0) and not body.get("allow_back"):
        raise Refusal(409, "the clock doesn't go back")
    sandbox.clock.move(step)
    sandbox.events.publish("clock", text=sandbox.clock.now().isoformat())
    return json(sandbox.clock.view())


async def _next_due(request: Request) -> Response:
    sandbox, body = sandbox_of(request), await body_of(request)
    sandbox.clock.next_due = _moment(body["at"]) if body["at"] else None
    sandbox.events.publish("clock", text=sandbox.clock.now().isoformat())
    return json({"next_due": sandbox.clock.view()["next_due"]})


async def _faults(request: Request) -> Response:
    sandbox = sandbox_of(request)
    if request.method == "DELETE":
        sandbox.faults.plan.clear()
    elif request.method == "POST":
        entries = orjson.loads(await request.body())
        sandbox.faults.add(entries if isinstance(entries, list) else [entries])
    return json(sandbox.faults.view())


async def _record(request: Request) -> Response:
    record = sandbox_of(request).record
    calls = record.after(int(request.query_params.get("after", 0)))[:MAX_CALLS]
    return json({"last": record.last, "calls": [call.view() for call in calls]})


async def _limits(request: Request) -> Response:
    sandbox, body = sandbox_of(request), await body_of(request)
    limits = sandbox.limits
    limits.enabled = bool(body.get("enabled", limits.enabled))
    limits.overall = int(body.get("overall", limits.overall))
    if "round_trip" in body:
        sandbox.round_trip = milliseconds(body["round_trip"])
    trip = [1000 * one for one in sandbox.round_trip] if sandbox.round_trip else None
    return json({"enabled": limits.enabled, "overall": limits.overall, "round_trip": trip})


def milliseconds(given: Any) -> tuple[float, float] | None:
    """A span of round trips in seconds, given as [least, most] in milliseconds; raises Refusal 400."""
    if given is None:
        return None
    least, most = (float(one) / 1000 for one in given)
    if not 0 <= least <= most:
        raise Refusal(400, "round_trip: give the least and the most, in milliseconds")
    return least, most


async def _rate(request: Request) -> Response:
    rate = sandbox_of(request).rate
    if request.method == "POST":
        rate.reset()
    return json(rate.view())


async def _add_updates(request: Request) -> Response:
    sandbox = sandbox_of(request)
    body = orjson.loads(await request.body())
    if isinstance(body, dict):
        sandbox.updates.next_id = int(body["next_id"])
        return json({"next_id": sandbox.updates.next_id})
    return json({"update_ids": [sandbox.updates.add_raw(one, _lane(one)) for one in body]})


def _lane(body: dict[str, Any]) -> str:
    """The queue of a webhook that a raw update waits in: its chat's, else one for all that name none."""
    for part in body.values():
        chat = part.get("chat") or part.get("from") if isinstance(part, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return f"raw:{chat['id']}"
    return "raw"


async def _add_contacts(request: Request) -> Response:
    """Contacts in bulk, who have pressed Start already."""
    sandbox, body = sandbox_of(request), await body_of(request)
    count = int(body["count"])
    if not 1 <= count <= MOST_CONTACTS:
        raise Refusal(400, f"count: 1 to {MOST_CONTACTS}")
    language = body.get("language_code", "en")
    made = [
        sandbox.world.add_contact(first_name=f"Owner {number}", language_code=language, started=True)
        for number in range(1, count + 1)
    ]
    sandbox.events.publish("contact")
    return json({"first": made[0].id, "count": count}, 201)


async def _reset(request: Request) -> Response:
    sandbox = sandbox_of(request)
    sandbox.begin()
    sandbox.on_webhook()
    sandbox.events.publish("contact")
    return json({"ok": True})


async def _events(request: Request) -> Response:
    stream = sandbox_of(request).events.stream()
    return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})


ROUTES = [
    Route("/state", guarded(_state)),
    Route("/clock", guarded(_clock)),
    Route("/clock", guarded(_move_clock), methods=["POST"]),
    Route("/next_due", guarded(_next_due), methods=["POST"]),
    Route("/faults", guarded(_faults), methods=["GET", "POST", "DELETE"]),
    Route("/record", guarded(_record)),
    Route("/limits", guarded(_limits), methods=["POST"]),
    Route("/rate", guarded(_rate), methods=["GET", "POST"]),
    Route("/updates", guarded(_add_updates), methods=["POST"]),
    Route("/contacts/bulk", guarded(_add_contacts), methods=["POST"]),
    Route("/reset", guarded(_reset), methods=["POST"]),
    Route("/events", _events),
]
