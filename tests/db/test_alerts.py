"""Alerts: subscriptions, their subscribers, and the digests that carry what was sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from db import alerts, contacts
from db.contacts import Contact
from db.store import Store

MINUTE = timedelta(minutes=1)


async def test_a_topic_is_subscribed_once_and_given_up(store: Store, contact: Contact, now: datetime) -> None:
    async with store.unit() as session:
        await alerts.subscribe(session, contact.id, "fits", now)
        await alerts.subscribe(session, contact.id, "theme:credit", now + MINUTE)
        await alerts.subscribe(session, contact.id, "fits", now + 2 * MINUTE)
        assert await alerts.get_topics(session, contact.id) == ["fits", "theme:credit"]
        await alerts.unsubscribe(session, contact.id, "fits")
        assert await alerts.get_topics(session, contact.id) == ["theme:credit"]
        await alerts.subscribe(session, contact.id, "fits", now)
        await alerts.unsubscribe(session, contact.id)
        assert await alerts.get_topics(session, contact.id) == []


async def test_subscribers_come_with_the_topics_they_chose(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    async with store.unit() as session:
        for person, topic in ((contact, "a"), (contact, "b"), (contact, "c"), (other, "b")):
            await alerts.subscribe(session, person.id, topic, now)
        found = await alerts.get_subscribers(session, ["a", "b"])
        assert found == [(contact, {"a", "b"}), (other, {"b"})]
        assert await alerts.get_subscribers(session, ["a", "b"], limit=1) == found[:1]
        assert await alerts.get_subscribers(session, ["a", "b"], after=contact.id) == found[1:]
        assert await alerts.get_topics_of(session, [contact.id, other.id]) == {
            contact.id: {"a", "b", "c"},
            other.id: {"b"},
        }
        await contacts.set_contact(session, other.id, active=False)
        assert [person.id for person, _ in await alerts.get_subscribers(session, ["a", "b"])] == [contact.id]
        assert await alerts.get_subscribers(session, ["nobody's"]) == []


async def test_a_digest_carries_its_alerts_in_order(store: Store, contact: Contact, now: datetime) -> None:
    async with store.unit() as session:
        first = await alerts.add_broadcast(
            session, now, topics=["a"], texts={"en": "one", "ta": "ஒன்று"}, link="https://msme.gov.in"
        )
        second = await alerts.add_broadcast(session, now, topics=["b"], texts={"en": "two"}, scheme_id="pmegp")
        rows = [{"contact_id": contact.id, "broadcast_id": n, "outbox_key": "d:1"} for n in (second, first)]
        await alerts.add_digest_items(session, rows)
        await alerts.add_digest_items(session, [])
        await alerts.add_digest_items(session, rows)  # a chunk that is laid out again
        carried = (await alerts.get_digests(session, ["d:1", "d:2"]))["d:1"]
        assert [b.texts["en"] for b in carried] == ["one", "two"]
        assert await alerts.get_digests(session, ["d:2"]) == {}
        found = await alerts.get_broadcast(session, first)
        assert found == carried[0]
        assert found is not None
        assert (found.topics, found.scheme_id, found.link, found.created_at) == (
            ["a"],
            None,
            "https://msme.gov.in",
            now,
        )
        assert await alerts.get_broadcast(session, second + 1) is None
