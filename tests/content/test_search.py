"""What owners type finds what they mean, in every language of the plan; what nobody can mean finds nothing sure."""

from __future__ import annotations

from collections import defaultdict

import pytest

from bot.content_room import ContentRoom
from content.search_entries import names_of, words_of
from locales import LANGUAGES
from tests.search_report import Tried, line, read_queries, try_all

RECALL, MISLED = 0.95, 0.02


@pytest.fixture(scope="module")
def tried(room: ContentRoom) -> list[Tried]:
    return try_all(room.catalog)


def test_the_set_is_large_enough_in_every_language() -> None:
    counts: defaultdict[str, int] = defaultdict(int)
    for query in read_queries():
        counts[query.language] += 1
    assert sum(counts.values()) >= 240
    assert min(counts[code] for code in LANGUAGES) >= 10


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_finds_what_it_means(tried: list[Tried], code: str) -> None:
    mine = [one for one in tried if one.query.language == code]
    missed = [one.query.text for one in mine if not one.found]
    assert len(missed) <= (1 - RECALL) * len(mine), missed
    assert sum(one.misleads for one in mine) <= MISLED * len(mine), line(code, mine)


def test_every_expected_record_exists(room: ContentRoom) -> None:
    known = {f"{one.kind}:{one.id}" for one in (*names_of(room.catalog), *words_of(room.catalog))}
    wanted = {record for query in read_queries() for record in query.expected if not record.endswith("*")}
    assert wanted - known == {"-"}
