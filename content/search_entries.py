"""What a search can find: the names of every record, in any language, and the words that lead to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from content.learning import Term
from content.name_search import Entry
from content.providers import body_and_place
from content.records import Record
from content.rules import rule_pages

if TYPE_CHECKING:
    from content.catalog import Catalog

OF_FINDERS = frozenset({"product", "body"})  # whose words are looked for beside places
SPELLED = re.compile("[A-Z]{2,6}")
_LETTERS = tuple(
    names.split()
    for names in (
        "ए बी सी डी ई एफ जी एच आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड",
        "ஏ பி சி டி இ எஃப் ஜி எச் ஐ ஜே கே எல் எம் என் ஓ பி க்யூ ஆர் எஸ் டி யு வி டபிள்யூ எக்ஸ் ஒய் இசட்",
    )
)
Say = Callable[[str, str, str], str]  # record, field, English → what a language says


class Words(Record):
    """Words by which owners look for a record, a theme of schemes or a branch of the bot.

    A `product` is an English word in what clusters make; its words are those of other languages for it. A `body` is
    the short name of offices; its words are old names and those of other languages.
    """

    kind: Literal[
        "theme", "guide", "step", "topic", "scheme", "tool", "category", "branch", "course", "training", "term",
        "faq", "date", "chapter", "rule", "practice", "need", "cluster", "product", "body",
    ]  # fmt: skip
    record: str
    words: tuple[str, ...]


def english(_record: str, _field: str, text: str) -> str:
    """Names as the content has them."""
    return text


def names_of(catalog: Catalog, say: Say = english) -> Iterator[Entry]:
    """Every record by its translatable names."""
    for scheme in catalog.schemes.values():
        short = say(scheme.id, "short_name", scheme.short_name) if scheme.short_name else scheme.name
        own = (short,) if short != scheme.short else ()
        yield Entry("scheme", scheme.id, (say(scheme.id, "name", scheme.name), *own))
    for guide in catalog.guides.values():
        yield Entry("guide", guide.id, (say(guide.id, "title", guide.title),))
        for place, step in enumerate(guide.steps):
            yield Entry("step", f"{guide.id}:{place}", (say(step.id, "steps.title", step.title),))
        for topic in guide.topics:
            yield Entry("topic", f"{guide.id}:{topic.id}", (say(topic.id, "topics.title", topic.title),))
    yield from _directories(catalog, say)
    yield from _clusters(catalog, say)
    yield from _providers(catalog, say)
    yield from _learning(catalog, say)


def _directories(catalog: Catalog, say: Say) -> Iterator[Entry]:
    for kind in catalog.training_kinds.values():
        yield Entry("training", kind.id, (say(f"training-{kind.id}", "name", kind.name),))
    for category in catalog.categories.values():
        yield Entry("category", category.id, (say(f"category-{category.id}", "name", category.name),))
    for tool in catalog.tools.values():
        yield Entry("tool", tool.id, (say(f"tool-{tool.id}", "name", tool.name),))
    for need in catalog.needs.values():
        yield Entry("need", need.id, (say(f"need-{need.id}", "name", need.name),))
    for date in catalog.dates.values():
        if date.area != "professional-tax":
            yield Entry("date", date.id, (say(f"date-{date.id}", "title", date.title),))


def _clusters(catalog: Catalog, say: Say) -> Iterator[Entry]:
    """Where a language has a name of its own; the English ones are words of all languages."""
    for one in catalog.clusters.values():
        product, place = say("cluster", "product", one.product), say("place", "name", one.place)
        if product != one.product:
            yield Entry("cluster", one.code, (f"{product} {place}",))


def _providers(catalog: Catalog, say: Say) -> Iterator[Entry]:
    """Where a language has a name of its own, like that of clusters."""
    for code, name in catalog.provider_names.items():
        body, place = body_and_place(name)
        if (said := say("provider", "body", body)) != body:
            yield Entry("provider", code, (f"{said} {say('place', 'name', place)}",))


def _learning(catalog: Catalog, say: Say) -> Iterator[Entry]:
    for course in catalog.courses.values():
        yield Entry("course", course.id, (say(f"course-{course.id}", "title", course.title),))
    for one in catalog.faq.values():
        yield Entry("faq", one.id, (say(one.id, "question", one.question),))
    for term in catalog.glossary.values():
        yield Entry("term", term.id, _term_names(term, say))
    for chapter in catalog.rules.values():
        yield Entry("chapter", chapter.id, (say(f"rules-{chapter.id}", "title", chapter.title),))
    for page in rule_pages(catalog.rules):
        yield Entry("rule", page.id, (say(page.id, "pages.title", page.title),))


def texts_of(catalog: Catalog, say: Say = english) -> Iterator[Entry]:
    """What records say, a sentence each, for those who look for it without its name."""
    for scheme in catalog.schemes.values():
        who = (say(scheme.id, "who", one) for one in scheme.who)
        yield Entry("scheme", scheme.id, (say(scheme.id, "summary", scheme.summary), *who))
    for guide in catalog.guides.values():
        for topic in guide.topics:
            points = tuple(say(topic.id, "topics.points", one) for one in topic.points)
            yield Entry("topic", f"{guide.id}:{topic.id}", points)
    for page in rule_pages(catalog.rules):
        yield Entry("rule", page.id, tuple(say(page.id, "pages.points", one) for one in page.points))
    yield from _lessons_told(catalog, say)
    yield from _tools_told(catalog, say)


def _tools_told(catalog: Catalog, say: Say) -> Iterator[Entry]:
    for date in catalog.dates.values():
        if date.area != "professional-tax":
            record = f"date-{date.id}"
            late = (say(record, "penalty", date.penalty),) if date.penalty else ()
            yield Entry("date", date.id, (say(record, "who", date.who), *late))
    for tool in catalog.tools.values():
        yield Entry("tool", tool.id, (say(f"tool-{tool.id}", "purpose", tool.purpose),))
    for need in catalog.needs.values():
        yield Entry("need", need.id, (say(f"need-{need.id}", "facility", need.facility),))


def _lessons_told(catalog: Catalog, say: Say) -> Iterator[Entry]:
    for course in catalog.courses.values():
        record = f"course-{course.id}"
        titles = (say(record, "lessons.title", lesson.title) for lesson in course.lessons)
        yield Entry("course", course.id, (say(record, "goal", course.goal), *titles))
    for one in catalog.faq.values():
        yield Entry("faq", one.id, tuple(say(one.id, "answer", sentence) for sentence in one.answer))
    for term in catalog.glossary.values():
        yield Entry("term", term.id, (say(f"term-{term.id}", "plain", term.plain),))


def _term_names(term: Term, say: Say) -> tuple[str, ...]:
    record = f"term-{term.id}"
    full = (say(record, "full_form", term.full_form),) if term.full_form else ()
    return (say(record, "term", term.term), *full)


def words_of(catalog: Catalog) -> Iterator[Entry]:
    """Abbreviations, old names, keywords, and names that are the same in every language."""
    for scheme in catalog.schemes.values():
        yield Entry("scheme", scheme.id, (scheme.short, scheme.id, *scheme.old_names, *scheme.keywords))
    for cluster in catalog.clusters.values():
        yield Entry("cluster", cluster.code, (cluster.name, cluster.product))
    yield from (Entry("guide", guide.id, (guide.id, *guide.keywords)) for guide in catalog.guides.values())
    yield from (Entry("provider", code, (name,)) for code, name in catalog.provider_names.items())
    yield from (Entry("category", one.id, one.words) for one in catalog.categories.values())
    yield from (Entry("tool", tool.id, tool.keywords) for tool in catalog.tools.values())
    yield from (Entry("term", term.id, term.also_said) for term in catalog.glossary.values())
    yield from (Entry("term", one.id, spelled(one.term)) for one in catalog.glossary.values())
    yield from (Entry("scheme", one.id, spelled(one.short)) for one in catalog.schemes.values())
    yield from (Entry(one.kind, one.record, one.words) for one in catalog.search_words if one.kind not in OF_FINDERS)
    yield from (Entry("moved", one.id, (one.old, *one.words)) for one in catalog.moved.values())
    yield from (Entry("chapter", one.id, one.keywords) for one in catalog.rules.values())
    yield from (Entry("rule", page.id, page.keywords) for page in rule_pages(catalog.rules))


def spelled(abbreviation: str) -> tuple[str, ...]:
    """An abbreviation of capitals as it is written by the names of its letters, in Hindi and in Tamil."""
    letters = abbreviation.replace("-", "")
    if not SPELLED.fullmatch(letters):
        return ()
    return tuple("".join(names[ord(letter) - ord("A")] for letter in letters) for names in _LETTERS)
