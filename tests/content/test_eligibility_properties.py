"""What holds for every scheme we know and for any set of answers."""

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalog import load_catalog
from content.eligibility import CONDITIONS, Eligibility, after, verdict
from content.profile import ACTIVITIES, EDUCATION, GROUPS, QUESTIONS, SIZES, Profile
from content.sectors import Sectors, with_sector


@cache
def sectors() -> Sectors:
    return load_catalog().sectors


@cache
def conditions() -> tuple[Eligibility, ...]:
    return tuple(scheme.eligibility for scheme in load_catalog().schemes.values())


def answers(question: str) -> st.SearchStrategy[Any]:
    """Any answer to one question; numbers near the limits that schemes set."""
    choices: dict[str, st.SearchStrategy[Any]] = {
        "age": st.integers(10, 75),
        "group_units": st.integers(0, 25),
        "state": st.sampled_from(("IN-TN", "IN-UP", "IN-KA", "IN-GA")),
        "sector": st.sampled_from(sorted(sectors())),
        "social_categories": st.frozensets(st.sampled_from(GROUPS), max_size=2),
        "size": st.sampled_from(SIZES),
        "activity": st.sampled_from(ACTIVITIES),
        "education": st.sampled_from(EDUCATION),
    }
    if question in choices:
        return choices[question]
    asked = QUESTIONS[question]
    if asked.kind == "set":
        return st.frozensets(st.sampled_from(asked.choices), max_size=3)
    return st.sampled_from(asked.choices) if asked.choices else st.booleans()


def told(profile: Profile, question: str, answer: Any) -> Profile:
    return with_sector(replace(profile, **{question: answer}), sectors())


def any_profile() -> st.SearchStrategy[Profile]:
    maybe = {question: st.none() | answers(question) for question in QUESTIONS}
    return st.builds(Profile, **maybe).map(lambda profile: with_sector(profile, sectors()))


schemes = st.deferred(lambda: st.sampled_from(conditions()))
profiles = st.deferred(any_profile)


@given(schemes, profiles)
def test_the_kind_follows_from_what_failed_and_what_is_open(eligibility: Eligibility, profile: Profile) -> None:
    found = verdict(eligibility, profile)
    assert found.kind == ("does_not_fit" if found.failed else "may_fit" if found.unknown else "fits")
    assert all(getattr(profile, question) is None for question in found.unknown)
    assert sorted(found.unknown, key=list(QUESTIONS).index) == list(found.unknown)


@given(schemes, profiles, st.data())
def test_one_more_answer_only_narrows(eligibility: Eligibility, profile: Profile, data: st.DataObject) -> None:
    before = verdict(eligibility, profile)
    open_ones = [question for question in QUESTIONS if getattr(profile, question) is None]
    if not open_ones:
        return
    question = data.draw(st.sampled_from(open_ones))
    now = verdict(eligibility, told(profile, question, data.draw(answers(question))))
    assert set(now.unknown) <= set(before.unknown) - {question}
    assert set(now.failed) >= set(before.failed)
    assert before.kind != "fits" or now.kind == "fits"
    if question not in before.unknown:
        assert now == before


@given(schemes, profiles, st.data())
def test_answering_every_open_question_decides(
    eligibility: Eligibility, profile: Profile, data: st.DataObject
) -> None:
    for question in verdict(eligibility, profile).unknown:
        profile = told(profile, question, data.draw(answers(question)))
    assert verdict(eligibility, profile).kind != "may_fit"


@given(schemes, profiles)
def test_the_offered_changes_make_it_fit(eligibility: Eligibility, profile: Profile) -> None:
    found = verdict(eligibility, profile)
    if found.changes:
        assert found.failed
        assert verdict(eligibility, after(profile, found.changes)).kind != "does_not_fit"


@given(schemes, profiles)
def test_each_offered_change_is_needed(eligibility: Eligibility, profile: Profile) -> None:
    changes = verdict(eligibility, profile).changes
    for left_out in changes:
        rest = tuple(change for change in changes if change != left_out)
        assert verdict(eligibility, after(profile, rest)).kind == "does_not_fit"


@given(profiles)
def test_answers_survive_being_stored(profile: Profile) -> None:
    read = with_sector(Profile.from_answers(profile.answers()), sectors())
    assert read == profile


@pytest.mark.parametrize("name", ["sizes", "activities", "sectors", "states", "social_categories", "education_min"])
def test_every_value_that_schemes_use_can_be_met(name: str) -> None:
    """A value which no answer meets would shut a scheme for everyone."""
    words = {word for sector in sectors().values() for word in sector.scheme_words}
    for wanted in {value for rules in conditions() for value in _values(getattr(rules, name))}:
        owners = {
            "sizes": Profile(size=wanted),
            "activities": Profile(activity=wanted),
            "sectors": Profile(sector="any", sector_words=frozenset({wanted} & words)),
            "states": Profile.from_answers({"state": wanted}),
            "social_categories": Profile.from_answers({"social_categories": [wanted]}),
            "education_min": Profile.from_answers({"education": wanted}),
        }
        owner = Profile(women_owned=True) if wanted == "women" else owners[name]
        asked = wanted if name == "education_min" else (wanted,)
        assert CONDITIONS[name](asked, owner) is True, wanted


def _values(wanted: Any) -> tuple[str, ...]:
    return wanted if isinstance(wanted, tuple) else (wanted,) * (wanted is not None)


def test_no_scheme_contradicts_itself() -> None:
    for rules in conditions():
        assert not (rules.new_units_only and rules.existing_units_only)
        assert (rules.age_min or 0) <= (rules.age_max or 200)
        assert not (rules.group_min_units and rules.individual_ok)
