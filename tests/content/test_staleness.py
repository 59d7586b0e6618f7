"""The report of what is due for a review: by date and by link, the oldest first within a theme."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest

from bot.content_room import ContentRoom
from content.links import links_to_mend
from content.records import Sourced
from content.staleness import due_for_review


def test_all_is_due_one_day_and_little_the_day_it_was_written(room: ContentRoom) -> None:
    late = due_for_review(room.catalog, date(2040, 1, 1))
    early = due_for_review(room.catalog, date(2000, 1, 1))
    assert {one.record for one in late} >= {*room.catalog.schemes, *room.catalog.tools, *room.catalog.dates}
    undated = re.compile(r"carries no date|link is|of \d+ rows \d+ carry no date$")
    assert all(undated.match(one.reason) for one in early)


def test_every_kind_that_carries_a_date_is_looked_at(room: ContentRoom) -> None:
    late = {one.record for one in due_for_review(room.catalog, date(2040, 1, 1))}
    kinds = {one.name: getattr(room.catalog, one.name) for one in fields(room.catalog)}
    dated = {
        name: {one.id for one in records.values()}
        for name, records in kinds.items()
        if isinstance(records, Mapping) and all(isinstance(one, Sourced) for one in records.values()) and records
    }
    assert {"faq", "practices", "training_kinds", "moved", "portals", "glossary"} <= {*dated}
    assert {name: ids - late for name, ids in dated.items() if ids - late} == {}


def test_rows_of_a_table_are_told_by_state(room: ContentRoom) -> None:
    one = next(iter(room.catalog.clusters.values()))
    rows = [replace(one, as_of=as_of, state="IN-TN") for as_of in ("", "2019", "2026-10")]
    catalog = replace(room.catalog, clusters={str(n): row for n, row in enumerate(rows)})
    found = due_for_review(catalog, date(2026, 11, 26))
    [line] = [due for due in found if due.theme == "cluster" and due.reason.startswith("of ")]
    assert (line.record, line.reason) == ("IN-TN", "of 3 rows 1 carry no date, 1 are as of before 2024-11-26")
    late = due_for_review(catalog, date(2040, 1, 1))
    assert {"IN-UP", "all"} <= {due.record for due in late if due.theme in {"provider", "NIC code"}}


def test_an_open_scheme_whose_window_closed_is_told(room: ContentRoom) -> None:
    def told(today: date) -> list[str]:
        return [one.record for one in due_for_review(room.catalog, today) if "its window closed on" in one.reason]

    assert ("eclgs-5" in told(date(2027, 3, 31)), "eclgs-5" in told(date(2027, 4, 1))) == (False, True)
    assert not any(room.catalog.schemes[name].status != "open" for name in told(date(2040, 1, 1)))


def test_a_year_counts_to_its_end_and_a_month_to_its_last_day(room: ContentRoom) -> None:
    tool = room.catalog.tools["emi"]
    for as_of, last in (
        ("2026", date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2026-03-05", date(2026, 3, 5)),
    ):
        catalog = replace(room.catalog, tools={"emi": tool.model_copy(update={"as_of": as_of})})
        days = [date.fromordinal(last.toordinal() + 92 + n) for n in (0, 1)]
        assert ["emi" in [one.record for one in due_for_review(catalog, day)] for day in days] == [False, True]


@pytest.mark.parametrize(
    ("file", "text", "record", "fault"),
    [
        ("schemes/x.yaml", "id: x\nthemes: [loan]\napply_url: https://shop.example", "x", "isn't official"),
        ("guides/udyam.yaml", "id: udyam\nsteps:\n- {id: one, url: 'htps://udyam.gov.in'}", "one", "is broken"),
        ("training_kinds.yaml", "- {id: loom, portal_url: 'https://shop.example'}", "loom", "isn't official"),
        ("rules/paid.yaml", "pages:\n- {id: court, url: 'https://odr'}", "court", "is broken"),
        ("faq.yaml", "- {id: faq-1, answer: [See https://shop.example now.]}", "faq-1", "isn't official"),
        ("glossary.yaml", "- {id: gst, sources: [{url: 'https://a.example (old)'}]}", "gst", "is broken"),
        (
            "courses/zed.yaml",
            "id: zed\nlessons: [{id: zed-1, text: 'http://shop.example/x'}]",
            "zed-1",
            "isn't official",
        ),
        ("practices.yaml", "- {id: dye, story: 'https://shop.example.'}", "dye", "isn't official"),
        ("tools/emi.yaml", "id: emi\nnote: https://shop.example", "emi", "isn't official"),
        ("state_portals.yaml", "- {code: IN-TN, scheme_portal: www.tn.gov.in}", "IN-TN", "is broken"),
        ("providers.csv", "id,url,source\ndic,https://shop.example,x", "dic", "isn't official"),
        ("clusters.csv", "id,source_url\ntup,shop.example", "tup", "is broken"),
    ],
)
def test_links_of_every_kind_are_looked_at(tmp_path: Path, file: str, text: str, record: str, fault: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    [found] = links_to_mend(tmp_path)
    assert (found.record, found.file) == (record, file)
    assert f"link {fault}" in found.fault


def test_official_links_and_pages_that_are_only_sources_are_fine(room: ContentRoom, tmp_path: Path) -> None:
    (tmp_path / "faq.yaml").write_text(
        "- {id: a, url: 'https://gem.gov.in/a', sources: [{url: 'https://news.example/1'}], conflict: https://x.in}",
        "utf-8",
    )
    assert list(links_to_mend(tmp_path)) == []
    reasons = [one.reason for one in due_for_review(room.catalog, date(2000, 1, 1))]
    assert "link isn't official: https://www.ediindia.org (training_kinds.yaml)" in reasons
