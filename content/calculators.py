"""The calculators' formulas: pure functions from answers and dated figures to an outcome, in exact decimals.

Rupees are rounded half up once, at the end, the interest on a late bill to the paisa. The figures themselves are
content (`content/tools`), not code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any, Literal

from content.late_payment import due_day, interest, rate_known, rests
from content.tools import Tool, exact

Given = Mapping[str, Any]  # Decimal for numbers, date, the id of a choice, "yes"/"no", or a tuple of ids
Unit = Literal["rupees", "percent", "count", "days", "date"]
DIGITS = 60  # of the exact calculation


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of an outcome."""

    name: str
    value: Decimal | int | date
    unit: Unit = "rupees"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from the answers: findings by id, the most important first, and figures.

    `known_until` is the day (or month) up to which the figures it rests on are known to hold; None for open ends.
    """

    findings: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    known_until: str | None = None

    def value(self, name: str) -> Any:
        """The value of one figure."""
        return next(figure.value for figure in self.figures if figure.name == name)


def calculate(tool: Tool, given: Given, day: date) -> Outcome:
    """Work one calculator out with the figures of `day`."""
    with localcontext(Context(prec=DIGITS)):
        return _FORMULAS[tool.id](tool, given, day)


def whole(amount: Decimal) -> Decimal:
    """To the nearest rupee, half up."""
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def share(percent: Any, amount: Any) -> Decimal:
    """So many percent of an amount."""
    return exact(percent) * exact(amount) / 100


def _enterprise_size(tool: Tool, given: Given, day: date) -> Outcome:
    """MSMED Act section 7 as notified in S.O. 1364(E) of 21 March 2025: both limits must hold."""
    limits = tool.parameter("limits", day)
    old = tool.parameter("limits", date(2025, 3, 31))
    size = _class_of(limits, given)
    within = limits[size] if size in limits else limits["medium"]
    return Outcome(
        (size, f"before-{_class_of(old, given)}"),
        (
            Figure("investment_limit", exact(within["investment"])),
            Figure("turnover_limit", exact(within["turnover"])),
        ),
    )


def _class_of(limits: Mapping[str, Any], given: Given) -> str:
    for size, most in limits.items():
        if given["investment"] <= most["investment"] and given["turnover"] <= most["turnover"]:
            return size
    return "above-medium"


def _late_interest(tool: Tool, given: Given, day: date) -> Outcome:
    """MSMED Act sections 15 and 16, counted as for the bills that a contact keeps."""
    due = due_day(tool, given["accepted"], int(given["agreed"]))
    late = max(0, (given["paid"] - due).days)
    days = (Figure("due", due, "date"), Figure("days_late", late, "days"))
    if late and not rate_known(tool, due):
        return Outcome(("late", "no-rate", *_late_notes(tool, given, [])), days)
    owed = interest(tool, given["principal"], due, given["paid"])
    rates = [one.rate for one in rests(tool, given["principal"], due, given["paid"])]
    checked = tool.held("bank_rate", given["paid"]).checked
    findings = ("late" if late else "in-time", *_late_notes(tool, given, rates))
    rate = [Figure("rate", rates[0], "percent")] if len(set(rates)) == 1 else []
    return Outcome(
        findings,
        (
            *days,
            *rate,
            Figure("interest", owed),
            Figure("owed", given["principal"] + owed),
        ),
        checked if late and checked and checked < given["paid"].isoformat() else None,
    )


def _late_notes(tool: Tool, given: Given, rates: list[Decimal]) -> list[str]:
    cut = given["agreed"] > tool.parameter("days_agreed_most", given["accepted"])
    return [
        *(["cut"] if cut else []),
        *(["rates-changed"] if len(set(rates)) > 1 else []),
        *(["counted", "who"] if rates else []),
    ]


def _cfc_grant(tool: Tool, given: Given, day: date) -> Outcome:
    """MSE-CDP guidelines of 27 May 2022, or the table of about 2014."""
    if given["rules"] == "seed-2014":
        rule = tool.parameter("seed_2014", day)
        rate = rule["special" if given["special_group"] == "yes" else "normal"]
        grant = whole(share(rate, min(given["cost"], exact(rule["most"]))))
        return _granted("old-table", rate, grant, given["cost"])
    held = tool.held("guidelines_2022", day)
    rule = held.value
    if given["cost"] < rule["least"]:
        return Outcome(("below-minimum",), (Figure("least", exact(rule["least"])),), held.until)
    special = "special" if given["special_area"] == "yes" else "normal"
    rate, grant = _banded(rule, special, given["cost"])
    edge = exact(rule["bands"][0]["up_to"])
    _, at_edge = _banded(rule, special, edge)
    outcome = replace(_granted("grant", rate, grant, given["cost"]), known_until=held.until)
    if given["cost"] > edge and at_edge > grant:
        more = (Figure("edge", edge), Figure("grant_at_edge", at_edge))
        return replace(outcome, findings=(*outcome.findings, "edge"), figures=(*outcome.figures, *more))
    return outcome


def _banded(rule: Mapping[str, Any], special: str, cost: Decimal) -> tuple[Any, Decimal]:
    band = next((one for one in rule["bands"] if cost <= one["up_to"]), rule["bands"][-1])
    return band[special], whole(share(band[special], min(cost, exact(rule["most"]))))


def _granted(finding: str, rate: Any, grant: Decimal, cost: Decimal) -> Outcome:
    figures = (Figure("grant_rate", exact(rate), "percent"), Figure("grant", grant), Figure("rest", cost - grant))
    return Outcome((finding,), figures)


def _pmegp(tool: Tool, given: Given, day: date) -> Outcome:
    """PMEGP guidelines: first loan for a new unit, or second loan for upgrading."""
    held = tool.held(given["second"], day)
    rule = held.value
    cost, eligible = given["cost"], min(given["cost"], exact(rule["most"][given["activity"]]))
    if given["second"] == "first":
        group = "special" if given["special"] == "yes" else "general"
        rate, own_rate = rule["subsidy"][f"{group}_{given['area']}"], rule["own"][group]
        subsidy = whole(share(rate, eligible))
    else:
        place = "hill" if given["hill"] == "yes" else "general"
        rate, own_rate = rule["subsidy"][place], rule["own"]
        subsidy = min(whole(share(rate, eligible)), exact(rule["cap"][place]))
    own = whole(share(own_rate, cost))
    return Outcome(
        ("subsidy", *(["over-limit"] if eligible < cost else [])),
        (
            Figure("eligible", eligible),
            Figure("subsidy_rate", exact(rate), "percent"),
            Figure("subsidy", subsidy),
            Figure("own", own),
            Figure("bank_loan", cost - own - subsidy),
        ),
        held.until,
    )


def _cgtmse(tool: Tool, given: Given, day: date) -> Outcome:
    """CGTMSE annual guarantee fee: one rate by the whole loan, less the concession."""
    slab = next(one for one in tool.parameter("slabs", day) if given["loan"] <= one["up_to"])
    off = tool.parameter("concession", day) if given["concession"] == "yes" else 0
    rate = share(100 - off, slab["rate"])
    fee = whole(share(rate, given["loan"]))
    return Outcome(
        ("fee" if slab["certain"] else "about",), (Figure("fee_rate", rate, "percent"), Figure("fee", fee))
    )


def _emi(_tool: Tool, given: Given, _day: date) -> Outcome:
    """The annuity formula; during a moratorium the interest is added each month, and the remaining months pay."""
    monthly, rest = exact(given["rate"]) / 1200, int(given["moratorium"])
    left = int(given["months"]) - rest
    if left < 1:
        return Outcome(("rest-too-long",))
    loan = given["loan"] * (1 + monthly) ** rest
    grown = (1 + monthly) ** left
    emi = loan * monthly * grown / (grown - 1) if monthly else loan / left
    paid = emi * left
    return Outcome(
        ("emi",),
        (
            Figure("emi", whole(emi)),
            *([Figure("instalments", left, "count")] if rest else []),
            Figure("total_interest", whole(paid - given["loan"])),
            Figure("total_paid", whole(paid)),
        ),
    )


def _is_cluster(tool: Tool, given: Given, day: date) -> Outcome:
    """UNIDO's yardsticks in India, as FAQ 7 of the Foundation for MSME Clusters gives them; FAQ 59 and 60: a network.

    Of a group that meets a yardstick only that one is told, the number of units before the sales of factories.
    """
    if given["same_product"] == "no":
        return Outcome(("mixed-estate",))
    if given["same_area"] == "no":
        return Outcome(("not-one-place",))
    needed, network = tool.parameter("yardsticks", day)[given["kind"]], tool.parameter("network", day)
    by_number = (Figure("yardstick", int(needed), "count"),)
    if given["units"] < network["least"]:
        return Outcome(("too-few", "dated"), (Figure("network", int(network["least"]), "count"),))
    if given["units"] >= needed:
        return Outcome(("meets-yardstick", "dated"), by_number)
    if (given.get("turnover") or 0) >= (sales := tool.parameter("turnover", day)):
        return Outcome(("meets-yardstick", "sales-undated"), (Figure("sales_yardstick", sales),))
    small = given["units"] <= network["most"]
    return Outcome(("network" if small else "possible-or-small-cluster", "dated"), by_number)


def _cluster_type(_tool: Tool, given: Given, _day: date) -> Outcome:
    """FAQ 8 to 13 of the Foundation for MSME Clusters."""
    signs = (given["work_place"] == "home", given["power"] == "hand-skill", given["labour"] == "family")
    goods = given["goods"]
    artisan = f"artisan-{goods}" if goods != "other" else "micro-enterprise"
    findings = [
        artisan if sum(signs) >= 2 else "industrial",
        "natural" if given["origin"] == "itself" else "induced",
        "vertical" if given["structure"] == "few-big" else "horizontal",
    ]
    findings += ["exporting"] if given["market"] == "abroad" else []
    findings += {"fast": ["dynamic"], "falling": ["declining"]}.get(given["growth"], [])
    return Outcome((*findings, *(f"theme-{one}" for one in given["worries"])))


def _facility(tool: Tool, given: Given, _day: date) -> Outcome:
    found = next(one for one in tool.facilities if one.need == given["need"])
    return Outcome((found.need,))


_FORMULAS: dict[str, Callable[[Tool, Given, date], Outcome]] = {
    "enterprise-size": _enterprise_size,
    "delayed-payment-interest": _late_interest,
    "mse-cdp-cfc-grant": _cfc_grant,
    "pmegp-margin-money": _pmegp,
    "cgtmse-fee": _cgtmse,
    "emi": _emi,
    "is-my-group-a-cluster": _is_cluster,
    "cluster-type": _cluster_type,
    "eligible-common-facilities": _facility,
}
