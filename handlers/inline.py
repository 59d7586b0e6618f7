"""Inline mode: `@bot cgtmse` in any chat gives cards that can be shared into a group."""

from __future__ import annotations

from typing import Any

from markupsafe import escape

from content.schemes import Scheme
from handlers.markup import bold, lines
from handlers.schemes import status_line
from handlers.turn import Turn

MOST = 8


def answer_inline(turn: Turn, query: str) -> list[dict[str, Any]]:
    """The schemes that a query means, as articles of the Bot API; the most asked for when it is empty."""
    catalog = turn.catalog
    if query.strip():
        found = [hit.id for hit in catalog.index.find(query, MOST) if hit.kind == "scheme"]
    else:
        found = [scheme.id for scheme in catalog.schemes.values() if scheme.asked_for][:MOST]
    return [_card(turn, catalog.schemes[scheme_id]) for scheme_id in found]


def _card(turn: Turn, scheme: Scheme) -> dict[str, Any]:
    name = turn.say(scheme.id, "name", scheme.name)
    summary = turn.say(scheme.id, "summary", scheme.summary)
    text = lines(status_line(turn, scheme), bold(name), summary)
    link = f"https://t.me/{turn.bot_username}?start=s_{scheme.id}"
    return {
        "type": "article",
        "id": scheme.id,
        "title": scheme.short,
        "description": name,
        "input_message_content": {"message_text": str(escape(text)), "parse_mode": "HTML"},
        "reply_markup": {"inline_keyboard": [[{"text": turn.gettext("Open in Samooh"), "url": link}]]},
    }
