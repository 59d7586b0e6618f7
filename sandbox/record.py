"""Every call the bot made, refused ones included, in a bounded list."""

from collections import deque
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

CAPACITY = 200_000


@dataclass(frozen=True, slots=True)
class Call:
    """One call; params and result are kept as JSON so that a long record stays light."""

    n: int
    at: str
    method: str
    chat_id: Any
    params: bytes
    result: bytes
    accepted: bool
    error_code: int | None
    description: str | None

    def view(self) -> dict[str, Any]:
        """The call as the control API shows it."""
        return {
            "n": self.n, "at": self.at, "method": self.method, "chat_id": self.chat_id,
            "params": orjson.Fragment(self.params), "result": orjson.Fragment(self.result),
            "accepted": self.accepted, "error_code": self.error_code, "description": self.description,
        }  # fmt: skip


class Record:
    """The last 200,000 calls, numbered from 1."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.calls: deque[Call] = deque(maxlen=capacity)
        self.last = 0

    def add(self, at: str, method: str, params: dict[str, Any], result: bytes, error: tuple[int, str] | None) -> None:
        """Notes a call; `error` is its code and description when it wasn't accepted."""
        self.last += 1
        code, description = error or (None, None)
        plain = orjson.dumps(params, default=repr_file, option=orjson.OPT_PASSTHROUGH_DATACLASS)
        self.calls.append(
            Call(self.last, at, method, params.get("chat_id"), plain, result, error is None, code, description)
        )

    def after(self, n: int) -> list[Call]:
        """The calls with a number above `n`, as far as they are kept."""
        kept = len(self.calls)
        skip = max(0, kept - (self.last - n)) if n < self.last else kept
        return list(islice(self.calls, skip, None))


def repr_file(upload: Any) -> dict[str, Any]:
    """An upload without its content."""
    return {"file_name": upload.name, "mime_type": upload.mime, "size": len(upload.content)}
