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


def test_no_address_has_words_behind_it() -> None:
    assert [link for link in links_to_mend() if link.fault.startswith("link is broken")] == []
