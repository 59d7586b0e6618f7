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
        ("12 laakh", 1_200_000),
        ("10 00 000", 1_000_000),
        ("1,234,567", 1_234_567),
        ("दस लाख", 1_000_000),
        ("डेढ़ लाख", 150_000),
        ("ढाई लाख", 250_000),
        ("साढ़े तीन लाख", 350_000),
        ("सवा लाख", 125_000),
        ("सवा दो करोड़", 22_500_000),
        ("पौने दो लाख", 175_000),
        ("पांच हज़ार", 5_000),
        ("पाँच हजार", 5_000),
        ("दो सौ", 200),
        ("सौ करोड़", 1_000_000_000),
        ("two lakh", 200_000),
        ("twenty five lakh", 2_500_000),
        ("dhai lakh", 250_000),
        ("dedh lakh", 150_000),
        ("பத்து லட்சம்", 1_000_000),
        ("ஒன்றரை லட்சம்", 150_000),
        ("ஒரு லட்சத்து ஐம்பதாயிரம்", 150_000),
    ],
)
def test_amounts(typed: str, rupees: int) -> None:
    assert read_amount(typed) == rupees


@pytest.mark.parametrize("typed", ["", "lakh", "लाख", "12 lakh 1 crore", "-5", "12 apples", "1.2.3", "12 13"])
def test_what_is_no_amount(typed: str) -> None:
    assert read_amount(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["12,5 lakh", "1,23,4", "1,00 lakh", "12,34,56", "10 00,000", "1.234", "1 crore 150 lakh", "5 0.5", "9" * 60],
)
def test_what_could_be_read_in_two_ways_is_never_guessed(typed: str) -> None:
    assert read_amount(typed) is None


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("36", 36),
        ("36 months", 36),
        ("3 years", 36),
        ("2 yr", 24),
        ("1.5 saal", 18),
        ("5 साल", 60),
        ("ढाई साल", 30),
        ("5 varsh", 60),
        ("5 வருடம்", 60),
        ("2 aandu", 24),
        ("18 மாதம்", 18),
        ("3 years 6 months", 42),
        ("3 days", None),
        ("3 lakh", None),
    ],
)
def test_years_are_told_in_months(typed: str, months: int | None) -> None:
    assert read_number(typed, "months") == months


@pytest.mark.parametrize(
    ("typed", "kind", "number"),
    [("2 weeks", "days", 14), ("45 दिन", "days", 45), ("2 months", "days", None), ("1 year", "percent", None)],
)
def test_a_unit_of_another_kind_is_asked_again(typed: str, kind: str, number: int | None) -> None:
    assert read_number(typed, kind) == number


@pytest.mark.parametrize(
    ("typed", "number"), [("10.5", "10.5"), ("10.5 %", "10.5"), ("१२", "12"), ("45 days", "45"), ("1,200", "1200")]
)
def test_numbers(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["12 lakh", "many", "", "1 2 3", "10,5"])
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
