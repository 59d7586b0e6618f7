"""Providers are read with what may be shown, and a broken row is told with its mend."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from content.categories import Category
from content.faults import BrokenContent
from content.files import FOLDER, Reader, read_list
from content.official import is_official
from content.providers import Provider, distance_km, read_providers
from content.states import STATES
from tests.facts import fact_sheet

FILE = FOLDER / "providers.csv"


@pytest.fixture(scope="module")
def listed() -> list[Provider]:
    return read_providers(FILE)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def changed(tmp_path: Path, **cells: str) -> Path:
    """A table of the first two providers; the second with these cells."""
    two = rows(FILE)[:2]
    two[1] |= cells
    path = tmp_path / "providers.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(two[0]))
        writer.writeheader()
        writer.writerows(two)
    return path


def test_all_are_read_and_each_has_its_own_code(listed: list[Provider]) -> None:
    assert len(listed) == 1871
    assert len({one.id for one in listed}) == len({one.code for one in listed}) == 1871


def test_a_number_that_is_not_official_is_never_shown(listed: list[Provider]) -> None:
    withheld = {row["id"] for row in rows(FILE) if row["phone_withheld"]}
    assert len(withheld) == 40
    assert all(not one.phone for one in listed if one.id in withheld)
    assert sum(1 for one in listed if one.phone) == 90


def test_only_official_pages_are_given_to_act_on(listed: list[Provider]) -> None:
    assert all(is_official(one.url) for one in listed if one.url)
    assert any(row["url"] and not is_official(row["url"]) for row in rows(FILE))


def test_general_knowledge_is_never_of_high_confidence(listed: list[Provider]) -> None:
    assert not [one.id for one in listed if one.basis == "general knowledge" and one.confidence == "high"]


def test_every_kind_of_help_is_offered_by_name_and_given_by_somebody(listed: list[Provider]) -> None:
    categories = set(read_list(Reader(), FOLDER / "service_categories.yaml", Category))
    assert {name for one in listed for name in one.categories} == categories


def test_each_stands_in_a_state_of_today(listed: list[Provider]) -> None:
    assert {one.state for one in listed} <= set(STATES.names)


def test_a_record_comes_back_from_the_table_as_it_was(listed: list[Provider]) -> None:
    record = listed[0].as_record()
    stored = {name: list(value) if isinstance(value, tuple) else value for name, value in record.items()}
    assert Provider.from_record(stored) == listed[0]


def test_a_town_is_told_once(listed: list[Provider]) -> None:
    one = replace(listed[0], name="SIDBI branch office, Agra", address="", town="Agra", district="Agra", pin="")
    assert one.names_town
    assert not replace(one, name="Goa Khadi Board", town="Panaji").names_town
    assert one.place("Uttar Pradesh") == "Agra, Uttar Pradesh"
    full = replace(one, address="107 Kalpi Road,Kanpur", town="Kanpur", district="Kanpur Nagar", pin="208012")
    assert full.place("Uttar Pradesh") == "107 Kalpi Road, Kanpur, Kanpur Nagar, Uttar Pradesh, 208012"
    assert replace(one, town="Chandigarh", district="Chandigarh").place("Chandigarh") == "Chandigarh"


def test_nothing_of_the_fact_sheet_is_lost_or_changed() -> None:
    own = {row["id"]: row for row in rows(FILE)}
    for fact in rows(fact_sheet("providers.csv")):
        kept = own[fact["id"]]
        same = ("name", "address", "town", "district", "email", "url", "source", "as_of", "confidence", "note")
        assert {name: kept[name] for name in same} == {name: fact[name] for name in same}
        assert (kept["latitude"], kept["longitude"]) == (fact["lat"], fact["lon"])


@pytest.mark.parametrize(
    ("cells", "field", "mend"),
    [
        ({"id": ""}, "id", "fill it in"),
        ({"name": " "}, "name", "fill it in"),
        ({"source": ""}, "source", "fill it in"),
        ({"state": "IN-XX"}, "state", "ISO 3166-2:IN"),
        ({"latitude": "28,5"}, "latitude", "decimal degrees"),
        ({"latitude": "77.2", "longitude": "28.5"}, "latitude", "swap"),
        ({"pin": "01002"}, "pin", "six digits"),
        ({"confidence": "sure"}, "confidence", "high, low, medium"),
        ({"precision": "door"}, "precision", "pin, town"),
        ({"categories": ""}, "categories", "fill it in"),
    ],
)
def test_a_fault_is_told_with_row_field_and_mend(
    tmp_path: Path, cells: dict[str, str], field: str, mend: str
) -> None:
    with pytest.raises(BrokenContent) as broken:
        read_providers(changed(tmp_path, **cells))
    (fault,) = broken.value.faults
    assert (fault.file, fault.line, fault.field) == ("providers.csv", 3, field)
    assert mend in fault.mend


def test_an_old_code_of_a_state_is_taken_for_todays(tmp_path: Path) -> None:
    assert read_providers(changed(tmp_path, state="IN-OR"))[1].state == "IN-OD"


def test_a_provider_without_a_point_is_kept(tmp_path: Path) -> None:
    kept = read_providers(changed(tmp_path, latitude="", longitude=""))[1]
    assert kept.latitude is kept.longitude is None


def broken_text(tmp_path: Path, text: bytes) -> tuple[int, str, str]:
    path = tmp_path / "providers.csv"
    path.write_bytes(text)
    with pytest.raises(BrokenContent) as broken:
        read_providers(path)
    (fault,) = broken.value.faults
    return fault.line, fault.field, fault.found


def test_a_table_that_is_not_one_is_told(tmp_path: Path) -> None:
    good = changed(tmp_path).read_bytes()
    head, *rest = good.split(b"\r\n")
    assert broken_text(tmp_path, good.replace(b"confidence", b"sureness")) == (
        1,
        "confidence",
        "the column is missing",
    )
    assert broken_text(tmp_path, b"\r\n".join([head, rest[0] + b",more"])) == (2, "row", "more cells than columns")
    assert broken_text(tmp_path, b"\r\n".join([head, rest[0], b"id,name"])) == (3, "row", "fewer cells than columns")
    assert broken_text(tmp_path, good.replace(b"Ludhiana", b"L\xff", 1)) == (3, "file", "isn't UTF-8")
    assert broken_text(tmp_path, good + b'"open')[1] == "file"


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((28.6139, 77.2090), (19.0760, 72.8777), 1148),
        ((11.1085, 77.3411), (11.0168, 76.9558), 43),
        ((10.0, 77.0), (10.0, 77.0), 0),
    ],
)
def test_distances_follow_the_great_circle(one: tuple[float, float], other: tuple[float, float], km: float) -> None:
    assert distance_km(one, other) == pytest.approx(km, abs=3)
    assert distance_km(one, other) == distance_km(other, one)


@pytest.mark.parametrize("left", ["", "%(name", "town\n"])
def test_what_is_left_of_a_table_is_a_fault_and_no_empty_table(tmp_path: Path, left: str) -> None:
    path = tmp_path / "providers.csv"
    path.write_text(left)
    with pytest.raises(BrokenContent, match="the column is missing"):
        read_providers(path)
    path.write_text(FILE.read_text("utf-8").splitlines()[0])
    assert read_providers(path) == []
