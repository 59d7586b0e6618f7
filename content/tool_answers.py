"""A calculator's answers on their way through buttons: short words with commas between, read back and checked.

Amounts are rupees to the paisa, days are yymmdd, choices are their place in the list; "-" is an answer left out or
none of several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from content.amounts import read_amount, read_day, read_number
from content.tools import Input, Tool

NOTHING = "-"
PAISA = Decimal("0.01")
PLACES = Decimal("0.0001")  # of a percentage


class Unreadable(ValueError):
    """Words that are no answers to this calculator's questions."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The answers so far, by input, and the next question; None when all are answered."""

    given: dict[str, Any]
    question: Input | None


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a typed answer can't be taken: "unreadable", "range", "future" or "before" (an earlier day)."""

    code: str


def words_of(answers: str) -> list[str]:
    """The words of the answers so far."""
    return answers.split(",") if answers else []


def read_answers(tool: Tool, answers: str) -> Progress:
    """Read the words back.

    Raises Unreadable.
    """
    given: dict[str, Any] = {}
    for word in words_of(answers):
        question = _next(tool, given)
        if question is None:
            raise Unreadable(answers)
        given[question.id] = _read(question, word)
    return Progress(given, _next(tool, given))


def _next(tool: Tool, given: dict[str, Any]) -> Input | None:
    return next((one for one in tool.asked(given) if one.id not in given), None)


def _read(question: Input, word: str) -> Any:
    try:
        match question.kind:
            case "choice":
                return question.choices[_place(word)].id
            case "several":
                return tuple(question.choices[_place(one)].id for one in word if word != NOTHING)
            case "flag":
                return ("no", "yes")[_place(word)]
            case "date":
                return date(2000 + int(word[:2]), int(word[2:4]), int(word[4:6]))
            case _:
                return None if question.optional and word == NOTHING else _number(question, word)
    except (ValueError, IndexError, ArithmeticError):
        raise Unreadable(word) from None


def _place(word: str) -> int:
    place = int(word)
    if place < 0:
        raise IndexError
    return place


def _number(question: Input, word: str) -> Decimal:
    number = Decimal(word)
    if not number.is_finite() or number < 0 or not _in_range(question, number):
        raise ValueError(word)
    return number


def take(question: Input, typed: str, given: dict[str, Any], today: date) -> str | Wrong:
    """A typed answer as its word, or why it can't be one."""
    if question.kind == "date":
        return _take_day(question, read_day(typed, today), given, today)
    number = read_amount(typed) if question.kind == "rupees" else read_number(typed, question.kind)
    if number is None or (question.kind not in {"rupees", "percent"} and number % 1):
        return Wrong("unreadable")
    if not _in_range(question, number):
        return Wrong("range")
    return written(number.quantize(PAISA if question.kind == "rupees" else PLACES))


def _take_day(question: Input, day: date | None, given: dict[str, Any], today: date) -> str | Wrong:
    if day is None or not 2000 <= day.year < 2060:
        return Wrong("unreadable")
    if question.past and day > today:
        return Wrong("future")
    if question.not_before and day < given[question.not_before]:
        return Wrong("before")
    return written_day(day)


def _in_range(question: Input, number: Decimal) -> bool:
    return _bound(question.min, number) <= number <= _bound(question.max, number)


def _bound(limit: float | None, number: Decimal) -> Decimal:
    return number if limit is None else Decimal(str(limit))


def written(number: Decimal | float) -> str:
    """A number as short as it goes."""
    return format(Decimal(str(number)).normalize() + 0, "f")


def written_day(day: date) -> str:
    """A day as its word."""
    return day.strftime("%y%m%d")


def changed(tool: Tool, answers: str, place: int, word: str) -> str:
    """The answers with another one in a place; those behind it fall away where questions hang on it."""
    words = words_of(answers)
    asked = list(read_answers(tool, answers).given)
    hanging = any(asked[place] in one.when or one.not_before == asked[place] for one in tool.inputs)
    rest: Sequence[str] = () if hanging else words[place + 1 :]
    return ",".join([*words[:place], word, *rest])
