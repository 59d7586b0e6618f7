"""The daily nudge of a course: at which hour it comes, and how it ends before the course does."""

from __future__ import annotations

from datetime import datetime, time

from content.recurrence import Rule, next_due
from content.reminder_reading import read
from content.reminder_text import Sentence
from db import guides, outbox, reminders
from db.reminders import Reminder
from handlers.common import ask_to_agree, home_row, in_columns
from handlers.markup import bold, brief, lines
from handlers.reminder_list import preview_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Screen
from handlers.turn import Turn
from locales import formats

HOURS = (8, 13, 18, 20)
A_DAY = 24 * 60  # minutes
PASSED = "passed"  # the step that stands for the answered questions


async def ask_hour(turn: Turn, name: str) -> Screen | str:
    """Offer a few hours, and typing; a course that was passed needs no nudge."""
    if refusal := ask_to_agree(turn, f"courses.nudge:{name}"):
        return refusal
    if await _is_passed(turn, name):
        return f"courses.show:{name}"
    await turn.ask("courses.daily", name)
    _ = turn.gettext
    mine = await find_nudge(turn, name)
    buttons: list[AnyButton] = [
        Button("⏰ " + formats.time(turn.translator, time(hour)), "courses.daily", name, hour * 60) for hour in HOURS
    ]
    end: list[AnyButton] = [Button(_("🔕 Don't remind me"), "courses.hush", name)] if mine else []
    text = lines(
        bold(_title(turn, name)),
        nudge_line(turn, mine),
        _("At what time each day? Tap, or type it, for example 7:30 pm."),
        _("It ends by itself when you have passed the course."),
    )
    return Screen(text, rows=[*in_columns(buttons), end, home_row(turn, "courses.show", name)])


async def take_hour(turn: Turn, name: str, minute: int = A_DAY) -> Screen | str:
    """The hour was tapped, in minutes after midnight, or typed; one that can't be read is asked for again."""
    if 0 <= minute < A_DAY:
        return await _save(turn, name, time(*divmod(minute, 60)))
    if said := read(Sentence(turn.typed)).clock or read(Sentence(f"at {turn.typed}")).clock:
        return await _save(turn, name, said)
    screen = await ask_hour(turn, name)
    if isinstance(screen, str):
        return screen
    sorry = turn.gettext("We could not read a time in “%(text)s”.") % {"text": brief(turn.typed)}
    return Screen(lines("⚠ " + sorry, "", screen.text), rows=screen.rows)


async def _save(turn: Turn, name: str, at: time) -> Screen | str:
    """Keep the one nudge of a course, and show when it comes."""
    if refusal := ask_to_agree(turn, f"courses.nudge:{name}"):
        return refusal
    title = _title(turn, name)
    if await _is_passed(turn, name):
        return f"courses.show:{name}"
    rule = Rule("daily", datetime.combine(turn.today, at))
    due = next_due(rule, turn.zone, turn.now)
    columns = {"title": title, "rule": rule.to_text(), "zone": turn.contact.zone, "next_due_at": due}
    if mine := await find_nudge(turn, name):
        await reminders.set_reminder(turn.session, turn.contact.id, mine.id, **columns)
    else:
        await reminders.add_reminder(turn.session, turn.contact.id, turn.now, about=_about(name), **columns)
    _ = turn.gettext
    text = lines(
        bold(title),
        _("⏰ Every day at %(time)s") % {"time": formats.time(turn.translator, at)},
        "",
        *preview_lines(turn, rule, turn.zone),
        _("It ends by itself when you have passed the course."),
    )
    change: list[AnyButton] = [
        Button(_("✏ Change"), "courses.nudge", name),
        Button(_("🔕 Don't remind me"), "courses.hush", name),
    ]
    return Screen(text, rows=[change, home_row(turn, "courses.show", name)])


async def stop(turn: Turn, name: str) -> str:
    """End the nudge of a course that goes on."""
    if mine := await find_nudge(turn, name):
        await outbox.cancel_reminder(turn.session, mine.id)
    await reminders.end_about(turn.session, turn.contact.id, _about(name))
    return f"courses.show:{name}"


async def find_nudge(turn: Turn, name: str) -> Reminder | None:
    """The contact's nudge of a course."""
    found = await reminders.get_reminders(turn.session, turn.contact.id)
    return next((one for one in found if one.about == _about(name)), None)


def nudge_line(turn: Turn, mine: Reminder | None) -> str | None:
    """At which hour the nudge comes; None without one, or where it was made less frequent than daily."""
    rule = Rule.from_text(mine.rule) if mine else None
    if rule is None or rule.frequency != "daily":
        return None
    return turn.gettext("⏰ Every day at %(time)s") % {"time": formats.time(turn.translator, rule.start.time())}


def _title(turn: Turn, name: str) -> str:
    """The course's name.

    Raises Stale for one that isn't there any more.
    """
    if name not in turn.catalog.courses:
        raise Stale
    return turn.say(f"course-{name}", "title", turn.catalog.courses[name].title)


def _about(name: str) -> str:
    return f"course:{name}"


async def _is_passed(turn: Turn, name: str) -> bool:
    return PASSED in await guides.get_done_steps(turn.session, turn.contact.id, _about(name))


ROUTES = {
    "courses.nudge": ask_hour,
    "courses.daily": take_hour,
    "courses.hush": stop,
}
