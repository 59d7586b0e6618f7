"""Clusters: a product and a place; their tags are themes to work on, never findings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from content.codes import short_code
from content.folding import fold
from content.learning import Practice
from content.providers import distance_km
from content.sectors import Sectors, scheme_words, sectors_about
from content.tables import CONFIDENCES, Row, RowFault, one_of, point, read_table, required, state, words

ALIKE, ALIKE_IN_SECTOR = 0.5, 0.2  # share of the words that two products have in common
SAME_START = 5  # letters
COMMON = frozenset(["and", "of", "the", "goods", "products", "making", "work", "craft", "cotton"])


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster of the directory."""

    code: str
    id: str
    name: str
    product: str
    place: str
    district: str
    state: str
    type: str
    sector: str
    product_line: str
    units: int | None  # about so many
    units_year: str  # of that number; empty where its note has none
    bodies: tuple[str, ...]
    tags: tuple[str, ...]
    gi_name: str
    latitude: float | None
    longitude: float | None
    source: str
    basis: str
    as_of: str
    confidence: str


def twins(cluster: Cluster, others: Iterable[Cluster], most: int = 12) -> list[Cluster]:
    """Clusters elsewhere that make the same: those whose product shares most words with this one's, surest first."""
    words_ = _product_words(cluster)
    alike = [
        (len(words_ & found) / len(words_ | found), one)
        for one in others
        if one.code != cluster.code and words_ & (found := _product_words(one))
    ]
    ranked = sorted(alike, key=lambda pair: (-pair[0], pair[1].name))
    return [one for share, one in ranked if share >= (ALIKE_IN_SECTOR if one.sector == cluster.sector else ALIKE)][
        :most
    ]


def practices_for(cluster: Cluster, practices: Iterable[Practice], sectors: Sectors) -> list[Practice]:
    """What others do: those of the cluster's trade first, its very product before; those for any; then the rest."""
    made = {word for word in fold(f"{cluster.sector} {cluster.product}").split() if word not in COMMON}
    own = {one.id for one in sectors_about(sectors, _words_of(cluster))}

    def place(one: Practice) -> tuple[int, bool]:
        named = any(_same_trade(word, other) for word in fold(one.sector).split() for other in made)
        if not one.sectors:
            return 1, not named
        return (0 if named or own.intersection(one.sectors) else 2), not named

    return sorted(practices, key=place)


def trade_words(cluster: Cluster, sectors: Sectors) -> frozenset[str]:
    """How schemes name what a cluster makes; none where no sector of ours is that."""
    return scheme_words(sectors, _words_of(cluster))


def _words_of(cluster: Cluster) -> list[str]:
    return fold(f"{cluster.sector} {cluster.type} {cluster.product}").split()


def _same_trade(word: str, other: str) -> bool:
    """Whether two words are one, or begin alike: foundry and foundries, textile and textiles."""
    return word == other or (len(word) > SAME_START and word[:SAME_START] == other[:SAME_START])


def _product_words(cluster: Cluster) -> frozenset[str]:
    return frozenset(fold(cluster.product).split()) - COMMON


def nearest(place: tuple[float, float], clusters: Iterable[Cluster], most: int = 6) -> list[tuple[float, Cluster]]:
    """The clusters next to a place (latitude, longitude), each with its distance in km."""
    found = [
        (distance_km(place, (one.latitude, one.longitude)), one)
        for one in clusters
        if one.latitude is not None and one.longitude is not None
    ]
    return sorted(found, key=lambda pair: pair[0])[:most]


def read_clusters(path: Path) -> list[Cluster]:
    """Read the file.

    Raises BrokenContent with every fault by row and column.
    """
    return read_table(path, _cluster)


def _cluster(row: Row) -> Cluster:
    place = point(row)
    return Cluster(
        code=short_code(required(row, "id")),
        id=row["id"],
        name=required(row, "name"),
        product=required(row, "product"),
        place=row["place"],
        district=row["district"],
        state=state(row),
        type=row["type"],
        sector=row["sector"],
        product_line=row["product_line"],
        units=_units(row),
        units_year=year_in(row["units_note"]),
        bodies=words(row, "associations"),
        tags=words(row, "tags"),
        gi_name=row["gi_name"],
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        source=row["source"],
        basis=row["basis"],
        as_of=row["as_of"],
        confidence=one_of(row, "confidence", CONFIDENCES),
    )


def year_in(text: str) -> str:
    """The first year that a text names; empty where it names none."""
    found = re.search(r"\b(?:19|20)\d\d\b", text)
    return found[0] if found else ""


def _units(row: Row) -> int | None:
    text = row["units_approx"]
    if text and not text.isdecimal():
        raise RowFault("units_approx", f"found {text!r}", "write a whole number, or leave it empty")
    return int(text) if text else None
