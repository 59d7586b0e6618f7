"""Activity codes of NIC 2008, found by typing the product."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from content.files import FOLDER
from content.name_search import Entry, Index


@dataclass(frozen=True, slots=True)
class NicCode:
    """A five-digit code, what it covers, and products that belong to it."""

    code: str
    activity: str
    products: tuple[str, ...]
    as_of: str
    confidence: str
    source: str


@cache
def nic_codes() -> dict[str, NicCode]:
    """All known codes."""
    with (FOLDER / "nic_codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["code"]: NicCode(
            row["code"],
            row["activity"],
            tuple(row["products"].split(";")),
            row["as_of"],
            row["confidence"],
            row["source"],
        )
        for row in rows
    }


@cache
def _index() -> Index:
    codes = nic_codes().values()
    return Index(Entry("nic", code.code, (code.code, code.activity, *code.products)) for code in codes)


def find_nic(text: str, limit: int = 5) -> list[NicCode]:
    """The codes that a typed product may belong to, likeliest first."""
    return [nic_codes()[hit.id] for hit in _index().find(text, limit)]
