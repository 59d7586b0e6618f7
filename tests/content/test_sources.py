"""Sources are told by names that a person understands; marks of files and of searches stay in the data."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from bot.content_room import ContentRoom
from content.files import FOLDER
from content.records import Sourced
from content.sources import PAPERS, readable, source_name

RAW = re.compile(
    r"\.txt|\b00[0-4](?:_|/00)|\bseeds?:?\s?00|\bids? \d{5}|GitHub|public code|find_string|search tool"
    r"|[Ss]tored page|PyPI"
)


def told(record: object) -> Iterator[str]:
    """Everything that a record and its parts say of their sources."""
    if isinstance(record, Sourced):
        yield from (source_name(one.url) for one in record.sources)
        yield from (one.supports for one in record.sources)
        yield from filter(None, (record.conflict, *record.unknown))
    if isinstance(record, BaseModel):
        for name in type(record).model_fields:
            yield from told(getattr(record, name))
    elif isinstance(record, tuple):
        for one in record:
            yield from told(one)


def test_no_mark_of_a_file_or_a_search_is_told(room: ContentRoom) -> None:
    catalog = room.catalog
    kinds = (catalog.schemes, catalog.guides, catalog.rules, catalog.tools, catalog.courses, catalog.faq,
             catalog.glossary, catalog.practices, catalog.moved, catalog.need_steps, catalog.dates, catalog.portals,
             catalog.training_kinds)  # fmt: skip
    texts = [text for kind in kinds for record in kind.values() for text in told(record)]
    for name in ("clusters.csv", "providers.csv"):
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            texts += [row["source"] for row in csv.DictReader(file)]
    assert len(texts) > 2000
    raw = [text for text in map(readable, texts) if RAW.search(text)]
    assert not raw, raw


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("seed:004_9a9a01752eefee5e.txt", PAPERS["000"]),
        ("seed:000/004 theme paper, Foundation for MSME Clusters", PAPERS["000"]),
        ("seed 001 (FMC, Getting to Know Clusters FAQ)", PAPERS["001"]),
        ("seed:002/003 Cluster Development Policy, Wadhwani Foundation", PAPERS["002"]),
        ("seeds 000/001 ; public code index", f"{PAPERS['000']}; {PAPERS['001']}; research notes"),
        ("seed:001 FAQ 6, 7", f"{PAPERS['001']}, FAQ 6, 7"),
        ("https://gem.gov.in/faq", "gem.gov.in"),
        ("public code file id 66867197774", "research notes"),
        ("public code file (GitHub id 66452106140; not an official page)", "research notes (not an official page)"),
        ("standard annuity formula", "standard annuity formula"),
        ("general knowledge ; https://odr.msme.gov.in/x seen", "general knowledge; odr.msme.gov.in seen"),
    ],
)
def test_a_source_is_named_as_a_person_calls_it(source: str, name: str) -> None:
    assert source_name(source) == name
