"""Rules and money: chapters of short pages on the environment, permissions, loans and complaints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from content.records import Record, RecordId, Sourced

TRANSLATABLE = ("title", "intro", "pages.title", "pages.points", "pages.mend")
Part = Literal["environment", "money"]


class Page(Sourced):
    """One rule in plain sentences.

    `mend` says what to do where `points` say what goes wrong. `sectors` are ids of sectors.yaml, `renewal` is the id
    of a date of content/compliance that comes with it. `keywords` are words by which it is looked for.
    """

    id: RecordId
    title: str
    points: Annotated[tuple[str, ...], Field(min_length=1)]
    mend: tuple[str, ...] = ()
    sectors: tuple[RecordId, ...] = ()
    keywords: tuple[str, ...] = ()
    renewal: RecordId | None = None
    url: str | None = None


class Chapter(Record):
    """A heading of one part, with its pages in the order in which they are read; `keywords` as those of a page."""

    id: RecordId
    order: int
    part: Part
    title: str
    intro: str | None = None
    keywords: tuple[str, ...] = ()
    pages: Annotated[tuple[Page, ...], Field(min_length=1)]


def in_order(chapters: Iterable[Chapter]) -> dict[str, Chapter]:
    """The chapters by id, in the order in which they are offered."""
    return {chapter.id: chapter for chapter in sorted(chapters, key=lambda one: one.order)}


def rule_pages(chapters: Mapping[str, Chapter]) -> Iterator[Page]:
    """Every page, chapter by chapter."""
    for chapter in chapters.values():
        yield from chapter.pages


def find_page(chapters: Mapping[str, Chapter], name: str) -> tuple[Chapter, int, Page] | None:
    """A page with its chapter and its place in it, from 0; None where there is no such page."""
    for chapter in chapters.values():
        for place, page in enumerate(chapter.pages):
            if page.id == name:
                return chapter, place, page
    return None


def pages_for(pages: Iterable[Page], sector: str) -> list[Page]:
    """The pages that concern a sector."""
    return [page for page in pages if sector in page.sectors]
