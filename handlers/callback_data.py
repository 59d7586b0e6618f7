"""Routes inside buttons: `route:argument:argument`, at most 64 bytes, readable by any release."""

from __future__ import annotations

LIMIT = 64
SEPARATOR = ":"


def encode(route: str, *arguments: object) -> str:
    """Write a route and its arguments as callback data.

    Raises ValueError when an argument holds the separator or the whole passes Telegram's 64 bytes.
    """
    words = [route, *map(str, arguments)]
    if any(SEPARATOR in word for word in words):
        raise ValueError(f"callback data: an argument of {route} holds {SEPARATOR!r}")
    text = SEPARATOR.join(words)
    if len(text.encode()) > LIMIT:
        raise ValueError(f"callback data: {text!r} is longer than {LIMIT} bytes")
    return text


def decode(text: str) -> tuple[str, list[str]]:
    """Read callback data back: the route and its arguments as words."""
    route, *arguments = text.split(SEPARATOR)
    return route, arguments
