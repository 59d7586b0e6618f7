"""Dates that cost money: those that apply to me, why, and reminders before each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import takewhile

from content.applies import fit, told
from content.codes import short_code
from content.compliance import ComplianceDate, read_about
from content.profile import DATE_QUESTIONS
from content.recurrence import month_later
from db import moved_dates
from db.moved_dates import Moves
from db.reminders import Reminder
from handlers.calendar_all import changed_screen, get_applying, outdated_lines, outdated_row
from handlers.calendar_kept import coming_line, find_reminder, get_date, get_kept, own_day, steps_of, yearly_day
from handlers.calendar_words import area_names, date_text, days_from, lead_words, next_day, title
from handlers.common import home_row, in_columns, page_row
from handlers.markup import bold, brief, lines
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, Screen, pages
from handlers.turn import Turn
from handlers.words import short_question
from locales import formats

A_PAGE = 6


async def show_menu(turn: Turn, page: int = 0) -> Screen:
    """The dates of this month and the next that apply: those to come by their day, then those over."""
    _ = turn.gettext
    moves = await moved_dates.get_moves(turn.session)
    kept = await get_kept(turn)
    found = sorted(_soon(turn, moves, kept), key=lambda one: (one[0] < turn.today, one[0], one[1].id))
    shown, page, count = pages(found, page, A_PAGE)
    told = [f"{_day(turn, day)} · {title(turn, one)}" for day, one in shown]
    rows: Keyboard = [
        [Button(brief(f"{n}. {line}"), "calendar.show", one.id)]
        for n, (line, (_day, one)) in enumerate(zip(told, shown, strict=True), start=1)
    ]
    missing = _missing(turn)
    ask: list[AnyButton] = [Button(_("✏ A few questions"), "calendar.next")] if missing else []
    all_: list[AnyButton] = [Button(_("🔔 Remind me of all"), "calendar.all")] if get_applying(turn) else []
    rows += [
        page_row(turn, page, count, "calendar.menu"),
        ask,
        outdated_row(turn, kept),
        [*all_, Button(_("🗂 By kind"), "calendar.areas")],
        home_row(turn, "reminders.list", 0),
    ]
    n = formats.number(turn.translator, len(found))
    soon = turn.ngettext("%(n)s date this month and next", "%(n)s dates this month and next", len(found)) % {"n": n}
    text = lines(
        bold(_("📆 Dates that cost money")),
        soon if found or not missing else None,
        _("Tell us more, and more of your dates show.") if missing else None,
        *outdated_lines(turn, kept),
        _("Offices extend dates: look at the official notice in the last week."),
    )
    return Screen(text, rows=rows)


def _day(turn: Turn, day: date) -> str:
    shown = formats.short_date(turn.translator, day)
    return turn.gettext("%(date)s (over)") % {"date": shown} if day < turn.today else shown


def _soon(turn: Turn, moves: Moves, kept: Sequence[Reminder]) -> Iterator[tuple[date, ComplianceDate]]:
    """The due days of this month and the next of every date that applies, or whose own day the owner has told."""
    start = turn.today.replace(day=1)
    end = month_later(start, 2)
    mine = {read_about(one.about)[0]: one for one in kept}
    for one in turn.catalog.dates.values():
        once, yearly = own_day(mine.get(one.id)), yearly_day(mine.get(one.id))
        days: Iterable[date] = [once] if once and once >= start else []
        if yearly or fit(one.applies, turn.profile).applies:
            days = days or (day for day, _move in days_from(one, start, moves, yearly))
        yield from ((day, one) for day in takewhile(lambda day: day < end, days))


def _missing(turn: Turn) -> list[str]:
    return [question for question in DATE_QUESTIONS if told(turn.profile, question) is None]


async def ask_next(turn: Turn, after: str = "") -> Screen | str:
    """The next question that isn't answered, beginning after the one just answered or skipped."""
    place = DATE_QUESTIONS.index(after) + 1 if after in DATE_QUESTIONS else 0
    rest = (question for question in DATE_QUESTIONS[place:] if question in _missing(turn))
    question = next(rest, None)
    if question:
        return f"profile.ask:{question}:dates"
    return await changed_screen(turn, after, "calendar.menu") or "calendar.menu"


async def list_areas(turn: Turn) -> Screen:
    """All dates by kind."""
    names = area_names(turn)
    buttons: list[AnyButton] = [Button(name, "calendar.area", area, 0) for area, name in names.items()]
    text = bold(turn.gettext("🗂 By kind"))
    return Screen(text, rows=[*in_columns(buttons), home_row(turn, "calendar.menu")])


async def list_area(turn: Turn, area: str, page: int = 0) -> Screen:
    """The dates of one kind, those that apply first, each with a mark."""
    names = area_names(turn)
    if area not in names:
        raise Stale
    marks = {True: "✅", None: "❔", False: "➖"}
    order = list(marks)
    fits = {one.id: fit(one.applies, turn.profile).applies for one in turn.catalog.dates.values()}
    found = sorted(
        (one for one in turn.catalog.dates.values() if one.area == area), key=lambda one: order.index(fits[one.id])
    )
    shown, page, count = pages(found, page, 8)
    rows: Keyboard = [
        [Button(brief(f"{marks[fits[one.id]]} {title(turn, one)}"), "calendar.show", one.id)] for one in shown
    ]
    moves = page_row(turn, page, count, "calendar.area", area)
    text = lines(bold(names[area]), turn.gettext("✅ applies · ❔ may apply · ➖ doesn't apply"))
    return Screen(text, rows=[*rows, moves, home_row(turn, "calendar.areas")])


async def show_date(turn: Turn, name: str) -> Screen:
    """One date: for whom, why, by when, what it costs to be late."""
    one = get_date(turn, name)
    _ = turn.gettext
    moves = await moved_dates.get_moves(turn.session)
    mine = await find_reminder(turn, one)
    due, move = next_day(turn, one, moves, yearly_day(mine)) or (None, None)
    steps = steps_of(mine) if mine else ()
    due = due or own_day(mine)
    text = lines(
        date_text(turn, one, due, move),
        _("⚠ It is due today.") if due == turn.today else None,
        _("🔔 You are reminded: %(days)s") % {"days": lead_words(turn, steps)} if mine else None,
        coming_line(turn, mine, moves) if mine else None,
    )
    asks = in_columns(_missing_answers(turn, one))
    return Screen(text, rows=[*asks, *_date_rows(turn, one, mine), home_row(turn, "calendar.area", one.area, 0)])


def _missing_answers(turn: Turn, one: ComplianceDate) -> list[AnyButton]:
    """What must still be told before it is sure whether a date applies; the answer leads back to it."""
    unknown = fit(one.applies, turn.profile).unknown
    return [Button("✏ " + short_question(turn, name), "profile.ask", name, short_code(one.id)) for name in unknown]


def _date_rows(turn: Turn, one: ComplianceDate, mine: Reminder | None) -> Keyboard:
    _ = turn.gettext
    source: list[AnyButton] = [Button(_("ℹ Source"), "calendar.source", one.id)]
    if one.of_a_bill:
        return [[Button(_("💸 Getting paid"), "bills.menu")], source]
    if mine:
        days: list[AnyButton] = [Button(_("⏱ Days before"), "calendar.leads", one.id)]
        asked = one.due is not None and one.due.question
        change: list[AnyButton] = [Button(_("✏ Change"), "calendar.ask", one.id)] if asked else []
        return [[*days, Button(_("🔕 Don't remind me"), "calendar.stop", one.id)], [*change, *source]]
    if one.due is None:
        return [[Button(_("➕ New reminder"), "reminders.new")], source]
    route = "calendar.ask" if one.due.question else "calendar.remind"
    return [[Button(_("⏰ Remind me"), route, one.id)], source]


async def show_source(turn: Turn, name: str) -> Screen:
    """The law, the sources, what is in conflict and what isn't known."""
    one = get_date(turn, name)
    law = turn.gettext("Law: %(law)s") % {"law": one.law} if one.law else None
    text = lines(bold(title(turn, one)), law, *source_lines(turn, one))
    return Screen(text, rows=[home_row(turn, "calendar.show", name)])


ROUTES = {
    "calendar.menu": show_menu,
    "calendar.next": ask_next,
    "calendar.areas": list_areas,
    "calendar.area": list_area,
    "calendar.show": show_date,
    "calendar.source": show_source,
}
