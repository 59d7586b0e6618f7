"""Offices, schemes and trainings by their names in the contact's language."""

from __future__ import annotations

from dataclasses import replace

from content.providers import body_and_place
from content.schemes import THEMES
from handlers.names import body_name, short_name
from handlers.turn import Turn
from handlers.words import theme_words
from locales import translator


def _hindi(turn: Turn) -> Turn:
    return replace(turn, translator=translator("hi"))


def test_a_name_is_parted_at_its_place() -> None:
    assert body_and_place("District Industries Centre (DIC), Erode") == ("District Industries Centre (DIC)", "Erode")
    assert body_and_place("Knitwear Club") == ("Knitwear Club", "")
    whole = "MSME Technology Centre, Baddi (new, under the technology centre programme)"
    assert body_and_place(whole) == (whole, "")


def test_every_theme_has_its_words(turn: Turn) -> None:
    assert list(theme_words(turn)) == list(THEMES)


def test_an_office_has_its_name_and_its_place_in_the_owners_language(turn: Turn) -> None:
    english = "District Industries Centre (DIC), Erode"
    assert body_name(turn, english) == english
    assert body_name(_hindi(turn), english) == "ज़िला उद्योग केंद्र (DIC), ईरोड"
    council = "Micro & Small Enterprises Facilitation Council (MSEFC), Jammu & Kashmir"
    assert body_name(_hindi(turn), council).endswith(", जम्मू और कश्मीर")


def test_an_unknown_body_keeps_its_name(turn: Turn) -> None:
    assert body_name(_hindi(turn), "Arora & Sons, Helpers") == "Arora & Sons, Helpers"


def test_words_in_a_schemes_short_name_are_translated_and_letters_stay(turn: Turn) -> None:
    by_name = {one.short_name: one for one in turn.catalog.schemes.values()}
    assert short_name(_hindi(turn), by_name["Digital MSME"]) == "डिजिटल MSME"
    assert short_name(_hindi(turn), by_name["CGTMSE"]) == "CGTMSE"
    without = next(one for one in turn.catalog.schemes.values() if not one.short_name)
    assert short_name(_hindi(turn), without) == translator("hi").content(without.id, "name", without.name)
