"""Activity codes of NIC 2008, found by typing the product."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.files import FOLDER
from content.name_search import SURE as WORD_FOR_WORD
from content.name_search import Entry, Hit, Index
from content.tables import CONFIDENCES, Row, RowFault, one_of, read_table, required, words

SURE = 76  # of 100; fainter hits are other products ("soap" sounds like "sona", gold)
NEAR_BEST = 12  # points of 100; what is farther behind the best is a look-alike ("bricks" and "brakes")


@dataclass(frozen=True, slots=True)
class NicCode:
    """A five-digit code, what it covers, products that belong to it, and other words that owners type for them."""

    code: str
    activity: str
    products: tuple[str, ...]
    words: tuple[str, ...]
    as_of: str
    confidence: str
    source: str


def read_nic_codes(path: Path) -> dict[str, NicCode]:
    """Read the list of codes.

    Raises BrokenContent with every fault by row and column.
    """
    return {code.code: code for code in read_table(path, _nic_code)}


def _nic_code(row: Row) -> NicCode:
    if not re.fullmatch(r"\d{5}", row["code"]):
        raise RowFault("code", f"found {row['code']!r}", "write the five digits of a NIC 2008 code")
    required(row, "products")
    return NicCode(
        code=row["code"],
        activity=required(row, "activity"),
        products=words(row, "products"),
        words=words(row, "words"),
        as_of=required(row, "as_of"),
        confidence=one_of(row, "confidence", CONFIDENCES),
        source=required(row, "source"),
    )


@cache
def nic_codes() -> dict[str, NicCode]:
    """All known codes, by code."""
    return read_nic_codes(FOLDER / "nic_codes.csv")


@cache
def _index() -> Index:
    codes = nic_codes().values()
    return Index(Entry("nic", code.code, (code.code, code.activity, *code.products, *code.words)) for code in codes)


def nic_hits(text: str, limit: int = 5, *, alike: bool = True) -> list[Hit]:
    """The codes that a typed product may belong to, likeliest first; any script, slips forgiven.

    Without `alike` only those of which the very word was typed.
    """
    hits = _index().find(text, limit, SURE) if alike else _index().named(text, limit, WORD_FOR_WORD)
    return [hit for hit in hits if hit.score >= hits[0].score - NEAR_BEST]


def find_nic(text: str, limit: int = 5) -> list[NicCode]:
    """The same as codes."""
    return [nic_codes()[hit.id] for hit in nic_hits(text, limit)]


def codes_of_number(number: str) -> list[NicCode]:
    """The code of this number; where it isn't listed, those that begin with its first three digits."""
    known = nic_codes()
    return [known[number]] if number in known else [one for one in known.values() if one.code.startswith(number[:3])]
