"""Clusters are read whole; their tags stay themes of the fact sheet."""

import csv
from pathlib import Path

import pytest

from content.clusters import read_clusters, year_in
from content.faults import BrokenContent
from content.files import FOLDER
from content.states import STATES
from tests.facts import fact_sheet

FILE = FOLDER / "clusters.csv"
THEMES = {
    "artisan", "energy-intensive", "export", "gi", "induced", "labour-standards", "location-pressure", "odop",
    "pollution-intensive", "quality-critical", "tribal", "vertical", "women",
}  # fmt: skip


def test_all_are_read_and_each_has_its_own_code() -> None:
    clusters = read_clusters(FILE)
    assert len(clusters) == len({one.id for one in clusters}) == len({one.code for one in clusters}) == 740
    assert {one.state for one in clusters} == set(STATES.names)
    assert {tag for one in clusters for tag in one.tags} == THEMES
    assert all(one.latitude and one.longitude and one.source for one in clusters)


def test_nothing_of_the_fact_sheet_is_lost_or_changed() -> None:
    with fact_sheet("clusters.csv").open(encoding="utf-8", newline="") as file:
        facts = {row["id"]: row for row in csv.DictReader(file)}
    for one in read_clusters(FILE):
        fact = facts[one.id]
        assert (one.name, one.product, one.place) == (fact["name"], fact["product"], fact["place"])
        assert (one.source, one.as_of, one.confidence) == (fact["source"], fact["as_of"], fact["confidence"])
        assert str(one.units or "") == fact["units_approx"]
        assert one.units_year in fact["units_note"]
        assert "; ".join(one.bodies) == fact["associations"]


def test_a_fault_is_told_with_its_row(tmp_path: Path) -> None:
    head, first, *_ = FILE.read_text("utf-8").splitlines()
    path = tmp_path / "clusters.csv"
    path.write_text("\n".join((head, first, first.replace("IN-AN", "Andaman"))), "utf-8")
    with pytest.raises(BrokenContent, match=r"clusters.csv:3: state: found 'Andaman'"):
        read_clusters(path)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("around 9000 enterprises (about 2007)", "2007"),
        ("completed in 2018-19", "2018"),
        ("about 19999 units", ""),
        ("", ""),
    ],
)
def test_a_year_is_found_in_a_note(text: str, year: str) -> None:
    assert year_in(text) == year


def test_a_number_of_units_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "clusters.csv"
    path.write_text(FILE.read_text("utf-8").replace(",9000,", ",many,", 1), "utf-8")
    with pytest.raises(BrokenContent, match="units_approx: found 'many'"):
        read_clusters(path)


def test_a_name_is_made_of_product_and_place() -> None:
    """So that it can be said in another language by its parts."""
    for one in read_clusters(FILE):
        assert one.name == f"{one.product} cluster, {one.place}"
