"""Owners say when in English, Hindi and Tamil, in either script, misspelt and mixed; their titles stay as typed."""

# ruff: noqa: DTZ001  (wall times have no zone by design)

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.recurrence import next_due
from content.reminder_vocabulary import DAY_PARTS, FREQUENCIES, MONTHS, OCLOCK, RELATIVE_DAYS, UNITS, WEEKDAYS
from content.reminder_words import Parsed, Unclear, parse_reminder

KOLKATA, BERLIN = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=KOLKATA)  # a Wednesday
TABLE = Path(__file__).with_name("reminder_sentences.tsv").read_text(encoding="utf-8").splitlines()[1:]
SENTENCES = [tuple(line.split("\t")) for line in TABLE]

zones = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(ZoneInfo)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))
time_words = st.sampled_from(
    [
        *(
            word
            for words in (DAY_PARTS, FREQUENCIES, MONTHS, RELATIVE_DAYS, UNITS, WEEKDAYS)
            for group in words.values()
            for word in group
        ),
        *OCLOCK,
        *[
            "every",
            "in",
            "at",
            "half an",
            "am",
            "pm",
            "10:30",
            "25/12",
            "31/02/2027",
            "2026-12-25",
            "20th",
            "२०",
            "10.30",
        ],
        *[
            "GSTR-3B",
            "Form 16",
            "loan",
            "next year",
            "in fifteen days",
            "from now",
            "999 months",
            "9999-12-31",
            "0001-01-01",
        ],
    ]
)
sentences = st.lists(time_words | st.integers(0, 10_000).map(str) | st.text(max_size=6), max_size=9).map(" ".join)


def read(text: str, now: datetime = NOW, zone: ZoneInfo = KOLKATA) -> str:
    """The rule and title, or why there is none, as one line."""
    match parse_reminder(text, now, zone):
        case Parsed(title, rule):
            return f"{rule.to_text()} {title}".strip()
        case Unclear(code, _):
            return code


@pytest.mark.parametrize(("typed", "language", "rule", "title"), SENTENCES)
def test_a_sentence_of_the_table_is_read(typed: str, language: str, rule: str, title: str) -> None:
    parsed = parse_reminder(typed, NOW, KOLKATA)
    assert isinstance(parsed, Parsed), f"{language}: {typed} is unclear: {parsed}"
    assert (parsed.rule.to_text(), parsed.title) == (rule, title)


def test_the_table_is_large_and_has_no_sentence_twice() -> None:
    languages = [language for _typed, language, _rule, _title in SENTENCES]
    assert len({typed for typed, *_ in SENTENCES}) == len(SENTENCES) >= 120
    assert min(languages.count("hi"), languages.count("ta")) >= 30


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "GST", "GSTR-3B", "Form 16", "Form 15G", "pay 20 workers", "ISO 9001", "9876543210",
        "udyam registration", "may I get loan", "sun flower oil", "second hand machine",
        "loan for 5 years", "12.5 % interest", "EMI 12,500", "1 lakh", "every customer call",
        "march past band", "rat trap", "velli kolusu", "कलाकार", "சனி பகவான்", "do kilo malai",
        "31/02/2027 audit", "32/13/2027 audit", "30 Feb audit", "45th audit", "0 Dec audit",
        "31 Nov every year audit", "1 Jan 9999 audit", "every month rent", "हर महीने किराया",
        "every week stock", "25:70 GST",
    ],
)  # fmt: skip
def test_without_a_date_nothing_is_guessed(text: str) -> None:
    assert parse_reminder(text, NOW, KOLKATA) == Unclear("no_date", text)


@pytest.mark.parametrize(
    "text",
    [
        "25/12/2020 audit",
        "1 January 2026 audit",
        "today 8 am tea",
        "आज सुबह 8 बजे चाय",
        "yesterday",
        "நேற்று GST",
        "aaj 8 baje GST",
    ],
)
def test_what_is_over_is_said_to_be_over(text: str) -> None:
    assert parse_reminder(text, NOW, KOLKATA) == Unclear("past", text)


@pytest.mark.parametrize(
    "text",
    [
        "every 3 months GST", "quarterly TDS", "half-yearly audit", "har 15 din safai",
        "हर तीन महीने GST", "2nd saturday of every month", "every Monday and every Friday wages",
        "ஒவ்வொரு 3 மாதம் GST", "every 2 hours check",
    ],
)  # fmt: skip
def test_a_rhythm_that_cannot_be_kept_is_not_replaced_by_another(text: str) -> None:
    assert parse_reminder(text, NOW, KOLKATA) == Unclear("rhythm", text)


def test_a_time_already_past_today_means_tomorrow() -> None:
    assert read("8 am tea") == "once 2026-11-26T08:00 tea"
    assert read("9 am tea") == "once 2026-11-26T09:00 tea"
    assert read("9:01 am tea") == "once 2026-11-25T09:01 tea"


def test_the_day_is_that_of_the_contacts_zone() -> None:
    late = datetime(2026, 11, 25, 22, 0, tzinfo=UTC)  # the 26th in India, still the 25th in New York
    assert read("tomorrow GST", late) == "once 2026-11-27T10:00 GST"
    assert read("tomorrow GST", late, ZoneInfo("America/New_York")) == "once 2026-11-26T10:00 GST"


def test_two_hours_are_two_hours_when_clocks_change() -> None:
    evening = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # 01:30 in Berlin; the next hour is skipped
    assert read("in 2 hours call", evening, BERLIN) == "once 2027-03-28T04:30 call"


def test_a_day_that_this_month_lacks_is_sought_in_the_next() -> None:
    assert read("31st audit") == "once 2026-12-31T10:00 audit"
    assert read("29 Feb audit") == "once 2028-02-29T10:00 audit"
    assert read("every 31st audit", datetime(2027, 2, 25, 9, tzinfo=KOLKATA)) == "monthly 2027-01-31T10:00 audit"
    assert read("every 30th audit", datetime(2027, 2, 25, 9, tzinfo=KOLKATA)) == "monthly 2027-01-30T10:00 audit"
    assert read("every 30th audit", datetime(2027, 7, 30, 12, tzinfo=KOLKATA)) == "monthly 2027-08-30T10:00 audit"
    assert read("every 31st audit", datetime(2027, 9, 2, 9, tzinfo=KOLKATA)) == "monthly 2027-08-31T10:00 audit"


def test_hours_follow_the_part_of_the_day() -> None:
    assert read("tomorrow 3 GST") == "once 2026-11-26T10:00 3 GST"  # a bare number stays in the title
    assert read("kal 3 baje GST") == "once 2026-11-26T15:00 GST"
    assert read("kal subah 3 baje GST") == "once 2026-11-26T03:00 GST"
    assert read("kal 6 baje GST") == "once 2026-11-26T18:00 GST"
    assert read("kal 7 baje GST") == "once 2026-11-26T07:00 GST"
    assert read("kal 25 baje GST") == "once 2026-11-26T10:00 GST"  # there is no such hour
    assert read("kal raat 2 baje GST") == "once 2026-11-27T02:00 GST"
    assert read("tomorrow 03:00 GST") == "once 2026-11-26T03:00 GST"
    assert read("tomorrow 12 am GST") == "once 2026-11-26T00:00 GST"
    assert read("tomorrow 12 pm GST") == "once 2026-11-26T12:00 GST"
    assert read("tomorrow night 11 pm GST") == "once 2026-11-26T23:00 GST"


def test_the_year_ends_and_begins() -> None:
    eve = datetime(2026, 12, 31, 22, 0, tzinfo=KOLKATA)
    assert read("tomorrow GST", eve) == "once 2027-01-01T10:00 GST"
    assert read("31 Dec GST", eve) == "once 2027-12-31T10:00 GST"
    assert read("every 5th GST", eve) == "monthly 2027-01-05T10:00 GST"
    assert read("next month 5th GST", eve) == "once 2027-01-05T10:00 GST"
    assert read("next month GST", eve) == "once 2027-01-31T10:00 GST"


def test_next_week_may_name_its_day() -> None:
    assert read("next week GST") == "once 2026-12-02T10:00 GST"
    assert read("next week Friday GST") == "once 2026-12-04T10:00 GST"
    assert read("अगले हफ्ते शुक्रवार GST") == "once 2026-12-04T10:00 GST"


def test_spans_in_words_are_read_by_the_library() -> None:
    assert read("in twenty five minutes call") == "once 2026-11-25T09:25 call"
    assert read("in fifteen days pay EMI") == "once 2026-12-10T10:00 pay EMI"
    assert read("अगले साल लाइसेंस") == "once 2027-11-25T10:00 लाइसेंस"
    assert read("renew licence March 2027") == "once 2027-03-01T10:00 renew licence"
    assert read("in some remote days gone") == "no_date"


def test_long_words_may_hold_one_slip() -> None:
    assert read("tomarrow GST") == "once 2026-11-26T10:00 GST"
    assert read("saturady 5 pm wages") == "once 2026-11-28T17:00 wages"
    assert read("5 decembr audit") == "once 2026-12-05T10:00 audit"


def test_the_library_is_loaded_on_first_use_only() -> None:
    script = (
        "import sys, datetime, zoneinfo; from content.reminder_words import parse_reminder as read;"
        "zone = zoneinfo.ZoneInfo('Asia/Kolkata'); now = datetime.datetime(2026, 11, 25, tzinfo=zone);"
        "read('kal subah 9 baje GST', now, zone); read('GST', now, zone); print('dateparser' in sys.modules);"
        "read('in fifteen days GST', now, zone); print('dateparser' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root)
    assert ran.stdout.split() == ["False", "True"]


@settings(max_examples=600)
@given(sentences | st.text(max_size=80), moments, zones)
@example("20ﬁth \u200btomorrow", NOW, KOLKATA)
@example("999 years later", NOW, KOLKATA)
@example("\x00 tomorrow \x00", NOW, KOLKATA)
def test_whatever_is_typed_the_title_is_part_of_it_and_the_rule_is_ahead(
    text: str, now: datetime, zone: ZoneInfo
) -> None:
    parsed = parse_reminder(text, now, zone)
    if isinstance(parsed, Unclear):
        assert parsed.code in {"no_date", "past", "rhythm"}
        assert parsed.text == text
        return
    typed = iter(text)
    assert all(character in typed for character in parsed.title if character != " ")
    due = next_due(parsed.rule, zone, now)
    assert due is not None
    assert due > now
    assert parsed.rule.start.tzinfo is None


names = st.sampled_from(
    ["GSTR-3B", "GSTR-1", "Form 16", "ITR-4", "Form 15G/15H", "ISO 9001", "24x7", "फॉर्म १६", "படிவம் 16"]
)
whens = st.sampled_from(
    ["tomorrow 9 am", "कल सुबह 9 बजे", "naalai kaalai 9 manikku", "நாளை காலை 9 மணிக்கு", "kal subah 9 baje"]
)


@given(names, whens, st.booleans())
def test_numbers_in_names_survive(name: str, when: str, first: bool) -> None:
    parsed = parse_reminder(f"{name} {when}" if first else f"{when} {name}", NOW, KOLKATA)
    assert isinstance(parsed, Parsed)
    assert parsed.title == name
    assert parsed.rule.start == datetime(2026, 11, 26, 9)


def test_a_very_long_message_is_read_from_its_beginning() -> None:
    parsed = parse_reminder("tomorrow " + "x " * 4_000, NOW, KOLKATA)
    assert isinstance(parsed, Parsed)
    assert parsed.rule.start - timedelta(days=1) == datetime(2026, 11, 25, 10)
    assert len(parsed.title) < 1_000
