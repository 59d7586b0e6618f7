"""A transcript: what the owner did and what the bot showed, as text in which a changed word is a readable diff."""

from __future__ import annotations

import difflib
import html
import re
from collections.abc import Iterator
from typing import Any

from bot.calls import Call

ACT = "▶ "  # an act of the owner begins with it
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_MARKS = {"<b>": "*", "</b>": "*", "<i>": "_", "</i>": "_"}


def readable(text: str) -> str:
    """A screen's HTML as a person reads it: *bold*, _italic_, links with their address."""
    said = _LINK.sub(r"\2 <\1>", text) if "<a " in text else text
    for tag, mark in _MARKS.items():
        said = said.replace(tag, mark)
    return html.unescape(said)


def call_lines(call: Call) -> Iterator[str]:
    """What one call shows; nothing for a tap that is answered without words."""
    method, parameters = call
    if method == "answerCallbackQuery":
        yield from _toast(parameters)
    elif method == "sendVenue":
        where = f"{parameters['latitude']}, {parameters['longitude']}"
        yield f"  (pin on the map: {parameters['title']} · {parameters['address']} · {where})"
    elif method == "sendDocument":
        yield f"  (file: {parameters['document'].filename}) {parameters['caption']}".rstrip()
    else:
        yield from _screen(parameters)


def difference(agreed: str, said: str, name: str) -> str:
    """What changed, line by line, with the act that it belongs to as near as two lines."""
    lines = difflib.unified_diff(
        agreed.splitlines(), said.splitlines(), f"agreed: {name}", f"now: {name}", lineterm="", n=2
    )
    return "\n".join(lines)


def screens(transcript: str) -> list[tuple[str, list[str]]]:
    """Each act of a transcript, with the lines of text that were shown then; no buttons and no empty lines."""
    found: list[tuple[str, list[str]]] = []
    for line in transcript.splitlines():
        if line.startswith(ACT):
            found.append((line, []))
        elif found and line and not line.startswith(("  [", "  (")):
            found[-1][1].append(line.strip())
    return found


def _toast(parameters: dict[str, Any]) -> Iterator[str]:
    if parameters.get("text"):
        yield f"  ({'to be closed' if parameters.get('show_alert') else 'in passing'}: {parameters['text']})"


def _screen(parameters: dict[str, Any]) -> Iterator[str]:
    yield from (f"  {line}".rstrip() for line in readable(str(parameters["text"])).split("\n"))
    markup = parameters.get("reply_markup", {})
    rows = [" ".join(map(_button, row)) for row in markup.get("inline_keyboard", [])]
    if rows:
        yield ""
        yield from (f"  {row}" for row in rows)
    for row in markup.get("keyboard", []):
        yield "  (button under the message field: " + " ".join(f"[{one['text']}]" for one in row) + ")"


def _button(button: dict[str, Any]) -> str:
    if "url" in button:
        return f"[{button['text']} → {button['url']}]"
    if "switch_inline_query" in button:
        return f"[{button['text']} → “{button['switch_inline_query']}”]"
    return f"[{button['text']}]"
