"""The rules that a chapter of content/rules must keep beyond its schema."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from content.faults import Fault
from content.official import is_official
from content.rules import Chapter, Page
from content.scheme_checks import At


def chapter_faults(
    at: At, file_id: str, chapter: Chapter, seen: set[str], sectors: Collection[str], dates: Collection[str]
) -> Iterator[Fault]:
    """What is wrong with one chapter; `seen` are the pages of the files before it, `dates` the ids of due dates."""
    if chapter.id != file_id:
        yield at(["id"], f"found {chapter.id}", f"name it {file_id}, as the file")
    for number, page in enumerate(chapter.pages):
        if page.id in seen:
            yield at(["pages", number, "id"], f"{page.id} stands there twice", "give each page its own id")
        seen.add(page.id)
        yield from _links(at, number, page, sectors, dates)


def _links(at: At, number: int, page: Page, sectors: Collection[str], dates: Collection[str]) -> Iterator[Fault]:
    where: list[str | int] = ["pages", number]
    if page.url and not is_official(page.url):
        yield at([*where, "url"], f"{page.url} isn't official", "give the official portal, or add its domain")
    if page.renewal and page.renewal not in dates:
        yield at([*where, "renewal"], f"{page.renewal} is no date", "give the id of a date of content/compliance")
    for place, sector in enumerate(page.sectors):
        if sector not in sectors:
            yield at([*where, "sectors", place], f"found {sector}", "use an id of sectors.yaml")
