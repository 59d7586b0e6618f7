"""The Bot API's methods and types as compiled checks, read once from botapi.json."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

Check = Callable[[Any], str | None]

_TABLE: dict[str, Any] = orjson.loads(Path(__file__).with_name("botapi.json").read_bytes())
METHODS: dict[str, dict[str, Any]] = _TABLE["methods"]
TYPES: dict[str, dict[str, Any]] = _TABLE["types"]
VERSION: str = _TABLE["version"]

_PLAIN: dict[str, tuple[type, ...]] = {"Integer": (int,), "String": (str,), "Float": (int, float)}


def _plain(name: str) -> Check:
    kinds = _PLAIN[name]

    def check(value: Any) -> str | None:
        return None if isinstance(value, kinds) and not isinstance(value, bool) else f"must be of type {name}"

    return check


def _boolean(value: Any) -> str | None:
    return None if isinstance(value, bool) else "must be of type Boolean"


def _array(item: Check) -> Check:
    def check(value: Any) -> str | None:
        if not isinstance(value, list):
            return "must be of type Array"
        return next((problem for problem in map(item, value) if problem), None)

    return check


def _any(names: list[str], strict: bool) -> Check:
    def check(value: Any) -> str | None:
        problem: str | None = None
        for name in names:
            problem = check_of(name, strict)(value)
            if problem is None:
                return None
        return problem

    return check


def _anything(_: Any) -> str | None:
    return None


def _object(name: str, strict: bool) -> Check:
    fields = {key: check_of(kind, strict) for key, (kind, _) in TYPES[name]["fields"].items()}
    required = [key for key, (_, needed) in TYPES[name]["fields"].items() if needed]

    def check(value: Any) -> str | None:
        if not isinstance(value, dict):
            return "must be of type Object"
        missing = next((key for key in required if key not in value), None)
        if missing:
            return f'Can\'t find field "{missing}"'
        for key, part in value.items():
            known = fields.get(key)
            problem = known(part) if known else (f'Unknown field "{name}.{key}"' if strict else None)
            if problem:
                return f'Field "{key}" {problem}' if problem.startswith("must") else problem
        return None

    return check


def _named(name: str, strict: bool) -> Check:
    # Types refer to one another in circles, so a field's check is built when it is first used.
    built: list[Check] = []

    def check(value: Any) -> str | None:
        if not built:
            built.append(_object(name, strict))
        return built[0](value)

    return check


@functools.cache
def check_of(kind: str, strict: bool = False) -> Check:
    """Gives the check of a type such as `Array of Update`; it answers None or what is wrong.

    With `strict` a field the definition doesn't know is wrong too: for answers.
    """
    if kind.startswith("Array of "):
        return _array(check_of(kind.removeprefix("Array of "), strict))
    names = kind.replace(" and ", " or ").replace(", ", " or ").split(" or ")
    if len(names) > 1:
        return _any(names, strict)
    if kind == "Boolean":
        return _boolean
    if kind in _PLAIN:
        return _plain(kind)
    members = TYPES[kind].get("any")
    if members is None:
        return _named(kind, strict)
    return _any(members, strict) if members and kind != "RichText" else _anything


def answer_problem(method: str, result: Any) -> str | None:
    """What is wrong with a method's result by the Bot API's definition, or None."""
    return check_of(METHODS[method]["returns"], True)(result)


_KNOWN = {name: kind["fields"].keys() for name, kind in TYPES.items() if "fields" in kind}


def known_only(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    """A value without the fields its type doesn't have: Telegram forgets them."""
    known = _KNOWN[kind]
    return value if value.keys() <= known else {key: part for key, part in value.items() if key in known}
