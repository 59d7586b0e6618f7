"""Clusters: a product and a place; their tags are themes to work on, never findings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from content.codes import short_code
from content.tables import CONFIDENCES, Row, one_of, point, read_table, required, state, words


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
    units: str
    tags: tuple[str, ...]
    gi_name: str
    latitude: float | None
    longitude: float | None
    source: str
    basis: str
    as_of: str
    confidence: str


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
        units=row["units_approx"],
        tags=words(row, "tags"),
        gi_name=row["gi_name"],
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        source=row["source"],
        basis=row["basis"],
        as_of=row["as_of"],
        confidence=one_of(row, "confidence", CONFIDENCES),
    )
