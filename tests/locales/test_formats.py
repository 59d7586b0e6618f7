"""Figures in the owner's habit, in all thirteen languages of the plan."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from locales import LANGUAGES, translator
from locales.formats import (
    date,
    date_time,
    distance,
    list_and,
    number,
    partial_date,
    percent,
    rupees,
    rupees_short,
    short_date,
    time,
)

SATURDAY = dt.date(2026, 11, 21)
DAYS = {
    "en": "Saturday, 21 November 2026",
    "hi": "शनिवार, 21 नवंबर 2026",
    "ta": "சனி, 21 நவம்பர், 2026",
    "te": "21, నవంబర్ 2026, శనివారం",
    "bn": "শনিবার, 21 নভেম্বর, 2026",
    "mr": "शनिवार, 21 नोव्हेंबर, 2026",
    "gu": "શનિવાર, 21 નવેમ્બર, 2026",
    "kn": "ಶನಿವಾರ, ನವೆಂಬರ್ 21, 2026",
    "ml": "2026, നവംബർ 21, ശനിയാഴ്‌ച",
    "or": "ଶନିବାର, ନଭେମ୍ବର 21, 2026",
    "pa": "ਸ਼ਨਿੱਚਰਵਾਰ, 21 ਨਵੰਬਰ 2026",
    "as": "শনিবাৰ, 21 নৱেম্বৰ, 2026",
    "ur": "ہفتہ، 21 نومبر، 2026",
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_rupees_are_grouped_by_lakh_and_crore_everywhere(code: str) -> None:
    t = translator(code)
    assert rupees(t, 1234567) == "₹12,34,567"
    assert rupees(t, Decimal("12345678.50")) == "₹1,23,45,678.50"
    assert number(t, 0) == "0"
    assert number(t, -123456) == "-1,23,456"
    assert number(t, Decimal("1E+7")) == "1,00,00,000"


@pytest.mark.parametrize("code", LANGUAGES)
def test_days_carry_weekday_and_month_in_the_language(code: str) -> None:
    assert date(translator(code), SATURDAY) == DAYS[code]


@pytest.mark.parametrize(
    ("amount", "english", "hindi", "tamil"),
    [
        (2_500_000, "₹25 lakh", "₹25 लाख", "₹25 லட்சம்"),
        (12_000_000, "₹1.2 crore", "₹1.2 करोड़", "₹1.2 கோடி"),
        (1_234_567, "₹12,34,567", "₹12,34,567", "₹12,34,567"),
        (99_999, "₹99,999", "₹99,999", "₹99,999"),
        (100_000, "₹1 lakh", "₹1 लाख", "₹1 லட்சம்"),
        (5_000_000_000, "₹500 crore", "₹500 करोड़", "₹500 கோடி"),
        (12_500_000_000_000, "₹12,50,000 crore", "₹12,50,000 करोड़", "₹12,50,000 கோடி"),
    ],
)
def test_lakh_and_crore_only_where_nothing_is_rounded(amount: int, english: str, hindi: str, tamil: str) -> None:
    assert rupees_short(translator("en"), amount) == english
    assert rupees_short(translator("hi"), amount) == hindi
    assert rupees_short(translator("ta"), amount) == tamil


def test_shares_lose_nothing() -> None:
    t = translator("en")
    assert [percent(t, value) for value in (35, 2.5, 0.37, 100, Decimal("0.30"))] == [
        "35%",
        "2.5%",
        "0.37%",
        "100%",
        "0.3%",
    ]


@pytest.mark.parametrize(
    ("hour", "english", "hindi", "tamil"),
    [
        (2, "2:05 am", "रात 2:05 बजे", "அதிகாலை 2:05 மணி"),
        (9, "9:05 am", "सुबह 9:05 बजे", "காலை 9:05 மணி"),
        (12, "12:05 pm", "दोपहर 12:05 बजे", "மதியம் 12:05 மணி"),
        (17, "5:05 pm", "शाम 5:05 बजे", "மாலை 5:05 மணி"),
        (22, "10:05 pm", "रात 10:05 बजे", "இரவு 10:05 மணி"),
    ],
)
def test_times_are_on_the_twelve_hour_clock(hour: int, english: str, hindi: str, tamil: str) -> None:
    said = [time(translator(code), dt.time(hour, 5)) for code in ("en", "hi", "ta")]
    assert said == [english, hindi, tamil]
    assert time(translator("en"), dt.time(0)) == "12 am"


def test_moments_are_told_in_the_contacts_zone() -> None:
    moment = dt.datetime(2026, 12, 24, 20, 30, tzinfo=dt.UTC)
    said = date_time(translator("en"), moment, ZoneInfo("Asia/Kolkata"))
    assert said == "Friday, 25 December 2026, 2 am"


def test_partial_dates_claim_no_more_than_is_known() -> None:
    t = translator("en")
    assert [partial_date(t, text) for text in ("2026", "2026-03", "2026-03-14")] == [
        "2026",
        "Mar 2026",
        "14 Mar 2026",
    ]
    assert short_date(t, SATURDAY) == "21 Nov 2026"


def test_distances_are_whole_from_ten_kilometres_on() -> None:
    t = translator("hi")
    assert [distance(t, km) for km in (0.01, 2.04, 9.96, 1234.4)] == ["0.1 किमी", "2 किमी", "10 किमी", "1,234 किमी"]


def test_lists_are_joined_as_the_language_does() -> None:
    assert list_and(translator("hi"), ["क", "ख", "ग"]) == "क, ख, और ग"
