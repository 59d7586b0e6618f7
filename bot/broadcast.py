"""An operator's alert: who gets it, how long it takes, and its messages laid out in the outbox chunk by chunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.desk import Desk
from content.eligibility import verdict
from content.profile import Profile
from content.quiet_hours import next_digest
from content.sectors import with_sector
from content.zones import zone_of
from db import alerts, broadcasts, hold, outbox
from db.alerts import Broadcast
from db.contacts import Contact
from db.store import Session

FITS = "fits"
CHUNK = 500
LIFE = timedelta(days=14)  # an alert that couldn't go out for so long is no news any more


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

    def columns(self) -> dict[str, Any]:
        """What is kept of it."""
        topics = [*self.topics, FITS] if self.scheme_id else list(self.topics)
        kept = {"topics": topics, "texts": self.texts, "scheme_id": self.scheme_id, "link": self.link}
        return kept | {"only_state": self.state}


async def audience(desk: Desk, session: Session, alert: Alert) -> list[Contact]:
    """The contacts who subscribed to what the alert speaks of."""
    kept = alert.columns()
    found = await alerts.get_subscribers(session, kept["topics"])
    return [one for one, topics in found if _meant(desk, alert.scheme_id, alert.state, one, topics)]


def seconds_for(desk: Desk, people: int) -> float:
    """How long so many messages take at the rate that Telegram allows."""
    return people / desk.rate


def _meant(desk: Desk, scheme_id: str | None, state: str | None, contact: Contact, topics: set[str]) -> bool:
    profile = with_sector(Profile.from_answers(contact.profile), desk.catalog().sectors)
    if state and profile.state != state:
        return False
    if scheme_id is None or topics - {FITS}:
        return True
    return verdict(desk.catalog().schemes[scheme_id].eligibility, profile).kind != "does_not_fit"


async def send_alert(desk: Desk, alert: Alert) -> int:
    """Keep the alert, and have its audience laid out; gives its number."""
    now = desk.clock.now()
    async with desk.store.unit() as session:
        number = await alerts.add_broadcast(session, now, expires_at=now + LIFE, **alert.columns())
        await desk.jobs.defer(session, "freeze", broadcast=number)
    return number


async def freeze(desk: Desk, broadcast: int) -> None:
    """Lay out one chunk of an audience after the other, each in a transaction of its own that can't count twice."""
    while await freeze_chunk(desk, broadcast):
        await desk.jobs.defer(None, "send")


async def freeze_chunk(desk: Desk, number: int) -> bool:
    """Lay out the next contacts of an audience; False when all are."""
    async with desk.store.unit() as session:
        broadcast = await broadcasts.lock_broadcast(session, number)
        now = desk.clock.now()  # after the wait for the lock, so that no digest is chosen whose time came meanwhile
        if broadcast is None or broadcast.frozen_at is not None or broadcast.state == "cancelled":
            return False
        held_at = await hold.get_hold(session)
        if held_at is not None and broadcast.created_at <= held_at:
            return False
        found = await alerts.get_subscribers(session, broadcast.topics, broadcast.frozen_to, CHUNK)
        people = [
            one for one, topics in found if _meant(desk, broadcast.scheme_id, broadcast.only_state, one, topics)
        ]
        await _put(session, broadcast, people, now)
        last = found[-1][0].id if found else broadcast.frozen_to
        await broadcasts.set_frozen(session, number, last, now if len(found) < CHUNK else None)
    return True


async def put_back(session: Session, broadcast: Broadcast, now: datetime) -> None:
    """Lay out what digests left out while the broadcast was paused, unless it is too old by now."""
    if broadcast.expires_at is not None and broadcast.expires_at <= now:
        return
    people = await broadcasts.take_left_out(session, broadcast.id)
    for start in range(0, len(people), CHUNK):
        await _put(session, broadcast, people[start : start + CHUNK], now)


async def _put(session: Session, broadcast: Broadcast, people: Sequence[Contact], now: datetime) -> None:
    """At once for those who want it so; the others find it in their next digest, after a pause of their own."""
    at_once = [one for one in people if one.alert_rhythm == "now"]
    await outbox.add_deliveries(session, [_alert(broadcast, one, now) for one in at_once])
    left = [(one, max(now, one.alerts_paused_until or now)) for one in people if one.alert_rhythm != "now"]
    while left:
        left = await _put_in_digests(session, broadcast, left, now)


async def _put_in_digests(
    session: Session, broadcast: Broadcast, people: Sequence[tuple[Contact, datetime]], now: datetime
) -> list[tuple[Contact, datetime]]:
    """Lay it into the digests that come after a moment; gives those whose digest somebody has sent already."""
    slots = [(one, _next_digest(one, after)) for one, after in people]
    rows = [_digest(one, slot, now) for one, slot in slots]
    await outbox.add_deliveries(session, rows)
    waiting = await alerts.lock_waiting(session, [row["key"] for row in rows])
    items = [
        {"contact_id": row["contact_id"], "broadcast_id": broadcast.id, "outbox_key": row["key"]}
        for row in rows
        if row["key"] in waiting
    ]
    await alerts.add_digest_items(session, items)
    return [pair for pair, row in zip(slots, rows, strict=True) if row["key"] not in waiting]


def _next_digest(contact: Contact, after: datetime) -> datetime:
    return next_digest(contact.alert_rhythm, zone_of(contact.zone), after)


def _alert(broadcast: Broadcast, contact: Contact, now: datetime) -> dict[str, Any]:
    return {
        "contact_id": contact.id,
        "created_at": now,
        "key": f"bc:{broadcast.id}:{contact.id}",
        "kind": "alert",
        "payload": {"broadcast": broadcast.id},
        "not_before": now,  # who is claimed during a pause of their own is put off
        "broadcast_id": broadcast.id,
        "expires_at": broadcast.expires_at,
        "state": "paused" if broadcast.state == "paused" else "ready",
    }


def _digest(contact: Contact, slot: datetime, now: datetime) -> dict[str, Any]:
    key = f"digest:{contact.id}:{slot:%Y-%m-%dT%H:%M}"
    row = {"contact_id": contact.id, "created_at": now, "key": key, "kind": "digest", "payload": {}}
    until = contact.alerts_paused_until
    late = until is not None and _next_digest(contact, now) < until  # without the pause it would come earlier
    return row | {"not_before": slot} | ({"error": outbox.PUT_OFF} if late else {})
