"""Reminders on their way out: once each, in quiet hours later, never when they were stopped."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot import worker
from bot.worker import KEEP_UPDATES, Worker, tick, tidy
from content import zones
from content.recurrence import Rule
from db import contacts, inbox, missed, outbox, reminders
from db.contacts import Contact
from db.inbox import Arrival
from db.models import reminders as rows
from tests.bot.conftest import FIRST, Office

KOLKATA = timedelta(hours=5, minutes=30)
SECOND = FIRST + 1


async def _remind(office: Office, contact: Contact, frequency: str = "once", **ahead: float) -> int:
    due = office.clock.now() + timedelta(**ahead)
    rule = Rule(frequency, (due + KOLKATA).replace(tzinfo=None))  # type: ignore[arg-type]
    async with office.desk.store.unit() as session:
        columns = {"title": "GSTR-3B", "rule": rule.to_text(), "zone": "Asia/Kolkata", "next_due_at": due}
        return await reminders.add_reminder(session, contact.id, office.clock.now(), **columns)


async def _reminded(office: Office, contact: int = FIRST) -> int:
    return sum("GSTR-3B" in text for text in await office.telegram.texts(contact))


async def test_a_due_reminder_comes_once(office: Office) -> None:
    await _remind(office, await office.meet(), hours=1)
    assert await tick(office.desk) == 0
    office.clock.move(hours=1)
    assert await tick(office.desk) == 1
    assert await tick(office.desk) == 0
    assert await _reminded(office) == 1


async def test_a_recurring_one_comes_again_and_missed_times_come_once(office: Office) -> None:
    await _remind(office, await office.meet(), "daily", hours=1)
    for days, total in ((0.1, 1), (1, 2), (5, 3)):
        office.clock.move(days=days)
        await tick(office.desk)
        assert await _reminded(office) == total


async def test_quiet_hours_put_it_off_to_their_end(office: Office) -> None:
    contact = await office.meet(quiet_from="21:00", quiet_to="08:00")
    await _remind(office, contact, hours=10)
    office.clock.move(hours=10)
    await tick(office.desk)
    assert await _reminded(office) == 0
    async with office.desk.store.unit() as session:
        at = await outbox.get_next_ready_at(session)
    assert at is not None
    assert (at + KOLKATA).strftime("%d %H:%M") == "26 08:00"
    office.clock.at = at
    await tick(office.desk)
    assert await _reminded(office) == 1


async def test_a_snoozed_one_comes_again_and_a_stopped_one_never(office: Office) -> None:
    number = await _remind(office, await office.meet(), minutes=1)
    office.clock.move(minutes=1)
    await tick(office.desk)
    await office.tap(f"reminders.snooze:{number}:hour")
    office.clock.move(minutes=59)
    await tick(office.desk)
    assert await office.delivery_states() == ["sent", "ready"]
    office.clock.move(minutes=2)
    await tick(office.desk)
    assert await office.delivery_states() == ["sent", "sent"]
    await office.tap(f"reminders.snooze:{number}:hour", on=-1)
    async with office.desk.store.unit() as session:  # and its message stays
        await session.execute(update(rows).where(rows.c.id == number).values(state="stopped"))
    office.clock.move(hours=2)
    await tick(office.desk)
    assert await office.delivery_states() == ["sent", "sent", "suppressed"]


async def test_a_snooze_that_is_tapped_twice_or_changed_comes_all_the_same(office: Office) -> None:
    number = await _remind(office, await office.meet(), minutes=1)
    office.clock.move(minutes=1)
    await tick(office.desk)
    for span in ("hour", "day", "hour", "hour"):
        await office.tap(f"reminders.snooze:{number}:{span}", on=1)
        office.clock.move(seconds=1)
    office.clock.move(hours=1)
    await tick(office.desk)
    assert await _reminded(office) == 2


async def test_one_who_blocked_us_becomes_inactive_and_gets_nothing_more(office: Office) -> None:
    contact = await office.meet()
    await _remind(office, contact, "daily", minutes=1)
    await office.telegram.act("block")
    await office.fetch()
    for state in ("blocked", "suppressed"):
        office.clock.move(days=1)
        await tick(office.desk)
        assert (await office.delivery_states())[-1] == state
    async with office.desk.store.unit() as session:
        found = await contacts.get_contact(session, contact.id)
    assert found is not None
    assert not found.active


@pytest.mark.parametrize(
    ("kind", "state", "later"),
    [("429", "ready", "sent"), ("drop_after", "uncertain", "sent"), ("500", "uncertain", "sent")],
)
async def test_a_trouble_at_telegram_is_settled_later(office: Office, kind: str, state: str, later: str) -> None:
    await _remind(office, await office.meet(), minutes=1)
    office.clock.move(minutes=1)
    await office.telegram.fault(kind, "sendMessage", retry_after=30)
    await worker.fire_due(office.desk)
    await worker.send_ready(office.desk)
    assert await office.delivery_states() == [state]
    for _ in range(2):
        office.clock.move(minutes=2)
        await worker.send_ready(office.desk)
    assert await office.delivery_states() == [later]
    again = [one for one in await office.telegram.calls("sendMessage") if one["params"].get("disable_notification")]
    assert len(again) == (kind != "429")


async def test_a_refused_message_is_dead_and_told_of(office: Office) -> None:
    contact = await office.meet()
    number = await _remind(office, contact, minutes=1)
    async with office.desk.store.unit() as session:
        await contacts.set_contact(session, contact.id, chat_id=-FIRST)
        await reminders.set_reminder(session, contact.id, number, title="x")
    office.clock.move(minutes=1)
    with capture_logs():
        await tick(office.desk)
    assert (await office.delivery_states())[0] in {"dead", "blocked"}


@pytest.mark.parametrize("rule", ["whenever", "leads 10:00 9999999 of 2026-12-01"])  # unreadable; before all days
async def test_a_spoilt_rule_holds_nobody_up(office: Office, rule: str) -> None:
    first, second = await office.meet(FIRST), await office.meet(SECOND)
    number = await _remind(office, first, minutes=1)
    await _remind(office, second, minutes=2)
    async with office.desk.store.unit() as session:
        await reminders.set_reminder(session, first.id, number, rule=rule)
    office.clock.move(minutes=3)
    with capture_logs() as logs:
        await tick(office.desk)
    assert await _reminded(office, SECOND) == 1
    assert [one["reminder"] for one in logs if one["event"] == "reminder stopped"] == [number]


async def test_a_zone_that_this_machine_does_not_know_is_taken_for_indias(office: Office) -> None:
    """Its reminder comes, again the next day, and nobody else waits for it."""
    first, second = await office.meet(FIRST, zone="Asia/Atlantis"), await office.meet(SECOND)
    number = await _remind(office, first, "daily", minutes=1)
    await _remind(office, second, "daily", minutes=1)
    async with office.desk.store.unit() as session:
        await reminders.set_reminder(session, first.id, number, zone="Asia/Atlantis")
    zones.zone_of.cache_clear()
    with capture_logs() as logs:
        for _day in range(2):
            office.clock.move(days=1)
            await tick(office.desk)
    assert (await _reminded(office, FIRST), await _reminded(office, SECOND)) == (2, 2)
    assert [(one["event"], one["zone"]) for one in logs] == [("zone unknown, taken for India's", "Asia/Atlantis")]


async def test_a_reminder_that_stays_due_neither_comes_again_nor_holds_the_tick(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def stay(*_given: object) -> None:
        return

    monkeypatch.setattr(reminders, "set_next_dues", stay)
    monkeypatch.setattr(worker, "MOST_ROUNDS", 3)
    await _remind(office, await office.meet(), minutes=1)
    office.clock.move(minutes=1)
    assert await tick(office.desk) == 1
    assert await _reminded(office) == 1


async def test_a_message_that_cannot_be_written_dies_alone(office: Office) -> None:
    for contact in (FIRST, SECOND):
        await _remind(office, await office.meet(contact), "daily", minutes=1)
    async with office.desk.store.unit() as session:
        broken = {"kind": "reminder", "payload": {"nothing": "useful"}, "not_before": office.clock.now()}
        row = {"key": "broken", "contact_id": 1, "created_at": office.clock.now(), "expires_at": None, **broken}
        await outbox.add_deliveries(session, [row])
    office.clock.move(minutes=1)
    with capture_logs() as logs:
        for _ in range(4):
            await tick(office.desk)
            office.clock.move(seconds=31)
    assert [entry["event"] for entry in logs] == ["message can't be written"] * 3
    assert await office.delivery_states() == ["dead", "sent", "sent"]
    assert (await _reminded(office, FIRST), await _reminded(office, SECOND)) == (1, 1)


async def test_a_tick_that_breaks_is_logged_and_the_next_one_runs(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks: list[int] = []
    done = asyncio.Event()

    async def broken() -> None:
        ticks.append(1)
        if len(ticks) == 1:
            made.wake()
            raise LookupError("a bug")

    async def after() -> None:
        done.set()

    made = Worker(office.desk, after)
    monkeypatch.setattr(office.desk.jobs, "recover", broken)
    with capture_logs() as logs:
        await made.start()
        made.wake()
        await done.wait()
        await made.stop()
    assert [entry["event"] for entry in logs] == ["tick failed"]
    assert len(ticks) == 2


async def test_old_updates_are_tidied_away(office: Office) -> None:
    async with office.desk.store.unit() as session:
        await inbox.add_updates(session, [Arrival(1, 9, "{}")], office.clock.now())
        await inbox.mark_done(session, 1, office.clock.now())
    office.clock.move(seconds=KEEP_UPDATES.total_seconds() + 1)
    await tidy(office.desk)
    async with office.desk.store.unit() as session:
        await inbox.add_updates(session, [Arrival(1, 9, "{}")], office.clock.now())
        assert (await inbox.get_oldest_and_contact(session, 9))[0] is not None


async def test_searches_of_long_ago_are_tidied_away(office: Office) -> None:
    async with office.desk.store.unit() as session:
        for query in ("pigeon", "pigeon"):
            await missed.add_missed(session, query, office.clock.now())
    for days, kept in ((365, 1), (1, 0)):
        office.clock.move(days=days)
        await tidy(office.desk)
        async with office.desk.store.unit() as session:
            assert len(await missed.get_missed(session)) == kept
