"""What is due for a review: records whose date is older than their kind allows, and links of all kinds that are
broken or not official.

Looks at dates and addresses only; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from content.catalog import Catalog
from content.files import FOLDER
from content.guides import Helpline, Problem, Step, Topic
from content.links import links_to_mend
from content.records import Sourced

REVIEW_DAYS = {
    "calculator": 92,
    "date": 183,
    "course": 183,
    "scheme": 365,
    "guide": 365,
    "term": 730,
}  # until a second look


@dataclass(frozen=True, slots=True)
class Due:
    """One record that wants a look, by theme, with the reason."""

    theme: str
    record: str
    reason: str

    def __str__(self) -> str:
        """One line of the report."""
        return f"{self.theme:14} {self.record:34} {self.reason}"


def due_for_review(catalog: Catalog, today: date, folder: Path = FOLDER) -> list[Due]:
    """All records that want a look, by theme, the oldest first; then the links of all files in `folder`."""
    groups: list[tuple[str, Iterable[tuple[str, str, Sourced]]]] = [
        ("scheme", ((one.themes[0] if one.themes else "-", one.id, one) for one in catalog.schemes.values())),
        ("calculator", (("calculator", one.id, one) for one in catalog.tools.values())),
        ("course", (("course", one.id, one) for one in catalog.courses.values())),
        ("date", ((one.area, one.id, one) for one in catalog.dates.values())),
        ("guide", _guide_parts(catalog)),
        ("guide", ((chapter.id, page.id, page) for chapter in catalog.rules.values() for page in chapter.pages)),
        ("guide", (("needs", one.id, one) for one in catalog.need_steps.values())),
        ("term", ((one.group, one.id, one) for one in catalog.glossary.values())),
    ]
    found = [
        (record.as_of or "", Due(theme, name, reason))
        for kind, records in groups
        for theme, name, record in records
        for reason in _reasons(record, today - timedelta(days=REVIEW_DAYS[kind]))
    ]
    links = (Due(one.theme, one.record, f"{one.fault} ({one.file})") for one in links_to_mend(folder))
    return [*(due for _, due in sorted(found, key=lambda pair: (pair[1].theme, pair[0]))), *links]


def _guide_parts(catalog: Catalog) -> Iterator[tuple[str, str, Sourced]]:
    for guide in catalog.guides.values():
        parts: tuple[Step | Problem | Topic | Helpline, ...] = (
            *guide.steps,
            *guide.problems,
            *guide.topics,
            *guide.helplines,
        )
        for part in parts:
            yield guide.id, part.id, part


def _reasons(record: Sourced, oldest: date) -> Iterator[str]:
    if record.as_of is None:
        yield "carries no date"
    elif _last_day(record.as_of) < oldest:
        yield f"as of {record.as_of}"


def _last_day(text: str) -> date:
    """The last day that a date of the content may mean."""
    year, *rest = map(int, text.split("-"))
    if len(rest) == 2:
        return date(year, *rest)
    month = rest[0] if rest else 12
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
