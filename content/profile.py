"""What an owner may have told: every field can be missing, and each missing one can be asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from content.states import STATES

Kind = Literal["choice", "flag", "number", "set", "text"]
SIZES = ("micro", "small", "medium")
ACTIVITIES = ("manufacturing", "service", "trading", "artisan")
EDUCATION = ("none", "7th", "8th", "10th", "12th", "iti", "degree")  # from least to most
GST_SCHEMES = ("monthly", "qrmp", "composition", "none")
ENTITIES = ("proprietorship", "huf", "partnership", "llp", "company", "opc", "coop", "trust")
WORKERS = ("0", "1", "5", "10", "20")  # at least so many
TURNOVERS = ("0", "15000000", "20000000", "50000000")  # rupees a year, at least so many
ACCOUNTS = ("audited", "plain", "presumptive")  # how income tax is worked out
HOLDINGS = (
    "deducts-tds",
    "collects-tcs",
    "buys-from-small",
    "exports",
    "iec",
    "job-work-out",
    "cash-credit",
    "trade-licence",
    "shop-licence",
    "factory-licence",
    "fire-noc",
    "weights",
    "boiler",
    "consent",
    "hazardous-waste",
    "groundwater-noc",
    "fssai-licence",
    "bis",
    "zed",
    "epr-plastic",
    "epr-ewaste",
    "epr-battery",
    "transfer-pricing",
)
GROUPS = ("sc", "st", "obc", "minority", "pwd", "ex-serviceman")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that can be asked: of which kind the answer is and, for a choice or set, from what."""

    kind: Kind
    choices: tuple[str, ...] = ()


QUESTIONS: Mapping[str, Question] = {
    "sector": Question("text"),
    "state": Question("text"),
    "size": Question("choice", SIZES),
    "udyam": Question("flag"),
    "gem": Question("flag"),
    "activity": Question("choice", ACTIVITIES),
    "new_unit": Question("flag"),
    "women_owned": Question("flag"),
    "social_categories": Question("set", GROUPS),
    "age": Question("number"),
    "education": Question("choice", EDUCATION),
    "gst": Question("flag"),
    "group_units": Question("number"),
    "gst_scheme": Question("choice", GST_SCHEMES),
    "entity": Question("choice", ENTITIES),
    "employees": Question("choice", WORKERS),
    "turnover": Question("choice", TURNOVERS),
    "accounts": Question("choice", ACCOUNTS),
    "holds": Question("set", HOLDINGS),
}
FIRST_QUESTIONS = ("sector", "state", "size", "udyam", "gem")
DATE_QUESTIONS = (
    "gst_scheme",
    "entity",
    "state",
    "sector",
    "employees",
    "turnover",
    "accounts",
    "udyam",
    "gem",
    "holds",
)
PLACE = ("district", "town", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Profile:
    """An owner's answers; None means not told.

    `sector` is an id of sectors.yaml, `state` an ISO 3166-2:IN code, `cluster` a short code of the directory.
    `group_units` counts the units of the owner's group, 0 for an owner who stands alone. `social_categories` and
    `holds` are empty for "none of these".
    """

    sector: str | None = None
    activity: str | None = None
    state: str | None = None
    district: str | None = None
    town: str | None = None
    cluster: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    size: str | None = None
    udyam: bool | None = None
    gst: bool | None = None
    gem: bool | None = None
    women_owned: bool | None = None
    social_categories: frozenset[str] | None = None
    age: int | None = None
    new_unit: bool | None = None
    group_units: int | None = None
    education: str | None = None
    gst_scheme: str | None = None
    entity: str | None = None
    employees: str | None = None
    turnover: str | None = None
    accounts: str | None = None
    holds: frozenset[str] | None = None
    sector_words: frozenset[str] = frozenset()  # how schemes name the sector; content.sectors knows, it isn't stored

    @classmethod
    def from_answers(cls, answers: Mapping[str, Any]) -> Profile:
        """Read stored answers; what is unknown or of the wrong kind is left out."""
        return cls(**{name: value for name in _NAMES if (value := _read(name, answers.get(name))) is not None})

    def answers(self) -> dict[str, Any]:
        """The answers as plain data, for storing."""
        told = {name: getattr(self, name) for name in _NAMES if getattr(self, name) is not None}
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in told.items()}


_NAMES = tuple(field.name for field in fields(Profile) if field.name != "sector_words")


def _read(name: str, value: Any) -> Any:
    """One stored answer, or None where it isn't what the question allows."""
    if name in {"latitude", "longitude"}:
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    question = QUESTIONS.get(name, Question("text"))
    match question.kind:
        case "flag":
            return value if isinstance(value, bool) else None
        case "number":
            return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
        case "set":
            return _known(value, question.choices) if isinstance(value, (list, frozenset)) else None
        case "choice":
            return value if value in question.choices else None
        case _:
            text = value if isinstance(value, str) and value else None
            return STATES.today(text) if text and name == "state" else text


def _known(told: Collection[Any], choices: Collection[str]) -> frozenset[str] | None:
    """The choices we know; nothing told remains "none of these", only strange words are no answer."""
    known = frozenset(map(str, told)) & frozenset(choices)
    return known if known or not told else None
