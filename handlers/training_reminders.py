"""The reminder of a training: when it is proposed, what it is called, and what the training is when it comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from content.recurrence import Rule
from content.trainings import Training, frequency_of, is_past, next_session
from db.reminders import Reminder
from handlers.markup import bold, lines
from handlers.reminder_rows import reference, reminder_rows
from handlers.reminder_subjects import TITLE_LIMIT, todays_title
from handlers.screen import AnyButton, Button, Screen
from handlers.trainings import NO_TIME, apply_words, title, when_and_where
from handlers.turn import Turn

ABOUT = "training:"
MORNING = NO_TIME
A_DAY, NEAR = timedelta(days=1), timedelta(hours=2)


def rules_for(one: Training) -> list[Rule]:
    """When to remind, the first moment first: the day before it begins, or two hours before.

    Where the last day to apply comes sooner: the day before that, or on it.
    """
    first = one.starts_on - A_DAY
    start = datetime.combine(one.starts_on, one.starts_at or NO_TIME)
    rules = [Rule(frequency_of(one), datetime.combine(first, MORNING)), Rule("once", start - NEAR)]
    if one.last_date is None or one.last_date > first:
        return rules
    days = (one.last_date - A_DAY, one.last_date)
    return [*(Rule("once", datetime.combine(day, MORNING)) for day in days), *rules]


def training_title(turn: Turn, reminder: Reminder, training: Training) -> str:
    """What the reminder is called: the training's name in today's language, or the one that its owner gave it."""
    return todays_title(turn, reminder.title, lambda there: [title(there, training)[:TITLE_LIMIT]])


def due_screen(turn: Turn, reminder: Reminder, moment: datetime, record: Mapping[str, Any] | None) -> Screen:
    """The message when it is due: the training as it stands now, or that it is over or isn't listed any more."""
    _ = turn.gettext
    number = reference(turn, reminder, moment)
    if record is None:
        gone = _("This training is not on our list any more. Ask the office whether it takes place.")
        return Screen(lines(bold(f"⏰ {reminder.title}"), gone, number), rows=reminder_rows(turn, reminder, []))
    series = Training.from_record(dict(record))
    one = next_session(series, turn.today)
    called, named = training_title(turn, reminder, series), title(turn, series)
    over = _("This training is over.") if is_past(series, turn.today) else None
    text = lines(
        bold(f"⏰ {called}"),
        named if named != called else None,
        over,
        *when_and_where(turn, one),
        None if over else apply_words(turn, one),
        number,
    )
    opens: list[AnyButton] = [Button(_("▶ Open"), "trainings.show", one.code)]
    return Screen(text, rows=reminder_rows(turn, reminder, opens))
