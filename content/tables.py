"""Reading CSV tables: each row into its record, each fault with file, line, field and mend."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from content.faults import BrokenContent, Fault
from content.states import STATES

T = TypeVar("T")
Row = Mapping[str, str]
INDIA = (6.0, 37.6, 68.0, 97.5)  # south, north, west, east, in degrees


class RowFault(Exception):
    """A field of a row that can't be used: its name, what was found, and the mend."""

    def __init__(self, field: str, found: str, mend: str) -> None:
        super().__init__(field, found, mend)
        self.field, self.found, self.mend = field, found, mend


def read_table(path: Path, make: Callable[[Row], T]) -> list[T]:
    """Read every row.

    Raises BrokenContent that lists the faults of all rows.
    """
    records: list[T] = []
    faults: list[Fault] = []
    for line, row in _rows(path):
        try:
            records.append(make(row))
        except KeyError as error:
            name = str(error.args[0])
            raise BrokenContent([Fault(path.name, 1, name, "the column is missing", "add it")]) from None
        except RowFault as fault:
            faults.append(Fault(path.name, line, fault.field, fault.found, fault.mend))
    if faults:
        raise BrokenContent(faults)
    return records


def _rows(path: Path) -> Iterator[tuple[int, Row]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}


def words(row: Row, field: str) -> tuple[str, ...]:
    """A field that lists words with semicolons between."""
    return tuple(word.strip() for word in row[field].split(";") if word.strip())


def required(row: Row, field: str) -> str:
    """A field that must be filled in."""
    if not row[field]:
        raise RowFault(field, "is empty", "fill it in")
    return row[field]


def state(row: Row, field: str = "state") -> str:
    """A state's code; old codes are taken for today's."""
    code = STATES.today(row[field])
    if code is None:
        raise RowFault(field, f"found {row[field]!r}", "use a code of ISO 3166-2:IN such as IN-TN")
    return code


def point(row: Row) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, inside India; None where both are empty."""
    if not row["latitude"] and not row["longitude"]:
        return None
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
    except ValueError:
        found = f"found {row['latitude']!r}, {row['longitude']!r}"
        raise RowFault("latitude", found, "use decimal degrees") from None
    south, north, west, east = INDIA
    if not (south <= latitude <= north and west <= longitude <= east):
        raise RowFault("latitude", f"{latitude}, {longitude} is outside India", "check both, or swap them")
    return latitude, longitude
