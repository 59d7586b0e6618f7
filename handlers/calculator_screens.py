"""The screens of a calculator: a question, several answers at once, a result."""

from __future__ import annotations

from content.calculators import calculate
from content.tool_answers import NOTHING, Progress, Wrong, words_of, written, written_day
from content.tools import Input, Tool, exact
from handlers.calculator_words import (
    answer_shown,
    figure_line,
    finding_lines,
    how_to_type,
    known_line,
    shown,
    wrong_words,
)
from handlers.common import home_row, in_columns
from handlers.markup import bold, brief, bullets, italic, lines
from handlers.provenance import source_lines
from handlers.screen import AnyButton, Button, Keyboard, Screen, ShareButton
from handlers.turn import Turn
from handlers.words import confidence_words

GIVEN_APART = 3  # answers that have a line each on a result; more of them share one
WIDE = 18  # letters of a label that still fits beside another


def result_text(turn: Turn, tool: Tool, progress: Progress) -> str:
    """The answers, what follows from them, and by which formula."""
    record = f"tool-{tool.id}"
    outcome = calculate(tool, progress.given, turn.today)
    given = given_lines(turn, tool, progress)
    return lines(
        bold(turn.say(record, "name", tool.name)),
        *(given if len(given) <= GIVEN_APART else [" · ".join(given)]),
        "",
        *(bold(line) if n == 0 else line for n, line in enumerate(finding_lines(turn, tool, outcome))),
        *(figure_line(turn, figure) for figure in outcome.figures),
        known_line(turn, outcome.known_until),
        "",
        italic(turn.say(record, "formula", tool.formula)),
        confidence_words(turn, tool.confidence),
    )


def result(turn: Turn, tool: Tool, progress: Progress, answers: str) -> Screen:
    """What came out, and a way to change each answer."""
    _ = turn.gettext
    names = [one for one in tool.inputs if one.id in progress.given]
    changes: list[AnyButton] = [
        Button(
            brief("✏ " + turn.say(f"tool-{tool.id}", "inputs.name", one.name), WIDE),
            "calc.change",
            tool.code,
            answers,
            n,
        )
        for n, one in enumerate(names)
        if one.kind != "several"
    ]
    rows: Keyboard = [
        *in_columns(changes, 2),
        [Button(_("☑ First steps"), "calc.steps", tool.code, answers)] if tool.steps else [],
        [
            Button(_("ℹ How and source"), "calc.explain", tool.code, answers),
            ShareButton(_("↗ Share"), f"={tool.code} {answers}"),
        ],
        [Button(_("🧮 All calculators"), "calc.list")],
        home_row(turn),
    ]
    return Screen(result_text(turn, tool, progress), rows=rows)


def explanation(turn: Turn, tool: Tool) -> str:
    """How it is worked out, what else to know, and the sources."""
    record = f"tool-{tool.id}"
    return lines(
        bold(turn.say(record, "name", tool.name)),
        turn.say(record, "formula", tool.formula),
        "",
        bullets([turn.say(record, "notes", note) for note in tool.notes]),
        *source_lines(turn, tool),
    )


def question_text(turn: Turn, tool: Tool, question: Input, before: list[str]) -> str:
    """A question under what was answered before it, or under the purpose of the calculator."""
    record = f"tool-{tool.id}"
    first = before or [turn.say(record, "purpose", tool.purpose)]
    hints = [
        *([turn.say(record, "inputs.hint", question.hint)] if question.hint else []),
        *([how_to_type(turn, question)] if question.typed else []),
    ]
    return lines(
        bold("🧮 " + turn.say(record, "name", tool.name)),
        *first,
        "",
        bold(turn.say(record, "inputs.question", question.question)),
        *map(italic, hints),
    )


def given_lines(turn: Turn, tool: Tool, progress: Progress) -> list[str]:
    """The answers so far, a line each."""
    record = f"tool-{tool.id}"
    return [
        f"{turn.say(record, 'inputs.name', one.name)}: {answer_shown(turn, tool, one, progress.given[one.id])}"
        for one in tool.inputs
        if one.id in progress.given
    ]


def choices(turn: Turn, tool: Tool, question: Input) -> list[tuple[str, str]]:
    """The answers that can be tapped: label and word."""
    _ = turn.gettext
    if question.kind == "flag":
        return [(_("Yes"), "1"), (_("No"), "0")]
    found = [
        (turn.say(f"tool-{tool.id}", "inputs.choices.label", one.label), str(n))
        for n, one in enumerate(question.choices)
    ]
    if question.kind == "date":
        found.append((_("Today"), written_day(turn.today)))
    if (usual := question.default) is not None:
        found.append((shown(turn, exact(usual), question.kind), written(usual)))
    return [*found, (_("Skip"), NOTHING)] if question.optional else found


def laid_out(buttons: list[AnyButton]) -> Keyboard:
    """Two short buttons a row, or one long one."""
    short = all(len(button.text) <= WIDE for button in buttons)
    return in_columns(buttons, 2 if short else 1)


def several(turn: Turn, tool: Tool, question: Input, answers: str, picked: str) -> Screen:
    """A question with several answers: those picked are marked, and a tap more adds or takes away."""
    _ = turn.gettext
    record = f"tool-{tool.id}"
    buttons: list[AnyButton] = []
    for n, one in enumerate(question.choices):
        word = str(n)
        then = "".join(sorted({*picked} ^ {word}))
        mark = "✅ " if word in picked else ""
        label = mark + turn.say(record, "inputs.choices.label", one.label)
        buttons.append(Button(brief(label), "calc.pick", tool.code, answers, then or NOTHING))
    rows: Keyboard = [
        *laid_out(buttons),
        [Button(_("▶ Go on"), "calc.show", tool.code, more(answers, picked or NOTHING))],
        home_row(turn, "calc.show", tool.code, ",".join(words_of(answers)[:-1])),
    ]
    return Screen(question_text(turn, tool, question, []), rows=rows)


def sorry(turn: Turn, question: Input, wrong: Wrong, screen: Screen) -> Screen:
    """The question once more, under the reason why the answer isn't taken."""
    reason = wrong_words(turn, question, wrong, brief(turn.typed))
    return Screen(lines("⚠ " + reason, "", screen.text), rows=screen.rows)


def more(answers: str, word: str) -> str:
    """The answers with one more."""
    return ",".join([*words_of(answers), word])
