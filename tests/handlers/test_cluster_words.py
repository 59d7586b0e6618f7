"""Directories in the contact's language: clusters, providers, places and codes say nothing common in English."""

from __future__ import annotations

import csv
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.content_room import ContentRoom
from content.files import FOLDER
from content.name_search import Hit
from content.places import Place
from content.providers import read_providers
from db import contacts, providers
from db.store import open_store
from handlers.cluster_words import cluster_name
from handlers.dispatch import open_screen
from handlers.found import label_of
from handlers.places import place_name
from handlers.turn import Turn
from locales import translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
ENGLISH = re.compile(r"[A-Za-z]{3,}")
KNITWEAR = "tn-tiruppur-cotton-knitwear"


@pytest.fixture(params=["hi", "ta"])
async def turn(sqlite_url: str, room: ContentRoom, request: pytest.FixtureRequest) -> AsyncIterator[Turn]:
    """A contact who reads Hindi, or Tamil."""
    store = open_store(sqlite_url)
    async with store.unit() as session:
        made = await contacts.get_or_add(session, 7, request.param, NOW)
        yield Turn(made, session, room.catalog, translator(request.param), NOW, "samooh_bot")
    await store.close()


async def test_a_cluster_is_named_by_its_translated_product_and_place(turn: Turn) -> None:
    code = next(one.code for one in turn.catalog.clusters.values() if one.id == KNITWEAR)
    name = {"hi": "सूती बुने कपड़े (निटवेयर) क्लस्टर, तिरुप्पुर", "ta": "பருத்திப் பின்னலாடை கிளஸ்டர், திருப்பூர்"}[turn.language]
    card = (await open_screen(turn, f"clusters.show:{code}")).text.split("\n")
    assert name in card[0]
    assert [line for line in card[:4] if ENGLISH.search(re.sub("</?b>", "", line))] == []
    assert name in label_of(turn, Hit("cluster", code, 100))
    listed = await open_screen(turn, "clusters.state:IN-TN:0")
    assert [row[0].text for row in listed.rows[:6] if ENGLISH.search(row[0].text)] == []


async def test_every_product_and_place_of_a_cluster_is_translated(turn: Turn) -> None:
    names = [cluster_name(turn, one) for one in turn.catalog.clusters.values()]
    assert [name for name in names if ENGLISH.search(name.replace("SEEPZ", ""))] == []
    lines = [one.product_line for one in turn.catalog.clusters.values()]
    assert [line for line in lines if not turn.translator.has_content("cluster", "product_line", line)] == []


async def test_what_a_provider_does_is_translated(turn: Turn) -> None:
    found = read_providers(FOLDER / "providers.csv")
    services = {service for one in found for service in one.services}
    assert [one for one in services if turn.say("provider", "services", one) == one] == []
    office = next(one for one in found if one.id == "msme-dfo-ludhiana-pb")
    await providers.import_providers(turn.session, [office.as_record()])
    card = (await open_screen(turn, f"nearby.show:{office.code}")).text
    said = {"hi": ("लुधियाना", "पंजाबी"), "ta": ("லூதியானா", "பஞ்சாபி")}
    assert [word for word in said[turn.language] if word not in card] == []
    assert "Free guidance" not in card
    assert "Industrial Area" in card  # a street is written as on its plate


async def test_a_place_is_told_in_the_script_of_the_contact(turn: Turn) -> None:
    said = place_name(turn, Place("town", "Tiruppur", "Tiruppur", "IN-TN", 11.1, 77.3))
    assert said == {"hi": "तिरुप्पुर, तमिलनाडु", "ta": "திருப்பூர், தமிழ்நாடு"}[turn.language]


async def test_every_code_of_an_activity_is_translated(turn: Turn) -> None:
    with (FOLDER / "nic_codes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["code"] for row in rows if ENGLISH.search(label_of(turn, Hit("nic", row["code"], 100)))] == []


async def test_a_source_without_a_page_is_told_in_plain_words(turn: Turn) -> None:
    code = next(one.code for one in turn.catalog.clusters.values() if one.source == "general knowledge")
    card = (await open_screen(turn, f"clusters.show:{code}")).text
    assert "general knowledge" not in card
    assert turn.gettext("Known in the field; no page was found for it.") in card
