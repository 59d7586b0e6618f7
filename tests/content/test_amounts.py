"""Amounts, numbers and days as owners type them."""

from datetime import date
from decimal import Decimal

import pytest

from content.amounts import read_amount, read_day, read_number

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "rupees"),
    [
        ("12 lakh", 1_200_000),
        ("12lakh", 1_200_000),
        ("12L", 1_200_000),
        ("1.2 cr", 12_000_000),
        ("₹ 1.2 Crore", 12_000_000),
        ("1 crore 20 lakh", 12_000_000),
        ("१२ लाख", 1_200_000),
        ("१.५ करोड़", 15_000_000),
        ("50 हज़ार रुपये", 50_000),
        ("5 லட்சம்", 500_000),
        ("1.2 கோடி", 12_000_000),
        ("Rs. 3,50,000/-", 350_000),
        ("3,50,000", 350_000),
        ("५० हजार", 50_000),
        ("2 lac", 200_000),
        ("70k", 70_000),
        ("0", 0),
    ],
)
def test_amounts(typed: str, rupees: int) -> None:
    assert read_amount(typed) == rupees


@pytest.mark.parametrize("typed", ["", "lakh", "five", "12 lakh 1 crore", "-5", "12 apples", "1.2.3", "12 13"])
def test_what_is_no_amount(typed: str) -> None:
    assert read_amount(typed) is None


@pytest.mark.parametrize(
    ("typed", "number"), [("10.5", "10.5"), ("10.5 %", "10.5"), ("१२", "12"), ("45 days", "45"), ("1,200", "1200")]
)
def test_numbers(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["12 lakh", "ten", "", "1 2 3"])
def test_what_is_no_number(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5-3-2026", date(2026, 3, 5)),
        ("05/03/26", date(2026, 3, 5)),
        ("5.3.2026", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        ("५-३-२०२६", date(2026, 3, 5)),
        ("5 March", date(2026, 3, 5)),
        ("5 मार्च 2025", date(2025, 3, 5)),
        ("5 December", date(2025, 12, 5)),
        ("today", TODAY),
        ("आज", TODAY),
        ("yesterday", date(2026, 11, 24)),
        ("இன்று", TODAY),
    ],
)
def test_days(typed: str, day: date) -> None:
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["", "soon", "31-2-2026", "12 lakh", "99-99-2026"])
def test_what_is_no_day(typed: str) -> None:
    assert read_day(typed, TODAY) is None
