"""Rules and money: every record of the sheets with its trust, no figure of our own, plain short sentences."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from content.catalog import load_catalog
from content.checks import content_faults
from content.faults import Fault
from content.files import FOLDER, read_yaml
from content.official import is_official
from content.rule_checks import chapter_faults
from content.rules import Chapter, Page, find_page, pages_for, rule_pages
from tests.facts import as_shown, fact_sheet, notes_the_same

SHEETS = ("environment.yaml", "finance-basics.yaml")
NO_OFFICIAL_PAGE = {"hl-msme", "hl-rbi", "hl-mudra", "hl-startup", "hl-nsic"}  # a number and nothing else
MOST_WORDS = 20
FIGURE = re.compile(r"\d+(?:\.\d+)?")


@cache
def chapters() -> Mapping[str, Chapter]:
    return load_catalog().rules


def pages() -> list[Page]:
    """The pages that come from the two sheets."""
    known = {record["id"] for record in records()}
    return [page for page in rule_pages(chapters()) if page.id in known]


@cache
def sheet(name: str) -> dict[str, Any]:
    return dict(read_yaml(fact_sheet(name)))


def records() -> Iterator[dict[str, Any]]:
    """Every record of both sheets, whether it stands in a list or alone."""
    for name in SHEETS:
        for value in sheet(name).values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict) and "id" in one:
                    yield one


def said(page: Page) -> list[str]:
    return [page.title, *page.points, *page.mend]


def texts(value: Any) -> Iterator[str]:
    """Every text of a record, through lists."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def figures(value: Any) -> set[str]:
    return {found.lstrip("0") or "0" for found in FIGURE.findall(str(value))}


def allowed(record: dict[str, Any]) -> set[str]:
    """The figures of a record, amounts also as they are said, in lakh or crore."""
    amounts = [value for name, value in record.items() if name.endswith("_inr") and isinstance(value, int)]
    parts = {str(amount // unit) for amount in amounts for unit in (100_000, 10_000_000) if amount % unit == 0}
    return figures(record) | parts | {part for found in figures(record) for part in found.split(".")}


def test_every_record_of_the_sheets_is_a_page() -> None:
    found = [record["id"] for record in records()]
    assert len(found) == len(set(found)) == 129
    assert {page.id for page in pages()} == set(found) - NO_OFFICIAL_PAGE
    assert len(pages()) == 124


def test_each_page_is_as_sure_as_its_record() -> None:
    for record in records():
        if record["id"] in NO_OFFICIAL_PAGE:
            continue
        found = find_page(chapters(), record["id"])
        assert found
        page = found[2]
        unknown = record.get("unknown") or []
        assert page.confidence == record["confidence"], page.id
        assert page.as_of == record.get("as_of"), page.id
        assert page.as_of_note == record.get("as_of_note"), page.id
        assert page.basis == record.get("basis"), page.id
        assert notes_the_same([page.conflict], [record.get("conflict")]), page.id
        assert set(as_shown(page.unknown)) >= set(as_shown(unknown)), page.id
        assert [source.url for source in page.sources] == [one["url"] for one in record["sources"]], page.id
        assert [source.dated for source in page.sources] == [one.get("dated") for one in record["sources"]], page.id


def test_no_figure_is_our_own() -> None:
    by_id = {record["id"]: record for record in records()}
    for page in pages():
        own = {found for text in said(page) for found in figures(text.replace(",", ""))}
        record = {name: _plain(value) for name, value in by_id[page.id].items()}
        assert own <= allowed(record), (page.id, own - allowed(record))


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else str(value).replace(",", "")


def test_no_sentence_is_copied() -> None:
    copied = {sentence.lower() for record in records() for text in texts(record) for sentence in _sentences(text)}
    for page in pages():
        for text in (*page.points, *page.mend):
            if len(text.split()) > 4:
                assert text.rstrip(".").lower() not in copied, (page.id, text)


def _sentences(text: str) -> list[str]:
    return [part.strip().rstrip(".") for part in (*re.split(r"(?<=[.;:])\s", text), text)]


def test_sentences_are_short() -> None:
    long = [text for page in pages() for text in said(page) if len(text.split()) > MOST_WORDS]
    assert long == []


def test_no_number_is_shown_that_no_official_page_gives() -> None:
    numbers = {number for record in records() for number in _numbers(record)}
    assert len(numbers) >= 10
    everything = "\n".join(text for page in pages() for text in said(page))
    assert [number for number in numbers if re.search(rf"(?<!\d){re.escape(number)}(?!\d)", everything)] == []


def _numbers(record: dict[str, Any]) -> Iterator[str]:
    how = record.get("how")
    yield from (one for one in (record.get("phone"), *record.get("phones", ())) if one)
    if isinstance(how, dict):
        yield str(how["phone"])


def test_official_portals_are_links_and_no_others() -> None:
    for record in records():
        how = record.get("how")
        named = [record.get(name) for name in ("url", "portal", "apply")]
        named += [how["online"]] if isinstance(how, dict) else []
        official = [url for url in named if is_official(url)]
        found = find_page(chapters(), record["id"])
        assert found is None or [found[2].url] == (official or [None]), record["id"]


def test_every_product_leads_to_its_sector_and_back() -> None:
    catalog = load_catalog()
    by_product = chapters()["by-product"].pages
    assert [page.id for page in by_product if not page.sectors] == ["env-matches"]  # no sector of its own
    for page in by_product:
        for sector in page.sectors:
            assert page in pages_for(rule_pages(chapters()), sector)
    assert {page.renewal for page in rule_pages(chapters())} - {None} <= set(catalog.dates)


def test_what_goes_wrong_can_be_mended() -> None:
    assert all(page.points and page.mend for page in chapters()["refusals"].pages)


def test_the_order_is_that_of_the_files() -> None:
    orders = [chapter.order for chapter in chapters().values()]
    assert len(orders) >= 19
    assert orders == sorted(orders)


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"url": "https://consent.example.com"}, "https://consent.example.com isn't official"),
        ({"renewal": "env-nothing"}, "env-nothing is no date"),
        ({"sectors": ("wigs",)}, "found wigs"),
        ({"id": "seen-before"}, "seen-before stands there twice"),
    ],
)
def test_each_fault_of_a_page_is_found(changes: dict[str, Any], found: str) -> None:
    page = Page(id="one", title="One", points=("A point.",)).model_copy(update=changes)
    chapter = Chapter(id="c", order=1, part="money", title="C", pages=(page,))
    (fault,) = chapter_faults(_at, "c", chapter, {"seen-before"}, {"textiles"}, {"env-cto"})
    assert fault.found == found
    (renamed,) = chapter_faults(_at, "d", chapter.model_copy(update={"pages": ()}), set(), (), ())
    assert (renamed.field, renamed.mend) == ("id", "name it d, as the file")


def test_the_check_of_the_content_looks_at_the_chapters(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", "schemes"))
    (folder / "schemes").mkdir()
    path = folder / "rules" / "water.yaml"
    path.write_text(path.read_text("utf-8").replace("confidence: medium", "confidence: high"), "utf-8")
    faults = [fault for fault in content_faults(folder) if fault.file == "water.yaml"]
    assert {(fault.field, fault.found) for fault in faults} == {
        (f"pages.{place}.confidence", "high without a page") for place in (0, 1)
    }


def _at(where: list[str | int], found: str, mend: str) -> Fault:
    return Fault("c.yaml", 1, ".".join(map(str, where)), found, mend)
