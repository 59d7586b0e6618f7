"""Stored answers: what is read back, what is left out, and in which order is asked."""

from typing import Any

import pytest

from content.profile import FIRST_QUESTIONS, QUESTIONS, Profile


def test_the_first_questions_come_first_in_the_order_of_asking() -> None:
    assert tuple(QUESTIONS)[: len(FIRST_QUESTIONS)] == FIRST_QUESTIONS


def test_every_question_is_a_field_of_the_profile() -> None:
    assert all(getattr(Profile(), question) is None for question in QUESTIONS)


def test_nothing_told_stores_nothing() -> None:
    assert Profile().answers() == {}
    assert Profile.from_answers({}) == Profile()


def test_all_answers_are_read_and_stored_as_plain_values() -> None:
    answers = {
        "sector": "coir",
        "activity": "artisan",
        "state": "IN-KL",
        "district": "Alappuzha",
        "town": "Alappuzha",
        "latitude": 9.49,
        "longitude": 76.33,
        "size": "micro",
        "udyam": True,
        "gst": False,
        "gem": False,
        "women_owned": True,
        "social_categories": ["obc", "pwd"],
        "age": 44,
        "new_unit": False,
        "group_units": 0,
        "education": "10th",
    }
    profile = Profile.from_answers(answers)
    assert profile.social_categories == frozenset({"obc", "pwd"})
    assert profile.answers() == answers


def test_none_of_these_groups_is_an_answer() -> None:
    profile = Profile.from_answers({"social_categories": []})
    assert profile.social_categories == frozenset()
    assert profile.answers() == {"social_categories": []}


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("size", "large"),
        ("size", ["micro"]),
        ("activity", 3),
        ("udyam", "yes"),
        ("udyam", 1),
        ("age", -1),
        ("age", True),
        ("age", "41"),
        ("group_units", 2.5),
        ("social_categories", "sc"),
        ("social_categories", ["martian"]),
        ("education", "PhD"),
        ("state", "IN-XX"),
        ("state", 33),
        ("sector", ""),
        ("district", None),
        ("latitude", "9.49"),
        ("longitude", True),
        ("shoe_size", 43),
        ("sector_words", ["coir"]),
    ],
)
def test_a_strange_answer_counts_as_not_told(question: str, value: Any) -> None:
    assert Profile.from_answers({question: value}) == Profile()


def test_a_group_we_know_is_kept_beside_one_we_do_not() -> None:
    assert Profile.from_answers({"social_categories": ["sc", "martian"]}).social_categories == frozenset({"sc"})


@pytest.mark.parametrize(("old", "today"), [("IN-OR", "IN-OD"), ("IN-CT", "IN-CG"), ("IN-TN", "IN-TN")])
def test_an_old_code_of_a_state_is_taken_for_todays(old: str, today: str) -> None:
    assert Profile.from_answers({"state": old}).state == today


def test_a_whole_number_is_a_latitude_too() -> None:
    assert Profile.from_answers({"latitude": 9}).latitude == 9.0
