"""Whoever types what an office is called, and no place, means the one of their own district."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content_room import ContentRoom
from content.name_search import CERTAIN
from content.search import search
from handlers.found import find, label_of
from tests.search_at_home import typed_on

MOST = 6
HERE = {"town": "Bhavani", "district": "Erode", "state": "IN-TN"}


def _first_office(room: ContentRoom, language: str, typed: str, profile: dict[str, str]) -> str:
    turn = typed_on(room.catalog, language, typed, [])
    turn = replace(turn, contact=replace(turn.contact, profile=profile))
    first = next(hit for hit in find(turn, typed, MOST) if hit.kind == "provider")
    return room.catalog.provider_names[first.id].rpartition(", ")[2]


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "district industries centre"),
        ("en", "distrct industries centre"),
        ("en", "my district industries centre"),
        ("en", "dic"),
        ("hi", "ज़िला उद्योग केंद्र"),
        ("ta", "மாவட்ட தொழில் மையம்"),
    ],
)
def test_the_office_of_the_own_district_comes_first(room: ContentRoom, language: str, typed: str) -> None:
    assert _first_office(room, language, typed, HERE) == "Erode"


def test_an_office_that_the_own_place_has_not_is_one_elsewhere(room: ContentRoom) -> None:
    assert _first_office(room, "en", "weavers service centre", HERE) != "Erode"
    assert _first_office(room, "en", "weavers service centre", {"district": "Varanasi"}) == "Varanasi"


@pytest.mark.parametrize(
    "typed", ["dic gaya", "district industries centre gaya", "district industries centre chennai"]
)
def test_a_place_that_is_typed_goes_before_the_own_one(room: ContentRoom, typed: str) -> None:
    assert _first_office(room, "en", typed, HERE) == typed.rpartition(" ")[2].title()


def test_without_a_place_in_the_profile_nothing_changes(room: ContentRoom) -> None:
    assert _first_office(room, "en", "district industries centre", {}) != "Erode"


@pytest.mark.parametrize(("language", "part"), [("hi", "चंदेरी, अशोकनगर"), ("ta", "சந்தேரி, அசோக்நகர்")])
def test_a_town_and_its_district_are_both_in_the_own_language(room: ContentRoom, language: str, part: str) -> None:
    turn = typed_on(room.catalog, language, "chanderi", [])
    place = next(hit for hit in find(turn, "chanderi", MOST) if hit.kind == "place")
    assert part in label_of(turn, place)


@pytest.mark.parametrize("field", ["town", "district"])
def test_every_district_industries_centre_is_found_by_its_short_name_and_place(room: ContentRoom, field: str) -> None:
    centres = {code: one for code, one in room.catalog.offices.items() if one.short_name == "DIC"}
    assert len(centres) > 400
    typed = {code: f"dic {getattr(centre, field)}" for code, centre in centres.items()}
    found = {code: [hit.id for hit in search(room.catalog, text)[:3]] for code, text in typed.items()}
    assert [typed[code] for code in centres if code not in found[code]] == []


def test_an_office_is_found_by_the_districts_town_and_by_its_old_name(room: ContentRoom) -> None:
    for typed, name in (
        ("dic office vijayawada", "District Industries Centre (DIC), NTR"),
        ("dic bhavani", "District Industries Centre (DIC), Erode"),
        ("msme di chennai", "MSME-Development & Facilitation Office (MSME-DFO), Chennai"),
    ):
        assert room.catalog.provider_names[search(room.catalog, typed)[0].id] == name


@pytest.mark.parametrize("typed", ["மாவட்ட தொழில் மையம் கோவை", "weavers service centre kovai", "dic kovai"])
def test_an_office_in_another_place_than_the_one_that_is_named_is_not_sure(room: ContentRoom, typed: str) -> None:
    turn = typed_on(room.catalog, "ta", typed, [])
    found = {
        room.catalog.offices[hit.id].town: hit.score for hit in find(turn, typed, MOST, 0) if hit.kind == "provider"
    }
    assert found
    assert all(score < CERTAIN for town, score in found.items() if town != "Coimbatore")


def test_a_state_says_of_no_centre_that_it_is_meant(room: ContentRoom) -> None:
    assert all("DIEPC" not in room.catalog.provider_names.get(hit.id, "") for hit in search(room.catalog, "dic up"))
