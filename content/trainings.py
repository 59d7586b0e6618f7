"""Trainings: kinds that are held again and again, single ones with a date, and samples that are marked as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, Literal

from content.codes import short_code
from content.official import is_official
from content.providers import Provider
from content.records import Record, RecordId, Sourced
from content.recurrence import Frequency
from content.tables import Row, RowFault, one_of, point, read_table, required, state

TRANSLATABLE = (
    "name",
    "organiser",
    "duration",
    "fee",
    "audience",
    "mode",
    "certificate",
    "languages",
    "typical_cycle",
    "note",
    "title",  # of a sample
)
MODES = frozenset({"online", "in person", ""})  # an empty one is in person
SUNDAY = 6
FARTHEST = timedelta(days=550)  # a start more than 18 months ahead is a slip
REPEATS: dict[str, timedelta] = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}


class TrainingKind(Sourced):
    """A standing kind of course: who holds it, for whom, how long, at what fee."""

    id: RecordId
    name: str
    organiser: str
    provider_short: str | None = None
    duration: str | None = None
    fee: str | None = None
    audience: str | None = None
    mode: str | None = None
    certificate: str | None = None
    typical_cycle: str | None = None
    portal_url: str | None = None
    languages: str | None = None
    topics: tuple[str, ...] = ()
    note: str | None = None


class SampleTraining(Record):
    """A made-up entry that shows what a calendar will look like; hidden once a real training is known."""

    kind: RecordId
    title: str
    start_offset_days: int
    length_days: int
    starts_at: str
    ends_at: str
    online: bool
    fee_inr: int
    seats: int
    last_date_offset_days: int


@dataclass(frozen=True, slots=True)
class Training:
    """One training; dates and times are local to the place, `repeats` says how it comes again."""

    code: str
    id: str
    kind: str
    title: str
    organiser: str
    starts_on: date
    ends_on: date
    starts_at: time | None
    ends_at: time | None
    place: str
    online: bool
    state: str | None
    latitude: float | None
    longitude: float | None
    language: str
    fee_inr: int | None
    seats: int | None
    last_date: date | None
    url: str
    contact: str
    source: str
    checked_on: date | None
    repeats: Literal["", "daily", "weekly"] = ""
    sample: bool = False

    def as_record(self) -> dict[str, Any]:
        """Plain data for the table."""
        plain = asdict(self)
        return {key: value.isoformat() if isinstance(value, (date, time)) else value for key, value in plain.items()}

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Training:
        """Read it back from the table."""
        days = {name: _day(record[name]) for name in ("starts_on", "ends_on", "last_date", "checked_on")}
        times = {name: _time(record[name]) for name in ("starts_at", "ends_at")}
        return cls(**{**record, **days, **times})


def is_past(training: Training, today: date) -> bool:
    """Whether nothing of it is left from the day after its last one; a repeating one ends with its last session."""
    return training.ends_on < max(today, next_session(training, today).starts_on)


def next_session(training: Training, today: date) -> Training:
    """The training as it comes next: of a repeating one the next single day, whether or not it is past its end."""
    step = REPEATS.get(training.repeats)
    if step is None:
        return training
    steps = max(0, -((training.starts_on - today) // step))
    day = training.starts_on + steps * step
    return replace(training, starts_on=day, ends_on=day)


def sample_trainings(
    samples: Iterable[SampleTraining], kinds: dict[str, TrainingKind], providers: Sequence[Provider], today: date
) -> list[Training]:
    """The samples as if planned today: one for each state that has a provider of the kind, online ones once."""
    made: list[Training] = []
    for sample in samples:
        kind = kinds[sample.kind]
        if sample.online:
            made.append(_sample(sample, kind, None, today))
            continue
        first_of_state: dict[str, Provider] = {}
        for provider in providers:
            if kind.provider_short and provider.short_name == kind.provider_short:
                first_of_state.setdefault(provider.state, provider)
        made += [_sample(sample, kind, provider, today) for provider in first_of_state.values()]
    return made


def _sample(sample: SampleTraining, kind: TrainingKind, provider: Provider | None, today: date) -> Training:
    start = today + timedelta(days=sample.start_offset_days)
    if start.weekday() == SUNDAY:
        start += timedelta(days=1)
    name = f"sample-{sample.kind}-{provider.state.lower() if provider else 'online'}-{start:%Y%m}"
    return Training(
        code=short_code(name),
        id=name,
        kind=sample.kind,
        title=sample.title,
        organiser=kind.organiser,
        starts_on=start,
        ends_on=start + timedelta(days=sample.length_days - 1),
        starts_at=time.fromisoformat(sample.starts_at),
        ends_at=time.fromisoformat(sample.ends_at),
        place=provider.town if provider else "",
        online=sample.online,
        state=provider.state if provider else None,
        latitude=provider.latitude if provider else None,
        longitude=provider.longitude if provider else None,
        language=kind.languages or "",
        fee_inr=sample.fee_inr,
        seats=sample.seats,
        last_date=today + timedelta(days=sample.last_date_offset_days),
        url=kind.portal_url or "",
        contact="",
        source="sample",
        checked_on=today,
        sample=True,
    )


def read_trainings(path: Path, today: date) -> list[Training]:
    """Read an operator's sheet (CSV).

    Raises BrokenContent with every fault by row and column; nothing is read by halves.
    """
    seen: set[str] = set()

    def made(row: Row) -> Training:
        training = _training(row, today)
        if training.code in seen:
            raise RowFault("id", f"{training.id} stands there twice", "give each row its own id")
        seen.add(training.code)
        return training

    return read_table(path, made)


def _training(row: Row, today: date) -> Training:
    starts_on, ends_on = _days(row, today)
    if row["repeats"] not in {"", *REPEATS}:
        raise RowFault("repeats", f"found {row['repeats']!r}", "leave it empty, or write daily or weekly")
    starts_at, ends_at = _hours(row, within_a_day=starts_on == ends_on or bool(row["repeats"]))
    online = one_of(row, "mode", MODES) == "online"
    if online and not row["url"] and not row["place"]:
        raise RowFault("url", "is empty", "give the link, or write into place how to join")
    place = point({"latitude": row["lat"], "longitude": row["lon"]})
    return Training(
        code=short_code(required(row, "id")),
        id=row["id"],
        kind=row["kind"],
        title=required(row, "title"),
        organiser=required(row, "organiser"),
        starts_on=starts_on,
        ends_on=ends_on,
        starts_at=starts_at,
        ends_at=ends_at,
        place=row["place"] if online else required(row, "place"),
        online=online,
        state=state(row) if row["state"] else None,
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        language=row["language"],
        fee_inr=_count(row, "fee"),
        seats=_count(row, "seats"),
        last_date=_date(row, "last_date") if row["last_date"] else None,
        url=row["url"] if is_official(row["url"]) else "",
        contact=row["contact"],
        source=required(row, "source"),
        checked_on=_date(row, "checked_on"),
        repeats=row["repeats"],  # type: ignore[arg-type]  # checked above
    )


def _days(row: Row, today: date) -> tuple[date, date]:
    starts_on, ends_on = _date(row, "start"), _date(row, "end" if row["end"] else "start")
    if ends_on < starts_on:
        raise RowFault("end", f"found {row['end']}", "it can't lie before the start")
    if starts_on > today + FARTHEST:
        raise RowFault("start", f"found {row['start']}", "it lies more than 18 months ahead; check the year")
    return starts_on, ends_on


def _hours(row: Row, *, within_a_day: bool) -> tuple[time | None, time | None]:
    starts_at, ends_at = _clock(row, "start_time"), _clock(row, "end_time")
    if within_a_day and starts_at and ends_at and ends_at <= starts_at:
        raise RowFault("end_time", f"found {row['end_time']}", "it must be later than the start; use 24 hours")
    return starts_at, ends_at


def _date(row: Row, field: str) -> date:
    try:
        return date.fromisoformat(required(row, field))
    except ValueError:
        raise RowFault(field, f"found {row[field]!r}", "write the date as 2026-12-25") from None


def _clock(row: Row, field: str) -> time | None:
    if not row[field]:
        return None
    try:
        return time.fromisoformat(row[field]).replace(tzinfo=None)
    except ValueError:
        raise RowFault(field, f"found {row[field]!r}", "write the time as 10:30") from None


def _count(row: Row, field: str) -> int | None:
    if not row[field]:
        return None
    if not row[field].isdecimal():
        raise RowFault(field, f"found {row[field]!r}", "write a whole number, 0 or more")
    return int(row[field])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def frequency_of(training: Training) -> Frequency:
    """How a reminder of it recurs."""
    return training.repeats or "once"
