"""A stored zone is never a reason to say nothing."""

from __future__ import annotations

import pytest

from content.zones import zone_of


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("Asia/Dubai", "Asia/Dubai"),
        ("Asia/Atlantis", "Asia/Kolkata"),
        ("Asia", "Asia/Kolkata"),  # a folder of zones
        ("", "Asia/Kolkata"),
        ("../etc/passwd", "Asia/Kolkata"),
        ("a\0b", "Asia/Kolkata"),
    ],
)
def test_a_zone_is_found_or_indias_is_taken(name: str, taken: str) -> None:
    assert zone_of(name).key == taken
