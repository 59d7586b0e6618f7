"""Offsets, limits and automatic entities of a text, counted in UTF-16 units as Telegram does."""

import re
from collections.abc import Callable
from typing import Any

from sandbox.refusals import bad
from sandbox.schema import known_only

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_BYTES = 32_768
_AUTOMATIC = re.compile(
    r"(?P<url>\b(?:https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}']|(?:[a-z0-9-]+\.)+(?:in|com|org|net|gov|info|io|dev|co)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]}'])?))"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z][A-Za-z0-9_]{0,63}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{2,31}\b)"
    r"|(?P<hashtag>(?<![\w#&])#\w*[^\W\d_]\w*)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_MAYBE = re.compile(r"[/@#.]")


def offsets(text: str) -> Callable[[int], int]:
    """A function from an index in `text` to UTF-16 units."""
    if text.isascii() or max(text) <= "\uffff":
        return lambda index: index
    return lambda index: len(text[:index].encode("utf-16-le")) // 2


def _free(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return all(end <= left or start >= right for left, right in taken)


def automatic(text: str, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Finds commands, links, mentions, hashtags and mail addresses outside links and code in `given`."""
    if not _MAYBE.search(text):
        return []
    unit = offsets(text)
    closed = {"pre", "code", "text_link", "url", "custom_emoji"}
    taken = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in closed]
    found = []
    matches = [(m, "email") for m in _EMAIL.finditer(text)]
    matches += [(m, str(m.lastgroup)) for m in _AUTOMATIC.finditer(text)]
    for match, kind in matches:
        start, end = unit(match.start()), unit(match.end())
        if _free(start, end, taken):
            taken.append((start, end))
            found.append({"offset": start, "length": end - start, "type": kind})
    return found


def check_given(entities: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The sender's own entities, in order; raises Refusal 400 if one lies outside the text."""
    size = offsets(text)(len(text))
    for entity in entities:
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > size:
            raise bad(f"entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text")
    entities = [known_only("MessageEntity", entity) for entity in entities]
    return sorted(entities, key=lambda e: (e["offset"], -e["length"]))
