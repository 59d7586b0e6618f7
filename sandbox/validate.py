"""Turns what came over HTTP into typed parameters, or refuses in Telegram's words."""

from collections.abc import Callable
from typing import Any

import orjson

from sandbox.keyboards import check_markup
from sandbox.refusals import Refusal, bad
from sandbox.requests import Upload
from sandbox.schema import METHODS, check_of

Cast = Callable[[str, Any], Any]
_TRUE, _FALSE = {"true", "1", "yes"}, {"false", "0", "no"}
# Telegram has its own words for the most usual omissions.
MISSING = {
    "chat_id": "chat_id is empty", "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "from_chat_id": "chat_id is empty", "photo": "there is no photo in the request",
    "document": "there is no document in the request", "user_id": "invalid user_id specified",
    "file_id": "invalid file_id", "message_ids": "message identifiers are not specified",
}  # fmt: skip


def _ill_typed(name: str, kind: str) -> Refusal:
    return bad(f'parameter "{name}" must be of type {kind}')


def _integer(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str | float):
        raise _ill_typed(name, "Integer")
    try:
        return int(value)
    except ValueError:
        raise _ill_typed(name, "Integer") from None


def _float(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | str | float):
        raise _ill_typed(name, "Float")
    try:
        return float(value)
    except ValueError:
        raise _ill_typed(name, "Float") from None


def _string(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise _ill_typed(name, "String")


def _boolean(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise _ill_typed(name, "Boolean")


def _chat(name: str, value: Any) -> int | str:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = _string(name, value)
    return int(text) if text.lstrip("-").isdigit() else text


def _file(name: str, value: Any) -> Upload | str:
    return value if isinstance(value, Upload) else _string(name, value)


def _nested(name: str, kind: str) -> Cast:
    check = check_of(kind)
    label = "reply keyboard markup" if name == "reply_markup" else name.replace("_", " ")

    def cast(name: str, value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError:
                raise bad(f"can't parse {label} JSON object") from None
        if name == "reply_markup":
            check_markup(value)
        problem = check(value)
        if problem:
            raise bad(f"can't parse {label}: {problem}")
        return value

    return cast


_PLAIN: dict[str, Cast] = {
    "Integer": _integer, "Float": _float, "String": _string, "Boolean": _boolean,
    "Integer or String": _chat, "InputFile or String": _file, "InputFile": _file,
}  # fmt: skip


def _compile(params: dict[str, list[Any]]) -> tuple[dict[str, Cast], tuple[str, ...]]:
    casts = {name: _PLAIN.get(kind) or _nested(name, kind) for name, (kind, _) in params.items()}
    return casts, tuple(name for name, (_, required) in params.items() if required)


_COMPILED = {name.lower(): (name, *_compile(method["params"])) for name, method in METHODS.items()}


def known_method(name: str) -> str | None:
    """The method's proper name (Telegram doesn't mind the case), or None if there is none."""
    found = _COMPILED.get(name.lower())
    return found[0] if found else None


def check_request(method: str, raw: dict[str, Any]) -> dict[str, Any]:
    """Typed parameters of `method`; unknown ones are left out as Telegram does.

    Raises Refusal 400. Ill-typed numbers and booleans are refused, where Telegram reads them as 0 or false.
    """
    _, casts, required = _COMPILED[method.lower()]
    params: dict[str, Any] = {}
    for name, value in raw.items():
        cast = casts.get(name)
        if cast is None:
            if isinstance(value, Upload):
                params[f"attach://{name}"] = value
        elif value is not None and value != "":
            params[name] = cast(name, value)
    for name in required:
        if name not in params:
            raise bad(MISSING.get(name) or f'parameter "{name}" is required')
    return params
