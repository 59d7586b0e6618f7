"""Sectors: found by what owners type in any script, and named as schemes name them."""

import pytest

from content.catalog import load_catalog
from content.profile import Profile
from content.sectors import Sectors, find_sectors, with_sector


@pytest.fixture(scope="module")
def sectors() -> Sectors:
    return load_catalog().sectors


@pytest.mark.parametrize(
    ("typed", "sector"),
    [
        ("hosiery", "textiles"),
        ("Knitwear", "textiles"),
        ("knitware", "textiles"),
        ("banian", "textiles"),
        ("பின்னலாடை", "textiles"),
        ("ஹோசியரி", "textiles"),
        ("होजरी", "textiles"),
        ("पीतल", "metal-craft"),
        ("peetal", "metal-craft"),
        ("pital", "metal-craft"),
        ("I make brass lamps", "metal-craft"),
        ("हथकरघा", "handloom"),
        ("bunkar", "handloom"),
        ("கைத்தறி", "handloom"),
        ("castings", "foundry"),
        ("வார்ப்பு", "foundry"),
        ("aachar", "food"),
        ("rice", "food"),
        ("juta", "leather"),
        ("coir", "coir"),
        ("kayiru", "coir"),
        ("மூங்கில்", "bamboo"),
        ("darzi", "tailoring"),
        ("chikankari", "tailoring"),
        ("lohar", "blacksmith"),
        ("software", "services"),
        ("kirana", "trade"),
    ],
)
def test_a_typed_word_finds_its_sector(sectors: Sectors, typed: str, sector: str) -> None:
    assert find_sectors(sectors, typed)[0].id == sector


@pytest.mark.parametrize("typed", ["", "  ", "?!", "xyzzy", "t", "12"])
def test_what_means_nothing_finds_nothing(sectors: Sectors, typed: str) -> None:
    assert find_sectors(sectors, typed) == []


def test_every_sector_is_found_by_its_name_and_by_each_of_its_words(sectors: Sectors) -> None:
    for sector in sectors.values():
        for word in (sector.name, *sector.words):
            assert sector in find_sectors(sectors, word), word


def test_a_profile_learns_how_schemes_name_its_sector(sectors: Sectors) -> None:
    assert with_sector(Profile(sector="toys"), sectors).sector_words == {"dolls and toys", "handicraft"}


def test_nothing_is_known_without_a_sector_or_with_one_no_longer_listed(sectors: Sectors) -> None:
    assert with_sector(Profile(size="micro"), sectors) == Profile(size="micro")
    assert with_sector(Profile(sector="telegraphy"), sectors) == Profile()
