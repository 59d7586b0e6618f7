"""Schemes: one YAML file each, in this form."""

from __future__ import annotations

from datetime import date
from typing import Literal

from content.eligibility import Eligibility
from content.records import PartialDate, Percent, Record, RecordId, Rupees, Sourced, StateCode, last_day

TRANSLATABLE = (
    "short_name",
    "name",
    "summary",
    "who",
    "benefits.what",
    "benefits.special",
    "documents",
    "steps",
    "window_note",
    "fee",
    "group_note",
)
KINDS = (
    "grant",
    "subsidy",
    "loan",
    "credit-guarantee",
    "interest-subvention",
    "equity",
    "insurance",
    "tax",
    "marketing",
    "procurement",
    "export",
    "training",
    "certification",
    "technology",
    "infrastructure",
    "ip",
    "energy",
)
THEMES = (
    "finance",
    "market",
    "technology",
    "quality",
    "skill",
    "export",
    "women",
    "sc-st",
    "artisan",
    "cluster",
    "energy",
    "environment",
    "digital",
    "startup",
)
ENDED = frozenset({"closed", "subsumed"})


class Benefit(Record):
    """What a scheme gives: a share in percent, and limits in rupees."""

    what: str
    percent: Percent | None = None
    min_inr: Rupees | None = None
    max_inr: Rupees | None = None
    special: str | None = None


class Window(Record):
    """When applications are taken; a year or a month where no day is known."""

    opens: PartialDate | None = None
    closes: PartialDate | None = None


class Scheme(Sourced):
    """One scheme of the centre or of a state."""

    id: RecordId
    name: str
    short_name: str | None = None
    old_names: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    level: Literal["central", "state"]
    state: StateCode | None = None
    ministry: str | None = None
    agency: str | None = None
    kinds: tuple[str, ...]
    themes: tuple[str, ...]
    asked_for: bool = False  # among those that are translated first
    summary: str
    who: tuple[str, ...]
    eligibility: Eligibility
    benefits: tuple[Benefit, ...] = ()
    documents: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    apply_url: str | None = None
    info_url: str | None = None
    fee: str | None = None  # what is known of what it costs to apply
    group_note: str | None = None  # how sure the group's least number is, where a source only half bears it out
    helpline: str | None = None  # a telephone number or an address of mail
    window: Literal["continuous", "unknown"] | Window = "unknown"
    window_note: str | None = None
    status: Literal["open", "closed", "subsumed", "unknown"]
    successor: tuple[RecordId, ...] = ()

    @property
    def short(self) -> str:
        """The name that people use."""
        return self.short_name or self.name

    @property
    def ended(self) -> bool:
        """Whether it takes nobody any more."""
        return self.status in ENDED

    @property
    def closes(self) -> PartialDate | None:
        """When the window that we know of closes, where that is known."""
        return None if isinstance(self.window, str) else self.window.closes

    def window_over(self, today: date) -> bool:
        """Whether the window that we know of is behind us; another may open, so the scheme hasn't ended."""
        return self.closes is not None and last_day(self.closes) < today

    def is_shut(self, today: date) -> bool:
        """Whether it takes nobody today: it has ended, or it was open for a time that is over."""
        return self.ended or (self.status == "open" and self.window_over(today))
