"""Bills that are paid late: the due day under the 15/45-day rule, and interest by the table of bank rates.

MSMED Act 2006: section 2(b) and 15 for the day, section 16 for the interest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from content.records import PartialDate
from content.recurrence import month_later
from content.tools import Tool, exact

TOOL = "delayed-payment-interest"
STEPS_AFTER = (0, -7, -15, -30)  # days "before" the due day: remind, write, write again, file the case
MONTHS_TO_CLAIM = 36  # the sheet: "Claim within three years of the due date to be safe"
PAISA = Decimal("0.01")
MONTHS_A_YEAR, DAYS_A_YEAR = 12, 365


@dataclass(frozen=True, slots=True)
class Rest:
    """One month, or the days after the last full one: its first day and the yearly rate in percent."""

    start: date
    rate: Decimal
    interest: Decimal  # rupees, not rounded


def due_day(tool: Tool, accepted: date, agreed_days: int) -> date:
    """The last day to pay (section 15): the agreed one but at most 45 days after acceptance.

    It is 15 days after acceptance if nothing was agreed in writing (0).
    """
    most, unagreed = (int(tool.parameter(name, accepted)) for name in ("days_agreed_most", "days_unagreed"))
    return accepted + timedelta(days=min(agreed_days, most) if agreed_days else unagreed)


def rests(tool: Tool, principal: Decimal, due: date, until: date) -> list[Rest]:
    """Interest from the day after the due day to `until`, which bears interest too, added to the bill every month.

    Empty for a bill whose due day lies before all rates that are known (see `rate_known`).
    Section 16: compound, with monthly rests, at three times the bank rate. The Act doesn't say how days are counted.
    We count calendar months from the day after the due day, each at the rate in force on its first day; the days
    after the last full month bear simple interest, a 365th of a year's each. So one day late bears one day's.
    """
    if not rate_known(tool, due):
        return []
    first, behind = due + timedelta(days=1), until + timedelta(days=1)
    found: list[Rest] = []
    balance = principal
    while (start := month_later(first, len(found))) < behind:
        full = month_later(first, len(found) + 1) <= behind
        parts, of = (1, MONTHS_A_YEAR) if full else ((behind - start).days, DAYS_A_YEAR)
        rate = exact(tool.parameter("bank_rate", start)) * tool.parameter("times_bank_rate", start)
        interest = balance * rate * parts / (100 * of)
        found.append(Rest(start, rate, interest))
        balance += interest
    return found


def interest(tool: Tool, principal: Decimal, due: date, until: date) -> Decimal:
    """All interest to a day, in rupees and paise; the bill desk and the calculator both ask here."""
    return to_paisa(sum((one.interest for one in rests(tool, principal, due, until)), Decimal(0)))


def to_paisa(amount: Decimal) -> Decimal:
    """To the nearest paisa, half up."""
    return amount.quantize(PAISA, ROUND_HALF_UP)


def rates_from(tool: Tool) -> PartialDate | None:
    """The day from which the bank rate is known; None where it has no beginning."""
    return tool.parameters["bank_rate"][0].since


def rate_known(tool: Tool, due: date) -> bool:
    """Whether the interest of a bill can be counted at all: no bank rate is known for the days before all of them."""
    since = rates_from(tool)
    return since is None or since <= due.isoformat()


def claim_by(due: date) -> date:
    """The day three years after the due day: by then a claim must be made, to be safe (limitation law)."""
    return month_later(due, MONTHS_TO_CLAIM)


def steps(lead_days: tuple[int, ...], due: date) -> tuple[int, ...]:
    """The ladder of a bill in days before the due day: the steps of its compliance date, then those after it.

    From the second month after the due day there is one on the same day of each, as long as it can be claimed.
    """
    monthly = ((due - month_later(due, months)).days for months in range(2, MONTHS_TO_CLAIM))
    return tuple(sorted({*lead_days, *STEPS_AFTER, *monthly}, reverse=True))
