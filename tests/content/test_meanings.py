"""Everyday words of owners stand for the English words of the records."""

from __future__ import annotations

import csv

import pytest

from bot.content_room import ContentRoom
from content.folding import fold
from content.meanings import FILE, FILLERS, NONE, meanings_like, meanings_of, meanings_within
from content.name_search import Entry
from content.search import with_states, without_amounts
from content.sentences import Sentences, content_words, find_records


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("bhugtan", "payment"),
        ("भुगतान", "payment"),
        ("பணம்", "money"),
        ("kadan", "loan"),
        ("salary", "wages"),
        ("widow", "women"),
        ("साड़ी", None),
        ("tiruppur", None),
    ],
)
def test_a_word_stands_for_english_words(word: str, meaning: str | None) -> None:
    assert (meaning in meanings_of(fold(word))) if meaning else not meanings_of(fold(word))


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("வங்கிக்கு", "bank"),
        ("கடனில்", "loan"),
        ("நிறுவனங்கள்", "business"),
        ("இயந்திரத்துக்கு", "machine"),
        ("कागज़ों", "papers"),
        ("बदलनी", "change"),
        ("badalne", "change"),
        ("पानीपत", None),
        ("panipat", None),
    ],
)
def test_another_ending_changes_nothing(word: str, meaning: str | None) -> None:
    assert (meaning in meanings_within(fold(word))) if meaning else not meanings_within(fold(word))


def test_a_slip_in_the_vowels_is_forgiven() -> None:
    assert "payment" in meanings_like("bhugtaaan")
    assert meanings_like("mudra") == ()


def test_every_row_leads_to_a_word_of_the_records(room: ContentRoom) -> None:
    with FILE.open(encoding="utf-8", newline="") as rows:
        meanings = [row["meaning"].split() for row in csv.DictReader(rows) if row["meaning"] != NONE]
    unknown = [words for words in meanings if not any(map(room.catalog.sentences.holds, words))]
    unheard = [["weather"], ["wedding"]]  # must not be taken for water and weaving
    assert unknown == [["meaning"], *unheard]  # the first asks for a term, and is no word of one


def test_words_that_ask_say_nothing() -> None:
    assert content_words("mujhe loan chahiye please") == ["loan"]
    assert content_words("kya kaise") == ["kya", "kaise"]


def test_the_forms_of_a_hindi_verb_say_as_little_as_the_verb() -> None:
    assert content_words("pmegp milti milta milte milega") == ["pmegp"]


def test_no_abbreviation_is_lost_among_the_words_that_say_nothing(room: ContentRoom) -> None:
    short = {fold(one.short) for one in room.catalog.schemes.values()} | {
        fold(one) for one in room.catalog.abbreviations
    }
    keywords = {fold(word) for tool in room.catalog.tools.values() for word in tool.keywords}
    assert FILLERS & (short | keywords) == {"needs"}  # a scheme that is called by an everyday word


def test_i_stands_for_y_at_the_end() -> None:
    sentences = Sentences([Entry("scheme", "one", ("subsidy",)), Entry("scheme", "other", ("subsidiary",))])
    assert [hit.id for hit in find_records([sentences], ["subsidi"], 90)] == ["one"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("emi 10 lakh 12% 5 years", ["emi"]),
        ("10 लाख 5 साल किस्त", ["kist"]),
        ("loan 10 lakh", ["loan"]),
        ("12 lakh emi", ["emi"]),
        ("udyam limit 5 crore", ["udyam", "limit", "5", "crore"]),
        ("section 17", ["section", "17"]),
        ("10 20", ["10", "20"]),
    ],
)
def test_the_amounts_of_a_sum_say_nothing(typed: str, words: list[str]) -> None:
    assert without_amounts(content_words(typed)) == words


@pytest.mark.parametrize("typed", ["tamilnadu subsidy", "तमिलनाडु subsidy", "TN subsidy"])
def test_a_state_is_written_as_records_write_it(typed: str) -> None:
    expected = (
        ["tn", "subsidy"] if typed.startswith("TN") else ["tamil", "nadu", "subsidy"]
    )  # two letters: many things
    assert with_states(content_words(typed)) == expected


def test_two_languages_explain_a_text_together() -> None:
    said = "warp", "பாவு"
    here, there = (
        Sentences([Entry("rule", "both", (f"{word} something",)), Entry("rule", "none", ("else",))]) for word in said
    )
    words = content_words(" ".join(said))
    scores = [max(hit.score for hit in find_records(some, words, 0)) for some in ([here], [there], [here, there])]
    assert scores[0] == scores[1] < scores[2]


def test_two_words_are_one_where_the_record_writes_them_so() -> None:
    sentences = Sentences([Entry("term", "trademark", ("trademark",)), Entry("term", "other", ("something else",))])
    assert [hit.id for hit in find_records([sentences], ["trade", "mark"], 90)] == ["trademark"]
