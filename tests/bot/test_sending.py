"""The sender beside everything else: one at a time, with stops, long pauses of the process and other replicas."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import answers, sender
from bot.desk import Desk
from bot.intake import keep_updates
from bot.telegram import Gone, Moved, Outcome
from bot.turns import take_next
from bot.worker import Worker, tick
from content.recurrence import Rule
from db import alerts, budget, contacts, outbox, reminders
from db.models import outbox as outbox_table
from db.outbox import LEASE
from tests.bot.conftest import FIRST, Office
from tests.waiting import until_blocked

KOLKATA = timedelta(hours=5, minutes=30)


async def _fill(office: Office, number: int, first: str = "a") -> None:
    """So many reminders on their way to as many contacts."""
    now = office.clock.now()
    for n in range(number):
        met = await office.meet(FIRST + n)
        async with office.desk.store.unit() as session:
            rule = Rule("once", (now + KOLKATA).replace(tzinfo=None)).to_text()
            columns = {"title": f"thing{n}", "rule": rule, "zone": "Asia/Kolkata", "next_due_at": None}
            made = await reminders.add_reminder(session, met.id, now, **columns)
            row: dict[str, Any] = {"kind": "reminder", "payload": {"reminder": made, "due": now}, "not_before": now}
            named = {"key": f"{first}:{n}", "contact_id": met.id, "lane": outbox.PERSONAL, "created_at": now}
            await outbox.add_deliveries(session, [named | row])
    office.clock.move(seconds=5)  # a chat gets one message a second


async def _slow(office: Office, rate: int) -> Office:
    """The same office at another rate."""
    desk = replace(office.desk, rate=rate)
    async with desk.store.unit() as session:
        await budget.lay_permits(session, rate)
    return Office(desk, office.telegram, office.clock, office.offset)


async def _sent(office: Office) -> int:
    return sum("thing" in call["params"]["text"] for call in await office.telegram.calls("sendMessage"))


async def _until_sent(office: Office, number: int) -> None:
    async with asyncio.timeout(20):
        while await _sent(office) < number:
            await asyncio.sleep(0.005)


async def test_a_stopping_process_ends_what_it_has_begun_and_begins_nothing(office: Office) -> None:
    await _fill(office, 12)
    slow = await _slow(office, 5)
    worker = Worker(slow.desk)
    await worker.start()
    worker.wake()
    await _until_sent(slow, 3)
    await slow.desk.jobs.defer(None, "send")  # as every tick does
    async with asyncio.timeout(4.9):
        await worker.stop()
        await slow.desk.jobs.stop()
    states = await slow.delivery_states()
    assert set(states) == {"sent", "ready"}
    assert await _sent(slow) == states.count("sent")


async def test_a_process_has_one_sender_which_takes_what_comes_meanwhile(office: Office) -> None:
    await _fill(office, 6)
    slow = await _slow(office, 20)
    worker = Worker(slow.desk)
    sending = asyncio.create_task(worker._send())
    await _until_sent(slow, 1)
    await worker._send()  # another job of its kind has nothing to do, and leaves its place to others
    assert "ready" in await slow.delivery_states()
    assert not sending.done()
    await sending
    assert await _sent(slow) == 6


async def test_a_sender_looks_once_more_before_it_ends(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(office.desk)
    claim, late = outbox.claim_ready, ["x"]

    async def claim_then_late(*given: Any) -> Any:
        found = await claim(*given)
        if late and not found:
            late.clear()
            asyncio.get_running_loop().call_soon(arriving.set)
        return found

    async def arrive() -> None:
        await arriving.wait()
        await _fill(office, 1)
        await worker._send()

    arriving = asyncio.Event()
    monkeypatch.setattr(outbox, "claim_ready", claim_then_late)
    await asyncio.gather(worker._send(), arrive())
    assert await _sent(office) == 1


async def test_a_call_is_not_begun_once_the_process_stood_still_in_its_commit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _fill(office, 1)
    points: list[str] = []

    def stand_still(point: str) -> None:
        if point == "sending" and not points:
            points.append(point)
            office.clock.move(seconds=LEASE.total_seconds() + 5)

    monkeypatch.setattr(sender, "crash_point", stand_still)
    await tick(office.desk)
    assert points == ["sending"]
    assert await _sent(office) == 0
    assert await office.delivery_states() == ["ready"]


@pytest.mark.parametrize("meanwhile", ["nothing", "start", "unblock", "sweep"])
async def test_that_a_contact_is_gone_holds_only_until_it_is_seen_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    async def gone(_api: object, _call: object) -> Outcome:
        if meanwhile != "nothing":
            office.clock.move(seconds=LEASE.total_seconds() + 1)
        if meanwhile == "start":
            await office.say("/start")
        if meanwhile == "unblock":
            await office.telegram.act("block")
            await office.telegram.act("unblock")
            await office.serve()
        if meanwhile == "sweep":  # it is a doubt by now, and another may be at it
            async with office.desk.store.unit() as session:
                await outbox.sweep(session, office.clock.now(), office.desk.clock.machine())
        return Gone("bot was blocked by the user")

    await _fill(office, 1)
    monkeypatch.setattr(sender, "send", gone)
    await sender.Sender(office.desk).run()
    async with office.desk.store.unit() as session:
        contact = await contacts.get_by_chat(session, FIRST)
    assert contact is not None
    assert contact.active is (meanwhile != "nothing")


@pytest.mark.parametrize("known", [False, True])
async def test_a_group_that_became_a_supergroup_is_followed_unless_that_is_a_contact_already(
    office: Office, monkeypatch: pytest.MonkeyPatch, *, known: bool
) -> None:
    supergroup = -1_002_000_000_001

    async def moved(_api: object, _call: object) -> Outcome:
        return Moved(supergroup)

    await _fill(office, 1)
    if known:
        async with office.desk.store.unit() as session:
            await contacts.get_or_add(session, supergroup, "hi", office.clock.now())
    monkeypatch.setattr(sender, "send", moved)
    await sender.Sender(office.desk).run()
    async with office.desk.store.unit() as session:
        left = await contacts.get_by_chat(session, FIRST)
        states = (await session.execute(select(outbox_table.c.state))).scalars().all()
    assert list(states) == (["blocked"] if known else ["ready"])
    assert (left is not None and not left.active) is known


@pytest.mark.parametrize("data", ["stop.all", "alerts.stop:theme:finance", "my_data.delete"])
async def test_a_stop_waits_for_a_sender_that_is_just_marking(
    office_on_server: Office, monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    office, looked, real = office_on_server, asyncio.Event(), answers.hold

    async def hold(desk: Desk, answer: answers.Answer, seconds: float) -> None:
        await real(desk, answer, min(seconds, 0.001))
        looked.set()

    monkeypatch.setattr(answers, "hold", hold)
    met = await office.meet()
    async with office.desk.store.unit() as session:
        for topic in ("theme:finance", "theme:skills"):
            await alerts.subscribe(session, met.id, topic, office.clock.now())
        row = {"kind": "alert", "payload": {"broadcast": 1}, "not_before": office.clock.now()}
        named = {"key": "a", "contact_id": met.id, "created_at": office.clock.now()}
        await outbox.add_deliveries(session, [named | row])
    async with office.desk.store.unit() as session:  # another replica, in the middle of its transaction
        [(delivery, _contact)] = await outbox.claim_ready(session, office.clock.now(), 1e12, 1)
        lease_until = office.desk.clock.machine() + LEASE
        tapping = asyncio.create_task(office.tap_only(data))
        await keep_updates(office.desk, await office.wait_for_updates())
        turn = asyncio.create_task(take_next(office.desk, FIRST))
        await until_blocked(office.desk.store, session)
        [marked] = await outbox.mark_sending(session, [delivery], lease_until, 0.0)
    for _ in range(2):
        looked.clear()
        await looked.wait()
    assert not await _confirmed(office)  # an alert is on its way
    async with office.desk.store.unit() as session:
        await outbox.mark_sent(session, [(marked, 5)], office.clock.now())
    turn.add_done_callback(lambda _turn: looked.set())
    async with asyncio.timeout(20):
        while not turn.done():
            if data == "my_data.delete":  # nothing is left by which it could be known that the alert has come
                office.clock.move(seconds=5)
            looked.clear()
            await looked.wait()
    await tapping
    assert await _confirmed(office)


async def _confirmed(office: Office) -> bool:
    calls = [*await office.telegram.calls("editMessageText"), *await office.telegram.calls("sendMessage")]
    return any(word in call["params"]["text"] for call in calls for word in ("⏹ Stopped", "⏹ All", "is deleted"))
