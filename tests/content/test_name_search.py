"""Records are found by what people type, in any script, slips forgiven; nonsense finds nothing."""

import random

import pytest

from content.files import FOLDER
from content.name_search import Entry, Index
from content.providers import read_providers

ENTRIES = [
    Entry(
        "scheme", "cgtmse", ("Credit Guarantee Fund Trust for Micro and Small Enterprises", "CGTMSE", "बिना गारंटी")
    ),
    Entry("scheme", "pmegp", ("Prime Minister's Employment Generation Programme", "PMEGP", "பிஎம்இஜிபி")),
    Entry("scheme", "mudra", ("Pradhan Mantri Mudra Yojana", "mudra", "मुद्रा", "முத்ரா")),
    Entry("scheme", "mse-cdp", ("Cluster Development Programme", "MSE-CDP")),
    Entry("guide", "udyam", ("Register on Udyam", "udyam", "उद्यम", "உத்யம்")),
    Entry("category", "ipr", ("Trademarks, patents and GI", "trademark")),
]


@pytest.fixture(scope="module")
def index() -> Index:
    others = (Entry("provider", one.code, (one.name,)) for one in read_providers(FOLDER / "providers.csv"))
    return Index([*ENTRIES, *others])


@pytest.mark.parametrize(
    ("typed", "record"),
    [
        ("cgtsme", "cgtmse"),
        ("CGTMSE", "cgtmse"),
        ("credit guarantee", "cgtmse"),
        ("guarantee credit", "cgtmse"),
        ("credt garantee", "cgtmse"),
        ("pmegp loan", "pmegp"),
        ("pmeg", "pmegp"),
        ("பிஎம்இஜிபி", "pmegp"),
        ("udyam kaise kare", "udyam"),
        ("உத்யம்", "udyam"),
        ("उद्यम", "udyam"),
        ("udhyam", "udyam"),
        ("मुद्रा", "mudra"),
        ("mudra yojana kya hai", "mudra"),
        ("முத்ரா", "mudra"),
        ("mutra", "mudra"),
        ("msecdp", "mse-cdp"),
        ("trade mark", "ipr"),
    ],
)
def test_what_people_type_finds_the_record_first(index: Index, typed: str, record: str) -> None:
    hits = [hit for hit in index.find(typed) if hit.kind != "provider"]
    assert hits[0].id == record


@pytest.mark.parametrize(
    "typed", ["", "a", "?", "xyz nonsense qwerty", "the weather today", "biryani recipe", "hello", "🙂"]
)
def test_nonsense_finds_nothing(index: Index, typed: str) -> None:
    assert index.find(typed) == []


def test_a_record_is_listed_once_and_the_best_first(index: Index) -> None:
    hits = index.find("udyam", 20)
    assert len({(hit.kind, hit.id) for hit in hits}) == len(hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].score == 100
    assert len(index.find("office", 3)) == 3


def test_only_common_words_still_find_what_is_named_so() -> None:
    assert Index([Entry("scheme", "x", ("How to",))]).find("how to")[0].id == "x"


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Index([]).find("udyam") == []


def test_a_long_text_is_looked_at_from_its_start(index: Index) -> None:
    assert index.find("pmegp" + " " * 4091)[0].id == "pmegp"


def test_names_with_a_letter_dropped_are_found_among_the_first_five(index: Index) -> None:
    chance = random.Random(7)
    providers = read_providers(FOLDER / "providers.csv")
    count = {one.name: 0 for one in providers}
    for one in providers:
        count[one.name] += 1
    sample = chance.sample([one for one in providers if count[one.name] == 1], 120)
    found = 0
    for one in sample:
        name = one.name[:90]
        cut = chance.randrange(1, len(name) - 1)
        found += one.code in {hit.id for hit in index.find(name[:cut] + name[cut + 1 :], 5)}
    assert found / len(sample) >= 0.95
