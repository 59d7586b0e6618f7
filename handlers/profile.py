"""The profile's questions: four at first contact, each with its buttons, each can be skipped."""

from __future__ import annotations

from typing import Any

from content.codes import short_code
from content.folding import ascii_digits
from content.profile import DATE_QUESTIONS, FIRST_QUESTIONS, QUESTIONS, Profile
from content.sectors import find_sectors
from handlers import places
from handlers.common import ask_to_agree, home_row, in_columns, page_row
from handlers.home import show_home
from handlers.markup import bold, brief, lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, Screen, pages
from handlers.turn import Turn
from handlers.words import answer_words, question_words

SKIP = "-"
BILL = "bill-"  # what follows the answer is the bill whose warning asked
CHOICES_A_PAGE = 12
LONG_ANSWERS = frozenset({"size", "activity", "education", "accounts"})


async def ask_next(turn: Turn, after: str = "") -> Screen:
    """Ask the first of the four that has no answer, beginning after the one just answered or skipped."""
    rest = FIRST_QUESTIONS[FIRST_QUESTIONS.index(after) + 1 :] if after in FIRST_QUESTIONS else FIRST_QUESTIONS
    for question in rest:
        if getattr(turn.profile, question) is None:
            return await show_question(turn, question, "first")
    return await show_home(turn)


async def show_question(turn: Turn, question: str, then: str = "edit", page: int = 0) -> Screen:
    """Ask one thing. `then` says what follows the answer: "first" the next of the first questions, "dates" the
    next of the calendar's, "edit" the profile, "bill-<id>" that bill, the code of a scheme or date that one.
    """
    if question not in QUESTIONS:
        raise Stale
    if refusal := ask_to_agree(turn, f"profile.ask:{question}:{then}"):
        return refusal
    if question == "state":
        return await places.ask_place(turn, "profile" if then == "edit" else then)
    return await _choices(turn, question, then, page)


async def _choices(turn: Turn, question: str, then: str, page: int) -> Screen:
    _ = turn.gettext
    await turn.ask("profile.typed", question, then)
    shown, page, count = pages(answer_words(turn, question), page, CHOICES_A_PAGE)
    told = getattr(turn.profile, question) if QUESTIONS[question].kind == "set" else None
    choices: list[AnyButton] = [
        Button(f"✅ {label}" if told and value in told else label, "profile.save", question, value, then)
        for value, label in shown
    ]
    rows: Keyboard = in_columns(choices, 1 if question in LONG_ANSWERS else 2)
    rows.append(page_row(turn, page, count, "profile.ask", question, then))
    if question in {"udyam", "gem"}:
        rows.append([Button(_("What is it?"), "guides.open", question)])
    skip = _("▶ Go on") if told else _("Skip")
    rows.append([Button(skip, "profile.save", question, SKIP, then), *home_row(turn)])
    title, hint = question_words(turn, question)
    return Screen(lines(bold(title), hint), rows=rows)


async def save_answer(turn: Turn, question: str, value: str, then: str = "edit") -> Screen | str:
    """Keep a tapped answer, or skip the question."""
    if question not in QUESTIONS:
        raise Stale
    if value == SKIP:
        return await _go_on(turn, question, then)
    if refusal := ask_to_agree(turn, f"profile.ask:{question}:{then}"):
        return refusal
    if QUESTIONS[question].kind == "set" and value != "none":
        return await _toggle(turn, question, value, then)
    await save_profile(turn, question, _value(question, value))
    return await _go_on(turn, question, then)


async def _toggle(turn: Turn, question: str, value: str, then: str) -> Screen:
    """One of several answers that may hold together: add it or take it away, and ask on."""
    told = set(getattr(turn.profile, question) or ())
    await save_profile(turn, question, sorted(told ^ {value}))
    place = next((n for n, (word, _label) in enumerate(answer_words(turn, question)) if word == value), 0)
    return await show_question(turn, question, then, place // CHOICES_A_PAGE)


async def save_typed(turn: Turn, question: str, then: str = "edit") -> Screen | str:
    """Take a typed answer: a sector by any of its words, a number as it is; else ask again and say why."""
    if question == "sector" and (found := find_sectors(turn.catalog.sectors, turn.typed)):
        await save_profile(turn, question, found[0].id)
        return await _go_on(turn, question, then)
    number = _number(turn.typed)
    if question in {"age", "group_units"} and number is not None:
        await save_profile(turn, question, number)
        return await _go_on(turn, question, then)
    screen = await show_question(turn, question, then)
    sorry = turn.gettext("“%(text)s” isn't among the answers. Tap one, or skip.") % {"text": brief(turn.typed)}
    return Screen(lines(sorry, "", screen.text), rows=screen.rows)


async def save_profile(turn: Turn, question: str, value: Any) -> None:
    """Write one answer; a sector brings its usual activity, unless that was told."""
    answers = {**turn.contact.profile, question: value}
    if question == "sector" and _usual_activity(turn) == turn.profile.activity:
        answers["activity"] = turn.catalog.sectors[value].activity
    # The column also holds what is half told elsewhere: a bill, a reminder.
    await turn.change(profile={**turn.contact.profile, **Profile.from_answers(answers).answers()})


def _usual_activity(turn: Turn) -> str | None:
    """What the sector in the profile usually means; None without one, as long as nothing was told."""
    sector = turn.catalog.sectors.get(turn.profile.sector or "")
    return sector.activity if sector else None


async def _go_on(turn: Turn, question: str, then: str) -> Screen | str:
    if then == "first":
        return await ask_next(turn, question)
    if then == "dates":
        return f"calendar.next:{question}"
    if then.startswith(BILL):
        return f"bills.show:{then.removeprefix(BILL)}"
    for records, route in ((turn.catalog.schemes, "schemes.show"), (turn.catalog.dates, "calendar.show")):
        if name := next((name for name in records if short_code(name) == then), None):
            return f"{route}:{name}"
    return f"calendar.changed:{question}" if question in DATE_QUESTIONS else "settings.profile"


def _value(question: str, word: str) -> Any:
    allowed = QUESTIONS[question]
    if allowed.kind == "flag":
        return word == "yes"
    if allowed.kind == "number":
        number = _number(word)
        if number is None:
            raise Stale
        return number
    if allowed.kind == "set":
        return []
    return word


def _number(text: str) -> int | None:
    digits = ascii_digits(text.strip())
    return int(digits) if digits.isdecimal() and len(digits) < 6 else None


async def go_on(turn: Turn, question: str, then: str = "first") -> Screen | str:
    """What follows a question that another module asked."""
    return await _go_on(turn, question, then)


ROUTES = {
    "profile.next": go_on,
    "profile.ask": show_question,
    "profile.save": save_answer,
    "profile.typed": save_typed,
}
