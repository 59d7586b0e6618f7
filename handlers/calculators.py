"""Calculators: one question a screen, typed or tapped; the answers so far travel in the buttons."""

from __future__ import annotations

from content.tool_answers import NOTHING, Progress, Unreadable, Wrong, changed, read_answers, take, words_of
from content.tools import Input, Tool
from handlers.calculator_screens import (
    choices,
    explanation,
    given_lines,
    laid_out,
    more,
    question_text,
    result,
    several,
    sorry,
)
from handlers.calculator_words import numbered_steps
from handlers.callback_data import encode
from handlers.common import home_row
from handlers.markup import bold, brief, lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, Screen
from handlers.turn import Turn


async def list_tools(turn: Turn) -> Screen:
    """All calculators."""
    _ = turn.gettext
    rows: Keyboard = [
        [Button(brief(turn.say(f"tool-{tool.id}", "name", tool.name)), "calc.show", tool.code)]
        for tool in turn.catalog.tools.values()
    ]
    text = lines(
        bold(_("🧮 Calculators")), _("Every result shows its formula and its source. The office or the bank decides.")
    )
    return Screen(text, rows=[*rows, home_row(turn)])


async def show(turn: Turn, code: str, answers: str = "") -> Screen:
    """The next question, or the result when all are answered."""
    tool, progress = _read(turn, code, answers)
    if progress.question is None:
        return result(turn, tool, progress, answers)
    return await _ask(turn, tool, progress.question, progress, answers)


async def take_typed(turn: Turn, code: str, answers: str = "") -> Screen | str:
    """A typed answer; one that can't be taken is asked again, with the reason."""
    progress = _read(turn, code, answers)[1]
    if progress.question is None:
        raise Stale
    word = _typed_word(turn, progress.question, progress)
    if isinstance(word, Wrong):
        screen = await show(turn, code, answers)
        return sorry(turn, progress.question, word, screen)
    return encode("calc.show", code, more(answers, word))


async def take_chosen(turn: Turn, code: str, answers: str = "") -> Screen:
    """Something was typed where one of the answers was to be tapped."""
    screen = await show(turn, code, answers)
    sorry = turn.gettext("“%(text)s” isn't among the answers. Tap one.") % {"text": brief(turn.typed)}
    return Screen(lines("⚠ " + sorry, "", screen.text), rows=screen.rows)


async def change(turn: Turn, code: str, answers: str, place: int) -> Screen:
    """Ask one question again, with the others as they are: what if?"""
    tool, _progress, question = _again(turn, code, answers, place)
    if question.typed:
        await turn.ask("calc.retype", code, answers, place)
    buttons: list[AnyButton] = [
        Button(brief(label), "calc.show", code, changed(tool, answers, place, word))
        for label, word in choices(turn, tool, question)
    ]
    text = question_text(turn, tool, question, [])
    return Screen(text, rows=[*laid_out(buttons), home_row(turn, "calc.show", code, answers)])


async def take_changed(turn: Turn, code: str, answers: str, place: int) -> Screen | str:
    """The new answer to one question."""
    tool, progress, question = _again(turn, code, answers, place)
    word = _typed_word(turn, question, progress)
    if isinstance(word, Wrong):
        return sorry(turn, question, word, await change(turn, code, answers, place))
    return encode("calc.show", code, changed(tool, answers, place, word))


async def pick(turn: Turn, code: str, answers: str, picked: str) -> Screen:
    """Several answers: those picked so far are marked, and a tap more adds or takes away."""
    tool, progress = _read(turn, code, answers)
    if progress.question is None or progress.question.kind != "several":
        raise Stale
    return several(turn, tool, progress.question, answers, picked.replace(NOTHING, ""))


async def explain(turn: Turn, code: str, answers: str = "") -> Screen:
    """How it is worked out, what else to know, and the sources."""
    text = explanation(turn, _tool(turn, code))
    return Screen(text, rows=[home_row(turn, "calc.show", code, answers)])


async def show_steps(turn: Turn, code: str, answers: str) -> Screen:
    """What to do first after a result, in order."""
    tool, progress = _read(turn, code, answers)
    if not tool.steps or progress.question is not None:
        raise Stale
    text = lines(
        bold(turn.gettext("First steps")), *given_lines(turn, tool, progress), "", *numbered_steps(turn, tool)
    )
    return Screen(text, rows=[home_row(turn, "calc.show", code, answers)])


async def _ask(turn: Turn, tool: Tool, question: Input, progress: Progress, answers: str) -> Screen:
    if question.kind == "several":
        return several(turn, tool, question, answers, "")
    await turn.ask("calc.typed" if question.typed else "calc.chosen", tool.code, answers)
    buttons: list[AnyButton] = [
        Button(brief(label), "calc.show", tool.code, more(answers, word))
        for label, word in choices(turn, tool, question)
    ]
    back = ("calc.show", tool.code, ",".join(words_of(answers)[:-1])) if answers else ("calc.list",)
    text = question_text(turn, tool, question, given_lines(turn, tool, progress))
    return Screen(text, rows=[*laid_out(buttons), home_row(turn, *back)])


def _typed_word(turn: Turn, question: Input, progress: Progress) -> str | Wrong:
    return take(question, turn.typed, progress.given, turn.today)


def _again(turn: Turn, code: str, answers: str, place: int) -> tuple[Tool, Progress, Input]:
    tool, progress = _read(turn, code, answers)
    asked = [one for one in tool.inputs if one.id in progress.given]
    if not 0 <= place < len(asked):
        raise Stale
    return tool, progress, asked[place]


def _read(turn: Turn, code: str, answers: str) -> tuple[Tool, Progress]:
    tool = _tool(turn, code)
    try:
        return tool, read_answers(tool, answers)
    except Unreadable:
        raise Stale from None


def _tool(turn: Turn, code: str) -> Tool:
    tool = turn.catalog.tool_of(code)
    if tool is None:
        raise Stale
    return tool


ROUTES = {
    "calc.list": list_tools,
    "calc.show": show,
    "calc.typed": take_typed,
    "calc.chosen": take_chosen,
    "calc.change": change,
    "calc.retype": take_changed,
    "calc.pick": pick,
    "calc.explain": explain,
    "calc.steps": show_steps,
}
