"""Reading CSV tables: each row into its record, each fault with file, line, field and mend."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from content.faults import BrokenContent, Fault
from content.states import STATES

T = TypeVar("T")
Row = Mapping[str, str]
CONFIDENCES = frozenset({"high", "medium", "low"})
_BEYOND, _ABSENT = "\0beyond", "\0absent"
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
    columns, rows = _rows(path)
    if not rows:
        _look_for_columns(path, columns, make)
    for line, row in rows:
        try:
            records.append(make(row))
        except KeyError as error:
            raise _lacks(path, error) from None
        except RowFault as fault:
            faults.append(Fault(path.name, line, fault.field, fault.found, fault.mend))
    if faults:
        raise BrokenContent(faults)
    return records


def _look_for_columns(path: Path, columns: Sequence[str], make: Callable[[Row], T]) -> None:
    """A table without rows is fine as long as it is that table, and not what is left of a file."""
    try:
        make(dict.fromkeys(columns, ""))
    except KeyError as error:
        raise _lacks(path, error) from None
    except RowFault:
        return


def _lacks(path: Path, error: KeyError) -> BrokenContent:
    return BrokenContent([Fault(path.name, 1, str(error.args[0]), "the column is missing", "add it")])


def _rows(path: Path) -> tuple[Sequence[str], list[tuple[int, Row]]]:
    """The columns, and each row with its line."""
    try:
        text = path.read_text("utf-8-sig")
        lines = csv.DictReader(io.StringIO(text, newline=""), restkey=_BEYOND, restval=_ABSENT, strict=True)
        return lines.fieldnames or (), [(lines.line_num, _filled(path, lines.line_num, row)) for row in lines]
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BrokenContent([Fault(path.name, line, "file", "isn't UTF-8", "save it as UTF-8")]) from None
    except csv.Error as error:
        raise BrokenContent([Fault(path.name, lines.line_num, "file", str(error), "close its quotes")]) from None


def _filled(path: Path, line: int, row: Mapping[str, Any]) -> Row:
    """A row that has a cell for each column, and none beyond."""
    if _BEYOND in row or _ABSENT in row.values():
        found = "more cells than columns" if _BEYOND in row else "fewer cells than columns"
        raise BrokenContent([Fault(path.name, line, "row", found, "put text with commas into quotes")])
    return {key: value.strip() for key, value in row.items()}


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


def one_of(row: Row, field: str, allowed: frozenset[str]) -> str:
    """A field with one of a few values."""
    if row[field] not in allowed:
        raise RowFault(field, f"found {row[field]!r}", f"use one of: {', '.join(sorted(filter(None, allowed)))}")
    return row[field]


def pin_code(row: Row, field: str = "pin") -> str:
    """A PIN code of six digits, or nothing."""
    if not re.fullmatch(r"([1-9]\d{5})?", row[field]):
        raise RowFault(field, f"found {row[field]!r}", "write the six digits of the PIN code, or leave it empty")
    return row[field]
