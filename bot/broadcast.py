"""An operator's alert: who gets it, and its messages in the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.turns import Desk
from content.eligibility import verdict
from content.profile import Profile
from content.quiet_hours import next_digest
from content.sectors import with_sector
from db import alerts, outbox
from db.contacts import Contact
from db.store import Session

FITS = "fits"
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Alert:
    """What is sent: words by language (English at least), a link, and whom it concerns.

    `topics` are the subscriptions it goes to; with a scheme also those who asked for "what fits me" and whom
    it fits. `state` narrows it to contacts of one state.
    """

    texts: dict[str, str]
    topics: tuple[str, ...]
    scheme_id: str | None = None
    state: str | None = None
    link: str | None = None


async def audience(desk: Desk, session: Session, alert: Alert) -> list[Contact]:
    """The contacts who subscribed to what the alert speaks of."""
    wanted = (*alert.topics, FITS) if alert.scheme_id else alert.topics
    found = await alerts.get_subscribers(session, wanted)
    return [contact for contact, topics in found if _meant(desk, alert, contact, topics)]


def _meant(desk: Desk, alert: Alert, contact: Contact, topics: set[str]) -> bool:
    profile = with_sector(Profile.from_answers(contact.profile), desk.catalog().sectors)
    if alert.state and profile.state != alert.state:
        return False
    if topics & set(alert.topics):
        return True
    scheme = desk.catalog().schemes[str(alert.scheme_id)]
    return verdict(scheme.eligibility, profile).kind != "does_not_fit"


async def send_alert(desk: Desk, alert: Alert) -> tuple[int, int]:
    """Keep the alert and put a message for everyone it concerns in the outbox; gives its id and the head-count."""
    now = desk.clock.now()
    async with desk.store.unit() as session:
        people = await audience(desk, session, alert)
        topics = [*alert.topics, FITS] if alert.scheme_id else list(alert.topics)
        broadcast = await alerts.add_broadcast(
            session, now, topics=topics, texts=alert.texts, scheme_id=alert.scheme_id, link=alert.link
        )
        for start in range(0, len(people), CHUNK):
            await _put(desk, session, broadcast, people[start : start + CHUNK], now)
    desk.wake_worker()
    return broadcast, len(people)


async def _put(desk: Desk, session: Session, broadcast: int, people: Sequence[Contact], now: datetime) -> None:
    """At once for those who want it so; the others find it in their next digest."""
    rows = [_row(contact, broadcast, now) for contact in people]
    await outbox.add_deliveries(session, rows)
    items = [
        {"contact_id": row["contact_id"], "broadcast_id": broadcast, "outbox_key": row["key"]}
        for row in rows
        if row["kind"] == "digest"
    ]
    await alerts.add_digest_items(session, items)


def _row(contact: Contact, broadcast: int, now: datetime) -> dict[str, Any]:
    after = max(now, contact.alerts_paused_until or now)
    row: dict[str, Any] = {"contact_id": contact.id, "created_at": now, "expires_at": None}
    if contact.alert_rhythm == "now":
        payload = {"broadcast": broadcast}
        return row | {
            "key": f"bc:{broadcast}:{contact.id}",
            "kind": "alert",
            "payload": payload,
            "not_before": after,
        }
    slot = next_digest(contact.alert_rhythm, ZoneInfo(contact.zone), after)
    key = f"digest:{contact.id}:{slot:%Y-%m-%dT%H:%M}"
    return row | {"key": key, "kind": "digest", "payload": {}, "not_before": slot}
