"""The compliance calendar: every date of the sheet, on the days that its rule gives, for those whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice, takewhile
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from dateutil.rrule import rrulestr
from pydantic import ValidationError

from content.catalog import load_catalog
from content.compliance import (
    ComplianceDate,
    Due,
    about_date,
    calendar_of,
    due_days,
    first_moment,
    read_about,
)
from content.ladder import Ladder, next_moment
from tests.facts import fact_sheet

START, END = date(2026, 1, 1), date(2031, 12, 31)


@cache
def dates() -> Mapping[str, ComplianceDate]:
    return load_catalog().dates


@cache
def sheet() -> list[dict[str, Any]]:
    read = yaml.safe_load(fact_sheet("compliance-calendar.yaml").read_text("utf-8"))
    return [*read["items"], *read["professional_tax"]["rows"]]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def days(
    one: ComplianceDate, start: date, end: date, moved: Mapping[tuple[str, str], date] | None = None
) -> list[date]:
    return list(takewhile(lambda day: day <= end, (day for day, _rule in due_days(one, start, moved or {}))))


PARTS = {"lab-lwf-tn": ("lab-lwf-h2", "31 January"), "pt-mh-owner": ("pt-mh", "30 June")}  # said inside of another


def test_every_date_of_the_sheet_is_there_with_its_trust() -> None:
    assert sorted(dates()) == sorted([*(record["id"] for record in sheet()), *PARTS])
    for record in sheet():
        one = dates()[record["id"]]
        assert one.confidence == record["confidence"]
        assert len(one.sources) == len(record.get("sources", ()))
        assert bool(one.conflict) == ("conflict" in record or "note" in record), record["id"]
        assert bool(one.unknown) == ("unknown" in record), record["id"]
        assert list(one.lead_days) == record.get("lead_days", [5, 1])


def test_a_date_that_the_sheet_names_inside_of_another_falls_on_that_day() -> None:
    records = {record["id"]: record for record in sheet()}
    for name, (whole, day) in PARTS.items():
        one = dates()[name]
        assert day in records[whole].get("who", "") + records[whole].get("note", "")
        assert [f"{due.day} {due:%B}" for due in days(one, START, date(2027, 12, 31))] == [day, day]
        assert one.confidence == "low"


def test_days_are_those_of_the_sheets_rules() -> None:
    for record in sheet():
        one = dates()[record["id"]]
        if "rrule" not in record:
            assert one.due is None or one.due.question or record["id"] == "mca-dir3kyc"
            continue
        rule = rrulestr(
            record["rrule"], dtstart=midnight(date(2028, 1, 1) if "INTERVAL=3" in record["rrule"] else START)
        )
        wanted = [day.date() for day in rule.between(midnight(START), midnight(END), inc=True)]
        if named := record["rule"].get("dates"):  # they win where the rule says more: Kerala's is 28 February
            years = range(START.year, END.year + 1)
            wanted = [date.fromisoformat(f"{year}-{day}") for year in years for day in sorted(named)]
        assert days(one, START, END) == wanted, record["id"]


SIDES = {  # of each event of the sheet, seen from the day of the question
    "limit_review_date": "coming",
    "agm_date": "either",
    "consent_expiry_if_printed": "coming",
    "noc_expiry": "coming",
    "return_due_date": "past",
    "invoice_date": "past",
    "boiler_certificate_expiry": "coming",
    "fssai_anniversary": "coming",
    "fire_noc_expiry": "coming",
    "stamping_date": "past",
    "bis_expiry": "coming",
    "drug_licence_5y": "coming",
    "acceptance_date": "past",
    "zed_certificate_date": "past",
}


def test_a_day_of_ones_own_lies_where_the_sheets_event_does() -> None:
    asked = {name: one.due for name, one in dates().items() if one.due and one.due.question}
    rules = {record["id"]: record["rule"] for record in sheet() if record.get("rule", {}).get("freq") == "event"}
    assert {*rules} - {*asked} == {"msme-udyam-change"}  # nothing falls due there: a note says what holds
    assert dates()["msme-udyam-change"].note
    for name, due in asked.items():
        assert (due.asks, due.after_days) == (SIDES[rules[name]["event"]], rules[name]["offset_days"]), name
    assert {name for name, due in asked.items() if due.yearly} == {"lic-fssai-fee", "lic-metrology", "bank-renewal"}


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"question": "Until when?"}, "together"),
        ({"asks": "past"}, "together"),
        ({"days": ["03-31"], "yearly": True}, "yearly"),
        ({"question": "Until when?", "asks": "then"}, "past"),
    ],
)
def test_a_question_that_doesnt_say_where_its_day_lies_is_a_fault(form: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        Due.model_validate(form)


TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("name", "own", "due"),
    [
        ("lic-metrology", "2026-03-05", "2027-03-05"),
        ("gst-einvoice", "2026-11-05", "2026-12-05"),
        ("msme-zed", "2025-03-05", "2028-03-04"),
        ("gst-3year", "2025-12-20", "2028-12-19"),
        ("mca-mgt7", "2026-09-30", "2026-11-29"),
        ("lic-fire", "2027-03-05", "2027-02-03"),
        ("lic-fssai-fee", "2026-03-05", "2027-03-05"),  # yearly: the next one counts, whatever year was typed
        ("lic-fssai-fee", "2027-03-05", "2027-03-05"),
        ("bank-renewal", "2025-12-20", "2026-11-05"),
    ],
)
def test_what_follows_from_a_day_of_ones_own(name: str, own: str, due: str) -> None:
    rule = dates()[name].due
    assert rule
    assert str(rule.after(date.fromisoformat(own), TODAY)) == due


def test_a_yearly_day_of_ones_own_comes_every_year_and_29_february_too() -> None:
    one = dates()["lic-fssai-fee"]
    moves: dict[tuple[str, str], date] = {}
    found = [day for day, _rule in islice(due_days(one, date(2027, 3, 6), moves, date(2027, 3, 5)), 3)]
    assert list(map(str, found)) == ["2028-03-05", "2029-03-05", "2030-03-05"]
    leap = [day for day, _rule in islice(due_days(one, date(2028, 1, 1), moves, date(2028, 2, 29)), 5)]
    assert list(map(str, leap)) == ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]
    assert list(due_days(one, TODAY, moves)) == []


def test_a_worker_finds_the_yearly_day_by_what_the_reminder_is_about() -> None:
    about = about_date("lic-fssai-fee", date(2027, 3, 5))
    assert read_about(about) == ("lic-fssai-fee", date(2027, 3, 5))
    assert read_about("invoice:5") == read_about(None) == ("", None)
    days = calendar_of(dates(), {})(about)
    step = next_moment(Ladder((30, 7)), INDIA, datetime(2027, 3, 1, tzinfo=INDIA), days)
    assert step == datetime(2028, 2, 4, 10, tzinfo=INDIA)


def test_a_day_that_a_month_lacks_is_its_last() -> None:
    due = Due(each_month=31)
    found = list(takewhile(lambda day: day < date(2028, 4, 1), due.from_day(date(2028, 2, 1))))
    assert found == [date(2028, 2, 29), date(2028, 3, 31)]


def test_a_moved_day_takes_the_place_of_the_rules() -> None:
    one = dates()["gst-gstr3b-monthly"]
    moved = {(one.id, "2026-12-20"): date(2026, 12, 24)}
    assert days(one, date(2026, 12, 1), date(2027, 1, 31), moved) == [date(2026, 12, 24), date(2027, 1, 20)]
    assert days(one, date(2026, 12, 22), date(2026, 12, 31), moved) == [date(2026, 12, 24)]
    earlier = {(one.id, "2026-12-20"): date(2026, 12, 18)}
    assert days(one, date(2026, 12, 19), date(2026, 12, 31), earlier) == []


INDIA = ZoneInfo("Asia/Kolkata")


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-12-09T12:00", "2026-12-10T10:00"),  # a step is ahead
        ("2026-12-18T09:00", "2026-12-18T10:00"),  # all are over: today still
        ("2026-12-18T10:00", "2026-12-19T10:00"),
        ("2026-12-19T23:00", "2026-12-20T10:00"),  # on the day itself
        ("2026-12-20T09:59", "2026-12-20T10:00"),
        ("2026-12-20T10:00", "2027-01-10T10:00"),  # nothing is left of this one
    ],
)
def test_a_near_due_day_is_not_passed_over(now: str, first: str) -> None:
    def monthly(start: date) -> Iterator[date]:
        return Due(each_month=20).from_day(start)

    moment = datetime.fromisoformat(now).replace(tzinfo=INDIA)
    found = first_moment(Ladder((10, 3)), INDIA, moment, monthly)
    assert found is not None
    assert found.astimezone(INDIA).isoformat()[:16] == first


def test_a_day_of_ones_own_that_is_near_is_reminded_of_and_one_that_is_over_is_not() -> None:
    ladder = Ladder((30,), due=date(2026, 12, 5))
    noon = datetime(2026, 12, 3, 12, tzinfo=INDIA)
    assert first_moment(ladder, INDIA, noon, lambda _start: ()) == datetime(2026, 12, 4, 10, tzinfo=INDIA)
    assert first_moment(ladder, INDIA, noon + timedelta(days=2), lambda _start: ()) is None
