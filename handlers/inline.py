"""Inline mode: `@bot cgtmse` in any chat gives cards that can be shared into a group.

`@bot =emi 500000,12,36,0` gives the result of a calculator, `@bot =course simple-books 3 2026-11-25` the note of a
finished course; their share buttons write that.
"""

from __future__ import annotations

from typing import Any

from markupsafe import escape

from content.name_search import Hit
from content.tool_answers import Unreadable, read_answers
from handlers.calculator_screens import result_text
from handlers.cards import Card, make_card
from handlers.course_note import CODE, note_lines, note_query, read_note
from handlers.found import find, words_of
from handlers.links import link_to
from handlers.markup import bold, brief, lines
from handlers.portals import Said, look_at
from handlers.turn import Turn

MOST = 8


async def answer_inline(turn: Turn, query: str) -> list[dict[str, Any]]:
    """What a query means, as articles of the Bot API; the schemes that are most asked for when it is empty."""
    if query.startswith("="):
        return _worked_out(turn, query[1:])
    if said := look_at(turn, query):
        return [_article(turn, ("checked", link_to("guide", ["udyam"]), _checked(said)))]
    if query.strip():
        found = await _articles(turn, find(turn, query, MOST))
        return found or [_article(turn, ("nothing", "", _nothing(turn, query)))]
    asked = [Hit("scheme", scheme.id, 100) for scheme in turn.catalog.schemes.values() if scheme.asked_for]
    return await _articles(turn, asked[:MOST])


async def _articles(turn: Turn, hits: list[Hit]) -> list[dict[str, Any]]:
    """Each hit as an article: its id as a result, the payload of its deep link, and its card."""
    named = [(hit, words_of(turn, hit), await make_card(turn, hit)) for hit in hits]
    return [
        _article(turn, ("-".join((hit.kind, *words)), link_to(hit.kind, words), card))
        for hit, words, card in named
        if card
    ]


def _worked_out(turn: Turn, query: str) -> list[dict[str, Any]]:
    """A calculator's result or the note of a course; nothing for a query that isn't one."""
    code, _, answers = query.strip().partition(" ")
    if code == CODE:
        return _finished(turn, answers)
    tool = turn.catalog.tool_of(code)
    try:
        progress = read_answers(tool, answers) if tool else None
    except Unreadable:
        return []
    if tool is None or progress is None or progress.question is not None:
        return []
    name = turn.say(f"tool-{tool.id}", "name", tool.name)
    link = link_to("tool", [tool.code])
    return [_article(turn, (f"{code}-{answers}"[:64], link, Card(name, "", result_text(turn, tool, progress))))]


def _finished(turn: Turn, words: str) -> list[dict[str, Any]]:
    """The note of a finished course; its sender is who shares it."""
    note = read_note(turn, words)
    if note is None:
        return []
    first, title, *rest = note_lines(turn, *note)
    card = Card(f"🎉 {first}", title, lines(bold(f"🎉 {first}"), title, *rest))
    return [_article(turn, (note_query(*note)[:64], link_to("course", [note[0].id]), card))]


def _checked(said: Said) -> Card:
    """What is known of an address, a number or a fee."""
    return Card(said.title, said.sentences[0], said.text)


def _nothing(turn: Turn, query: str) -> Card:
    """Nothing was found; the bot itself shows what is nearest."""
    _ = turn.gettext
    title = _("Nothing found for “%(text)s”.") % {"text": brief(query.strip())}
    open_it = _("Open Samooh to look further.")
    return Card(title, open_it, lines(title, open_it))


def _article(turn: Turn, found: tuple[str, str, Card]) -> dict[str, Any]:
    name, payload, card = found
    link = f"https://t.me/{turn.bot_username}" + (f"?start={payload}" if payload else "")
    return {
        "type": "article",
        "id": name[:64],
        "title": card.title,
        "description": card.description,
        "input_message_content": {"message_text": str(escape(card.text)), "parse_mode": "HTML"},
        "reply_markup": {"inline_keyboard": [[{"text": turn.gettext("Open in Samooh"), "url": link}]]},
    }
