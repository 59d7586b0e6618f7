"""What is due for a review: records whose date is older than their kind allows, schemes said to be open after their
window closed, and links of all kinds that are broken or not official.

Looks at dates and addresses only; nothing is fetched. The rows of a table are told by state, in a line each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from content.catalog import Catalog
from content.clusters import Cluster
from content.files import FOLDER
from content.guides import Helpline, Problem, Step, Topic
from content.links import links_to_mend
from content.nic import NicCode, read_nic_codes
from content.providers import Provider, read_providers
from content.records import Sourced, last_day
from content.schemes import Scheme

REVIEW_DAYS = {
    "calculator": 92,
    "date": 183,
    "course": 183,
    "scheme": 365,
    "guide": 365,
    "training kind": 365,
    "state portal": 365,
    "moved name": 365,
    "provider": 365,
    "term": 730,
    "cluster": 730,
    "knowledge": 730,  # what holds for years: answers about clusters, what others do, codes of activities
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
    """All records that want a look, by theme, the oldest first; then tables and the links of all files in `folder`.

    Raises BrokenContent where a table of `folder` can't be read.
    """
    groups: list[tuple[str, Iterable[tuple[str, str, Sourced]]]] = [
        ("scheme", _schemes(catalog)),
        ("calculator", (("calculator", one.id, one) for one in catalog.tools.values())),
        ("course", (("course", one.id, one) for one in catalog.courses.values())),
        ("date", ((one.area, one.id, one) for one in catalog.dates.values())),
        ("guide", _guide_parts(catalog)),
        ("guide", ((chapter.id, page.id, page) for chapter in catalog.rules.values() for page in chapter.pages)),
        ("guide", (("needs", one.id, one) for one in catalog.need_steps.values())),
        ("term", ((one.group, one.id, one) for one in catalog.glossary.values())),
        ("training kind", (("training kind", one.id, one) for one in catalog.training_kinds.values())),
        ("state portal", (("state portal", one.id, one) for one in catalog.portals.values())),
        ("moved name", (("moved name", one.id, one) for one in catalog.moved.values())),
        ("knowledge", (("faq", one.id, one) for one in catalog.faq.values())),
        ("knowledge", (("practice", one.id, one) for one in catalog.practices.values())),
    ]
    found = [
        (record.as_of or "", Due(theme, name, reason))
        for kind, records in groups
        for theme, name, record in records
        for reason in _reasons(record, today - timedelta(days=REVIEW_DAYS[kind]))
    ]
    found += [
        (one.closes or "", Due(theme, name, f"is said to be open, its window closed on {one.closes}"))
        for theme, name, one in _schemes(catalog)
        if one.is_shut(today) and not one.ended
    ]
    links = (Due(one.theme, one.record, f"{one.fault} ({one.file})") for one in links_to_mend(folder))
    records_due = (due for _, due in sorted(found, key=lambda pair: (pair[1].theme, pair[0])))
    return [*records_due, *_tables(catalog, today, folder), *links]


def _tables(catalog: Catalog, today: date, folder: Path) -> Iterator[Due]:
    """One line for each state of a table with rows that want a look."""
    codes = read_nic_codes(folder / "nic_codes.csv").values()
    parts: dict[tuple[str, str, str], list[Provider | Cluster | NicCode]] = {}
    for cluster in catalog.clusters.values():
        parts.setdefault(("cluster", "cluster", cluster.state), []).append(cluster)
    for provider in read_providers(folder / "providers.csv"):
        parts.setdefault(("provider", "provider", provider.state), []).append(provider)
    parts["knowledge", "NIC code", "all"] = [*codes]
    for (kind, theme, part), rows in sorted(parts.items()):
        oldest = today - timedelta(days=REVIEW_DAYS[kind])
        undated = sum(not row.as_of for row in rows)
        old = sum(bool(row.as_of) and last_day(row.as_of) < oldest for row in rows)
        reasons = [f"{undated} carry no date"] * bool(undated) + [f"{old} are as of before {oldest}"] * bool(old)
        if reasons:
            yield Due(theme, part, f"of {len(rows)} rows {', '.join(reasons)}")


def _schemes(catalog: Catalog) -> Iterator[tuple[str, str, Scheme]]:
    for one in catalog.schemes.values():
        yield one.themes[0] if one.themes else "-", one.id, one


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
    elif last_day(record.as_of) < oldest:
        yield f"as of {record.as_of}"
