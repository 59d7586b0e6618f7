"""Every calculator against the cases of its sheet, its bounds, and what must never go the wrong way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given as with_any
from hypothesis import strategies as st

from bot.content_room import ContentRoom
from content.calculators import Outcome, calculate, whole
from content.late_payment import TOOL
from content.tools import Tool

DAY = date(2026, 7, 1)
CASES: list[tuple[str, dict[str, Any], str, dict[str, int]]] = [
    ("enterprise-size", {"investment": 24000000, "turnover": 90000000}, "micro", {}),
    ("enterprise-size", {"investment": 25000001, "turnover": 50000000}, "small", {}),
    ("enterprise-size", {"investment": 20000000, "turnover": 1000000001}, "medium", {}),
    ("enterprise-size", {"investment": 1300000000, "turnover": 100000000}, "above-medium", {}),
    ("delayed-payment-interest", {"principal": 100000, "accepted": date(2026, 1, 1), "agreed": 30,
     "paid": date(2026, 5, 31)}, "late", {"interest": 5614, "days_late": 120}),
    ("delayed-payment-interest", {"principal": 500000, "accepted": date(2026, 3, 1), "agreed": 90,
     "paid": date(2026, 5, 30)}, "late", {"interest": 10312, "days_late": 45}),
    ("delayed-payment-interest", {"principal": 250000, "accepted": date(2026, 2, 1), "agreed": 0,
     "paid": date(2026, 2, 10)}, "in-time", {"interest": 0}),
    ("mse-cdp-cfc-grant", {"rules": "guidelines-2022", "cost": 80000000, "special_area": "no"}, "grant",
     {"grant": 56000000, "rest": 24000000}),
    ("mse-cdp-cfc-grant", {"rules": "guidelines-2022", "cost": 200000000, "special_area": "yes"}, "grant",
     {"grant": 140000000, "rest": 60000000}),
    ("mse-cdp-cfc-grant", {"rules": "guidelines-2022", "cost": 400000000, "special_area": "no"}, "grant",
     {"grant": 180000000, "rest": 220000000}),
    ("mse-cdp-cfc-grant", {"rules": "seed-2014", "cost": 200000000, "special_group": "yes"}, "old-table",
     {"grant": 135000000, "rest": 65000000}),
    ("mse-cdp-cfc-grant", {"rules": "guidelines-2022", "cost": 30000000, "special_area": "no"}, "below-minimum", {}),
    ("pmegp-margin-money", {"second": "first", "cost": 1000000, "activity": "manufacturing", "area": "rural",
     "special": "yes"}, "subsidy", {"subsidy": 350000, "own": 50000, "bank_loan": 600000}),
    ("pmegp-margin-money", {"second": "first", "cost": 2000000, "activity": "service", "area": "urban",
     "special": "no"}, "subsidy", {"subsidy": 300000, "own": 200000, "bank_loan": 1500000}),
    ("pmegp-margin-money", {"second": "first", "cost": 6000000, "activity": "manufacturing", "area": "urban",
     "special": "no"}, "subsidy", {"eligible": 5000000, "subsidy": 750000, "own": 600000, "bank_loan": 4650000}),
    ("pmegp-margin-money", {"second": "second", "cost": 12000000, "activity": "manufacturing", "hill": "yes"},
     "subsidy", {"eligible": 10000000, "subsidy": 2000000, "own": 1200000}),
    ("cgtmse-fee", {"loan": 800000, "concession": "no"}, "fee", {"fee": 2960}),
    ("cgtmse-fee", {"loan": 4000000, "concession": "yes"}, "fee", {"fee": 19800}),
    ("cgtmse-fee", {"loan": 10000000, "concession": "no"}, "fee", {"fee": 60000}),
    ("cgtmse-fee", {"loan": 30000000, "concession": "no"}, "about", {"fee": 300000}),
    ("emi", {"loan": 1000000, "rate": 12, "months": 60, "moratorium": 0}, "emi",
     {"emi": 22244, "total_interest": 334667}),
    ("emi", {"loan": 500000, "rate": Decimal("10.5"), "months": 36, "moratorium": 0}, "emi",
     {"emi": 16251, "total_interest": 85044}),
    ("emi", {"loan": 120000, "rate": 0, "months": 12, "moratorium": 0}, "emi",
     {"emi": 10000, "total_interest": 0}),
    ("is-my-group-a-cluster", {"kind": "industrial", "units": 140, "same_product": "yes", "same_area": "yes"},
     "meets-yardstick", {}),
    ("is-my-group-a-cluster", {"kind": "handloom", "units": 320, "same_product": "yes", "same_area": "yes"},
     "possible-or-small-cluster", {}),
    ("is-my-group-a-cluster", {"kind": "handicraft", "units": 7, "same_product": "yes", "same_area": "yes"},
     "network", {}),
    ("is-my-group-a-cluster", {"kind": "industrial", "units": 400, "same_product": "no", "same_area": "yes"},
     "mixed-estate", {}),
    ("eligible-common-facilities", {"need": "effluent"}, "effluent", {}),
]  # fmt: skip
TYPES = [
    (("home", "hand-skill", "family", "handicraft", "itself", "many-similar", "abroad", "steady"),
     ("artisan-handicraft", "natural", "horizontal", "exporting")),
    (("factory", "machines", "hired", "other", "policy", "few-big", "home", "fast"),
     ("industrial", "induced", "vertical", "dynamic")),
    (("home", "machines", "family", "handloom", "itself", "many-similar", "home", "falling"),
     ("artisan-handloom", "natural", "horizontal", "declining")),
]  # fmt: skip


def worked(room: ContentRoom, tool: str, told: Mapping[str, Any]) -> Outcome:
    """One calculation; whole numbers are given as such."""
    exact = {name: Decimal(value) if isinstance(value, int) else value for name, value in told.items()}
    return calculate(room.catalog.tools[tool], exact, DAY)


@pytest.mark.parametrize(("tool", "told", "finding", "figures"), CASES)
def test_the_cases_of_the_sheet_hold(
    room: ContentRoom, tool: str, told: dict[str, Any], finding: str, figures: dict[str, int]
) -> None:
    outcome = worked(room, tool, told)
    assert outcome.findings[0] == finding
    assert {name: whole(Decimal(outcome.value(name))) for name in figures} == figures


YARDSTICK = {"kind": "industrial", "same_product": "yes", "same_area": "yes"}


@pytest.mark.parametrize(
    ("told", "findings", "figures"),
    [
        ({"units": 5, "turnover": 100000000}, ("meets-yardstick", "sales-undated"), {"sales_yardstick": 100000000}),
        ({"units": 100, "turnover": 100000000}, ("meets-yardstick", "dated"), {"yardstick": 100}),
        ({"units": 99, "turnover": 99999999}, ("possible-or-small-cluster", "dated"), {"yardstick": 100}),
        ({"units": 3, "turnover": None}, ("network", "dated"), {"yardstick": 100}),
        ({"units": 2, "turnover": 100000000}, ("too-few", "dated"), {"network": 3}),
        ({"units": 1, "kind": "handicraft"}, ("too-few", "dated"), {"network": 3}),
    ],
)
def test_a_cluster_is_told_which_yardstick_it_meets(
    room: ContentRoom, told: dict[str, Any], findings: tuple[str, ...], figures: dict[str, int]
) -> None:
    outcome = worked(room, "is-my-group-a-cluster", YARDSTICK | told)
    assert outcome.findings == findings
    assert {figure.name: figure.value for figure in outcome.figures} == figures


def test_a_result_says_until_when_its_rules_are_known(room: ContentRoom) -> None:
    known = {tool: worked(room, tool, told).known_until for tool, told, _finding, figures in CASES if figures}
    assert {tool: day for tool, day in known.items() if day} == {"pmegp-margin-money": "2026-03-31"}
    grants = [worked(room, *case[:2]).known_until for case in CASES if case[1].get("rules")]
    assert grants == ["2026-03-31", "2026-03-31", "2026-03-31", None, "2026-03-31"]
    late = {"principal": 1000, "accepted": date(2026, 5, 1), "agreed": 0, "paid": date(2026, 6, 1)}
    days = [worked(room, TOOL, {**late, "paid": day}).known_until for day in (late["paid"], date(2026, 6, 2))]
    assert days == [None, "2026-06-01"]


@pytest.mark.parametrize(("answers", "expected"), TYPES)
def test_types_of_cluster(room: ContentRoom, answers: tuple[str, ...], expected: tuple[str, ...]) -> None:
    names = [one.id for one in room.catalog.tools["cluster-type"].inputs]
    told = {**dict(zip(names, answers, strict=False)), "worries": ("energy",)}
    assert worked(room, "cluster-type", told).findings == (*expected, "theme-energy")


def test_every_need_has_its_facility(room: ContentRoom) -> None:
    tool = room.catalog.tools["eligible-common-facilities"]
    assert [one.need for one in tool.facilities] == [choice.id for choice in tool.inputs[0].choices]


def test_figures_follow_the_day(room: ContentRoom) -> None:
    tool = room.catalog.tools["delayed-payment-interest"]
    days = [date(2018, 8, 1), date(2025, 2, 6), date(2025, 2, 7), date(2025, 12, 4), date(2025, 12, 5)]
    assert [tool.parameter("bank_rate", day) for day in days] == [6.75, 6.75, 6.5, 5.75, 5.5]


MONEY = st.integers(1, 10**10)


@with_any(MONEY, st.integers(0, 2000), st.integers(0, 365))
def test_interest_never_shrinks_with_time(room: ContentRoom, bill: int, days: int, agreed: int) -> None:
    tool = room.catalog.tools["delayed-payment-interest"]
    start = date(2024, 1, 1)

    def interest(after: int) -> Decimal:
        paid = date.fromordinal(start.toordinal() + after)
        told = {"principal": Decimal(bill), "accepted": start, "agreed": Decimal(agreed), "paid": paid}
        return Decimal(calculate(tool, told, DAY).value("interest"))

    assert 0 <= interest(days) <= interest(days + 1)
    assert interest(0) == interest(min(agreed, 45) if agreed else 15) == 0


@with_any(MONEY, st.sampled_from(["yes", "no"]), st.integers(0, 10**9))
def test_a_larger_loan_never_pays_a_smaller_fee(room: ContentRoom, loan: int, off: str, more: int) -> None:
    tool = room.catalog.tools["cgtmse-fee"]
    small, large = sorted((min(loan, 10**8), min(loan + more, 10**8)))
    fees = [calculate(tool, {"loan": Decimal(one), "concession": off}, DAY).value("fee") for one in (small, large)]
    assert 0 <= fees[0] <= fees[1] <= large * Decimal("0.012") + 1


def test_loan_with_months_of_rest_by_hand(room: ContentRoom) -> None:
    """10 lakh at 12 %, three months, the first of them at rest: 10,10,000 are owed then, and two months pay it.

    10,10,000 + 10,100 - 5,12,587.56 = 5,07,512.44, and that with 5,075.12 of interest is the second instalment.
    """
    told = {"loan": 1_000_000, "rate": 12, "months": 3, "moratorium": 1}
    outcome = worked(room, "emi", told)
    figures = {"emi": 512_588, "instalments": 2, "total_interest": 25_175, "total_paid": 1_025_175}
    assert {one.name: one.value for one in outcome.figures} == figures
    longer = worked(room, "emi", told | {"months": 60, "moratorium": 6})
    assert (longer.value("emi"), longer.value("instalments")) == (25_537, 54)
    assert worked(room, "emi", told | {"rate": 0, "months": 12, "moratorium": 2}).value("emi") == 100_000


@with_any(st.integers(1000, 10**9), st.integers(0, 360), st.integers(1, 360), st.integers(0, 24))
def test_loan_is_paid_back_when_the_months_are_over(
    room: ContentRoom, loan: int, rate: int, months: int, rest: int
) -> None:
    told = {"loan": Decimal(loan), "rate": Decimal(rate) / 10, "months": Decimal(months), "moratorium": Decimal(rest)}
    outcome = calculate(room.catalog.tools["emi"], told, DAY)
    if rest >= months:
        assert outcome == Outcome(("rest-too-long",))
        return
    assert outcome.value("total_paid") == loan + outcome.value("total_interest")
    assert outcome.value("total_interest") >= 0
    assert abs(outcome.value("emi") * (months - rest) - outcome.value("total_paid")) <= months
    owed, most_off = Decimal(loan), Decimal(0)  # half a rupee is lost or won each month by rounding
    for month in range(months):
        pays = month >= rest
        owed += owed * told["rate"] / 1200 - (outcome.value("emi") if pays else 0)
        most_off += most_off * told["rate"] / 1200 + (Decimal("0.5001") if pays else 0)
    assert abs(owed) <= most_off


@with_any(
    st.integers(10_000, 20_000_000),
    st.sampled_from(["manufacturing", "service"]),
    st.sampled_from(["urban", "rural"]),
    st.sampled_from(["yes", "no"]),
)
def test_a_project_is_paid_for_in_full(room: ContentRoom, cost: int, activity: str, area: str, special: str) -> None:
    told = {"second": "first", "cost": Decimal(cost), "activity": activity, "area": area, "special": special}
    outcome = calculate(room.catalog.tools["pmegp-margin-money"], told, DAY)
    parts = [outcome.value(name) for name in ("subsidy", "own", "bank_loan")]
    assert sum(parts) == cost
    assert min(parts) >= 0
    assert outcome.value("subsidy") <= Decimal("0.35") * cost + 1


@with_any(st.integers(100_000, 5_000_000_000))
def test_a_grant_never_passes_its_share_and_the_edge_is_told(room: ContentRoom, cost: int) -> None:
    tool = room.catalog.tools["mse-cdp-cfc-grant"]
    told = {"rules": "guidelines-2022", "cost": Decimal(cost), "special_area": "no"}
    outcome = calculate(tool, told, DAY)
    if cost < 50_000_000:
        assert outcome.findings == ("below-minimum",)
        return
    assert outcome.value("grant") + outcome.value("rest") == cost
    assert outcome.value("grant") <= 180_000_000
    assert ("edge" in outcome.findings) == (cost > 100_000_000 and outcome.value("grant") < 70_000_000)


@with_any(MONEY, MONEY)
def test_a_larger_enterprise_is_never_in_a_smaller_class(room: ContentRoom, investment: int, turnover: int) -> None:
    tool: Tool = room.catalog.tools["enterprise-size"]
    order = ["micro", "small", "medium", "above-medium"]
    sizes = [
        order.index(calculate(tool, {"investment": Decimal(one), "turnover": Decimal(turnover)}, DAY).findings[0])
        for one in (investment, investment * 2, investment * 20)
    ]
    assert all(one <= other for one, other in pairwise(sizes))
