"""Contacts are made once, changed by column, and forgotten with everything that was kept of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from db import alerts, contacts, guides, inbox, invoices, needs, outbox, providers, reminders, trainings
from db.contacts import Contact
from db.models import metadata
from db.store import Store


async def test_a_chat_has_one_contact(store: Store, contact: Contact, now: datetime) -> None:
    async with store.unit() as session:
        again = await contacts.get_or_add(session, 70, "en", now + timedelta(days=1))
        assert again == contact
        assert await contacts.get_contact(session, contact.id) == contact
        assert await contacts.get_contact(session, contact.id + 100) is None
        assert await contacts.get_by_chat(session, 1) is None


async def test_a_new_contact_has_the_defaults_of_the_notice(contact: Contact, now: datetime) -> None:
    assert (contact.zone, contact.quiet_from, contact.quiet_to) == ("Asia/Kolkata", "21:00", "08:00")
    assert (contact.alert_rhythm, contact.active, contact.agreed_at, contact.profile) == ("daily", True, None, {})
    assert contact.created_at == now
    assert contact.created_at.utcoffset() == timedelta()


async def test_columns_change_for_one_contact_only(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    async with store.unit() as session:
        changes: dict[str, Any] = {
            "language": "ta",
            "profile": {"product": "होज़री"},
            "agreed_at": now,
            "active": False,
        }
        await contacts.set_contact(session, contact.id, **changes)
        changed = await contacts.get_contact(session, contact.id)
        assert changed is not None
        assert (changed.language, changed.profile, changed.agreed_at, changed.active) == tuple(changes.values())
        assert await contacts.get_contact(session, other.id) == other


async def test_consents_are_kept_in_order(store: Store, contact: Contact, now: datetime) -> None:
    given = {"purpose": "alerts", "given": True, "language": "hi", "notice_version": "1", "at": now}
    async with store.unit() as session:
        await contacts.add_consent(session, contact.id, **given)
        await contacts.add_consent(session, contact.id, **{**given, "given": False})
        assert await contacts.get_consents(session, contact.id) == [given, {**given, "given": False}]
        assert await contacts.get_consents(session, contact.id + 1) == []


async def _leave_traces(store: Store, contact: Contact, now: datetime) -> None:
    async with store.unit() as session:
        consent = {"purpose": "alerts", "given": True, "language": "hi", "notice_version": "1", "at": now}
        await contacts.add_consent(session, contact.id, **consent)
        await guides.mark_step(session, contact.id, "udyam", "aadhaar", now)
        await reminders.add_reminder(session, contact.id, now, title="GSTR", rule="{}", zone="UTC", next_due_at=now)
        await alerts.subscribe(session, contact.id, "fits", now)
        await needs.tick(session, contact.id, "aaaaaaaa", "lab", now)
        await invoices.add_invoice(session, contact.id, "A buyer", Decimal(100), now.date(), 0, now)
        broadcast = await alerts.add_broadcast(session, now, topics=["fits"], texts={"en": "x"})
        item = {"contact_id": contact.id, "broadcast_id": broadcast, "outbox_key": f"d{contact.id}"}
        await alerts.add_digest_items(session, [item])
        row = {"key": f"k{contact.id}", "contact_id": contact.id, "kind": "alert", "payload": {}, "not_before": now}
        await outbox.add_deliveries(session, [{**row, "created_at": now, "expires_at": None}])
        await providers.import_providers(session, [_provider()])
        await providers.add_report(session, contact.id, "p1", "wrong", now)
        await trainings.import_trainings(session, [_training()])
        await trainings.add_interest(session, contact.id, "t1", now)


def _provider() -> dict[str, Any]:
    return {"code": "p1", "id": "one", "categories": ["a"], "state": "IN-TN", "latitude": None, "longitude": None}


def _training() -> dict[str, Any]:
    dates = {"starts_on": "2026-12-01", "ends_on": "2026-12-02"}
    return {"code": "t1", "id": "one", "state": None, "online": True, "sample": False, **dates}


async def test_forgetting_erases_every_row_of_one_contact_and_none_of_another(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    await _leave_traces(store, contact, now)
    await _leave_traces(store, other, now)
    personal = [table for table in metadata.sorted_tables if "contact_id" in table.c]
    assert len(personal) >= 8
    async with store.unit() as session:
        for number, lane in ((1, 70), (2, other.chat_id)):
            await inbox.add_updates(session, [inbox.Arrival(number, lane, "said")], now)
            await inbox.mark_done(session, number, now, [["sendMessage", {"text": "an answer"}]])
        await contacts.forget_contact(session, contact.id, now)
        for table in personal:
            query = select(table.c.contact_id, func.count()).group_by(table.c.contact_id)
            left = {int(row[0]): int(row[1]) for row in await session.execute(query)}
            assert left == {other.id: 1}, table.name
        assert await inbox.get_answer(session, 1) is None
        assert await inbox.get_answer(session, 2) is not None
        assert await contacts.get_by_chat(session, 70) is None
