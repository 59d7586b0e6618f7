"""Telegram's limits on text, kept without breaking a letter or a tag."""

from __future__ import annotations

import re

LIMIT = 4000  # Telegram refuses 4,097 code points or UTF-16 units; the rest is room for closing tags
_PIECES = r"<[^>]*>|&[^;\s]{1,8};|\X"
_TAG = re.compile(r"<(/?)([a-z-]+)")


def units(text: str) -> int:
    """The length that Telegram measures: UTF-16 units, never fewer than code points."""
    return len(text.encode("utf-16-le")) // 2


def cut(html: str, limit: int = LIMIT) -> str:
    """Shorten HTML to `limit` units at a grapheme boundary; open tags are closed, the end is marked."""
    if units(html) <= limit:
        return html
    from regex import findall  # noqa: PLC0415  (slow to load, and hardly a text is too long)

    kept: list[str] = []
    left = limit - 1
    for piece in findall(_PIECES, html):
        left -= units(piece)
        if left < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + "…" + "".join(f"</{tag}>" for tag in reversed(_open_tags(kept)))


def _open_tags(pieces: list[str]) -> list[str]:
    tags: list[str] = []
    for piece in pieces:
        if match := _TAG.match(piece):
            tags.pop() if match[1] else tags.append(match[2])
    return tags
