"""Late bills: the worked examples of the sheet, and bounds."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content.calculators import calculate
from content.catalog import load_catalog
from content.late_payment import TOOL, claim_by, due_day, interest, rate_known, rests, steps
from content.tools import Tool
from tests.facts import fact_sheet


@cache
def tool() -> Tool:
    return load_catalog().tools[TOOL]


def sheet() -> dict[str, Any]:
    return dict(yaml.safe_load(fact_sheet("delayed-payment.yaml").read_text("utf-8")))


@pytest.mark.parametrize(
    ("accepted", "agreed", "due"),
    [
        (date(2026, 1, 1), 60, date(2026, 2, 15)),
        (date(2026, 1, 1), 45, date(2026, 2, 15)),
        (date(2026, 1, 1), 30, date(2026, 1, 31)),
        (date(2026, 3, 1), 0, date(2026, 3, 16)),
    ],
)
def test_the_law_gives_at_most_45_days_and_15_without_agreement(accepted: date, agreed: int, due: date) -> None:
    assert due_day(tool(), accepted, agreed) == due


def example(name: str) -> dict[str, Any]:
    (found,) = (one for one in sheet()["worked_examples"] if one["id"] == name)
    return dict(found)


def test_worked_examples() -> None:
    assert interest(tool(), Decimal(500_000), date(2026, 2, 15), date(2026, 8, 15)) == Decimal("42694.23")
    assert interest(tool(), Decimal(100_000), date(2026, 3, 16), date(2027, 3, 16)) == Decimal("17806.81")
    assert interest(tool(), Decimal(200_000), date(2025, 1, 7), date(2026, 1, 7)) == Decimal("39416.85")


def test_first_example_is_paid_one_day_after_its_six_months() -> None:
    """The day of payment bears interest: the sheet's 16 August is six months and a day, its sum that of the 15th.

    The sheet counts in two ways. Example 1: "last day is 15 February 2026. Paid on 16 August 2026 (six months late)".
    Example 3: "due 7 January 2025, paid 7 January 2026", twelve rests. tools.yaml: "days = max(0, paid_date -
    appointed_day)", and 120 days from 31 January to 31 May are "m=4, r=0". From one day of a month to the same day
    of another is a full month in both of these, so the sixth month of example 1 ends on 15 August. Leaving the day
    of payment out would give example 1 its sum and take it from the other two.
    """
    first, bill, due = example("ex-1"), Decimal(500_000), date(2026, 2, 15)
    assert all(said in first["story"] for said in ("last day is 15 February 2026", "Paid on 16 August 2026 (six"))
    assert (
        interest(tool(), bill, due, date(2026, 8, 15)) == Decimal(str(first["interest_inr"])) == Decimal("42694.23")
    )
    one_day_more = (bill + Decimal("42694.23")) * Decimal("0.165") / 365
    assert interest(tool(), bill, due, date(2026, 8, 16)) == Decimal("42694.23") + round(one_day_more, 2)
    third = example("ex-3")
    assert "due 7 January 2025, paid 7 January 2026" in third["story"]
    owed = interest(tool(), Decimal(200_000), date(2025, 1, 7), date(2026, 1, 7))
    assert owed == Decimal(str(third["interest_inr"]))


@pytest.mark.parametrize(("days", "owed"), [(0, "0"), (1, "45.21"), (2, "90.41"), (30, "1356.16"), (31, "1375.00")])
def test_each_day_late_bears_interest_and_a_full_month_a_twelfth(days: int, owed: str) -> None:
    due = date(2026, 4, 30)
    assert interest(tool(), Decimal(100_000), due, due + timedelta(days=days)) == Decimal(owed)


def test_half_a_paisa_is_rounded_up() -> None:
    assert interest(tool(), Decimal(100), date(2026, 4, 30), date(2026, 5, 31)) == Decimal("1.38")  # 1.375


@given(st.integers(1, 10**9), st.integers(0, 90), st.dates(date(2019, 1, 1), date(2026, 1, 1)), st.integers(0, 900))
def test_calculator_and_bill_desk_agree(rupees: int, agreed: int, accepted: date, after: int) -> None:
    paid = accepted + timedelta(days=after)
    told = {"principal": Decimal(rupees), "accepted": accepted, "agreed": Decimal(agreed), "paid": paid}
    worked = calculate(tool(), told, date(2026, 7, 1))
    due = due_day(tool(), accepted, agreed)
    assert (worked.value("due"), worked.value("interest")) == (due, interest(tool(), Decimal(rupees), due, paid))
    assert worked.value("days_late") == 0 or "rates-changed" in worked.findings or worked.value("rate") > 0


def test_each_month_bears_the_rate_of_its_first_day() -> None:
    rows = example("ex-3")["rows"]
    found = rests(tool(), Decimal(200_000), date(2025, 1, 6), date(2026, 1, 6))
    assert len(found) == len(rows)
    for rest, row in zip(found, rows, strict=True):
        assert (rest.start.isoformat(), rest.rate) == (row["month_from"], Decimal(str(row["yearly"])))
        assert abs(rest.interest - Decimal(str(row["interest"]))) < Decimal("0.006")


def test_bank_rates_are_those_of_the_sheet() -> None:
    for row in sheet()["bank_rate_table"]["rows"]:
        for day in filter(None, (row["from"], row["to"])):
            assert Decimal(str(tool().parameter("bank_rate", date.fromisoformat(day)))) == Decimal(
                str(row["bank_rate"])
            )


@pytest.mark.parametrize(("accepted", "known"), [(date(2018, 7, 1), False), (date(2018, 7, 2), True)])
def test_bill_due_before_all_known_rates_bears_no_interest_that_we_could_count(accepted: date, known: bool) -> None:
    due, paid = due_day(tool(), accepted, 30), date(2019, 6, 1)
    told = {"principal": Decimal(100_000), "accepted": accepted, "agreed": Decimal(30), "paid": paid}
    worked = calculate(tool(), told, date(2026, 7, 1))
    assert rate_known(tool(), due) is known
    assert (len(rests(tool(), Decimal(100_000), due, paid)) > 0) is known
    assert (interest(tool(), Decimal(100_000), due, paid) > 0) is known
    assert ("no-rate" in worked.findings) is not known
    assert ("interest" in {figure.name for figure in worked.figures}) is known
    assert worked.value("days_late") == (paid - due).days


def test_bill_paid_in_time_needs_no_rate() -> None:
    told = {"principal": Decimal(5), "accepted": date(2017, 1, 1), "agreed": Decimal(30), "paid": date(2017, 1, 9)}
    worked = calculate(tool(), told, date(2026, 7, 1))
    assert (worked.findings, worked.value("interest")) == (("in-time",), 0)


def test_nothing_is_owed_up_to_the_due_day() -> None:
    due = date(2026, 5, 1)
    assert interest(tool(), Decimal(1000), due, due) == 0
    assert interest(tool(), Decimal(1000), due, due - timedelta(days=9)) == 0


@given(st.integers(1, 10**9), st.dates(date(2019, 1, 1), date(2026, 1, 1)), st.integers(0, 1500), st.integers(0, 400))
def test_interest_grows_with_days_and_amount(rupees: int, due: date, late: int, more: int) -> None:
    until = due + timedelta(days=late)
    owed = interest(tool(), Decimal(rupees), due, until)
    assert 0 <= owed <= interest(tool(), Decimal(rupees), due, until + timedelta(days=more))
    assert owed <= interest(tool(), Decimal(rupees + 1), due, until)


def test_ladder_goes_on_every_month_until_the_time_to_claim_is_over() -> None:
    due = date(2026, 11, 30)
    found = steps((10, 3, 0, -7), due)
    assert found[:6] == (10, 3, 0, -7, -15, -30)
    monthly = [due - timedelta(days=days) for days in found[6:]]
    assert monthly[:2] == [date(2027, 1, 30), date(2027, 2, 28)]
    assert monthly[-1] == date(2029, 10, 30)
    assert claim_by(due) == date(2029, 11, 30)
    assert len(monthly) == 34


def test_sheet_gives_three_years_to_claim() -> None:
    (limit,) = (one for one in sheet()["the_rule"] if one["id"] == "limitation")
    assert limit["plain"].startswith("Claim within three years of the due date to be safe")
