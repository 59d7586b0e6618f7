"""What every record of the content carries: where a fact comes from and how far it can be trusted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StringConstraints
from pydantic_core import PydanticCustomError

from content.states import STATES

PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]  # 2026, 2026-03, 2026-03-14
RecordId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]  # a button has 64
Confidence = Literal["high", "medium", "low"]
Rupees = Annotated[int, Field(strict=True, gt=0)]
Percent = Annotated[StrictInt | StrictFloat, Field(ge=0, le=100)]


def _todays_code(code: str) -> str:
    today = STATES.today(code)
    if today is None:
        raise PydanticCustomError("state_code", "use a code of ISO 3166-2:IN such as IN-TN")
    return today


StateCode = Annotated[str, AfterValidator(_todays_code)]  # ISO 3166-2:IN of 2023; old codes are taken for today's


def last_day(text: PartialDate) -> date:
    """The last day that a date of the content may mean: 31 March of 2027-03."""
    year, *rest = map(int, text.split("-"))
    if len(rest) == 2:
        return date(year, *rest)
    month = rest[0] if rest else 12
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


class Record(BaseModel):
    """Plain data that never changes after it was read; a field nobody knows is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Record):
    """One page or paper, what it supports, and the date that it states."""

    url: str
    supports: str = ""
    dated: PartialDate | None = None
    basis: str | None = None


class Sourced(Record):
    """A record with its sources, as-of date, confidence, and what is in conflict or unknown."""

    as_of: PartialDate | None = None
    as_of_note: str | None = None
    confidence: Confidence = "medium"
    basis: str | None = None
    sources: tuple[Source, ...] = ()
    conflict: str | None = None
    unknown: tuple[str, ...] = ()
