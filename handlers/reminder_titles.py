"""What a reminder is called: by what it is of in the contact's language of today, any other as it was set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from content.compliance import read_about
from content.trainings import Training
from db import invoices, trainings
from db.invoices import Invoice
from db.reminders import Reminder
from handlers import training_reminders
from handlers.bill_reminders import ABOUT, bill_title
from handlers.calendar_words import title
from handlers.reminder_subjects import subject_title
from handlers.turn import Turn


async def titles_of(turn: Turn, found: Sequence[Reminder]) -> list[str]:
    """The titles of a contact's reminders, in their order."""
    bills: dict[str, Invoice] = {}
    if any((one.about or "").startswith(ABOUT) for one in found):
        own = await invoices.get_invoices(turn.session, turn.contact.id)
        bills = {f"{ABOUT}{bill.id}": bill for bill in own}
    sessions = await _trainings(turn, found)
    return [_title(turn, one, bills, sessions) for one in found]


async def _trainings(turn: Turn, found: Sequence[Reminder]) -> dict[str, Training]:
    """The trainings that reminders are of, by what the reminders are about."""
    of_trainings = [one.about for one in found if (one.about or "").startswith(training_reminders.ABOUT)]
    codes = {about.removeprefix(training_reminders.ABOUT) for about in of_trainings if about}
    records = await trainings.get_trainings(turn.session, codes)
    return {f"{training_reminders.ABOUT}{code}": Training.from_record(record) for code, record in records.items()}


async def title_of(turn: Turn, one: Reminder) -> str:
    """The title of one of the contact's reminders."""
    (words,) = await titles_of(turn, [one])
    return words


def _title(turn: Turn, one: Reminder, bills: Mapping[str, Invoice], sessions: Mapping[str, Training]) -> str:
    if bill := bills.get(one.about or ""):
        return bill_title(turn, bill)
    if training := sessions.get(one.about or ""):
        return training_reminders.training_title(turn, one, training)
    name, _own = read_about(one.about)
    return title(turn, turn.catalog.dates[name]) if name in turn.catalog.dates else subject_title(turn, one)
