"""What every record of the content carries: where a fact comes from and how far it can be trusted."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]  # 2026, 2026-03, 2026-03-14
RecordId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
StateCode = Annotated[str, StringConstraints(pattern=r"^IN-[A-Z]{2}$")]  # ISO 3166-2:IN of 2023
Confidence = Literal["high", "medium", "low"]


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
