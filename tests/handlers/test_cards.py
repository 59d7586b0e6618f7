"""What a card that is shared into a group says of a record: more than its name."""

from __future__ import annotations

from html import unescape

import pytest

from content.files import FOLDER
from content.name_search import Hit
from content.providers import read_providers
from db import providers
from handlers.cards import Card, make_card
from handlers.turn import Turn


async def card(turn: Turn, kind: str, name: str) -> Card:
    """The card of a record."""
    made = await make_card(turn, Hit(kind, name, 100))
    assert made is not None
    return made


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        ("moved", "samadhaan", ["MSME Samadhaan", "Today: MSME ODR portal, since 15 Oct 2025.", "New cases go to"]),
        ("practice", "bp-in-tiruppur", ["Tamil Nadu · knitwear", "succeeded", "Tomorrow", "Visit it with three"]),
        ("training", "esdp", ["E-SDP", "For: people who want to start a unit", "Duration: up to 6 weeks"]),
        ("need", "testing", ["Testing lab", "calibrates for all of you", "In special cases fewer were enough."]),
        ("topic", "udyam:fraud-report", ["Report a fraud", "1930", "Not fully confirmed"]),
    ],
)
async def test_a_card_says_what_it_is_about(turn: Turn, kind: str, name: str, said: list[str]) -> None:
    made = await card(turn, kind, name)
    assert [words for words in said if words not in unescape(made.text)] == []
    assert made.description


async def test_a_providers_card_says_its_kind_its_place_and_how_to_reach_it(turn: Turn) -> None:
    one = next(one for one in read_providers(FOLDER / "providers.csv") if one.phone and one.email and one.services)
    await providers.import_providers(turn.session, [one.as_record()])
    made = await card(turn, "provider", one.code)
    kind = turn.catalog.categories[one.categories[0]].name
    assert [words for words in (kind, one.town, one.phone, one.email) if words not in unescape(made.text)] == []
    assert one.town in made.description


async def test_a_provider_that_is_not_shown_any_more_has_no_card(turn: Turn) -> None:
    assert await make_card(turn, Hit("provider", next(iter(turn.catalog.provider_names)), 100)) is None
