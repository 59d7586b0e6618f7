"""One call of the Bot API: decoded, checked, counted, run and recorded."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson

from sandbox import methods_bot, methods_edits, methods_messages, methods_updates
from sandbox.faults import Fault
from sandbox.messages import Params
from sandbox.refusals import Refusal, bad, too_many
from sandbox.state import Sandbox
from sandbox.validate import check_request, known_method

METHODS: dict[str, Callable[[Sandbox, Params], Any]] = {
    **methods_bot.METHODS,
    **methods_messages.METHODS,
    **methods_edits.METHODS,
    **methods_updates.METHODS,
}
IMPLEMENTED = frozenset(METHODS) | {"getUpdates"}
_REFUSING = {"429", "500", "502_html", "hang_before", "garbage", "away"}
HTML_502 = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP; `body` None means the connection is dropped without an answer."""

    status: int
    body: bytes | None
    kind: bytes = b"application/json"
    seconds: float = 0.0  # over which it dribbles, byte by byte


DROPPED = Answer(0, None)


def refusal_answer(refusal: Refusal) -> Answer:
    """A refusal as HTTP."""
    return Answer(refusal.code, orjson.dumps(refusal.envelope()))


async def run(sandbox: Sandbox, method: str, raw: dict[str, Any], zero_id: bool = False) -> Answer:
    """Runs one call without faults and records it; `method` as the caller wrote it."""
    name = known_method(method) or method
    params: dict[str, Any] = raw
    try:
        name = _served(method)
        params = check_request(name, raw)
        result = await _result(sandbox, name, params)
    except Refusal as refusal:
        _record(sandbox, name, params, b"null", (refusal.code, refusal.description))
        return refusal_answer(refusal)
    if zero_id and isinstance(result, dict) and "message_id" in result:
        result = result | {"message_id": 0}
    body = orjson.dumps(result)
    _record(sandbox, name, params, body, None)
    return Answer(200, b'{"ok":true,"result":' + body + b"}")


def _served(method: str) -> str:
    name = known_method(method)
    if name is None:
        raise Refusal(404, "Not Found")
    if name not in IMPLEMENTED:
        raise bad(f"the sandbox doesn't know {name} yet")
    return name


async def _result(sandbox: Sandbox, name: str, params: Params) -> Any:
    if name == "getUpdates":
        return await methods_updates.get_updates(sandbox, params)
    sandbox.limits.check(name, params.get("chat_id"), time.monotonic())
    return METHODS[name](sandbox, params)


def _record(sandbox: Sandbox, method: str, params: Params, result: bytes, error: tuple[int, str] | None) -> None:
    sandbox.record.add(sandbox.clock.now().isoformat(), method, params, result, error)
    if method.startswith("send") and method != "sendChatAction":
        sandbox.rate.note(error[0] if error else None)


async def _pause(sandbox: Sandbox, seconds: float) -> None:
    try:
        await asyncio.wait_for(sandbox.stopping.wait(), seconds)
    except TimeoutError:
        return


def _planned_refusal(fault: Fault) -> Refusal:
    return too_many(fault.retry_after) if fault.kind == "429" else Refusal(500, "Internal Server Error")


async def _refused_by_plan(sandbox: Sandbox, fault: Fault, method: str, raw: Params) -> Answer:
    if fault.kind == "hang_before":
        _record(sandbox, method, raw, b"null", (0, "planned: never accepted, no answer"))
        await _pause(sandbox, fault.seconds)
        return DROPPED
    if fault.kind == "away":
        return DROPPED
    if fault.kind == "garbage":
        _record(sandbox, method, raw, b"null", (0, "planned: never accepted, nonsense for an answer"))
        return Answer(200, b"all is well")
    if fault.kind == "502_html":
        _record(sandbox, method, raw, b"null", (502, "Bad Gateway"))
        return Answer(502, HTML_502, b"text/html")
    refusal = _planned_refusal(fault)
    _record(sandbox, method, raw, b"null", (refusal.code, refusal.description))
    return refusal_answer(refusal)


async def call(sandbox: Sandbox, method: str, raw: dict[str, Any]) -> Answer:
    """One call that came over HTTP, with the round trip and the planned fault it meets."""
    if sandbox.round_trip is None or method.lower() == "getupdates":
        return await _call(sandbox, method, raw)
    way = random.uniform(*sandbox.round_trip) / 2  # noqa: S311  (no secret)
    await asyncio.sleep(way)
    answer = await _call(sandbox, method, raw)
    await asyncio.sleep(way)
    return answer


def _chat(raw: dict[str, Any]) -> object:
    chat = raw.get("chat_id")
    return int(chat) if isinstance(chat, str) and chat.lstrip("-").isdigit() else chat


async def _call(sandbox: Sandbox, method: str, raw: dict[str, Any]) -> Answer:
    name = known_method(method) or method
    fault = sandbox.faults.take(name, _chat(raw))
    if fault is None:
        return await run(sandbox, method, raw)
    if fault.kind in _REFUSING:
        return await _refused_by_plan(sandbox, fault, name, raw)
    if fault.kind == "slow":
        await _pause(sandbox, fault.seconds)
    answer = await run(sandbox, method, raw, zero_id=fault.kind == "message_id_0")
    if fault.kind == "loris":
        return replace(answer, seconds=fault.seconds)
    if fault.kind == "hang_after":
        await _pause(sandbox, fault.seconds)
    return DROPPED if fault.kind in {"hang_after", "drop_after"} else answer
