"""Whom a date of the calendar concerns: by what was told, what isn't yet, and what is left to the owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.applies import Applies, fit
from content.catalog import load_catalog
from content.compliance import ComplianceDate
from content.profile import DATE_QUESTIONS, QUESTIONS, Profile


@cache
def dates() -> Mapping[str, ComplianceDate]:
    return load_catalog().dates


MONTHLY = Profile(gst_scheme="monthly", entity="proprietorship", state="IN-TN", employees="10", turnover="20000000")


@pytest.mark.parametrize(
    ("name", "profile", "applies"),
    [
        ("gst-gstr3b-monthly", MONTHLY, True),
        ("gst-gstr3b-qrmp-a", MONTHLY, False),
        ("gst-gstr3b-monthly", Profile(gst_scheme="none"), False),
        ("gst-gstr3b-monthly", Profile(), None),
        ("gst-gstr3b-qrmp-a", Profile(gst_scheme="qrmp", state="IN-TN"), True),
        ("gst-gstr3b-qrmp-a", Profile(gst_scheme="qrmp", state="IN-UP"), False),
        ("gst-gstr3b-qrmp-b", Profile(gst_scheme="qrmp", state="IN-UP"), True),
        ("gst-gstr9", MONTHLY, True),
        ("gst-gstr9c", MONTHLY, False),
        ("gst-qrmp-choice", MONTHLY, True),
        ("gst-itc04-small", MONTHLY, None),
        ("gst-itc04-small", Profile(gst_scheme="monthly", turnover="0", holds=frozenset({"job-work-out"})), True),
        ("lab-esi", MONTHLY, True),
        ("lab-epf", MONTHLY, None),  # fewer than 20 may be covered by choice
        ("lab-epf", Profile(employees="20"), True),
        ("lab-epf", Profile(employees="0"), False),
        ("lab-lwf-h2", MONTHLY, False),
        ("lab-lwf-tn", MONTHLY, True),
        ("lab-lwf-tn", Profile(state="IN-TN", employees="1"), False),
        ("pt-ka", Profile(state="IN-KA", employees="0"), None),  # the owner pays for himself
        ("pt-ka", Profile(state="IN-KA", employees="1"), True),
        ("pt-mh", Profile(state="IN-MH", employees="0"), False),
        ("pt-mh-owner", Profile(state="IN-MH", employees="0"), True),
        ("pt-mh-owner", Profile(state="IN-KA"), False),
        ("lic-fssai-return", Profile(sector="fishery", holds=frozenset({"fssai-licence"})), True),
        ("lic-fssai-fee", Profile(sector="fishery", holds=frozenset({"fssai-licence"})), True),
        ("lic-fssai-fee", Profile(sector="fishery", holds=frozenset()), False),
        ("lic-fssai-fee", Profile(sector="fishery"), None),
        ("lic-fssai-fee", Profile(sector="food", holds=frozenset()), True),
        ("gst-gstr1-monthly", Profile(gst=False), False),
        ("gst-gstr1-monthly", Profile(gst=True), None),
        ("gst-gstr1-monthly", Profile(gst=False, gst_scheme="monthly"), True),  # told later, and more exactly
        ("mca-agm", MONTHLY, False),
        ("mca-agm", Profile(entity="company"), True),
        ("it-adv-1", Profile(accounts="presumptive"), False),
        ("it-adv-1", Profile(accounts="plain"), True),
        ("it-itr-nonaudit", Profile(accounts="presumptive", entity="partnership"), True),
        ("it-itr-nonbusiness", Profile(), None),
        ("it-itr-nonbusiness", Profile(entity="proprietorship"), False),
        ("it-itr-nonbusiness", Profile(entity="company"), None),
        ("it-itr-belated", MONTHLY, None),
        ("it-itr-revised", MONTHLY, None),
        ("gst-3year", MONTHLY, None),
        ("gst-3year", Profile(gst_scheme="none"), False),
        ("it-itr-audit", Profile(accounts="plain"), None),
        ("it-itr-audit", Profile(accounts="plain", entity="partnership"), False),
        ("it-itr-audit", Profile(accounts="plain", entity="company"), True),
        ("it-itr-audit", Profile(accounts="audited"), True),
        ("env-form5", Profile(holds=frozenset({"hazardous-waste"})), True),
        ("lic-fssai-fee", Profile(sector="textiles", holds=frozenset({"bis"})), False),
        ("msme-udyam-update", Profile(udyam=True), True),
        ("msme-gem-profile", Profile(gem=False), False),
        ("bank-credit-check", Profile(), True),
        ("pt-tn", MONTHLY, True),
        ("pt-ap", MONTHLY, False),
    ],
)
def test_who_must_think_of_a_date(name: str, profile: Profile, applies: bool | None) -> None:
    assert fit(dates()[name].applies, profile).applies is applies


def test_a_bills_dates_are_for_whom_the_law_protects() -> None:
    seller = Profile(udyam=True, size="micro", activity="service")
    for name in ("msme-45-receivable", "msme-15-receivable"):
        applies = dates()[name].applies
        assert fit(applies, seller).applies is True
        assert fit(applies, replace(seller, size="medium")).applies is False
        assert fit(applies, replace(seller, activity="trading")).applies is False
        assert fit(applies, replace(seller, size=None)).unknown == ("size",)


def test_whatever_a_date_hangs_on_is_asked_for() -> None:
    for one in dates().values():
        if not one.of_a_bill:  # the bill desk asks for itself
            assert set(fit(one.applies, Profile()).unknown) <= set(DATE_QUESTIONS), one.id


def test_only_what_the_sheet_gives_to_everybody_applies_without_an_answer() -> None:
    assert {name for name, one in dates().items() if fit(one.applies, Profile()).applies} == {
        "bank-credit-check",
        "it-adv-4",  # all who owe ₹10,000, presumptive or not
    }


def test_why_and_what_is_missing_are_said() -> None:
    applies = Applies(gst=("qrmp",), states=("IN-TN",), employees_from=5)
    found = fit(applies, Profile(gst_scheme="qrmp", employees="10"))
    assert (found.applies, found.reasons, found.unknown) == (None, ("gst_scheme", "employees"), ("state",))
    assert fit(applies, Profile(gst_scheme="monthly", employees="10")).reasons == ("gst_scheme",)
    fee = dates()["lic-fssai-fee"].applies
    assert fit(fee, Profile(sector="fishery", holds=frozenset())).reasons == ("sector", "holds")
    assert fit(fee, Profile(sector="food", holds=frozenset())).reasons == ("sector",)
    assert fit(fee, Profile(sector="fishery")).unknown == ("holds",)


def answers(question: str) -> st.SearchStrategy[Any]:
    known = {"state": st.sampled_from(["IN-TN", "IN-UP", "IN-MH"]), "sector": st.sampled_from(["food", "textiles"])}
    asked = QUESTIONS[question]
    if asked.kind == "flag":
        return st.booleans()
    if asked.kind == "set":
        return st.frozensets(st.sampled_from(asked.choices))
    return known[question] if question in known else st.sampled_from(asked.choices)


PROFILES = st.builds(Profile, **{question: st.none() | answers(question) for question in DATE_QUESTIONS})


@given(PROFILES, st.sampled_from(DATE_QUESTIONS), st.data())
def test_one_more_answer_never_turns_yes_into_no(profile: Profile, question: str, data: st.DataObject) -> None:
    if getattr(profile, question) is not None:
        return
    told = {name: getattr(profile, name) for name in DATE_QUESTIONS} | {question: data.draw(answers(question))}
    for one in dates().values():
        before, now = fit(one.applies, profile), fit(one.applies, Profile(**told))
        assert before.applies is None or before.applies == now.applies
        assert question not in now.unknown
