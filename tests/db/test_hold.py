"""The hold after a restore: what was due before waits, what falls due flows, nothing is sent that may have been."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from db import hold, inbox, outbox, reminders
from db.contacts import get_or_add
from db.inbox import Arrival
from db.models import outbox as messages
from db.models import updates
from db.store import Store

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def _lay_out(store: Store) -> None:
    """A contact with a reminder and a message in each state, some due an hour ago, some in an hour."""
    async with store.unit() as session:
        contact = await get_or_add(session, 70, "hi", NOW)
        for due in (NOW - HOUR, NOW + HOUR):
            columns = {"title": "GST", "rule": "daily 2026-01-01T10:00", "zone": "Asia/Kolkata", "about": None}
            await reminders.add_reminder(session, contact.id, NOW, next_due_at=due, **columns)
        rows = [
            (f"{kind}:{state}:{due:%H}", kind, state, due)
            for kind in ("reminder", "alert")
            for state in ("ready", "sending", "uncertain", "leased", "sent")
            for due in (NOW - HOUR, NOW + HOUR)
            if due < NOW or state == "ready"
        ]
        common = {"contact_id": contact.id, "payload": {}, "created_at": NOW, "expires_at": None}
        await outbox.add_deliveries(
            session, [common | {"key": k, "kind": n, "state": s, "not_before": d} for k, n, s, d in rows]
        )


async def test_a_hold_keeps_what_was_due_and_lets_go_what_falls_due(store: Store) -> None:
    await _lay_out(store)
    late = NOW + 2 * HOUR
    async with store.unit() as session:
        await hold.set_hold(session, NOW)
        await outbox.sweep(session, NOW, NOW)
        held_at = await hold.get_hold(session)
        assert held_at == NOW
        assert await hold.count_held(session, held_at) == {"alert": 2, "reminder": 5}
        free = await outbox.claim_ready(session, late, late.timestamp(), 100, held_at)
        assert [delivery.key for delivery, _contact in free] == ["reminder:ready:07"]  # one a contact
        assert [r.next_due_at for r in await reminders.claim_due(session, late, 100, held_at)] == [NOW + HOUR]
        states = {row.key: row.state for row in await session.execute(select(messages.c.key, messages.c.state))}
        assert states["alert:sending:05"] == states["alert:uncertain:05"] == "uncertain"
        await hold.end_hold(session)
        assert await hold.get_hold(session) is None
        assert len(await reminders.claim_due(session, late, 100, await hold.get_hold(session))) == 2


async def test_what_was_tried_before_the_backup_is_held_whatever_time_it_waits_for(store: Store) -> None:
    await _lay_out(store)
    async with store.unit() as session:
        await session.execute(messages.update().where(messages.c.key == "alert:ready:07").values(attempt=1))
        await hold.set_hold(session, NOW)
        assert (await hold.count_held(session, NOW))["alert"] == 3


async def test_what_is_dropped_never_goes_out(store: Store) -> None:
    await _lay_out(store)
    async with store.unit() as session:
        await hold.set_hold(session, NOW)
        [held] = await hold.get_held_reminders(session, NOW, 10)
        await hold.drop_held(session, NOW)
        await reminders.set_next_dues(session, {held.id: NOW + HOUR})
        assert await hold.count_held(session, NOW) == {}
        await hold.end_hold(session)
        states = [row.state for row in await session.execute(select(messages.c.state))]
        assert (states.count("cancelled"), states.count("ready")) == (6, 2)


async def _keep_updates(store: Store) -> None:
    """Of one contact: an update that waits, one whose answer is on its way, one that is done; then the hold."""
    async with store.unit() as session:
        await inbox.add_updates(session, [Arrival(number, 70, "{}") for number in (1, 2, 3)], NOW - HOUR)
        await inbox.mark_answering(session, 2, [["sendMessage", {}]], NOW + HOUR)
        await inbox.mark_done(session, 3, NOW)
        await hold.set_hold(session, NOW)


async def _updates(store: Store) -> dict[int, str]:
    async with store.unit() as session:
        rows = await session.execute(select(updates.c.update_id, updates.c.state))
        return {row.update_id: row.state for row in rows}


async def test_updates_from_before_wait_for_the_release_and_newer_ones_do_not(store: Store) -> None:
    await _keep_updates(store)
    async with store.unit() as session:
        await inbox.add_updates(session, [Arrival(1, 70, "again"), Arrival(4, 70, "{}")], NOW)
        assert await hold.count_held(session, NOW) == {"update": 2}
        row, _contact = await inbox.get_oldest_and_contact(session, 70)
        assert row is not None
        assert row.update_id == 4
        await inbox.mark_done(session, 4, NOW)
        assert await inbox.get_open_lanes(session, NOW) == []
        await hold.end_hold(session)
        assert await inbox.get_open_lanes(session, NOW) == [70]  # nobody's lease is left
    assert await _updates(store) == {1: "new", 2: "answering", 3: "done", 4: "done"}


async def test_updates_that_are_dropped_are_never_answered(store: Store) -> None:
    await _keep_updates(store)
    async with store.unit() as session:
        await hold.drop_held(session, NOW)
        await hold.end_hold(session)
        assert await inbox.get_open_lanes(session, NOW) == []
        assert await hold.count_held(session, NOW) == {}
        assert await inbox.forget_done(session, NOW + HOUR) == 3
