"""What can be learnt: courses with lessons and questions, answers about clusters, words explained, what others do."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from content.records import Record, RecordId, Sourced

TRANSLATABLE = (
    "title",
    "goal",
    "lessons.title",
    "lessons.text",
    "questions.question",
    "questions.options",
    "questions.explain",
    "question",
    "answer",
    "term",
    "full_form",
    "plain",
    "sector",
    "practice",
    "tomorrow",
)


Problem = Literal["together", "start", "buyers", "quality", "money", "costs", "knowledge", "office"]


class Lesson(Record):
    """One lesson, one message."""

    id: RecordId
    title: str
    text: Annotated[str, Field(max_length=700)]


class Question(Record):
    """A question after the last lesson; `answer` is the place of the right option, from 0."""

    question: str
    options: Annotated[tuple[str, ...], Field(min_length=2, max_length=4)]
    answer: int
    explain: str


class Course(Sourced):
    """A few lessons that follow each other, then questions; `tools` are calculators that go with them."""

    id: RecordId
    order: int
    title: str
    goal: str
    minutes: int
    level: Literal["basic", "middle", "advanced"]
    lessons: Annotated[tuple[Lesson, ...], Field(min_length=1)]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    tools: tuple[RecordId, ...] = ()

    @property
    def enough(self) -> int:
        """Right answers that pass: two of three."""
        return -(-2 * len(self.questions) // 3)


class FaqSection(Record):
    """A heading under which questions about clusters stand."""

    id: RecordId
    title: str


class Faq(Sourced):
    """A question about clusters and its answer, in a few plain sentences."""

    id: RecordId
    section: RecordId
    question: str
    answer: tuple[str, ...]


class Term(Sourced):
    """A word that an owner meets, explained."""

    id: RecordId
    term: str
    full_form: str | None = None
    also_said: tuple[str, ...] = ()
    group: RecordId
    plain: str


class Practice(Sourced):
    """What others did, and what can be done tomorrow; `place` is a country, a state, or 419 for Latin America.

    `sectors` are ids of sectors.yaml, none for any trade; `problems` are what the next step helps with.
    """

    id: RecordId
    place: str
    level: Literal["international", "national", "sectoral"]
    sector: str
    sectors: tuple[RecordId, ...] = ()
    problems: Annotated[tuple[Problem, ...], Field(min_length=1)]
    practice: tuple[str, ...]
    tomorrow: str
