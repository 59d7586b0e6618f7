"""Trainings: kinds and samples as the fact sheet has them, sheets read with their faults, and what comes next."""

import csv
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content.faults import BrokenContent, Fault
from content.files import FOLDER, Reader, read_list
from content.providers import Provider, read_providers
from content.trainings import (
    SampleTraining,
    Training,
    TrainingKind,
    frequency_of,
    is_past,
    next_session,
    read_trainings,
    sample_trainings,
)
from tests.facts import fact_sheet, says_the_same

TODAY = date(2026, 11, 25)  # a Wednesday
CAMP = {
    "id": "camp-tiruppur-2026-12",
    "kind": "scheme-camp",
    "title": "Scheme camp",
    "organiser": "MSME-DFO Chennai",
    "start": "2026-12-10",
    "end": "2026-12-11",
    "start_time": "10:00",
    "end_time": "17:00",
    "mode": "in person",
    "place": "Tiruppur",
    "state": "IN-TN",
    "lat": "11.1085",
    "lon": "77.3411",
    "language": "Tamil",
    "fee": "0",
    "seats": "40",
    "last_date": "2026-12-05",
    "url": "https://www.dcmsme.gov.in/camp",
    "contact": "office",
    "source": "notice of the office",
    "checked_on": "2026-11-20",
    "repeats": "",
}


@pytest.fixture(scope="module")
def kinds() -> dict[str, TrainingKind]:
    return read_list(Reader(), FOLDER / "training_kinds.yaml", TrainingKind)


@pytest.fixture(scope="module")
def samples() -> list[SampleTraining]:
    return list(read_list(Reader(), FOLDER / "sample_trainings.yaml", SampleTraining).values())


@pytest.fixture(scope="module")
def providers() -> list[Provider]:
    return read_providers(FOLDER / "providers.csv")


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    sheet: dict[str, Any] = yaml.safe_load(fact_sheet("trainings.yaml").read_text("utf-8"))
    return sheet


def sheet(tmp_path: Path, *rows: dict[str, str]) -> Path:
    path = tmp_path / "trainings.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(CAMP))
        writer.writeheader()
        writer.writerows(CAMP | row for row in rows)
    return path


def one(tmp_path: Path, **cells: str) -> Training:
    (training,) = read_trainings(sheet(tmp_path, cells), TODAY)
    return training


def faults(tmp_path: Path, *rows: dict[str, str]) -> list[Fault]:
    with pytest.raises(BrokenContent) as broken:
        read_trainings(sheet(tmp_path, *rows), TODAY)
    return broken.value.faults


def test_every_kind_of_the_fact_sheet_is_there_unchanged(
    kinds: dict[str, TrainingKind], facts: dict[str, Any]
) -> None:
    assert len(kinds) == 43
    for fact in facts["kinds"]:
        kind = kinds[fact["id"]]
        assert says_the_same(kind.name, fact["title"]), kind.id
        for field in ("duration", "fee", "audience", "mode", "certificate", "typical_cycle", "note"):
            assert says_the_same(getattr(kind, field), fact[field]), (kind.id, field)
        for field in ("organiser", "provider_short", "portal_url", "languages", "confidence"):
            assert getattr(kind, field) == fact[field], (kind.id, field)
        assert kind.topics == tuple(fact["topics"])
        assert kind.basis == "general knowledge" or kind.sources, kind.id


def test_every_sample_follows_its_template(samples: list[SampleTraining], facts: dict[str, Any]) -> None:
    entries = facts["sample_template"]["entries"]
    assert len(samples) == len(entries) == 24
    for sample, entry in zip(samples, entries, strict=True):
        assert f"SAMPLE - {sample.title}" == entry["title"]
        assert f"{sample.starts_at}-{sample.ends_at}" == entry["time"]
        assert sample.online == (entry["mode"] == "online")
        for field in ("kind", "start_offset_days", "length_days", "fee_inr", "seats", "last_date_offset_days"):
            assert getattr(sample, field) == entry[field], (sample.kind, field)


@pytest.fixture(scope="module")
def laid(samples: list[SampleTraining], kinds: dict[str, TrainingKind], providers: list[Provider]) -> list[Training]:
    return sample_trainings(samples, kinds, providers, TODAY)


def test_samples_say_that_they_are_samples(laid: list[Training]) -> None:
    assert laid
    assert all(training.sample and training.source == "sample" and not training.contact for training in laid)
    assert len({training.id for training in laid}) == len({training.code for training in laid}) == len(laid)


def test_samples_are_planned_from_today_and_never_begin_on_a_sunday(
    samples: list[SampleTraining], laid: list[Training]
) -> None:
    planned = {sample.kind: sample for sample in samples}
    for training in laid:
        sample = planned[training.kind]
        wanted = TODAY + timedelta(days=sample.start_offset_days)
        moved = wanted + timedelta(days=wanted.weekday() == 6)
        assert training.starts_on == moved
        assert training.ends_on == moved + timedelta(days=sample.length_days - 1)
        assert training.last_date == TODAY + timedelta(days=sample.last_date_offset_days)
    assert any(
        training.starts_on != TODAY + timedelta(days=planned[training.kind].start_offset_days) for training in laid
    )


def test_a_sample_stands_once_in_each_state_that_has_its_office(
    samples: list[SampleTraining], kinds: dict[str, TrainingKind], providers: list[Provider], laid: list[Training]
) -> None:
    for sample in samples:
        made = [training for training in laid if training.kind == sample.kind]
        short = kinds[sample.kind].provider_short
        offices = [office for office in providers if short and office.short_name == short]
        if sample.online:
            assert [(training.place, training.state) for training in made] == [("", None)]
            continue
        assert {training.state for training in made} == {office.state for office in offices}
        assert len(made) == len({office.state for office in offices})
        assert {training.place for training in made} <= {office.town for office in offices}


def test_a_sheet_is_read_whole(tmp_path: Path) -> None:
    camp = one(tmp_path)
    assert (camp.title, camp.organiser, camp.place, camp.state) == (
        "Scheme camp",
        "MSME-DFO Chennai",
        "Tiruppur",
        "IN-TN",
    )
    assert (camp.starts_on, camp.ends_on) == (date(2026, 12, 10), date(2026, 12, 11))
    assert (camp.starts_at, camp.ends_at) == (time(10), time(17))
    assert (camp.latitude, camp.longitude) == (11.1085, 77.3411)
    assert (camp.fee_inr, camp.seats, camp.last_date) == (0, 40, date(2026, 12, 5))
    assert (camp.url, camp.checked_on) == ("https://www.dcmsme.gov.in/camp", date(2026, 11, 20))
    assert not camp.sample
    assert not camp.online


def test_what_may_be_empty_is_nothing(tmp_path: Path) -> None:
    may_be_empty = (
        "end",
        "start_time",
        "end_time",
        "mode",
        "state",
        "lat",
        "lon",
        "fee",
        "seats",
        "last_date",
        "url",
    )
    camp = one(tmp_path, **dict.fromkeys(may_be_empty, ""))
    assert camp.ends_on == camp.starts_on
    assert [camp.starts_at, camp.ends_at, camp.state, camp.latitude, camp.fee_inr, camp.seats, camp.last_date] == [
        None
    ] * 7


def test_a_page_that_is_not_official_is_not_kept_to_act_on(tmp_path: Path) -> None:
    assert one(tmp_path, mode="online", place="", url="https://meet.example.com/x").url == ""


def test_old_state_codes_and_other_figures_are_understood(tmp_path: Path) -> None:
    camp = one(tmp_path, state="IN-OR", seats="४०")
    assert (camp.state, camp.seats) == ("IN-OD", 40)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"id": ""}, "id"),
        ({"title": ""}, "title"),
        ({"organiser": ""}, "organiser"),
        ({"start": ""}, "start"),
        ({"start": "10.12.2026"}, "start"),
        ({"start": "2028-12-10", "end": ""}, "start"),
        ({"end": "2026-12-09"}, "end"),
        ({"start_time": "10 am"}, "start_time"),
        ({"end": "", "end_time": "09:00"}, "end_time"),
        ({"repeats": "weekly", "end_time": "10:00+05:30"}, "end_time"),
        ({"mode": "Zoom"}, "mode"),
        ({"place": ""}, "place"),
        ({"mode": "online", "place": "", "url": ""}, "url"),
        ({"state": "Tamil"}, "state"),
        ({"lat": "77.3", "lon": "11.1"}, "latitude"),
        ({"lat": "eleven"}, "latitude"),
        ({"fee": "-5"}, "fee"),
        ({"fee": "1,000"}, "fee"),
        ({"seats": "many"}, "seats"),
        ({"last_date": "soon"}, "last_date"),
        ({"source": ""}, "source"),
        ({"checked_on": ""}, "checked_on"),
        ({"repeats": "monthly"}, "repeats"),
    ],
)
def test_a_broken_row_is_told_with_its_line_and_mend(tmp_path: Path, cells: dict[str, str], field: str) -> None:
    (fault,) = faults(tmp_path, {}, {"id": "second", **cells})
    assert (fault.file, fault.line, fault.field) == ("trainings.csv", 3, field)
    assert fault.mend


def test_every_broken_row_is_told_at_once(tmp_path: Path) -> None:
    found = faults(tmp_path, {"fee": "x"}, {"id": "b"}, {"id": "c", "place": ""})
    assert [(fault.line, fault.field) for fault in found] == [(2, "fee"), (4, "place")]


def test_an_id_stands_once(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, {}, {"title": "Another"})
    assert (fault.line, fault.field) == (3, "id")


def test_a_training_goes_into_the_table_and_comes_back(tmp_path: Path, laid: list[Training]) -> None:
    for training in (one(tmp_path), one(tmp_path, start_time="", end_time="", last_date=""), laid[0]):
        assert Training.from_record(training.as_record()) == training


def test_a_training_vanishes_the_day_after_its_end(tmp_path: Path) -> None:
    camp = one(tmp_path)
    assert not is_past(camp, date(2026, 12, 1))
    assert not is_past(camp, date(2026, 12, 11))
    assert is_past(camp, date(2026, 12, 12))


def test_a_weekly_session_comes_on_its_weekday_until_its_end(tmp_path: Path) -> None:
    weekly = one(tmp_path, start="2026-12-03", end="2026-12-20", repeats="weekly")
    assert frequency_of(weekly) == "weekly"
    assert next_session(weekly, date(2026, 12, 1)).starts_on == date(2026, 12, 3)
    coming = next_session(weekly, date(2026, 12, 4))
    assert (coming.starts_on, coming.ends_on) == (date(2026, 12, 10), date(2026, 12, 10))
    assert not is_past(weekly, date(2026, 12, 17))
    assert is_past(weekly, date(2026, 12, 18))  # the next would be the 24th, after the end


def test_one_that_does_not_repeat_stays_where_it_is(tmp_path: Path) -> None:
    camp = one(tmp_path)
    assert frequency_of(camp) == "once"
    assert next_session(camp, date(2027, 1, 1)) == camp


@given(
    start=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 400),
    repeats=st.sampled_from(("daily", "weekly")),
    today=st.dates(date(2025, 12, 1), date(2029, 12, 31)),
)
def test_the_next_session_is_the_first_of_the_series(start: date, length: int, repeats: str, today: date) -> None:
    step = 7 if repeats == "weekly" else 1
    days = [start + timedelta(days=n) for n in range(0, length + 1, step)]
    record = {"starts_on": start.isoformat(), "ends_on": (start + timedelta(days=length)).isoformat()}
    empty: dict[str, Any] = dict.fromkeys(Training.__dataclass_fields__)
    series = Training.from_record({**empty, **record, "repeats": repeats})
    left = [day for day in days if day >= today]
    assert is_past(series, today) == (not left)
    if left:
        assert next_session(series, today).starts_on == left[0]
