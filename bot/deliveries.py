"""One row of the outbox: rendered as its contact is now, marked, sent, and settled by what Telegram says."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.calls import Call, screen_calls
from bot.telegram import Gone, Refused, Retry, Sent, Unsure, Wait, send
from bot.turns import Desk
from content.quiet_hours import allowed_from
from db import alerts, contacts, outbox, reminders
from db.contacts import Contact
from db.outbox import Delivery
from db.store import Session
from handlers.alerts import alert_screen, digest_screen
from handlers.reminder_list import due_screen, quiet_hours
from handlers.screen import Screen
from handlers.turn import Turn
from locales import match, translator

log = structlog.get_logger("samooh.deliveries")
SOON = timedelta(seconds=15)
MAX_TRIES = 3


async def deliver(desk: Desk, delivery: Delivery) -> None:
    """Send one message if its contact still wants it and no quiet hour stands against it."""
    try:
        async with desk.store.unit() as session:
            call = await _prepare(desk, session, delivery)
    except Exception as error:  # one message that can't be written must not hold up the others
        await _give_up(desk, delivery, error)
        return
    if call is not None:
        await _settle(desk, delivery, await send(desk.api, call))


async def _give_up(desk: Desk, delivery: Delivery, error: Exception) -> None:
    """Leave the row to its lease for another try; at the last one it is dead."""
    log.error("message can't be written", delivery=delivery.id, exc_info=error)
    if delivery.attempt >= MAX_TRIES:
        async with desk.store.unit() as session:
            await outbox.mark_ended(session, delivery, "dead", repr(error))


async def _prepare(desk: Desk, session: Session, delivery: Delivery) -> Call | None:
    """Decide in one transaction: suppress, put off, or mark `sending` and give the call."""
    now = desk.clock.now()
    contact = await contacts.get_contact(session, delivery.contact_id)
    if contact is None or not contact.active:
        await outbox.mark_ended(session, delivery, "suppressed", "contact is away")
        return None
    if (later := _allowed_from(contact, delivery, now)) > now:
        await outbox.mark_ready(session, delivery, later, "quiet hours or pause")
        return None
    screen = await _screen(_turn(desk, session, contact, now), delivery)
    if screen is None:
        await outbox.mark_ended(session, delivery, "suppressed", "not wanted any more")
        return None
    if not await outbox.mark_sending(session, delivery, now):
        return None
    (method, parameters), *_ = screen_calls(screen, contact.chat_id, None)
    return method, {**parameters, "disable_notification": delivery.repeats > 0}


def _turn(desk: Desk, session: Session, contact: Contact, now: datetime) -> Turn:
    language = contact.language or match(contact.client_language)
    return Turn(contact, session, desk.catalog(), translator(language), now, desk.username)


def _allowed_from(contact: Contact, delivery: Delivery, now: datetime) -> datetime:
    """When a message may come: after the quiet hours, an alert also after the pause."""
    paused = contact.alerts_paused_until if delivery.kind != "reminder" else None
    return max(allowed_from(now, ZoneInfo(contact.zone), quiet_hours(contact)), paused or now)


async def _screen(turn: Turn, delivery: Delivery) -> Screen | None:
    """Render the message; None when what it speaks of is over or was given up."""
    if delivery.kind == "reminder":
        reminder = await reminders.get_reminder(turn.session, turn.contact.id, int(delivery.payload["reminder"]))
        due = datetime.fromisoformat(delivery.payload["due"])
        return due_screen(turn, reminder, due) if reminder and reminder.state == "active" else None
    topics = set(await alerts.get_topics(turn.session, turn.contact.id))
    if delivery.kind == "alert":
        broadcast = await alerts.get_broadcast(turn.session, int(delivery.payload["broadcast"]))
        return alert_screen(turn, broadcast) if broadcast and topics & set(broadcast.topics) else None
    wanted = [b for b in await alerts.get_digest(turn.session, delivery.key) if topics & set(b.topics)]
    return digest_screen(turn, wanted) if wanted else None


async def _settle(desk: Desk, delivery: Delivery, outcome: object) -> None:
    now = desk.clock.now()
    async with desk.store.unit() as session:
        match outcome:
            case Sent(result):
                number = result.get("message_id") if isinstance(result, dict) else None
                await outbox.mark_sent(session, delivery, number, now)
            case Wait(seconds):
                await outbox.mark_ready(session, delivery, now + timedelta(seconds=seconds), "pause")
            case Retry(reason):
                await outbox.mark_ready(session, delivery, now + SOON, reason)
            case Unsure(reason):
                await outbox.mark_ended(session, delivery, "uncertain", reason)
            case Gone(reason):
                await outbox.mark_ended(session, delivery, "blocked", reason)
                await contacts.set_contact(session, delivery.contact_id, active=False)
            case Refused(reason):
                await outbox.mark_ended(session, delivery, "dead", reason)
                log.error("message refused", delivery=delivery.id, reason=reason)
