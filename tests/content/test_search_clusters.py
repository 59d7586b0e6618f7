"""Clusters are found by what they make, of which type they are and where they lie, in any language."""

from __future__ import annotations

import pytest

from bot.content_room import ContentRoom
from content.search import search
from tests.search_report import CONFIDENT


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("knitwear cluster in tamil nadu", "IN-TN"),
        ("tamilnadu knitwear", "IN-TN"),
        ("brass cluster in uttar pradesh", "IN-UP"),
        ("उत्तर प्रदेश पीतल क्लस्टर", "IN-UP"),
        ("pottery in gujarat", "IN-GJ"),
        ("saffron of jammu and kashmir", "IN-JK"),
        ("kashmir saffron", "IN-JK"),
        ("jute bengal", "IN-WB"),
        ("gujarat handloom", "IN-GJ"),
        ("kutch handloom", "IN-GJ"),
        ("foundry rajkot", "IN-GJ"),
        ("handicraft clusters in Rajasthan", "IN-RJ"),
        ("राजस्थान के हस्तशिल्प क्लस्टर", "IN-RJ"),
        ("industrial clusters in punjab", "IN-PB"),
        ("குஜராத்தில் கைத்தறி", "IN-GJ"),
    ],
)
def test_clusters_of_the_state_that_is_named_come_first(room: ContentRoom, typed: str, state: str) -> None:
    hits = search(room.catalog, typed)
    assert hits[0].kind == "cluster"
    assert {room.catalog.clusters[hit.id].state for hit in hits if hit.score >= CONFIDENT and hit.kind != "nic"} == {
        state
    }


def test_clusters_are_found_by_their_type(room: ContentRoom) -> None:
    hits = [hit for hit in search(room.catalog, "service clusters") if hit.kind == "cluster"]
    assert {room.catalog.clusters[hit.id].type for hit in hits[:3]} == {"service"}


@pytest.mark.parametrize("typed", ["मिट्टी के बर्तन क्लस्टर", "mitti ke bartan cluster"])
def test_words_that_say_nothing_are_left_out_of_products_too(room: ContentRoom, typed: str) -> None:
    hits = search(room.catalog, typed)
    assert hits[0].kind == "cluster"
    made = [room.catalog.clusters[hit.id].product.lower() for hit in hits if hit.kind == "cluster"]
    assert all("pottery" in product for product in made[:3]), made


@pytest.mark.parametrize("typed", ["clusters in mumbai", "मुंबई क्लस्टर", "மும்பையில் கிளஸ்டர்"])
def test_a_district_that_bears_more_than_its_towns_name_is_meant_by_that(room: ContentRoom, typed: str) -> None:
    first = search(room.catalog, typed)[0]
    assert first.kind == "cluster"
    assert room.catalog.clusters[first.id].district.startswith("Mumbai ")


def test_a_place_without_the_product_gives_its_own_clusters_before_those_elsewhere(room: ContentRoom) -> None:
    hits = [hit for hit in search(room.catalog, "jute cluster kolkata") if hit.kind == "cluster"]
    districts = [room.catalog.clusters[hit.id].district for hit in hits]
    assert districts[0] == "Kolkata"
    assert all(hit.score < CONFIDENT for hit in hits)
    others = search(room.catalog, "jute stolen kolkata")  # may be about anything
    assert "cluster" not in {hit.kind for hit in others}


@pytest.mark.parametrize("typed", ["brass cluster", "चमड़ा क्लस्टर", "which cluster makes locks"])
def test_clusters_of_a_product_come_before_what_a_cluster_is(room: ContentRoom, typed: str) -> None:
    assert [hit.kind for hit in search(room.catalog, typed)[:3]] == ["cluster"] * 3


def test_a_state_without_the_product_gives_others_and_is_not_sure(room: ContentRoom) -> None:
    hits = [hit for hit in search(room.catalog, "knitwear cluster goa") if hit.kind == "cluster"]
    assert hits
    assert all(hit.score < CONFIDENT for hit in hits)


LISTED = [
    "clusters in tamil nadu", "tamil nadu clusters", "तमिलनाडु के क्लस्टर", "தமிழ்நாட்டில் உள்ள தொகுப்புகள்",
    "தமிழ்நாட்டு கிளஸ்டர்கள்",
]  # fmt: skip


@pytest.mark.parametrize("typed", LISTED)
def test_the_clusters_of_a_state_are_listed(room: ContentRoom, typed: str) -> None:
    first = search(room.catalog, typed)[0]
    assert (first.kind, first.id) == ("state-clusters", "IN-TN")


@pytest.mark.parametrize("typed", ["what kind of cluster", "kind of cluster", "किस तरह का क्लस्टर"])
def test_which_kind_of_cluster_is_worked_out(room: ContentRoom, typed: str) -> None:
    first = search(room.catalog, typed)[0]
    assert (first.kind, first.id) == ("tool", "cluster-type")


@pytest.mark.parametrize("typed", ["near me clusters", "clusters near me"])
def test_clusters_near_me_are_not_those_of_a_far_country(room: ContentRoom, typed: str) -> None:
    hits = search(room.catalog, typed)
    assert (hits[0].kind, hits[0].id) == ("branch", "clusters-near")
    assert "practice" not in {hit.kind for hit in hits}
