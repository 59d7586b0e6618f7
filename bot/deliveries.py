"""What a delivery says: rendered as its contact is now, put off to an hour that suits, or not sent at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.calls import Call, screen_calls
from bot.desk import Desk
from content.quiet_hours import allowed_from
from db import alerts, reminders
from db.alerts import Broadcast
from db.contacts import Contact
from db.outbox import Delivery
from db.reminders import Reminder
from db.store import Session
from handlers.alerts import alert_screen, digest_screen
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
class Background:
    """What a batch of deliveries speaks of, read at once."""

    topics: dict[int, set[str]]
    broadcasts: dict[int, Broadcast]
    digests: dict[str, list[Broadcast]]
    reminders: dict[int, Reminder]


async def get_background(session: Session, deliveries: Sequence[Delivery]) -> Background:
    """Read the subscriptions, alerts, digests and reminders that deliveries speak of."""
    wanting = {one.contact_id for one in deliveries if one.kind != "reminder"}
    spoken = {int(one.payload["broadcast"]) for one in deliveries if one.kind == "alert"}
    digests = [one.key for one in deliveries if one.kind == "digest"]
    due = {int(one.payload["reminder"]) for one in deliveries if one.kind == "reminder" and "reminder" in one.payload}
    return Background(
        await alerts.get_topics_of(session, wanting) if wanting else {},
        await alerts.get_broadcasts(session, spoken) if spoken else {},
        await alerts.get_digests(session, digests) if digests else {},
        await reminders.get_active(session, due) if due else {},
    )


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
    return max(allowed_from(now, ZoneInfo(contact.zone), quiet_hours(contact)), paused or now)


def _screen(turn: Turn, delivery: Delivery, known: Background) -> Screen | None:
    """Render the message; None when what it speaks of is over or was given up."""
    if delivery.kind == "reminder":
        reminder = known.reminders.get(int(delivery.payload["reminder"]))
        return due_screen(turn, reminder, datetime.fromisoformat(delivery.payload["due"])) if reminder else None
    topics = known.topics.get(turn.contact.id, set())
    if delivery.kind == "alert":
        broadcast = known.broadcasts.get(int(delivery.payload["broadcast"]))
        return alert_screen(turn, broadcast) if broadcast and topics & set(broadcast.topics) else None
    carried = known.digests.get(delivery.key, [])
    wanted = [one for one in carried if one.state != "cancelled" and topics & set(one.topics)]
    return digest_screen(turn, wanted) if wanted else None
