"""Cards: what is shared of a record into another chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from content.name_search import Hit
from content.nic import nic_codes
from content.rules import rule_pages
from handlers.calendar_words import title as date_title
from handlers.cluster_words import cluster_name, place_word, product_line
from handlers.found import label_of
from handlers.guide_pages import nic_text
from handlers.guides import step_words
from handlers.learn import practice_lines, practice_name
from handlers.markup import bold, bullets, lines
from handlers.names import body_name, full_name, organiser_name, short_name
from handlers.nearby import find_provider, provider_address, provider_text
from handlers.need_words import least_words
from handlers.needs import need_name
from handlers.portals import today_words
from handlers.rules import page_title
from handlers.schemes import status_line
from handlers.trainings import kind_text
from handlers.turn import Turn
from handlers.word_help import meaning
from handlers.words import confidence_words, state_name


@dataclass(frozen=True, slots=True)
class Card:
    """What is shared: what the list shows, its title and a line, and the message."""

    title: str
    description: str
    text: str


async def make_card(turn: Turn, hit: Hit) -> Card | None:
    """A hit's card: its name alone where there is no more to say; None where it isn't shown any more."""
    if hit.kind == "provider":
        return await _provider(turn, hit.id)
    name = label_of(turn, hit)
    make = _CARDS.get(hit.kind)
    return make(turn, hit.id) if make else Card(name, "", bold(name))


async def _provider(turn: Turn, code: str) -> Card | None:
    provider = await find_provider(turn, code)
    if provider is None:
        return None
    name = body_name(turn, provider.name)
    return Card(name, provider_address(turn, provider), provider_text(turn, provider))


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


def _moved(turn: Turn, name: str) -> Card:
    one = turn.catalog.moved[name]
    old, today = turn.say(f"moved-{name}", "old", one.old), today_words(turn, one)
    return Card(old, today[0], lines(bold(f"🔁 {old}"), *today))


def _practice(turn: Turn, name: str) -> Card:
    one = turn.catalog.practices[name]
    tomorrow = turn.say(name, "tomorrow", one.tomorrow)
    return Card(practice_name(turn, one), tomorrow, lines(*practice_lines(turn, one)))


def _training(turn: Turn, name: str) -> Card:
    kind = turn.catalog.training_kinds[name]
    title = turn.say(f"training-{name}", "name", kind.name)
    return Card(title, organiser_name(turn, name, kind.organiser), kind_text(turn, kind))


def _need(turn: Turn, name: str) -> Card:
    need = turn.catalog.needs[name]
    facility = turn.say(f"need-{name}", "facility", need.facility)
    title = f"{need.sign} {need_name(turn, need)}"
    return Card(title, facility, lines(bold(title), facility, least_words(turn, need)))


def _topic(turn: Turn, name: str) -> Card:
    guide, _, wanted = name.partition(":")
    topic = next(one for one in turn.catalog.guides[guide].topics if one.id == wanted)
    title = turn.say(wanted, "topics.title", topic.title)
    points = [turn.say(wanted, "topics.points", point) for point in topic.points]
    return Card(
        title, points[0], lines(bold(f"🪪 {title}"), bullets(points), confidence_words(turn, topic.confidence))
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
    "moved": _moved,
    "practice": _practice,
    "training": _training,
    "need": _need,
    "topic": _topic,
}
