"""Trainings: what comes next, near or online; what is held again and again."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import lru_cache

from content.ics import calendar_file
from content.name_search import Entry, Index
from content.official import is_listed
from content.portals import host_of
from content.profile import Profile
from content.providers import distance_km
from content.trainings import Training, TrainingKind, frequency_of, is_past, next_session
from db import trainings
from handlers.cluster_words import place_word
from handlers.common import ask_to_agree, home_row, page_row
from handlers.markup import bold, brief, code, lines
from handlers.names import organiser_name, training_name
from handlers.provenance import source_lines
from handlers.routes import Stale
from handlers.screen import AnyButton, Button, Document, Keyboard, LinkButton, Screen, ShareButton, pages
from handlers.turn import Turn
from handlers.words import confidence_words, state_name
from locales.formats import date, distance, number, rupees, short_date
from locales.formats import time as clock

NO_TIME = time(10, 0)
ALIKE = 84  # of 100: one whole word or the beginning of one; a slip in a title of some length


async def show_list(turn: Turn, page: int = 0) -> Screen:
    """Coming trainings: those of the contact's state and online ones first, then the nearest, then by date."""
    _ = turn.gettext
    found = await _coming(turn)
    shown, page, count = pages(found, page, 5)
    text = [_line(turn, n, one) for n, one in enumerate(shown, start=1)]
    buttons: Keyboard = [
        [Button(brief(f"{n}. {training_name(turn, one)}"), "trainings.show", one.code)]
        for n, one in enumerate(shown, start=1)
    ]
    sample = _("SAMPLE entries: they only show how the list will look.") if found and found[0].sample else None
    empty = None if found else _("No training is known now. See what is held regularly.")
    rows: Keyboard = [
        *buttons,
        page_row(turn, page, count, "trainings.list"),
        [Button(_("📚 Held regularly"), "trainings.kinds", 0)],
        [Button(_("🔔 Tell me of new ones"), "alerts.add", "theme", "skill")],
        home_row(turn),
    ]
    return Screen(lines(bold(_("🎓 Trainings")), sample, empty, *text), rows=rows)


async def _coming(turn: Turn) -> list[Training]:
    today = turn.today
    listed = [Training.from_record(record) for record in await trainings.get_coming(turn.session, today)]
    coming = [next_session(one, today) for one in listed if not is_past(one, today)]
    here = turn.profile
    return sorted(
        coming, key=lambda one: (not (one.online or one.state == here.state), _km(here, one), one.starts_on)
    )


async def named_like(turn: Turn) -> list[Training]:
    """The coming trainings whose title is or holds what was typed, slips forgiven; samples aren't looked for."""
    today = turn.today
    listed = {record["code"]: record for record in await trainings.get_real(turn.session, today)}
    index = _index_of(tuple((code, record["title"]) for code, record in listed.items()))
    found = [Training.from_record(listed[hit.id]) for hit in index.find(turn.typed, 2, ALIKE)]
    return [next_session(one, today) for one in found if not is_past(one, today)]


@lru_cache(maxsize=2)
def _index_of(titles: tuple[tuple[str, str], ...]) -> Index:
    """Titles by code, to be found by; the same ones are asked for by every search."""
    return Index(Entry("session", code, (title_,)) for code, title_ in titles)


def _km(here: Profile, training: Training) -> float:
    points = (here.latitude, here.longitude, training.latitude, training.longitude)
    if None in points:
        return 0.0
    return distance_km((points[0] or 0.0, points[1] or 0.0), (points[2] or 0.0, points[3] or 0.0))


def title(turn: Turn, training: Training) -> str:
    """Its title; a sample says so."""
    named = training_name(turn, training)
    return turn.gettext("SAMPLE · %(title)s") % {"title": named} if training.sample else named


def _line(turn: Turn, n: int, training: Training) -> str:
    place = turn.gettext("online") if training.online else place_word(turn, training.place)
    return f"{n}. {title(turn, training)} · {short_date(turn.translator, training.starts_on)} · {place}"


async def _training(turn: Turn, code: str) -> Training:
    record = await trainings.get_training(turn.session, code)
    if record is None:
        raise Stale
    return next_session(Training.from_record(record), turn.today)


async def show_training(turn: Turn, code: str) -> Screen:
    """One training: date, place, fee, language, seats."""
    one = await _training(turn, code)
    _ = turn.gettext
    t = turn.translator
    interested = code in await trainings.get_interests(turn.session, turn.contact.id)
    text = lines(
        bold(title(turn, one)),
        _("SAMPLE: this entry is made up. Ask the office for real dates.") if one.sample else None,
        organiser_name(turn, one.kind, one.organiser),
        "",
        *when_and_where(turn, one),
        _fee(turn, one),
        _("🗣 %(languages)s") % {"languages": turn.say(f"training-{one.kind}", "languages", one.language)}
        if one.language
        else None,
        _("💺 %(n)s seats") % {"n": number(t, one.seats)} if one.seats else None,
        apply_words(turn, one),
        _("Checked on %(date)s") % {"date": short_date(t, one.checked_on)}
        if one.checked_on and not one.sample
        else None,
        _("✅ You are interested.") if interested else None,
    )
    return Screen(text, rows=_training_rows(turn, one))


def _training_rows(turn: Turn, one: Training) -> Keyboard:
    _, code = turn.gettext, one.code
    link: list[AnyButton] = [LinkButton(_("🌐 Official page"), one.url)] if one.url else []
    return [
        [
            Button(_("🙋 I am interested"), "trainings.interested", code),
            Button(_("⏰ Remind me"), "reminders.about", "training", code),
        ],
        [
            Button(_("🗓 Add to calendar"), "trainings.calendar", code),
            ShareButton(_("↗ Share"), brief(title(turn, one))),
        ],
        link,
        home_row(turn, "trainings.list", 0),
    ]


def when_and_where(turn: Turn, one: Training) -> list[str]:
    """The day and hour on which a training begins, and the place with its distance."""
    if one.online:
        how = "" if one.sample else one.place  # an operator writes there how to join
        return [f"📅 {_when(turn, one)}", f"📍 {' · '.join(filter(None, (turn.gettext('Online'), how)))}"]
    where = filter(None, (place_word(turn, one.place), state_name(turn, one.state) if one.state else ""))
    km = _km(turn.profile, one)
    far = f" ({distance(turn.translator, km)})" if km else ""
    return [f"📅 {_when(turn, one)}", f"📍 {', '.join(where)}{far}"]


def apply_words(turn: Turn, one: Training) -> str | None:
    """By which day one must apply, or that this day is over; None where no such day is known."""
    if one.last_date is None:
        return None
    said = turn.gettext("Apply by %(date)s")
    if one.last_date < turn.today:
        said = turn.gettext("The last day to apply was %(date)s.")
    return said % {"date": date(turn.translator, one.last_date)}


def _when(turn: Turn, one: Training) -> str:
    t = turn.translator
    day = date(t, one.starts_on)
    if one.ends_on > one.starts_on and not one.repeats:
        day = turn.gettext("%(first)s to %(last)s") % {"first": day, "last": date(t, one.ends_on)}
    return f"{day}, {clock(t, one.starts_at)}" if one.starts_at else day


def _fee(turn: Turn, one: Training) -> str | None:
    if one.fee_inr is None:
        return None
    return turn.gettext("💵 Free") if one.fee_inr == 0 else f"💵 {rupees(turn.translator, one.fee_inr)}"


async def save_interest(turn: Turn, code: str) -> Screen:
    """Remember that the contact is interested."""
    one = await _training(turn, code)
    if refusal := ask_to_agree(turn, f"trainings.interested:{code}"):
        return refusal
    await trainings.add_interest(turn.session, turn.contact.id, one.code, turn.now)
    return await show_training(turn, code)


async def send_calendar(turn: Turn, code: str) -> Screen:
    """The training as a file that the phone's calendar opens; a repeating one up to its last session."""
    record = await trainings.get_training(turn.session, code)
    if record is None:
        raise Stale
    series = Training.from_record(record)
    one = next_session(series, turn.today)
    start = datetime.combine(one.starts_on, one.starts_at or NO_TIME, turn.zone)
    end = datetime.combine(one.ends_on, one.ends_at or NO_TIME, turn.zone)
    place = "" if one.online else one.place
    content = calendar_file(
        f"{one.id}@samooh",
        title(turn, one),
        start,
        max(end, start + timedelta(hours=1)),
        place,
        one.url,
        repeats=frequency_of(one),
        last=series.ends_on if series.repeats else None,
    )
    file = Document(f"{one.code}.ics", content)
    return Screen(
        turn.gettext("Open the file to add it to your calendar."),
        rows=[home_row(turn, "trainings.show", code)],
        attachments=[file],
    )


async def show_kinds(turn: Turn, page: int = 0) -> Screen:
    """Courses that are held again and again."""
    shown, page, count = pages(list(turn.catalog.training_kinds.values()), page)
    buttons = [
        [Button(brief(turn.say(f"training-{kind.id}", "name", kind.name)), "trainings.kind", kind.id)]
        for kind in shown
    ]
    rows: Keyboard = [*buttons, page_row(turn, page, count, "trainings.kinds"), home_row(turn, "trainings.list", 0)]
    return Screen(bold(turn.gettext("📚 Held regularly")), rows=rows)


async def show_kind(turn: Turn, kind_id: str) -> Screen:
    """One standing course: for whom, how long, at what fee, when in the year; a page off the list is no link."""
    kind = turn.catalog.training_kinds.get(kind_id)
    if kind is None:
        raise Stale
    _ = turn.gettext
    link: list[AnyButton] = (
        [LinkButton(_("🌐 Official page"), kind.portal_url)] if kind.portal_url and not _unlisted(turn, kind) else []
    )
    rows: Keyboard = [
        link,
        [Button(_("ℹ Source and date"), "trainings.source", kind.id)],
        home_row(turn, "trainings.kinds", 0),
    ]
    return Screen(kind_text(turn, kind), rows=rows)


def kind_text(turn: Turn, kind: TrainingKind) -> str:
    """What is known of a standing course, as HTML."""
    _ = turn.gettext

    def said(field: str) -> str:
        return turn.say(f"training-{kind.id}", field, getattr(kind, field) or "")

    return lines(
        bold(said("name")),
        organiser_name(turn, kind.id, kind.organiser),
        "",
        _("For: %(text)s") % {"text": said("audience")} if kind.audience else None,
        _("Duration: %(text)s") % {"text": said("duration")} if kind.duration else None,
        _("Fee: %(text)s") % {"text": said("fee")} if kind.fee else None,
        _("How: %(text)s") % {"text": said("mode")} if kind.mode else None,
        _("You get: %(text)s") % {"text": said("certificate")} if kind.certificate else None,
        _("When: %(text)s") % {"text": said("typical_cycle")} if kind.typical_cycle else None,
        confidence_words(turn, kind.confidence),
        *_unlisted(turn, kind),
    )


def _unlisted(turn: Turn, kind: TrainingKind) -> list[str]:
    """The page of an institute that isn't on the official list: named, but neither linked nor vouched for."""
    host = host_of(kind.portal_url)
    if host is None or is_listed(host, turn.catalog.official_hosts):
        return []
    return ["", turn.gettext("Its page. It is not on our list of official ones:"), code(host)]


async def show_source(turn: Turn, kind_id: str) -> Screen:
    """Where the facts of a standing course come from."""
    kind = turn.catalog.training_kinds.get(kind_id)
    if kind is None:
        raise Stale
    text = lines(bold(turn.say(f"training-{kind_id}", "name", kind.name)), *source_lines(turn, kind))
    return Screen(text, rows=[home_row(turn, "trainings.kind", kind_id)])


ROUTES = {
    "trainings.list": show_list,
    "trainings.show": show_training,
    "trainings.interested": save_interest,
    "trainings.calendar": send_calendar,
    "trainings.kinds": show_kinds,
    "trainings.kind": show_kind,
    "trainings.source": show_source,
}
