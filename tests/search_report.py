"""`make search-report`: how well what owners type finds what they mean, a line a language and a line a kind of query.

python -m tests.search_report [--misses]
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from content.catalog import Catalog, load_catalog
from content.name_search import Hit
from content.search import Said, search
from locales import available, translator
from tests.search_at_home import try_at_home

QUERIES = Path(__file__).parent / "content" / "search_queries.tsv"
FIRST = 3  # hits that count as found
CONFIDENT = 88  # of 100; a wrong hit above it misleads
NOTHING = "-"
HELD = ("held", "held2")  # whose misses are not shown


@dataclass(frozen=True)
class Query:
    """What was typed, in which language and manner, and the records that are right.

    `part` says when it was written: before the search was made, as a fresh trial, as names of towns, or held out,
    which nobody looks at while mending the search.
    """

    language: str
    kind: str
    text: str
    expected: tuple[str, ...]
    part: str = "first"

    def fits(self, hit: Hit) -> bool:
        """Whether a hit is one of the right records; `cluster:*` stands for any cluster."""
        name = hit.id.split(":")[-1].partition(",")[0] if hit.kind == "place" else hit.id
        return f"{hit.kind}:{name}" in self.expected or f"{hit.kind}:*" in self.expected


@dataclass(frozen=True)
class Tried:
    """One query with what it found and how long that took."""

    query: Query
    hits: list[Hit]
    seconds: float

    @property
    def found(self) -> bool:
        """Right among the first; for a query without an answer, nothing sure."""
        if self.query.expected == (NOTHING,):
            return not self.hits
        return any(map(self.query.fits, self.hits[:FIRST]))

    @property
    def misleads(self) -> bool:
        """Wrong, and sure of it."""
        return not self.found and bool(self.hits) and self.hits[0].score >= CONFIDENT


def read_queries() -> list[Query]:
    """The test set."""
    rows = [line.split("\t") for line in QUERIES.read_text("utf-8").splitlines()]
    return [Query(language, kind, text, tuple(wanted.split()), part) for language, kind, text, wanted, part in rows]


def try_all(catalog: Catalog) -> list[Tried]:
    """Look every query up as its contact would."""
    return [_try(catalog, query) for query in read_queries()]


def _try(catalog: Catalog, query: Query) -> Tried:
    said = said_of(query.language)
    start = time.perf_counter()
    hits = search(catalog, query.text, said)
    return Tried(query, hits, time.perf_counter() - start)


def said_of(language: str) -> Said | None:
    if language == "en" or language not in available():
        return None
    return language, translator(language).content


def line(name: str, tried: Iterable[Tried]) -> str:
    """Name, number, recall, wrong but confident, and how long the slowest of twenty takes."""
    all_ = list(tried)
    recall = sum(one.found for one in all_) / len(all_)
    wrong = sum(one.misleads for one in all_) / len(all_)
    times = sorted(one.seconds for one in all_)
    p95 = times[ceil(0.95 * len(times)) - 1]
    return f"{name:12}{len(all_):5}{recall:9.1%}{wrong:9.1%}{p95 * 1000:9.1f} ms"


def _at_home(catalog: Catalog, tried: list[Tried]) -> Iterable[str]:
    """The same typed on the home screen, and which queries something takes there to another end."""
    home = try_at_home(catalog, tried)
    yield line("at home", home)
    for one, other in zip(tried, home, strict=True):
        if one.found != other.found and one.query.part not in HELD:
            hit = other.hits[0]
            yield f"at home: {one.query.language} {one.query.text} → {hit.kind}:{hit.id}"


def main() -> int:
    """Print the report."""
    catalog = load_catalog()
    tried = try_all(catalog)
    print(f"{'':12}{'n':>5}{'recall':>9}{'misled':>9}{'p95':>9}")
    for part in ("language", "kind", "part"):
        groups: dict[str, list[Tried]] = defaultdict(list)
        for one in tried:
            groups[getattr(one.query, part)].append(one)
        print(*(line(name, group) for name, group in groups.items()), sep="\n")
    print(line("all", tried))
    print(*_at_home(catalog, tried), sep="\n")
    if "--misses" in sys.argv:
        for one in tried:
            if not one.found and one.query.part not in HELD:
                hits = [f"{hit.kind}:{hit.id} {hit.score:.0f}" for hit in one.hits[:4]]
                print(one.query.language, one.query.text, "→", *hits, "| wanted", *one.query.expected)
    return 0


if __name__ == "__main__":
    sys.exit(main())
