"""Calculators as content: what each asks, the dated figures that it works with, its formula in words, its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from content.records import PartialDate, Record, RecordId, Sourced

TRANSLATABLE = (
    "name",
    "purpose",
    "formula",
    "notes",
    "steps",
    "inputs.name",
    "inputs.question",
    "inputs.hint",
    "inputs.choices.label",
    "facilities.facility",
    "facilities.fits",
    "facilities.ask",
)
Kind = Literal["rupees", "percent", "count", "days", "months", "date", "choice", "flag", "several"]
Number = int | float
Code = Annotated[str, StringConstraints(pattern=r"^[a-z]{3,8}$")]  # short, for callback data


class Choice(Record):
    """One answer that can be tapped."""

    id: RecordId
    label: str


class Input(Record):
    """One question. `when` names earlier answers on which it depends; amounts are whole rupees."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$")]
    name: str
    question: str
    hint: str | None = None
    kind: Kind
    min: Number | None = None
    max: Number | None = None
    choices: tuple[Choice, ...] = ()
    default: Number | None = None
    optional: bool = False
    past: bool = False  # a day that can't be in the future
    not_before: str | None = None  # the earlier answer, a day, that this day can't precede
    when: Mapping[str, str] = {}

    @property
    def typed(self) -> bool:
        """Whether the answer is written rather than chosen."""
        return self.kind not in {"choice", "flag", "several"}


class Dated(Record):
    """The value of a parameter from a day on; without one it has held for as long as is known."""

    since: PartialDate | None
    until: PartialDate | None = None
    checked: PartialDate | None = None
    value: Any


class Facility(Record):
    """A common facility that answers a need, where it is usual, and whom to ask."""

    need: RecordId
    facility: str
    fits: tuple[str, ...]
    ask: tuple[str, ...]


class Tool(Sourced):
    """One calculator."""

    id: RecordId
    code: Code
    name: str
    purpose: str
    keywords: tuple[str, ...] = ()
    inputs: Annotated[tuple[Input, ...], Field(min_length=1)]
    parameters: Mapping[str, tuple[Dated, ...]] = {}
    facilities: tuple[Facility, ...] = ()
    steps: tuple[str, ...] = ()
    formula: str
    notes: tuple[str, ...] = ()

    def parameter(self, name: str, day: date) -> Any:
        """The value that holds on a day; the oldest one for days before all of them."""
        return self.held(name, day).value

    def held(self, name: str, day: date) -> Dated:
        """The row of a parameter that holds on a day; the oldest one for days before all of them."""
        rows = self.parameters[name]
        held = [row for row in rows if row.since is None or row.since <= day.isoformat()]
        return held[-1] if held else rows[0]

    def asked(self, given: Mapping[str, Any]) -> Iterator[Input]:
        """The questions that these answers lead to, in order."""
        for one in self.inputs:
            if all(given.get(name) == wanted for name, wanted in one.when.items()):
                yield one


def exact(value: Any) -> Decimal:
    """A figure of the content as it is written."""
    return Decimal(str(value))
