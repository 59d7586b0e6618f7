"""Inline mode: `@bot cgtmse` in any chat gives cards that can be shared into a group.

`@bot =emi 500000,12,36,0` gives the result of a calculator, `@bot =course simple-books 3 2026-11-25` the note of a
finished course; their share buttons write that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from content.name_search import Hit
from content.nic import nic_codes
from content.rules import rule_pages
from content.tool_answers import Unreadable, read_answers
from handlers.calculator_screens import result_text
from handlers.calendar_words import title as date_title
from handlers.cluster_words import cluster_name, place_word, product_line
from handlers.course_note import CODE, note_lines, note_query, read_note
from handlers.found import find, label_of, words_of
from handlers.guide_pages import nic_text
from handlers.guides import step_words
from handlers.links import link_to
from handlers.markup import bold, brief, bullets, lines
from handlers.names import full_name, short_name
from handlers.portals import Said, look_at
from handlers.rules import page_title
from handlers.schemes import status_line
from handlers.turn import Turn
from handlers.word_help import meaning
from handlers.words import state_name

MOST = 8


@dataclass(frozen=True, slots=True)
class Card:
    """What is shared: what the list shows, its title and a line, and the message."""

    title: str
    description: str
    text: str


def answer_inline(turn: Turn, query: str) -> list[dict[str, Any]]:
    """What a query means, as articles of the Bot API; the schemes that are most asked for when it is empty."""
    if query.startswith("="):
        return _worked_out(turn, query[1:])
    if said := look_at(turn, query):
        return [_article(turn, ("checked", link_to("guide", ["udyam"]), _checked(said)))]
    if query.strip():
        found = [_card(turn, hit) for hit in find(turn, query, MOST)]
        return [_article(turn, card) for card in found or [("nothing", "", _nothing(turn, query))]]
    asked = (scheme.id for scheme in turn.catalog.schemes.values() if scheme.asked_for)
    return [_article(turn, _card(turn, Hit("scheme", name, 100))) for name in asked][:MOST]


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


def _card(turn: Turn, hit: Hit) -> tuple[str, str, Card]:
    """A hit's id as a result, the payload of its deep link, and its card: its name alone where there is no more."""
    name = label_of(turn, hit)
    make = _CARDS.get(hit.kind)
    card = make(turn, hit.id) if make else Card(name, "", bold(name))
    words = words_of(turn, hit)
    return "-".join((hit.kind, *words)), link_to(hit.kind, words), card


def _scheme(turn: Turn, name: str) -> Card:
    scheme = turn.catalog.schemes[name]
    full = full_name(turn, scheme)
    text = lines(status_line(turn, scheme), bold(full), turn.say(name, "summary", scheme.summary))
    return Card(short_name(turn, scheme), full, text)


def _guide(turn: Turn, name: str) -> Card:
    guide = turn.catalog.guides[name]
    title, promise = turn.say(name, "title", guide.title), turn.say(name, "promise", guide.promise)
    return Card(title, promise, lines(bold(title), promise))


def _term(turn: Turn, name: str) -> Card:
    term = turn.catalog.glossary[name]
    plain = turn.say(f"term-{name}", "plain", term.plain)
    return Card(turn.say(f"term-{name}", "term", term.term), plain, meaning(turn, term))


def _faq(turn: Turn, name: str) -> Card:
    one = turn.catalog.faq[name]
    question = turn.say(name, "question", one.question)
    answer = [turn.say(name, "answer", sentence) for sentence in one.answer]
    return Card(question, answer[0], lines(bold(question), "", *answer))


def _cluster(turn: Turn, code: str) -> Card:
    cluster = turn.catalog.clusters[code]
    place = ", ".join(dict.fromkeys(filter(None, (place_word(turn, cluster.place), state_name(turn, cluster.state)))))
    name = cluster_name(turn, cluster)
    return Card(name, place, lines(bold(name), f"📍 {place}", product_line(turn, cluster)))


def _course(turn: Turn, name: str) -> Card:
    course = turn.catalog.courses[name]
    title, goal = (turn.say(f"course-{name}", field, getattr(course, field)) for field in ("title", "goal"))
    return Card(title, goal, lines(bold(f"🎒 {title}"), goal))


def _tool(turn: Turn, name: str) -> Card:
    tool = turn.catalog.tools[name]
    title, purpose = (turn.say(f"tool-{name}", field, getattr(tool, field)) for field in ("name", "purpose"))
    return Card(title, purpose, lines(bold(f"🧮 {title}"), purpose))


def _date(turn: Turn, name: str) -> Card:
    one = turn.catalog.dates[name]
    who = turn.say(f"date-{name}", "who", one.who)
    return Card(date_title(turn, one), who, lines(bold(f"📆 {date_title(turn, one)}"), who))


def _rule(turn: Turn, name: str) -> Card:
    page = next(one for one in rule_pages(turn.catalog.rules) if one.id == name)
    points = [turn.say(name, "pages.points", point) for point in page.points]
    return Card(page_title(turn, page), points[0], lines(bold(f"🧾 {page_title(turn, page)}"), bullets(points)))


def _step(turn: Turn, name: str) -> Card:
    guide, _, place = name.partition(":")
    step = turn.catalog.guides[guide].steps[int(place)]
    title = step_words(turn, step, "title", step.title)
    points = [step_words(turn, step, "do", point) for point in step.do]
    return Card(title, points[0], lines(bold(f"🪪 {title}"), bullets(points)))


def _nic(turn: Turn, name: str) -> Card:
    codes = [nic_codes()[code] for code in name.split("-")]
    return Card(
        f"NIC {', '.join(one.code for one in codes)}",
        turn.say("nic", "activity", codes[0].activity),
        nic_text(turn, codes),
    )


_CARDS: dict[str, Callable[[Turn, str], Card]] = {
    "scheme": _scheme,
    "guide": _guide,
    "term": _term,
    "faq": _faq,
    "cluster": _cluster,
    "course": _course,
    "tool": _tool,
    "date": _date,
    "rule": _rule,
    "step": _step,
    "nic": _nic,
}


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
