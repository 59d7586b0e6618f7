"""Guides: a registration as a checklist of steps, with its problems, topics, warnings and helplines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from content.records import Record, RecordId, Sourced

TRANSLATABLE = (
    "title",
    "promise",
    "note",
    "steps.title",
    "steps.do",
    "steps.keep_ready",
    "steps.mistakes",
    "steps.if_stuck",
    "problems.problem",
    "problems.cause",
    "problems.fix",
    "topics.title",
    "topics.points",
    "helplines.name",
    "helplines.use",
    "sections.title",
)


class Step(Sourced):
    """One step: what to do, what to keep ready, the usual mistakes."""

    id: RecordId
    title: str
    do: tuple[str, ...]
    keep_ready: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    if_stuck: str | None = None


class Problem(Sourced):
    """Something that goes wrong, why, and how to mend it."""

    id: RecordId
    problem: str
    cause: str
    fix: str


class Topic(Sourced):
    """Something worth knowing beside the steps; `facts` keeps the typed figures behind the words."""

    id: RecordId
    section: RecordId
    title: str
    points: tuple[str, ...]
    legal_basis: str | None = None
    facts: Mapping[str, Any] = {}


class Section(Record):
    """A heading under which topics stand in the guide's menu."""

    id: RecordId
    title: str


class Helpline(Sourced):
    """Who to call or write to; only numbers that an official source gives."""

    id: RecordId
    name: str
    use: str | None = None
    phones: tuple[str, ...] = ()
    url: str | None = None


class Guide(Sourced):
    """One guide."""

    id: RecordId
    title: str
    promise: str
    portal_url: str
    fee_inr: int
    minutes: tuple[int, int] | None = None
    note: str | None = None
    keywords: tuple[str, ...] = ()
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    sections: tuple[Section, ...]
    topics: tuple[Topic, ...]
    helplines: tuple[Helpline, ...] = ()

    def topics_of(self, section: str) -> tuple[Topic, ...]:
        """The topics under one heading."""
        return tuple(topic for topic in self.topics if topic.section == section)
