"""Old names lead to today's; addresses of sources are addresses and nothing else."""

from __future__ import annotations

import pytest

from bot.content_room import ContentRoom
from content.links import links_to_mend
from content.search import search


@pytest.mark.parametrize(
    ("typed", "moved"),
    [
        ("interest equalisation scheme", "interest-equalisation"),
        ("market access initiative", "market-access-initiative"),
        ("CLCS-TUS", "nmcp"),
        ("consortia and tender marketing", "consortia-tender"),
        ("SICDP", "sicdp"),
    ],
)
def test_old_name_leads_to_todays(room: ContentRoom, typed: str, moved: str) -> None:
    assert ("moved", moved) in [(hit.kind, hit.id) for hit in search(room.catalog, typed)[:3]]


@pytest.mark.parametrize(
    ("host", "moved"),
    [
        ("udyogaadhaar.gov.in", "udyog-aadhaar"),
        ("www.udyogaadhaar.gov.in", "udyog-aadhaar"),
        ("samadhaan.msme.gov.in", "samadhaan"),
        ("samadhaan.labour.gov.in", None),
        ("udyogaadhaar.org", None),
        ("odr.msme.gov.in", None),
    ],
)
def test_a_host_of_an_old_name_leads_to_todays(room: ContentRoom, host: str, moved: str | None) -> None:
    assert [one.id for one in room.catalog.moved.values() if one.names(host)] == [moved] * bool(moved)


def test_no_address_has_words_behind_it() -> None:
    assert [link for link in links_to_mend() if link.fault.startswith("link is broken")] == []
