"""Inline mode: `@bot cgtmse` in any chat gives cards that can be shared into a group.

`@bot =emi 500000,12,36,0` gives the result of a calculator; its share button writes that.
"""

from __future__ import annotations

from typing import Any

from markupsafe import escape

from content.schemes import Scheme
from content.tool_answers import Unreadable, read_answers
from handlers.calculator_screens import result_text
from handlers.markup import bold, lines
from handlers.schemes import status_line
from handlers.turn import Turn

MOST = 8


def answer_inline(turn: Turn, query: str) -> list[dict[str, Any]]:
    """The schemes that a query means, as articles of the Bot API; the most asked for when it is empty."""
    catalog = turn.catalog
    if query.startswith("="):
        return _worked_out(turn, query[1:])
    if query.strip():
        found = [hit.id for hit in catalog.index.find(query, MOST) if hit.kind == "scheme"]
    else:
        found = [scheme.id for scheme in catalog.schemes.values() if scheme.asked_for][:MOST]
    return [_card(turn, catalog.schemes[scheme_id]) for scheme_id in found]


def _worked_out(turn: Turn, query: str) -> list[dict[str, Any]]:
    """A calculator's result; nothing for a query that isn't one."""
    code, _, answers = query.strip().partition(" ")
    tool = turn.catalog.tool_of(code)
    try:
        progress = read_answers(tool, answers) if tool else None
    except Unreadable:
        return []
    if tool is None or progress is None or progress.question is not None:
        return []
    name = turn.say(f"tool-{tool.id}", "name", tool.name)
    link = f"https://t.me/{turn.bot_username}?start=x_{tool.code}"
    return [_article(turn, f"{code}-{answers}"[:64], name, "", result_text(turn, tool, progress), link)]


def _card(turn: Turn, scheme: Scheme) -> dict[str, Any]:
    name = turn.say(scheme.id, "name", scheme.name)
    summary = turn.say(scheme.id, "summary", scheme.summary)
    text = lines(status_line(turn, scheme), bold(name), summary)
    link = f"https://t.me/{turn.bot_username}?start=s_{scheme.id}"
    return _article(turn, scheme.id, scheme.short, name, text, link)


def _article(turn: Turn, name: str, title: str, description: str, text: str, link: str) -> dict[str, Any]:
    return {
        "type": "article",
        "id": name,
        "title": title,
        "description": description,
        "input_message_content": {"message_text": str(escape(text)), "parse_mode": "HTML"},
        "reply_markup": {"inline_keyboard": [[{"text": turn.gettext("Open in Samooh"), "url": link}]]},
    }
