"""Setting a reminder: by words, by tapping, from anything with a date; three dates are shown before it is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from content.codes import short_code
from content.ladder import Ladder, read_schedule
from content.recurrence import Frequency, Rule, next_due
from content.reminder_words import Parsed, Unclear, parse_reminder
from content.trainings import Training, next_session
from content.zones import zone_of
from db import reminders, trainings
from handlers.common import ask_to_agree, home_row
from handlers.markup import bold, brief, lines
from handlers.reminder_list import opener, preview_lines, rhythm_words
from handlers.reminder_subjects import MORNING, TITLE_LIMIT, closing_day, closing_rules, subject_titles
from handlers.reminder_titles import title_of
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Keyboard, Screen
from handlers.training_reminders import rules_for
from handlers.trainings import apply_words, when_and_where
from handlers.trainings import title as training_title
from handlers.turn import Turn
from locales.formats import date_time

FREQUENCIES: tuple[Frequency, ...] = ("once", "daily", "weekly", "monthly", "yearly")
DRAFT = "draft"  # the key under which a reminder waits in the profile until it is confirmed


async def ask_new(turn: Turn) -> Screen:
    """Ask for a reminder in the owner's words."""
    if refusal := ask_to_agree(turn, "reminders.new"):
        return refusal
    await turn.ask("reminders.typed", 0)
    _ = turn.gettext
    text = lines(
        bold(_("➕ New reminder")),
        _("Type when and what. For example:"),
        _("• 25 Dec 10 am FSSAI"),
        _("• every 20th GSTR-3B"),
        _("• tomorrow 9 am pay the loan"),
    )
    return Screen(text, rows=[home_row(turn, "reminders.list", 0)])


async def ask_change(turn: Turn, reminder_id: int) -> Screen | str:
    """Ask for the new time of a reminder; one with steps before a due day is changed where the day is shown."""
    one = await reminders.get_reminder(turn.session, turn.contact.id, reminder_id)
    if one is None or one.state != "active":
        raise Stale
    if isinstance(read_schedule(one.rule), Ladder):
        return opener(one)
    await turn.ask("reminders.typed", one.id)
    hint = turn.gettext("Type the new time, for example “every 20th 11 am” or “tomorrow 9 am”.")
    return Screen(lines(bold(await title_of(turn, one)), hint), rows=[home_row(turn, "reminders.show", one.id)])


def names_a_time(turn: Turn, text: str) -> bool:
    """Whether a text has a day or a time, and something to remember beside it."""
    if not any(character.isdecimal() for character in text):
        return False
    parsed = parse_reminder(text, turn.now, turn.zone)
    return isinstance(parsed, Parsed) and bool(parsed.title) and parsed.title != text.strip()


async def take_typed(turn: Turn, reminder_id: int = 0) -> Screen:
    """Read the typed words; 0 stands for a new reminder."""
    if refusal := ask_to_agree(turn, "reminders.new"):
        return refusal
    parsed = parse_reminder(turn.typed, turn.now, turn.zone)
    if isinstance(parsed, Unclear):
        return await _ask_again(turn, parsed, reminder_id)
    title = parsed.title
    if reminder_id:
        one = await reminders.get_reminder(turn.session, turn.contact.id, reminder_id)
        title = title or (one.title if one else "")
    return await _confirm(turn, title or turn.gettext("Reminder"), parsed.rule, reminder_id)


async def _ask_again(turn: Turn, unclear: Unclear, reminder_id: int) -> Screen:
    """Say what is missing; the typed text is kept as the title, and the time can be tapped."""
    _ = turn.gettext
    title = unclear.text.strip()[:TITLE_LIMIT]
    sorry = {
        "past": _("That time is over. Type a later one."),
        "rhythm": _("It can come every day, week, month or year. Type one of these."),
    }
    if unclear.code in sorry:
        await turn.ask("reminders.typed", reminder_id)
        return Screen(lines(bold(title), sorry[unclear.code]), rows=[home_row(turn, "reminders.list", 0)])
    return await _offer_times(turn, title, reminder_id)


async def _offer_times(turn: Turn, title: str, reminder_id: int = 0, about: str = "") -> Screen:
    """No date was found: offer the usual ones, and typing."""
    await _keep_draft(turn, title, None, reminder_id, about)
    await turn.ask("reminders.when")
    _ = turn.gettext
    choices: list[AnyButton] = [
        Button(_("Tomorrow, 10 am"), "reminders.at", 1),
        Button(_("In 3 days"), "reminders.at", 3),
        Button(_("In a week"), "reminders.at", 7),
        Button(_("In a month"), "reminders.at", 30),
    ]
    text = lines(bold(title), _("When? Tap, or type the day and time."))
    return Screen(text, rows=[choices[:2], choices[2:], home_row(turn, "reminders.list", 0)])


async def take_when(turn: Turn) -> Screen:
    """A time was typed for the title that waits."""
    title, _rule, reminder_id, about = _draft(turn)
    parsed = parse_reminder(turn.typed, turn.now, turn.zone)
    if isinstance(parsed, Unclear):
        screen = await _offer_times(turn, title, reminder_id, about)
        sorry = turn.gettext("We could not read a time in “%(text)s”.") % {"text": brief(turn.typed)}
        return replace(screen, text=lines(sorry, screen.text))
    return await _confirm(turn, title, parsed.rule, reminder_id, about)


async def take_days(turn: Turn, days: int) -> Screen:
    """A day was tapped for the title that waits."""
    title, _rule, reminder_id, about = _draft(turn)
    day = turn.today + timedelta(days=min(max(days, 1), 366))
    rule = Rule("once", datetime.combine(day, MORNING))
    return await _confirm(turn, title, rule, reminder_id, about)


async def about(turn: Turn, kind: str, record_id: str) -> Screen | str:
    """A reminder of a scheme, a guide or a training: its own date where it has one, else ask when."""
    if refusal := ask_to_agree(turn, f"reminders.about:{kind}:{record_id}"):
        return refusal
    about_ = f"{kind}:{record_id}"
    if kind == "scheme" and record_id in turn.catalog.schemes:
        return await _about_scheme(turn, record_id, about_)
    if kind == "course" and record_id in turn.catalog.courses:
        return f"courses.nudge:{record_id}"
    if titles := subject_titles(turn, about_):
        return await _offer_times(turn, titles[0], about=about_)
    if kind == "training" and (record := await trainings.get_training(turn.session, record_id)):
        return await _about_training(turn, Training.from_record(record), about_)
    raise Stale


async def _about_scheme(turn: Turn, scheme_id: str, about_: str) -> Screen:
    """A week before the window closes, in the last week the day before or on the day itself, where it is known."""
    plain, *dated = subject_titles(turn, about_)
    last = closing_day(turn.catalog.schemes[scheme_id])
    if last is None or not dated:
        return await _offer_times(turn, plain, about=about_)
    for rule in closing_rules(last):
        if next_due(rule, turn.zone, turn.now):
            return await _confirm(turn, dated[0], rule, 0, about_)
    return await _offer_times(turn, dated[0], about=about_)


async def _about_training(turn: Turn, training: Training, about_: str) -> Screen:
    """In time to apply, else in time to come; the training's own days stand beside."""
    coming = next_session(training, turn.today)
    named = training_title(turn, coming)
    facts = lines(*when_and_where(turn, coming), apply_words(turn, coming))
    for rule in rules_for(coming):
        if next_due(rule, turn.zone, turn.now):
            return await _confirm(turn, named, rule, 0, about_, facts)
    return await _offer_times(turn, named, about=about_)


async def _confirm(
    turn: Turn, title: str, rule: Rule, reminder_id: int = 0, about_: str = "", facts: str | None = None
) -> Screen:
    """Show the next three dates before anything is kept."""
    title = title[:TITLE_LIMIT]
    await _keep_draft(turn, title, rule, reminder_id, about_)
    await turn.ask("reminders.typed", reminder_id)
    _ = turn.gettext
    dates = preview_lines(turn, rule, turn.zone)
    text = lines(bold(title), facts, rhythm_words(turn, rule), "", *dates, "", _("Right?"))
    rhythms: list[AnyButton] = [
        Button(rhythm_words(turn, Rule(one, rule.start)), "reminders.rhythm", one)
        for one in FREQUENCIES
        if one != rule.frequency
    ]
    rows: Keyboard = [
        [Button(_("✅ Save"), "reminders.save", _mark(title, rule))],
        rhythms[:2],
        rhythms[2:],
        home_row(turn, "reminders.new"),
    ]
    return Screen(text, rows=rows)


async def save_rhythm(turn: Turn, frequency: str) -> Screen:
    """The waiting reminder shall come more or less often."""
    title, rule, reminder_id, about_ = _draft(turn)
    if rule is None or frequency not in FREQUENCIES:
        raise Stale
    return await _confirm(turn, title, replace(rule, frequency=frequency), reminder_id, about_)


async def save(turn: Turn, mark: str = "") -> Screen:
    """Keep the waiting reminder; a second tap finds none, an older message's button another: nothing changes then."""
    title, rule, reminder_id, about_ = _draft(turn)
    if rule is None or (mark and mark != _mark(title, rule)):
        raise Stale
    due = next_due(rule, turn.zone, turn.now)
    if due is None:
        return await _ask_again(turn, Unclear("past", title), reminder_id)
    columns = {"title": title, "rule": rule.to_text(), "zone": turn.contact.zone, "next_due_at": due}
    if reminder_id:
        await reminders.set_reminder(turn.session, turn.contact.id, reminder_id, state="active", **columns)
    else:
        await reminders.add_reminder(turn.session, turn.contact.id, turn.now, about=about_ or None, **columns)
    await _drop_draft(turn)
    when = date_time(turn.translator, due, zone_of(turn.contact.zone))
    text = lines(bold(title), turn.gettext("✅ Saved. Next: %(date)s") % {"date": when})
    return Screen(text, rows=[[Button(turn.gettext("⏰ My reminders"), "reminders.list", 0)], home_row(turn)])


def _mark(title: str, rule: Rule) -> str:
    return short_code(f"{title} {rule.to_text()}")


async def _keep_draft(turn: Turn, title: str, rule: Rule | None, reminder_id: int, about_: str) -> None:
    draft = {"title": title, "rule": rule.to_text() if rule else "", "id": reminder_id, "about": about_}
    await turn.change(profile={**turn.contact.profile, DRAFT: draft})


def _draft(turn: Turn) -> tuple[str, Rule | None, int, str]:
    """The reminder that waits for its time or its confirmation.

    Raises Stale when there is none.
    """
    draft = turn.contact.profile.get(DRAFT)
    if not isinstance(draft, dict):
        raise Stale
    rule = Rule.from_text(draft["rule"]) if draft["rule"] else None
    return draft["title"], rule, draft["id"], draft["about"]


async def _drop_draft(turn: Turn) -> None:
    await turn.change(profile={name: value for name, value in turn.contact.profile.items() if name != DRAFT})


ROUTES = {
    "reminders.new": ask_new,
    "reminders.typed": take_typed,
    "reminders.change": ask_change,
    "reminders.about": about,
    "reminders.when": take_when,
    "reminders.at": take_days,
    "reminders.rhythm": save_rhythm,
    "reminders.save": save,
}
