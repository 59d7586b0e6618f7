"""Places are found from a PIN, a point or a typed name, and proposed with the right district."""

import random
from collections import Counter

import pytest

from content.folding import fold
from content.places import PLACES, Place, Places
from content.providers import distance_km
from content.states import STATES


@pytest.mark.parametrize(
    ("typed", "name", "state"),
    [
        ("Tiruppur", "Tiruppur", "IN-TN"),
        ("tirupur", "Tiruppur", "IN-TN"),
        ("tirupr", "Tiruppur", "IN-TN"),
        ("திருப்பூர்", "Tiruppur", "IN-TN"),
        ("tiruppur district", "Tiruppur", "IN-TN"),
        ("मुरादाबाद", "Moradabad", "IN-UP"),
        ("muradabad", "Moradabad", "IN-UP"),
        ("Moradabad, UP", "Moradabad", "IN-UP"),
        ("moradabad utar pradesh", "Moradabad", "IN-UP"),
        ("Chanderi", "Chanderi", "IN-MP"),
        ("chanderee", "Chanderi", "IN-MP"),
        ("सिवाकासी", "Sivakasi", "IN-TN"),
        ("हाथरस", "Hathras", "IN-UP"),
        ("bangalore", "Bengaluru", "IN-KA"),
        ("near Agra", "Agra", "IN-UP"),
        ("i am from jaipur", "Jaipur", "IN-RJ"),
        ("मैं कानपुर से", "Kanpur", "IN-UP"),
        ("நான் திருப்பூர்", "Tiruppur", "IN-TN"),
        ("silvassa", "Silvassa", "IN-DH"),
        ("aligarh rajasthan", "Aligarh", "IN-RJ"),
        ("aligarh, uttar pradesh", "Aligarh", "IN-UP"),
    ],
)
def test_a_typed_town_is_found_first(typed: str, name: str, state: str) -> None:
    found = PLACES.find(typed)[0]
    assert (found.kind, found.name, found.state) == ("town", name, state)
    assert found.district in PLACES.districts[state]


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("Tamil Nadu", "IN-TN"), ("tamilnadu", "IN-TN"), ("தமிழ்நாடு", "IN-TN"), ("तमिलनाडु", "IN-TN"), ("tn", "IN-TN"),
        ("उत्तर प्रदेश", "IN-UP"), ("uttar pradesh", "IN-UP"), ("UP", "IN-UP"), ("gujrat", "IN-GJ"), ("orissa", "IN-OD"),
        ("J&K", "IN-JK"), ("pondicherry", "IN-PY"), ("or", "IN-OD"),
    ],
)  # fmt: skip
def test_a_typed_state_is_found_first(typed: str, state: str) -> None:
    place = next(place for place in PLACES.find(typed) if place.kind == "state")
    assert place == Place("state", STATES.names[state]["name"], "", state)


@pytest.mark.parametrize("typed", ["641601", "641 601", "६४१६०१", "௬௪௧௬௦௧", "Tiruppur - 641601", "PIN: 641601."])
def test_a_typed_pin_is_found(typed: str) -> None:
    (found,) = PLACES.find(typed)
    assert (found.kind, found.name, found.district, found.state) == ("pin", "641601", "Tiruppur", "IN-TN")


@pytest.mark.parametrize(
    "typed", ["", "x", "zz", "xyzzy qq", "loan", "I make shoes", "999999", "9876543210", "🙂", "।", "a" * 4096]
)
def test_nothing_is_better_than_nonsense(typed: str) -> None:
    assert PLACES.find(typed) == []


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("मुरादाबाद पीतल", "Moradabad"),
        ("tiruppur knitwear", "Tiruppur"),
        ("unit in surat", "Surat"),
        ("मेरी यूनिट कानपुर में है", "Kanpur"),
        ("near bus stand, New Delhi", "Delhi"),
        ("Ganj Muradabad", "Ganj Muradabad"),
    ],
)
def test_a_place_amid_other_words_is_found(typed: str, name: str) -> None:
    assert PLACES.find(typed, 1)[0].name == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("தமிழ்நாட்டில்", "Tamil Nadu"), ("தமிழ்நாட்டு", "Tamil Nadu"), ("குஜராத்தில்", "Gujarat"),
        ("கேரளாவில்", "Kerala"), ("கர்நாடகத்தில்", "Karnataka"), ("சேலத்தில்", "Salem"), ("மதுரையில்", "Madurai"),
        ("ஈரோட்டில்", "Erode"), ("திருப்பூரில்", "Tiruppur"), ("ராஜ்கோட்டில்", "Rajkot"), ("மும்பையில்", "Mumbai"),
    ],
)  # fmt: skip
def test_a_name_is_known_in_the_cases_of_tamil(typed: str, name: str) -> None:
    assert PLACES.called(fold(typed))[0].name == name


def test_a_word_that_only_ends_like_a_case_is_no_place() -> None:
    assert [word for word in ("coil", "muslin", "pencil", "bobbin", "menu") if PLACES.called(word)] == []


def test_a_district_is_known_by_its_other_spelling() -> None:
    assert [(one.kind, one.name) for one in PLACES.called("kutch")] == [("district", "Kachchh")]


def test_no_more_are_found_than_asked_for() -> None:
    assert len(PLACES.find("rampur", 3)) == 3
    assert PLACES.find("rampur", 0) == []


def test_an_unknown_pin_is_no_place() -> None:
    assert PLACES.by_pin("000000") is None


def test_every_pin_has_a_state_and_a_district_even_where_its_offices_name_none() -> None:
    bare = [pin.pin for pin in PLACES._pins.values() if not pin.district]
    assert bare
    proposed = [place for pin in bare if (place := PLACES.by_pin(pin))]
    assert len(proposed) == len(bare)
    assert sum(1 for place in proposed if place.district and place.state) >= 0.95 * len(bare)


def test_the_table_is_as_large_as_its_sources() -> None:
    pins = PLACES._pins.values()
    assert len(pins) >= 19_800
    assert sum(1 for pin in pins if pin.district) >= 19_400
    assert set(PLACES.districts) == set(STATES.names)
    names = [name for districts in PLACES.districts.values() for name in districts]
    assert len(names) >= 745
    assert not {"", "Na", "NA"} & set(names)


def test_a_point_is_given_its_district_when_its_own_pin_is_held_out() -> None:
    sample = random.Random(2026).sample(PLACES._by_latitude, 400)
    districts = states = 0
    for pin in sample:
        rest = Places()
        rest.__dict__["_by_latitude"] = [other for other in PLACES._by_latitude if other.pin != pin.pin]
        found = rest.at(pin.latitude, pin.longitude)
        districts += bool(found and (found.district, found.state) == (pin.district, pin.state))
        states += bool(found and found.state == pin.state)
    assert districts / len(sample) >= 0.85
    assert states / len(sample) >= 0.96


@pytest.mark.parametrize("point", [(0.0, 0.0), (51.5, -0.1), (10.0, 65.0), (-90.0, 180.0)])
def test_a_point_far_from_india_is_no_place(point: tuple[float, float]) -> None:
    assert PLACES.at(*point) is None


def test_the_nearest_pins_are_those_of_a_full_look() -> None:
    for here in ((11.1, 77.34), (28.83, 78.77), (34.1, 77.5), (8.1, 77.5)):
        near = PLACES._nearest(*here)
        ranked = sorted(PLACES._by_latitude, key=lambda pin: distance_km(here, (pin.latitude, pin.longitude)))
        assert Counter(near) == Counter(ranked[: len(near)])
        assert len(near) == 5


@pytest.mark.parametrize(
    ("pin", "state"), [("744101", "IN-AN"), ("396210", "IN-DH"), ("682555", "IN-LD"), ("194101", "IN-LA")]
)
def test_far_territories_are_told_apart(pin: str, state: str) -> None:
    found = PLACES.by_pin(pin)
    assert found
    assert found.state == state
    assert found.district in PLACES.districts[state]


@pytest.mark.parametrize(
    ("point", "state"), [((10.57, 72.64), "IN-LD"), ((7.0, 93.9), "IN-AN"), ((34.16, 77.58), "IN-LA")]
)
def test_a_point_on_a_far_island_or_mountain_is_placed(point: tuple[float, float], state: str) -> None:
    found = PLACES.at(*point)
    assert found
    assert found.state == state
