"""Each condition alone, the questions it leaves open, and the change that would mend it."""

from typing import Any

import pytest

from content.eligibility import CONDITIONS, Change, Eligibility, Kind, Verdict, after, verdict
from content.profile import Profile

FITS = Verdict("fits")
Answers = dict[str, Any]


def judge(conditions: Answers, **answers: Any) -> Verdict:
    return verdict(Eligibility.model_validate(conditions), Profile(**answers))


def test_a_scheme_without_conditions_fits_an_owner_who_told_nothing() -> None:
    assert judge({}) == FITS


def test_an_owner_who_told_nothing_may_fit_and_is_asked_in_order() -> None:
    everything = {
        "sizes": ["micro"],
        "activities": ["service"],
        "sectors": ["food"],
        "states": ["IN-TN"],
        "udyam_required": True,
        "gst_required": True,
        "individual_ok": False,
        "group_min_units": 20,
        "social_categories": ["women", "sc"],
        "age_min": 18,
        "age_max": 45,
        "existing_units_only": True,
        "education_min": "8th",
    }
    assert judge(everything) == Verdict(
        "may_fit",
        unknown=(
            "sector",
            "state",
            "size",
            "udyam",
            "activity",
            "new_unit",
            "women_owned",
            "social_categories",
            "age",
            "education",
            "gst",
            "group_units",
        ),
    )


@pytest.mark.parametrize(
    ("conditions", "fitting", "failing"),
    [
        ({"sizes": ["micro", "small"]}, {"size": "small"}, {"size": "medium"}),
        ({"activities": ["service", "trading"]}, {"activity": "trading"}, {"activity": "manufacturing"}),
        ({"activities": ["manufacturing"]}, {"activity": "artisan"}, {"activity": "service"}),
        ({"activities": ["artisan"]}, {"activity": "artisan"}, {"activity": "manufacturing"}),
        ({"states": ["IN-TN", "IN-OR"]}, {"state": "IN-OD"}, {"state": "IN-KL"}),
        (
            {"sectors": ["coir", "khadi"]},
            {"sector": "coir", "sector_words": frozenset({"coir"})},
            {"sector": "trade", "sector_words": frozenset()},
        ),
        ({"age_max": 45}, {"age": 45}, {"age": 46}),
        ({"existing_units_only": True}, {"new_unit": False}, {"new_unit": True}),
        ({"women_only": True}, {"women_owned": True}, {"women_owned": False}),
        ({"education_min": "12th"}, {"education": "iti"}, {"education": "10th"}),
        ({"education_min": "8th"}, {"education": "8th"}, {"education": "7th"}),
        (
            {"social_categories": ["sc", "st"]},
            {"social_categories": frozenset({"st", "pwd"})},
            {"social_categories": frozenset({"obc"})},
        ),
    ],
)
def test_what_an_owner_cannot_change(conditions: Answers, fitting: Answers, failing: Answers) -> None:
    assert judge(conditions, **fitting) == FITS
    assert judge(conditions, **failing) == Verdict("does_not_fit", failed=tuple(conditions))


@pytest.mark.parametrize(
    ("conditions", "fitting", "failing", "change"),
    [
        ({"udyam_required": True}, {"udyam": True}, {"udyam": False}, Change("register_udyam")),
        ({"gst_required": True}, {"gst": True}, {"gst": False}, Change("register_gst")),
        ({"age_min": 18}, {"age": 18}, {"age": 17}, Change("wait_until_age", 18)),
        ({"new_units_only": True}, {"new_unit": True}, {"new_unit": False}, Change("start_new_unit")),
        ({"group_min_units": 20}, {"group_units": 20}, {"group_units": 19}, Change("join_group", 1)),
        ({"individual_ok": False}, {"group_units": 2}, {"group_units": 1}, Change("form_group")),
    ],
)
def test_what_an_owner_can_change(conditions: Answers, fitting: Answers, failing: Answers, change: Change) -> None:
    assert judge(conditions, **fitting) == FITS
    verdict_now = judge(conditions, **failing)
    assert verdict_now == Verdict("does_not_fit", tuple(conditions), changes=(change,))
    assert (
        judge(conditions, **{name: getattr(after(Profile(**failing), (change,)), name) for name in failing}) == FITS
    )


@pytest.mark.parametrize("alone", [0, 1])
def test_an_owner_alone_joins_nineteen_others(alone: int) -> None:
    found = judge({"individual_ok": False, "group_min_units": 20}, group_units=alone)
    assert found.failed == ("group_min_units", "individual_ok")
    assert found.changes == (Change("join_group", 19),)
    assert after(Profile(group_units=alone), found.changes).group_units == 20


def test_a_scheme_open_to_single_units_asks_nothing_about_groups() -> None:
    assert judge({"individual_ok": True}, group_units=0) == FITS


def test_no_change_is_offered_where_another_condition_stays_out_of_reach() -> None:
    found = judge({"udyam_required": True, "states": ["IN-KL"]}, udyam=False, state="IN-TN")
    assert found == Verdict("does_not_fit", ("states", "udyam_required"))


def test_several_changes_are_offered_together() -> None:
    found = judge({"udyam_required": True, "gst_required": True}, udyam=False, gst=False)
    assert found.changes == (Change("register_udyam"), Change("register_gst"))


def test_what_is_open_is_still_told_where_a_condition_failed() -> None:
    assert judge({"udyam_required": True, "age_min": 18}, udyam=False).unknown == ("age",)


@pytest.mark.parametrize(
    ("answers", "kind", "unknown"),
    [
        ({"women_owned": True}, "fits", ()),
        ({"social_categories": frozenset({"sc"})}, "fits", ()),
        ({}, "may_fit", ("women_owned", "social_categories")),
        ({"women_owned": False}, "may_fit", ("social_categories",)),
        ({"social_categories": frozenset()}, "may_fit", ("women_owned",)),
        ({"women_owned": False, "social_categories": frozenset({"obc"})}, "does_not_fit", ()),
    ],
)
def test_a_woman_of_any_group_qualifies_beside_other_groups(
    answers: Answers, kind: Kind, unknown: tuple[str, ...]
) -> None:
    found = judge({"social_categories": ["sc", "st", "women"]}, **answers)
    assert (found.kind, found.unknown) == (kind, unknown)


@pytest.mark.parametrize(
    ("groups", "kind", "failed"),
    [
        (None, "may_fit", ()),
        (frozenset({"obc"}), "fits", ()),
        (frozenset({"minority"}), "does_not_fit", ("social_categories",)),
    ],
)
def test_where_a_scheme_is_for_women_only_she_must_be_of_a_listed_group(
    groups: frozenset[str] | None, kind: Kind, failed: tuple[str, ...]
) -> None:
    conditions = {"women_only": True, "social_categories": ["women", "obc"]}
    found = judge(conditions, women_owned=True, social_categories=groups)
    assert (found.kind, found.failed) == (kind, failed)


def test_women_alone_is_one_reason_not_two() -> None:
    found = judge({"women_only": True, "social_categories": ["women"]}, women_owned=False)
    assert found == Verdict("does_not_fit", ("women_only",))


def test_a_rule_that_depends_on_the_projects_cost_concludes_nothing() -> None:
    assert judge({"education_note": "8th pass above Rs 10 lakh"}, education="none") == FITS


def test_every_field_of_eligibility_is_judged_or_a_note() -> None:
    assert set(Eligibility.model_fields) == set(CONDITIONS) | {"education_note"}
