"""Who gives business development services: the seed of the providers' table, and distances."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, NamedTuple

from content.codes import short_code
from content.official import is_official
from content.tables import CONFIDENCES, Row, one_of, pin_code, point, read_table, required, state, words

EARTH_KM = 6371.0
PRECISIONS = frozenset({"pin", "town", ""})


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider; `phone` is empty where the number isn't official, `precision` tells how exact the point is."""

    code: str
    id: str
    name: str
    short_name: str
    parent: str
    categories: tuple[str, ...]
    kind: str
    address: str
    town: str
    district: str
    state: str
    pin: str
    latitude: float | None
    longitude: float | None
    precision: str
    phone: str
    email: str
    url: str  # an official address to act on, else empty
    languages: tuple[str, ...]
    services: tuple[str, ...]
    source: str
    basis: str
    as_of: str
    confidence: str
    note: str

    @property
    def names_town(self) -> bool:
        """Whether the name says already in which town it is."""
        return re.search(rf"\b{re.escape(self.town)}\b", self.name, re.IGNORECASE) is not None

    def place(self, state_name: str) -> str:
        """Address, town, district, state and PIN code in one line, nothing twice."""
        parts = [*re.split(r",\s*", self.address), self.town, self.district, state_name, self.pin]
        shown: dict[str, str] = {}
        for part in filter(None, parts):
            shown.setdefault(part.casefold(), part)
        return ", ".join(shown.values())

    def as_record(self) -> dict[str, Any]:
        """Plain data for the table."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Provider:
        """Read it back from the table."""
        lists = {name: tuple(record[name]) for name in ("categories", "languages", "services")}
        return cls(**{**record, **lists})


class Office(NamedTuple):
    """What of a provider a search looks at."""

    name: str
    short_name: str
    town: str
    district: str
    state: str


def read_providers(path: Path) -> list[Provider]:
    """Read the file.

    Raises BrokenContent with every fault by row and column.
    """
    return read_table(path, _provider)


def body_and_place(name: str) -> tuple[str, str]:
    """The parts of "District Industries Centre (DIC), Erode"; no place where the name ends with none."""
    body, _, place = name.rpartition(", ")
    return (body, place) if body and ")" not in place else (name, "")


def read_offices(path: Path) -> dict[str, Office]:
    """What a search needs, by short code."""
    return dict(read_table(path, lambda row: (short_code(required(row, "id")), _office(row))))


def _office(row: Row) -> Office:
    return Office(required(row, "name"), row["short_name"], required(row, "town"), row["district"], state(row))


def _provider(row: Row) -> Provider:
    place = point(row)
    general = row["basis"] == "general knowledge"
    return Provider(
        code=short_code(required(row, "id")),
        id=row["id"],
        name=required(row, "name"),
        short_name=row["short_name"],
        parent=row["parent"],
        categories=words(row, "categories") or (required(row, "categories"),),
        kind=row["kind"],
        address=row["address"],
        town=required(row, "town"),
        district=row["district"],
        state=state(row),
        pin=pin_code(row),
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        precision=one_of(row, "precision", PRECISIONS),
        phone="" if row["phone_withheld"] else row["phone"],
        email=row["email"],
        url=row["url"] if is_official(row["url"]) else "",
        languages=words(row, "languages"),
        services=words(row, "services"),
        source=required(row, "source"),
        basis=row["basis"],
        as_of=row["as_of"],
        confidence="medium" if general and row["confidence"] == "high" else one_of(row, "confidence", CONFIDENCES),
        note=row["note"],
    )


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance between two points (latitude, longitude in degrees), in kilometres."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (a, b))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
