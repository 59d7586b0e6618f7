"""Telegram's HTML: parsed into text and entities with its own error texts, and rendered back safely."""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sandbox.refusals import Refusal, bad

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));?")
_NAME = re.compile(r"[^\s>/\"'=]*")
_ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9._:/?#&%+-]+)))?")


def _refuse(text: str) -> Refusal:
    return bad(f"can't parse entities: {text}")


def unescape(text: str) -> str:
    """Replaces the four named and all numeric entities that Telegram knows; others stay as they are."""

    def replace(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if name:
            return _NAMED.get(name, match[0])
        code = int(decimal) if decimal else int(hexadecimal, 16)
        good = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
        return chr(code) if good else match[0]

    return _ENTITY.sub(replace, text) if "&" in text else text


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Parser:
    source: str
    at: int = 0
    parts: list[str] = field(default_factory=list)
    units: int = 0
    opened: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def place(self, index: int) -> int:
        return len(self.source[:index].encode())

    def add_text(self, raw: str) -> None:
        text = unescape(raw)
        self.parts.append(text)
        self.units += len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        while (opening := self.source.find("<", self.at)) >= 0:
            self.add_text(self.source[self.at : opening])
            self.at = opening + 1
            if self.source.startswith("/", self.at):
                self.end_tag(opening)
            else:
                self.start_tag(opening)
        self.add_text(self.source[self.at :])
        if self.opened:
            raise _refuse(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        return "".join(self.parts), self.entities

    def start_tag(self, begin: int) -> None:
        name = _NAME.match(self.source, self.at)
        tag = name[0].lower() if name else ""
        self.at += len(tag)
        if self.at >= len(self.source):
            raise _refuse(f"Unclosed start tag at byte offset {self.place(begin)}")
        if tag not in TAGS:
            raise _refuse(f'Unsupported start tag "{tag}" at byte offset {self.place(begin)}')
        attributes = self.attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self.place(begin)}')
        self.opened.append(_Open(tag, self.units, attributes))

    def attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while match := _ATTRIBUTE.match(self.source, self.at):
            key, *values = match.groups()
            found[key.lower()] = unescape(next((value for value in values if value is not None), ""))
            self.at = match.end()
        closing = re.compile(r"\s*/?>").match(self.source, self.at)
        if not closing:
            raise _refuse(f'Unclosed start tag "{tag}" at byte offset {self.place(begin)}')
        self.at = closing.end()
        return found

    def end_tag(self, begin: int) -> None:
        place = self.place(begin)
        if not self.opened:
            raise _refuse(f"Unexpected end tag at byte offset {place}")
        close = self.source.find(">", self.at)
        if close < 0:
            raise _refuse(f"Unclosed end tag at byte offset {place}")
        tag = self.source[self.at + 1 : close].strip().lower()
        started = self.opened.pop()
        if tag not in {"", started.tag}:
            raise _refuse(f'Unmatched end tag at byte offset {place}, expected "</{started.tag}>", found "</{tag}>"')
        self.at = close + 1
        self.close(started)

    def close(self, started: _Open) -> None:
        length = self.units - started.start
        if length == 0:
            return
        entity: dict[str, Any] = {"offset": started.start, "length": length, "type": TAGS[started.tag]}
        if started.tag == "a":
            text = "".join(self.parts).encode("utf-16-le")[started.start * 2 :].decode("utf-16-le")
            entity["url"] = started.attributes.get("href") or text
            if "." not in entity["url"] and ":" not in entity["url"]:
                return
        elif started.tag == "tg-emoji":
            entity["custom_emoji_id"] = started.attributes.get("emoji-id", "")
        elif started.tag == "blockquote" and "expandable" in started.attributes:
            entity["type"] = "expandable_blockquote"
        elif started.tag == "code" and started.attributes.get("class", "").startswith("language-"):
            entity["language"] = started.attributes["class"].removeprefix("language-")
        self.entities.append(entity)


def _join_pre(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for pre in [e for e in entities if e["type"] == "pre"]:
        for code in [e for e in entities if e["type"] == "code"]:
            if (code["offset"], code["length"]) == (pre["offset"], pre["length"]):
                entities.remove(code)
                if "language" in code:
                    pre["language"] = code["language"]
    for code in entities:
        if code["type"] == "code":
            code.pop("language", None)
    return entities


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of a message in Telegram's HTML; raises Refusal 400 with Telegram's words."""
    if "<" not in source:
        return unescape(source), []
    text, entities = _Parser(source).run()
    return text, sorted(_join_pre(entities), key=lambda e: (e["offset"], -e["length"]))


_RENDER = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}  # fmt: skip
_SAFE_URL = re.compile(r"(?:https?|tel|mailto|tg):", re.IGNORECASE)


def _tags(entity: dict[str, Any], covered: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _RENDER:
        return f"<{_RENDER[kind]}>", f"</{_RENDER[kind]}>"
    if kind == "spoiler":
        return '<span class="spoiler">', "</span>"
    if kind == "bot_command":
        return '<span class="command">', "</span>"
    url = entity.get("url") or {"url": covered, "email": f"mailto:{covered}"}.get(kind)
    if url and not _SAFE_URL.match(url):
        url = f"http://{url}" if "." in url and ":" not in url else None
    if not url:
        return "", ""
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">', "</a>"


def render_html(text: str, entities: list[dict[str, Any]]) -> str:
    """Safe HTML of a message: everything escaped, only known tags, only http, tel, mailto and tg links."""
    coded = text.encode("utf-16-le")

    def cut(start: int, end: int) -> str:
        return coded[start * 2 : end * 2].decode("utf-16-le", "replace")

    opening: dict[int, str] = {}
    closing: dict[int, str] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        left, right = _tags(entity, cut(start, end))
        opening[start] = opening.get(start, "") + left
        closing[end] = right + closing.get(end, "")
    edges = sorted({0, len(coded) // 2, *opening, *closing})
    pieces = [
        closing.get(edge, "") + opening.get(edge, "") + escape(cut(edge, after))
        for edge, after in zip(edges, [*edges[1:], edges[-1]], strict=True)
    ]
    return "".join(pieces)
