"""The lines that say where a record comes from."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any, cast

from bot.content_room import ContentRoom
from content.files import FOLDER
from content.providers import read_providers
from content.records import Source, Sourced
from content.sources import PAPERS
from handlers.provenance import source_lines
from handlers.source_words import source_words
from handlers.turn import Turn
from locales import translator

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
NOBODY = cast("Any", None)


def told(room: ContentRoom, record: Sourced, language: str = "en") -> list[str]:
    """The lines without the empty ones."""
    turn = Turn(NOBODY, NOBODY, room.catalog, translator(language), NOW)
    return "\n".join(filter(None, source_lines(turn, record))).split("\n")


def test_sources_are_told_by_names_and_a_date_where_there_is_one(room: ContentRoom) -> None:
    sources = (
        Source(url="seed:004_9a9a01752eefee5e.txt", supports="table 1"),
        Source(url="public code file id 66867197774"),
        Source(url="https://gem.gov.in/faq", supports="the fee", dated="2026-03"),
        Source(url="https://gem.gov.in/help"),
    )
    lines = told(room, Sourced(sources=sources, conflict="60% (seed 001) or 76%", unknown=("not on a stored page",)))
    assert f"• {PAPERS['000']}: table 1" in lines
    assert "• research notes" in lines
    assert "• gem.gov.in (Mar 2026): the fee" in lines
    assert "• gem.gov.in (no date)" in lines
    assert f"60% ({PAPERS['001']}) or 76%" in lines
    assert "• not on a page we read" in lines


def test_what_sources_disagree_about_is_not_called_confirmed(room: ContentRoom) -> None:
    sources = (Source(url="https://gem.gov.in/faq"),)
    assert "Confirmed by the sources." in told(room, Sourced(sources=sources, confidence="high"))
    assert "Confirmed by the sources." not in told(
        room, Sourced(sources=sources, confidence="high", conflict="5 or 6")
    )


def test_notes_stand_in_the_language_of_the_owner(room: ContentRoom) -> None:
    scheme = room.catalog.schemes["mse-cdp"]
    assert scheme.conflict
    for language in ("hi", "ta"):
        shown = told(room, scheme, language)
        for note in (scheme.conflict, *scheme.unknown, *(one.supports for one in scheme.sources)):
            assert note not in "\n".join(shown), (language, note)


def test_a_long_note_ends_with_a_whole_word(room: ContentRoom) -> None:
    source = Source(url="https://gem.gov.in/faq", supports="measured " * 12)
    assert told(room, Sourced(sources=(source,)))[-1].endswith("measured …")


def test_a_source_without_a_page_is_told_in_the_language_of_the_owner(room: ContentRoom) -> None:
    told_in = Turn(NOBODY, NOBODY, room.catalog, translator("hi"), NOW)
    listed = "general knowledge; RBI/Razorpay IFSC list, IFSC BARB0SIHORX; https://www.sitra.org.in/about"
    assert source_words(told_in, listed) == (
        "क्षेत्र में जानी हुई बात; बैंक शाखाओं की RBI सूची, IFSC BARB0SIHORX; sitra.org.in"
    )


def test_what_many_offices_and_clusters_rest_on_is_translated(room: ContentRoom) -> None:
    hindi, english = (Turn(NOBODY, NOBODY, room.catalog, translator(code), NOW) for code in ("hi", "en"))
    sources = [one.source for one in read_providers(FOLDER / "providers.csv")]
    sources += [one.source for one in room.catalog.clusters.values()]
    for source, times in Counter(sources).items():
        said = source_words(english, source)
        is_name = " " not in said or said.startswith((PAPERS["001"], "thestatesman.com"))
        assert times == 1 or is_name or source_words(hindi, source) != said, source
