"""What a search can find: the names of every record, in any language, and the words that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

from content.learning import Term
from content.name_search import Entry
from content.records import Record
from content.rules import rule_pages

if TYPE_CHECKING:
    from content.catalog import Catalog

Say = Callable[[str, str, str], str]  # record, field, English → what a language says


class Words(Record):
    """Words by which owners look for a record, a theme of schemes or a branch of the bot."""

    kind: Literal["theme", "guide", "scheme", "tool", "category", "branch", "course"]
    record: str
    words: tuple[str, ...]


def english(_record: str, _field: str, text: str) -> str:
    """Names as the content has them."""
    return text


def names_of(catalog: Catalog, say: Say = english) -> Iterator[Entry]:
    """Every record by its translatable names."""
    for scheme in catalog.schemes.values():
        yield Entry("scheme", scheme.id, (say(scheme.id, "name", scheme.name),))
    for guide in catalog.guides.values():
        yield Entry("guide", guide.id, (say(guide.id, "title", guide.title),))
        for place, step in enumerate(guide.steps):
            yield Entry("step", f"{guide.id}:{place}", (say(step.id, "steps.title", step.title),))
        for topic in guide.topics:
            yield Entry("topic", f"{guide.id}:{topic.id}", (say(topic.id, "topics.title", topic.title),))
    yield from _directories(catalog, say)
    yield from _learning(catalog, say)


def _directories(catalog: Catalog, say: Say) -> Iterator[Entry]:
    for kind in catalog.training_kinds.values():
        yield Entry("training", kind.id, (say(f"training-{kind.id}", "name", kind.name),))
    for category in catalog.categories.values():
        yield Entry("category", category.id, (say(f"category-{category.id}", "name", category.name),))
    for tool in catalog.tools.values():
        yield Entry("tool", tool.id, (say(f"tool-{tool.id}", "name", tool.name),))
    for date in catalog.dates.values():
        if date.area != "professional-tax":
            yield Entry("date", date.id, (say(f"date-{date.id}", "title", date.title),))


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
    yield from (Entry(words.kind, words.record, words.words) for words in catalog.search_words)
    yield from (Entry("moved", one.id, (one.old, *one.words)) for one in catalog.moved.values())
    yield from (Entry("chapter", one.id, one.keywords) for one in catalog.rules.values())
    yield from (Entry("rule", page.id, page.keywords) for page in rule_pages(catalog.rules))
