"""All dates of the calendar at once: reminders of those that apply, and what a changed answer has made of them."""

from __future__ import annotations

from collections.abc import Sequence

from content.applies import fit
from content.compliance import ComplianceDate, read_about
from content.ladder import Ladder
from db import moved_dates
from db.moved_dates import Moves
from db.reminders import Reminder
from handlers.calendar_kept import coming_line, end, get_kept, keep
from handlers.calendar_words import next_day, title
from handlers.common import ask_to_agree, home_row, in_columns, page_row
from handlers.markup import bold, brief, bullets, lines
from handlers.reminder_titles import title_of
from handlers.screen import AnyButton, Button, Keyboard, Screen, pages
from handlers.turn import Turn
from locales import formats

NAMED, A_PAGE = 6, 6


async def save_all(turn: Turn, page: int = 0) -> Screen:
    """Remind of every date that applies; those that are set stay; days of the owner's own are asked for."""
    if refusal := ask_to_agree(turn, "calendar.all"):
        return refusal
    moves = await moved_dates.get_moves(turn.session)
    for one in without_reminder(get_applying(turn), await get_kept(turn)):
        await keep(turn, one, Ladder(one.lead_days), moves)
    kept = await get_kept(turn)
    asked, page, count = pages(without_reminder(_get_asking(turn), kept), page, A_PAGE)
    n = len(kept)
    words = turn.ngettext("🔔 You are reminded of %(n)s date.", "🔔 You are reminded of %(n)s dates.", n)
    text = lines(
        bold(words % {"n": formats.number(turn.translator, n)}),
        *await _first_lines(turn, kept, moves),
        *outdated_lines(turn, kept),
        turn.gettext("For these dates we need a day from you:") if asked else None,
    )
    more: list[AnyButton] = [
        Button(turn.gettext("⏰ My reminders"), "reminders.list", 0),
        Button(turn.gettext("🔕 None of them"), "calendar.none"),
    ]
    days = [Button(brief(_asks(turn, one)), "calendar.ask", one.id) for one in asked]
    pages_ = page_row(turn, page, count, "calendar.all")
    rows: Keyboard = [*in_columns(days, 1), pages_, outdated_row(turn, kept), more, home_row(turn, "calendar.menu")]
    return Screen(text, rows=rows)


def _asks(turn: Turn, one: ComplianceDate) -> str:
    return turn.gettext("✏ Tell us the day: %(title)s") % {"title": title(turn, one)}


def get_applying(turn: Turn) -> list[ComplianceDate]:
    """The dates that apply and whose day is known without asking."""
    known = (one for one in turn.catalog.dates.values() if one.due and not one.due.question)
    return [one for one in known if fit(one.applies, turn.profile).applies]


def _get_asking(turn: Turn) -> list[ComplianceDate]:
    """The dates that apply and hang on a day of the owner's own; what buyers owe has a desk of its own."""
    asking = (one for one in turn.catalog.dates.values() if one.due and one.due.question)
    return [one for one in asking if fit(one.applies, turn.profile).applies and not one.of_a_bill]


def without_reminder(found: Sequence[ComplianceDate], kept: Sequence[Reminder]) -> list[ComplianceDate]:
    """The dates of which nothing reminds yet."""
    names = {read_about(one.about)[0] for one in kept}
    return [one for one in found if one.id not in names]


async def _first_lines(turn: Turn, kept: Sequence[Reminder], moves: Moves) -> list[str | None]:
    """What is due today already, and which reminder comes first."""
    today = turn.today
    found = get_applying(turn)
    due = [title(turn, one) for one in found if (coming := next_day(turn, one, moves)) and coming[0] == today]
    first = next(iter(kept), None)
    return [
        turn.gettext("⚠ Due today: %(titles)s") % {"titles": ", ".join(due)} if due else None,
        await title_of(turn, first) if first else None,
        coming_line(turn, first, moves) if first else None,
    ]


def _get_outdated(turn: Turn, kept: Sequence[Reminder]) -> dict[int, ComplianceDate]:
    """The dates that don't apply although they are reminded of, by the reminder's id."""
    dates = {one.id: turn.catalog.dates.get(read_about(one.about)[0]) for one in kept}
    return {number: one for number, one in dates.items() if one and fit(one.applies, turn.profile).applies is False}


def outdated_lines(turn: Turn, kept: Sequence[Reminder]) -> list[str]:
    """Which dates are reminded of and don't apply."""
    found = list(_get_outdated(turn, kept).values())
    words = turn.ngettext(
        "➖ You are reminded of %(n)s date that doesn't apply to you:",
        "➖ You are reminded of %(n)s dates that don't apply to you:",
        len(found),
    )
    return _listed(turn, words, found)


def outdated_row(turn: Turn, kept: Sequence[Reminder]) -> list[AnyButton]:
    """Ends the reminders of dates that don't apply; empty when there are none."""
    return [Button(turn.gettext("🔕 End them"), "calendar.clear")] if _get_outdated(turn, kept) else []


def _listed(turn: Turn, words: str, found: Sequence[ComplianceDate]) -> list[str]:
    """How many dates, and the first of them by name; nothing where there are none."""
    if not found:
        return []
    names = [title(turn, one) for one in found[:NAMED]] + ["…"] * (len(found) > NAMED)
    return [words % {"n": formats.number(turn.translator, len(found))}, bullets(names)]


async def show_changed(turn: Turn, question: str) -> Screen | str:
    """After an answer was changed among all answers: what it changes for the reminders, if there are any."""
    return await changed_screen(turn, question, "settings.profile") or "settings.profile"


async def changed_screen(turn: Turn, question: str, back: str) -> Screen | None:
    """The reminders that don't apply any more, and the dates that apply by this answer and have none.

    None where there are neither; who isn't reminded of any date isn't asked.
    """
    kept = await get_kept(turn)
    new = [one for one in get_applying(turn) if question in fit(one.applies, turn.profile).reasons]
    new = without_reminder(new, kept) if kept else []
    old = outdated_lines(turn, kept)
    if not old and not new:
        return None
    words = turn.ngettext(
        "✅ %(n)s date applies to you and has no reminder:",
        "✅ %(n)s dates apply to you and have no reminder:",
        len(new),
    )
    text = lines(bold(turn.gettext("📆 Your answer changes your dates")), *old, *_listed(turn, words, new))
    all_: list[AnyButton] = [Button(turn.gettext("🔔 Remind me of all"), "calendar.all")] if new else []
    return Screen(text, rows=[outdated_row(turn, kept), all_, home_row(turn, back)])


async def stop_all(turn: Turn) -> Screen | str:
    """End the reminders of all dates of the calendar."""
    for one in await get_kept(turn):
        await end(turn, one)
    return "calendar.menu"


async def stop_outdated(turn: Turn) -> Screen | str:
    """End the reminders of the dates that don't apply."""
    kept = await get_kept(turn)
    outdated = _get_outdated(turn, kept)
    for one in kept:
        if one.id in outdated:
            await end(turn, one)
    return "calendar.menu"


ROUTES = {
    "calendar.all": save_all,
    "calendar.none": stop_all,
    "calendar.changed": show_changed,
    "calendar.clear": stop_outdated,
}
