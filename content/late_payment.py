"""Bills that are paid late: the due day under the 15/45-day rule, and interest by the table of bank rates.

MSMED Act 2006: section 2(b) and 15 for the day, section 16 for the interest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from content.calculators import DAYS_A_YEAR, exact, late_days
from content.recurrence import month_later
from content.tools import Tool

TOOL = "delayed-payment-interest"
STEPS_AFTER = (0, -7, -15, -30)  # days "before" the due day: remind, write, write again, file the case
PAISA = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Rest:
    """One month, or the days after the last full one: its first day and the yearly rate in percent."""

    start: date
    rate: Decimal
    interest: Decimal  # rupees, not rounded


def due_day(tool: Tool, accepted: date, agreed_days: int) -> date:
    """The last day to pay: the agreed one but at most 45 days after acceptance; 15 days if nothing was agreed."""
    return accepted + timedelta(days=late_days(tool, agreed_days, accepted))


def rests(tool: Tool, principal: Decimal, due: date, until: date) -> list[Rest]:
    """Interest from the day after the due day to `until`, added to the bill month by month.

    Three times the bank rate in force on the first day of each month; the days after the last full month bear
    simple interest.
    """
    first = due + timedelta(days=1)
    found: list[Rest] = []
    balance = principal
    while (start := month_later(first, len(found))) < until:
        end = month_later(first, len(found) + 1)
        rate = exact(tool.parameter("bank_rate", start)) * tool.parameter("times_bank_rate", start)
        share = Decimal(1) / 12 if end <= until else Decimal((until - start).days) / DAYS_A_YEAR
        interest = balance * rate / 100 * share
        found.append(Rest(start, rate, interest))
        balance += interest
    return found


def interest(tool: Tool, principal: Decimal, due: date, until: date) -> Decimal:
    """All interest to a day, in rupees and paise."""
    total = sum((one.interest for one in rests(tool, principal, due, until)), Decimal(0))
    return total.quantize(PAISA, ROUND_HALF_UP)


def steps(lead_days: tuple[int, ...]) -> tuple[int, ...]:
    """The ladder of a bill: the steps of its compliance date, then those after the due day."""
    return tuple(sorted({*lead_days, *STEPS_AFTER}, reverse=True))
