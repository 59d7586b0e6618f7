"""Where a query without a good answer is led: by what its words mean, then by what it is a little like."""

from __future__ import annotations

import pytest

from content.name_search import Hit
from content.nearest import MOST, nearest


@pytest.mark.parametrize(
    ("query", "branch"),
    [
        ("loan for pigeons", "schemes"),
        ("ऋण कबूतर", "schemes"),
        ("karz kabootar", "schemes"),
        ("register my pigeon", "udyam"),
        ("பயிற்சி புறா", "trainings"),
        ("kabootar ka paisa nahi mila", "bills"),
        ("pigeon tax", "calendar"),
        ("pigeon office", "nearby"),
    ],
)
def test_words_lead_to_their_branch(query: str, branch: str) -> None:
    assert nearest(query, [])[0].id == branch


def test_words_go_before_what_is_alike_and_each_branch_is_named_once() -> None:
    alike = [Hit("scheme", "pmegp", 70), Hit("theme", "loan", 69), Hit("term", "spv", 65), Hit("faq", "q01", 61)]
    assert [hit.id for hit in nearest("pigeon training", alike)] == ["trainings", "schemes", "glossary"]
    assert len(nearest("tax loan training office law", alike)) == MOST


def test_a_part_of_a_guide_leads_to_that_guide() -> None:
    assert nearest("pigeon", [Hit("step", "gem:3", 70)]) == [Hit("guide", "gem", 0)]


def test_nothing_points_nowhere() -> None:
    assert nearest("xyzzy", []) == []
