"""Whoever types what an office is called, and no place, means the one of their own district."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content_room import ContentRoom
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


@pytest.mark.parametrize(
    ("language", "typed", "found"),
    [
        ("en", "dic moradabad", "(DIEPC), Moradabad"),
        ("en", "dic office agra", "(DIEPC), Agra"),
        ("en", "dic vijayawada", "(DIC), NTR"),
        ("en", "msme di chennai", "(MSME-DFO), Chennai"),
        ("en", "sidbi tiruppur", "SIDBI branch office, Tiruppur"),
        ("hi", "डीआईसी लखनऊ", "(DIEPC), Lucknow"),
        ("ta", "மாவட்ட தொழில் மையம் கோவை", "(DIC), Coimbatore"),
        ("ta", "டிஐசி கோவை", "(DIC), Coimbatore"),
    ],
)
def test_an_office_is_found_by_its_short_name_and_its_town(
    room: ContentRoom, language: str, typed: str, found: str
) -> None:
    first = find(typed_on(room.catalog, language, typed, []), typed, MOST)[0]
    assert first.kind == "provider"
    assert room.catalog.provider_names[first.id].endswith(found)


def test_no_office_elsewhere_is_sure_where_the_place_has_one(room: ContentRoom) -> None:
    hits = find(typed_on(room.catalog, "en", "dic kovai", []), "dic kovai", MOST)
    assert {room.catalog.provider_names[hit.id][-10:] for hit in hits if hit.kind == "provider"} == {"Coimbatore"}
