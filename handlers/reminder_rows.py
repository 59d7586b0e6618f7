"""What can be done with a reminder that has come."""

from __future__ import annotations

from datetime import date, datetime

from db.reminders import Reminder
from handlers.common import home_row
from handlers.screen import AnyButton, Button, Keyboard
from handlers.turn import Turn


def reminder_rows(turn: Turn, reminder: Reminder, first: list[AnyButton], due_day: date | None = None) -> Keyboard:
    """The buttons under the message, beginning with those that open what it speaks of; a snooze keeps its due day."""
    _, day = turn.gettext, [due_day] if due_day else []
    return [
        first,
        [Button(_("✅ Done"), "reminders.done", reminder.id)],
        [
            Button(_("💤 In 1 hour"), "reminders.snooze", reminder.id, "hour", *day),
            Button(_("💤 Tomorrow"), "reminders.snooze", reminder.id, "tomorrow", *day),
        ],
        [
            Button(_("💤 Next week"), "reminders.snooze", reminder.id, "week", *day),
            Button(_("✏ Change"), "reminders.change", reminder.id),
        ],
        [Button(_("🗑 Stop"), "reminders.stop", reminder.id), *home_row(turn)],
    ]


def reference(turn: Turn, reminder: Reminder, due: datetime) -> str:
    """The message's number, which tells a repeated one from a new one."""
    return turn.gettext("No. %(reference)s") % {"reference": f"{reminder.id}-{due:%m%d%H%M}"}
