"""The compliance calendar in words: kinds, periods, reasons, and what a step before the due day says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from content.applies import Fit, fit, told
from content.compliance import ComplianceDate, due_days
from db.moved_dates import MovedDate, Moves
from handlers.markup import bold, lines
from handlers.turn import Turn
from handlers.words import answer_label, confidence_words, short_question, state_name
from locales import formats


def area_names(turn: Turn) -> dict[str, str]:
    """The kinds of dates."""
    _ = turn.gettext
    return {
        "gst": _("🧾 GST"),
        "income-tax": _("🏦 Income tax"),
        "labour": _("👷 Workers"),
        "company": _("🏢 Company and LLP"),
        "msme": _("🪪 Udyam and GeM"),
        "environment": _("🌱 Environment"),
        "licence": _("📜 Licences"),
        "bank": _("💳 Bank"),
        "professional-tax": _("🏛 Professional tax"),
    }


def period_words(turn: Turn, period: str) -> str:
    """What a filing is about."""
    _ = turn.gettext
    return {
        "previous-month": _("the month before"),
        "previous-quarter": _("the quarter before"),
        "current-quarter": _("this quarter"),
        "previous-half-year": _("the half-year before"),
        "current-half-year": _("this half-year"),
        "past-half-year": _("the past six months"),
        "january-june": _("January to June"),
        "july-december": _("July to December, or the whole year"),
        "april-september": _("April to September"),
        "october-march": _("October to March"),
        "march": _("March"),
        "previous-year": _("the year before"),
        "current-year": _("this year"),
        "next-year": _("next year"),
        "year-before-last": _("the year before last"),
        "previous-financial-year": _("the financial year before"),
        "next-financial-year": _("the next financial year"),
        "previous-calendar-year": _("the calendar year before"),
        "next-calendar-year": _("the next calendar year"),
    }[period]


def title(turn: Turn, one: ComplianceDate) -> str:
    """What is due; professional tax with its state."""
    words = turn.say(f"date-{one.id}", "title", one.title)
    state = one.applies.states[0] if one.area == "professional-tax" else None
    return f"{words}: {state_name(turn, state)}" if state else words


def next_day(
    turn: Turn, one: ComplianceDate, moves: Moves, own: date | None = None
) -> tuple[date, MovedDate | None] | None:
    """The next due day from today on, and the move that brought it there; `own` as for days_from."""
    today = turn.today
    return next(days_from(one, today, moves, own), None)


def days_from(
    one: ComplianceDate, start: date, moves: Moves, own: date | None = None
) -> Iterator[tuple[date, MovedDate | None]]:
    """The due days from a day on, each with the move that brought it there; `own` is the first of a yearly day."""
    moved = {key: move.new_on for key, move in moves.items()}
    for day, rule_day in due_days(one, start, moved, own):
        yield day, moves.get((one.id, rule_day.isoformat()))


def moved_day(one: ComplianceDate, rule_day: date, moves: Moves) -> tuple[date, MovedDate | None]:
    """On which day an occurrence is due, and the move that brought it there; the rule gives `rule_day`."""
    move = moves.get((one.id, rule_day.isoformat()))
    return (move.new_on, move) if move else (rule_day, None)


def late_line(turn: Turn, one: ComplianceDate, due: date) -> str:
    """That the due day is over, and whether it can still be done."""
    _ = turn.gettext
    late = _("⚠ It was due on %(date)s. Do it now.")
    said = _("⚠ The last day was %(date)s. It can't be done any more.") if one.final else late
    return said % {"date": formats.date(turn.translator, due)}


def _due_line(turn: Turn, one: ComplianceDate, due: date) -> str:
    if due < turn.today:
        return late_line(turn, one, due)
    return turn.gettext("By %(date)s") % {"date": formats.date(turn.translator, due)}


def moved_line(turn: Turn, move: MovedDate | None) -> str | None:
    """From which day it was moved, and why."""
    if move is None:
        return None
    reason = move.reasons.get(turn.language) or move.reasons["en"]
    day = formats.short_date(turn.translator, move.due_on)
    return turn.gettext("🔁 Moved from %(date)s: %(reason)s") % {"date": day, "reason": reason}


def why_lines(turn: Turn, one: ComplianceDate) -> list[str]:
    """Why it applies, why it doesn't, or which answers are missing."""
    _ = turn.gettext
    found = fit(one.applies, turn.profile)
    if found.applies is None and not found.unknown:
        return [_("❔ May apply to you: see above for whom.")]
    if found.applies is None:
        missing = ", ".join(short_question(turn, question) for question in found.unknown)
        return [_("❔ May apply to you. Not told yet: %(questions)s") % {"questions": missing}]
    reasons = ", ".join(_reasons(turn, found))
    if found.applies:
        return [_("✅ Applies to you: %(reasons)s") % {"reasons": reasons or _("it is for everyone")}]
    return [_("➖ Doesn't apply to you: %(reasons)s") % {"reasons": reasons}]


def _reasons(turn: Turn, found: Fit) -> Iterator[str]:
    for question in found.reasons:
        shown = short_question(turn, question)
        answer = answer_label(turn, question, told(turn.profile, question))
        yield shown if question == "holds" else f"{shown}: {answer}"


def lead_words(turn: Turn, days: Sequence[int]) -> str:
    """On which days before the due day a reminder comes."""
    return ", ".join(lead_label(turn, one) for one in sorted(days, reverse=True))


def lead_label(turn: Turn, days: int) -> str:
    """One step."""
    if days == 0:
        return turn.gettext("on the day")
    n = {"n": formats.number(turn.translator, abs(days))}
    if days > 0:
        return turn.ngettext("%(n)s day before", "%(n)s days before", days) % n
    return turn.ngettext("%(n)s day after", "%(n)s days after", -days) % n


def _no_day(turn: Turn, one: ComplianceDate) -> str:
    """Why there is no day."""
    if one.note:
        return turn.say(f"date-{one.id}", "note", one.note)
    return turn.gettext("The day isn't known. Ask the office.")


def date_text(turn: Turn, one: ComplianceDate, due: date | None, move: MovedDate | None) -> str:
    """One date: for whom, by when, and what it costs to be late."""
    _ = turn.gettext
    record = f"date-{one.id}"
    covers = period_words(turn, one.covers) if one.covers else None
    return lines(
        bold(f"📆 {title(turn, one)}"),
        bold(_due_line(turn, one, due)) if due else None,
        moved_line(turn, move),
        _("For %(period)s") % {"period": covers} if covers else None,
        None if one.due else _no_day(turn, one),
        "",
        turn.say(record, "who", one.who),
        *why_lines(turn, one),
        _("⚠ If you are late: %(penalty)s") % {"penalty": turn.say(record, "penalty", one.penalty)}
        if one.penalty
        else None,
        confidence_words(turn, one.confidence),
    )
