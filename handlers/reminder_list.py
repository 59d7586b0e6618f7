"""My reminders: what is set, one of them, and the message that comes when one is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.ladder import Ladder, read_schedule
from content.quiet_hours import QuietHours, allowed_from
from content.recurrence import Rule, next_due, upcoming
from content.zones import zone_of
from db import moved_dates, outbox, reminders
from db.contacts import Contact
from db.reminders import Reminder
from handlers.calendar_kept import rule_day_of
from handlers.common import home_row, page_row
from handlers.markup import bold, brief, lines
from handlers.reminder_rows import reference, reminder_rows
from handlers.reminder_subjects import subject_title
from handlers.reminder_titles import title_of, titles_of
from handlers.routes import Stale
from handlers.schemes import status_line
from handlers.screen import AnyButton, Button, Keyboard, Screen, pages
from handlers.turn import Turn
from locales.formats import date_time

OPENS = {
    "scheme": "schemes.show",
    "guide": "guides.open",
    "course": "courses.show",
    "rule": "rules.page",
}
STEPPED = {"date": "calendar.show", "invoice": "bills.show"}
SNOOZES = {"hour": timedelta(hours=1), "tomorrow": timedelta(days=1), "week": timedelta(days=7)}


async def show_list(turn: Turn, page: int = 0) -> Screen:
    """Every active reminder, the next one first."""
    _ = turn.gettext
    found = await reminders.get_reminders(turn.session, turn.contact.id)
    shown, page, count = pages(found, page, 5)
    named = [f"{n}. {title}" for n, title in enumerate(await titles_of(turn, shown), start=1)]
    body = [f"{title}\n   {_next(turn, one)}" for title, one in zip(named, shown, strict=True)]
    rows: Keyboard = [
        [Button(brief(title), "reminders.show", one.id)] for title, one in zip(named, shown, strict=True)
    ]
    empty = None if found else _("You have no reminders yet.")
    hint = _("New: type it, for example “remind me 25 Dec 10 am FSSAI”.")
    moves = page_row(turn, page, count, "reminders.list")
    branches: list[AnyButton] = [
        Button(_("📆 Dates that cost money"), "calendar.menu"),
        Button(_("💸 Getting paid"), "bills.menu"),
    ]
    all_rows: Keyboard = [*rows, moves, [Button(_("➕ New reminder"), "reminders.new")], branches, home_row(turn)]
    return Screen(lines(bold(_("⏰ My reminders")), empty, *body, "", hint), rows=all_rows)


def _next(turn: Turn, reminder: Reminder) -> str:
    if reminder.next_due_at is None:
        return turn.gettext("waits for you to tick it off")
    return date_time(turn.translator, reminder.next_due_at, zone_of(reminder.zone))


def rhythm_words(turn: Turn, rule: Rule) -> str:
    """How often it comes."""
    _ = turn.gettext
    return {
        "once": _("Once"),
        "daily": _("Every day"),
        "weekly": _("Every week"),
        "monthly": _("Every month"),
        "yearly": _("Every year"),
    }[rule.frequency]


def quiet_hours(contact: Contact) -> QuietHours | None:
    """The hours in which a contact is left alone."""
    if not contact.quiet_from or not contact.quiet_to:
        return None
    return QuietHours(time.fromisoformat(contact.quiet_from), time.fromisoformat(contact.quiet_to))


def preview_lines(turn: Turn, rule: Rule, zone: ZoneInfo) -> list[str]:
    """The next three dates, and a word where quiet hours will hold one back."""
    moments = upcoming(rule, zone, turn.now, 3)
    found = [f"• {date_time(turn.translator, moment, zone)}" for moment in moments]
    quiet = quiet_hours(turn.contact)
    if any(allowed_from(moment, turn.zone, quiet) > moment for moment in moments):
        found.append(turn.gettext("🌙 This is in your quiet hours. It will come when they end."))
    return found


async def _own(turn: Turn, reminder_id: int) -> Reminder:
    reminder = await reminders.get_reminder(turn.session, turn.contact.id, reminder_id)
    if reminder is None or reminder.state != "active":
        raise Stale
    return reminder


async def show_reminder(turn: Turn, reminder_id: int) -> Screen | str:
    """One reminder: how often, the next dates, and what can be done with it."""
    one = await _own(turn, reminder_id)
    _ = turn.gettext
    rule, zone = read_schedule(one.rule), zone_of(one.zone)
    if isinstance(rule, Ladder):
        return opener(one)
    text = lines(bold(await title_of(turn, one)), rhythm_words(turn, rule), "", *preview_lines(turn, rule, zone))
    rows: Keyboard = [
        [Button(_("✅ Done"), "reminders.done", one.id), Button(_("✏ Change"), "reminders.change", one.id)],
        [
            Button(_("💤 Tomorrow"), "reminders.snooze", one.id, "tomorrow"),
            Button(_("💤 Next week"), "reminders.snooze", one.id, "week"),
        ],
        [Button(_("🗑 Stop"), "reminders.stop", one.id)],
        home_row(turn, "reminders.list", 0),
    ]
    return Screen(text, rows=rows)


def due_screen(turn: Turn, reminder: Reminder, due: datetime) -> Screen:
    """The message when a reminder is due; its number tells a repeated one from a new one.

    A scheme's says whether it takes applications today.
    """
    _ = turn.gettext
    when = date_time(turn.translator, due, zone_of(reminder.zone))
    kind, _colon, name = (reminder.about or "").partition(":")
    scheme = turn.catalog.schemes.get(name) if kind == "scheme" else None
    stands = status_line(turn, scheme) if scheme else None
    text = lines(bold(f"⏰ {subject_title(turn, reminder)}"), stands, when, reference(turn, reminder, due))
    opens: list[AnyButton] = [Button(_("▶ Open"), OPENS[kind], name)] if kind in OPENS else []
    return Screen(text, rows=reminder_rows(turn, reminder, opens))


def opener(one: Reminder) -> str:
    """The route that shows what a reminder with steps is about."""
    kind, _colon, name = (one.about or "").partition(":")
    if kind not in STEPPED:
        raise Stale
    return f"{STEPPED[kind]}:{name}"


async def save_done(turn: Turn, reminder_id: int) -> Screen | str:
    """Tick it off: a single one ends, a recurring one goes on with its next date."""
    one = await _own(turn, reminder_id)
    _ = turn.gettext
    rule = read_schedule(one.rule)
    if isinstance(rule, Ladder):
        return f"calendar.done:{one.id}"
    following = next_due(rule, zone_of(one.zone), turn.now) if rule.frequency != "once" else None
    state = "active" if following else "done"
    await reminders.set_reminder(turn.session, turn.contact.id, one.id, state=state, next_due_at=following)
    next_line = (
        _("Next: %(date)s") % {"date": date_time(turn.translator, following, zone_of(one.zone))}
        if following
        else None
    )
    text = lines(bold(await title_of(turn, one)), _("✅ Done."), next_line)
    return Screen(text, rows=[home_row(turn, "reminders.list", 0)])


async def save_snooze(turn: Turn, reminder_id: int, span: str, due_day: str = "") -> Screen:
    """Put it off by an hour, a day or a week; a recurring one keeps its later dates.

    One of the calendar comes again for the same due day, `due_day` as its rule gives it (ISO).
    """
    if span not in SNOOZES:
        raise Stale
    one = await _own(turn, reminder_id)
    day = await _due_day(turn, one, due_day)
    again = (turn.now + SNOOZES[span]).replace(second=0, microsecond=0)
    await outbox.cancel_reminder(turn.session, one.id)
    row = {
        "key": f"rem:{one.id}:snooze:{turn.now.isoformat()}",  # a second tap in a minute is one of its own
        "contact_id": turn.contact.id,
        "kind": "reminder",
        "lane": outbox.PERSONAL,
        "payload": {"reminder": one.id, "due": again.isoformat(), **({"due_day": str(day)} if day else {})},
        "not_before": again,
        "created_at": turn.now,
    }
    await outbox.add_deliveries(turn.session, [row])
    when = date_time(turn.translator, again, zone_of(one.zone))
    text = lines(bold(await title_of(turn, one)), turn.gettext("💤 It comes again: %(date)s") % {"date": when})
    return Screen(text, rows=[home_row(turn, "reminders.list", 0)])


async def _due_day(turn: Turn, one: Reminder, told: str) -> date | None:
    """The due day of which a message speaks; a button of an earlier release doesn't tell it."""
    if not told:
        return rule_day_of(turn, one, turn.now, await moved_dates.get_moves(turn.session))
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise Stale from None


async def save_stop(turn: Turn, reminder_id: int) -> Screen:
    """End it for good."""
    one = await _own(turn, reminder_id)
    await reminders.set_reminder(turn.session, turn.contact.id, one.id, state="stopped", next_due_at=None)
    text = lines(bold(await title_of(turn, one)), turn.gettext("🗑 Stopped. It will not come again."))
    return Screen(text, rows=[home_row(turn, "reminders.list", 0)])


ROUTES = {
    "reminders.list": show_list,
    "reminders.show": show_reminder,
    "reminders.done": save_done,
    "reminders.snooze": save_snooze,
    "reminders.stop": save_stop,
}
