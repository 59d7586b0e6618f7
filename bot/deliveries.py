"""What a delivery says: rendered as its contact is now, put off to an hour that suits, or not sent at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.calls import Call, screen_calls
from bot.desk import Desk
from content.quiet_hours import allowed_from
from content.zones import zone_of
from db import alerts, broadcasts, invoices, moved_dates, needs, reminders, trainings
from db.alerts import Broadcast
from db.contacts import Contact
from db.invoices import Invoice
from db.moved_dates import Moves
from db.outbox import Delivery
from db.reminders import Reminder
from db.store import Session
from handlers import bills, calendar_reminders, training_reminders
from handlers.alerts import alert_screen, digest_screen
from handlers.needs import need_screen
from handlers.reminder_list import due_screen, quiet_hours
from handlers.screen import Screen
from handlers.turn import Turn
from locales import match, translator


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: quiet hours, or the contact's own pause."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Unwanted:
    """Not any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Groups:
    """Who still shares what, as (contact, cluster, need), and the counts that may be shown by (cluster, need)."""

    wanted: frozenset[tuple[int, str, str]] = frozenset()
    counts: Mapping[tuple[str, str], int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Background:
    """What a batch of deliveries speaks of, read at once."""

    topics: dict[int, set[str]]
    broadcasts: dict[int, Broadcast]
    digests: dict[str, list[Broadcast]]
    reminders: dict[int, Reminder]
    moves: Moves
    invoices: dict[int, Invoice]
    groups: Groups
    trainings: dict[str, dict[str, Any]]  # records by code


async def get_background(session: Session, deliveries: Sequence[Delivery]) -> Background:
    """Read the subscriptions, alerts, digests and reminders that deliveries speak of.

    What a digest carries and mustn't bring is taken out of it, in the unit that claimed it.
    """
    wanting = {one.contact_id for one in deliveries if one.kind in {"alert", "digest"}}
    spoken = {int(one.payload["broadcast"]) for one in deliveries if one.kind == "alert"}
    due = {int(one.payload["reminder"]) for one in deliveries if one.kind == "reminder" and "reminder" in one.payload}
    spoken_of = await reminders.get_active(session, due) if due else {}
    abouts = {one.about or "" for one in spoken_of.values()}
    bills_ = set(map(int, _names(abouts, bills.ABOUT)))
    dated = any(about.startswith(calendar_reminders.ABOUT) for about in abouts)
    topics = await alerts.get_topics_of(session, wanting) if wanting else {}
    return Background(
        topics,
        await alerts.get_broadcasts(session, spoken) if spoken else {},
        await _digests(session, [one for one in deliveries if one.kind == "digest"], topics),
        spoken_of,
        await moved_dates.get_moves(session) if dated else {},
        await invoices.get_open(session, bills_) if bills_ else {},
        await _groups(session, [one for one in deliveries if one.kind == "need"]),
        await trainings.get_trainings(session, _names(abouts, training_reminders.ABOUT)),
    )


def _names(abouts: Iterable[str], kind: str) -> set[str]:
    """Which records of a kind reminders are about."""
    return {about.removeprefix(kind) for about in abouts if about.startswith(kind)}


async def _digests(
    session: Session, deliveries: Sequence[Delivery], topics: Mapping[int, set[str]]
) -> dict[str, list[Broadcast]]:
    """The alerts that each digest brings; the others are set aside, so that none counts as sent that wasn't."""
    laid_in = await alerts.get_digests(session, [one.key for one in deliveries]) if deliveries else {}
    found: dict[str, list[Broadcast]] = {}
    for delivery in deliveries:
        found[delivery.key] = []
        for one in laid_in.get(delivery.key, []):
            state = await _fate(session, one, topics.get(delivery.contact_id, set()))
            if state == "sending":
                found[delivery.key].append(one)
            else:  # a doubtful digest that an operator repeats may have brought it: it never comes again
                await alerts.set_aside(session, delivery.key, one.id, "closed" if delivery.repeats else state)
    return found


async def _fate(session: Session, broadcast: Broadcast, topics: set[str]) -> str:
    """Whether an alert is still `sending` to somebody with these topics, or else what holds it back."""
    state = broadcast.state
    if state == "paused":  # locked: whoever resumes it now takes up only what is set aside before
        locked = await broadcasts.lock_broadcast(session, broadcast.id)
        state = locked.state if locked else "cancelled"
    return state if state != "sending" or topics & set(broadcast.topics) else "suppressed"


async def _groups(session: Session, told: Sequence[Delivery]) -> Groups:
    if not told:
        return Groups()
    wanted = await needs.get_wanted(session, {one.contact_id for one in told})
    shared = await needs.get_shared(session, {one.payload["cluster"] for one in told})
    return Groups(frozenset(wanted), {(one.cluster, one.need): one.count for one in shared})


def write(
    desk: Desk, session: Session, delivery: Delivery, contact: Contact, known: Background
) -> Call | Later | Unwanted:
    """Decide about one delivery, and give the call that sends it."""
    now = desk.clock.now()
    if not contact.active:
        return Unwanted("contact is away")
    if (later := _allowed_from(contact, delivery, now)) > now:
        return Later(later)
    language = contact.language or match(contact.client_language)
    turn = Turn(contact, session, desk.catalog(), translator(language), now, desk.username)
    screen = _screen(turn, delivery, known)
    if screen is None:
        return Unwanted("not wanted any more")
    (method, parameters), *_ = screen_calls(screen, contact.chat_id, None)
    paid = {"allow_paid_broadcast": True} if desk.paid and delivery.broadcast_id else {}
    return method, {**parameters, **paid, "disable_notification": delivery.repeats > 0}


def _allowed_from(contact: Contact, delivery: Delivery, now: datetime) -> datetime:
    """When a message may come: after the quiet hours, an alert also after the pause."""
    paused = contact.alerts_paused_until if delivery.kind != "reminder" else None
    return max(allowed_from(now, zone_of(contact.zone), quiet_hours(contact)), paused or now)


def _screen(turn: Turn, delivery: Delivery, known: Background) -> Screen | None:
    """Render the message; None when what it speaks of is over or was given up."""
    if delivery.kind == "reminder":
        reminder = known.reminders.get(int(delivery.payload["reminder"]))
        return _reminder(turn, reminder, delivery.payload, known) if reminder else None
    if delivery.kind == "need":
        return _need(turn, delivery, known.groups)
    if delivery.kind == "alert":
        topics = known.topics.get(turn.contact.id, set())
        broadcast = known.broadcasts.get(int(delivery.payload["broadcast"]))
        return alert_screen(turn, broadcast) if broadcast and topics & set(broadcast.topics) else None
    carried = known.digests.get(delivery.key, [])
    return digest_screen(turn, carried) if carried else None


def _need(turn: Turn, delivery: Delivery, groups: Groups) -> Screen | None:
    """That a group is large enough; not for one who unticked, stopped, or moved to another cluster."""
    cluster, need = delivery.payload["cluster"], delivery.payload["need"]
    if turn.profile.cluster != cluster or (turn.contact.id, cluster, need) not in groups.wanted:
        return None
    return need_screen(turn, cluster, need, groups.counts.get((cluster, need)))


def _reminder(turn: Turn, reminder: Reminder, payload: Mapping[str, Any], known: Background) -> Screen | None:
    """The message of a reminder; one that was put off, or whose day was moved, carries the due day that it is for."""
    about, due = reminder.about or "", datetime.fromisoformat(payload["due"])
    if about.startswith(calendar_reminders.ABOUT):
        day = date.fromisoformat(payload["due_day"]) if "due_day" in payload else None
        return calendar_reminders.due_screen(turn, reminder, due, known.moves, day)
    if about.startswith(bills.ABOUT):
        invoice = known.invoices.get(int(about.removeprefix(bills.ABOUT)))
        return bills.due_screen(turn, reminder, due, invoice) if invoice else None
    if about.startswith(training_reminders.ABOUT):
        record = known.trainings.get(about.removeprefix(training_reminders.ABOUT))
        return training_reminders.due_screen(turn, reminder, due, record)
    return due_screen(turn, reminder, due)
