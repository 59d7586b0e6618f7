"""The worker: APScheduler ticks that turn due reminders into messages and send what is ready."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.deliveries import deliver
from bot.turns import Desk
from content.recurrence import Rule, next_due
from db import inbox, outbox, reminders
from db.reminders import Reminder
from db.store import Session

log = structlog.get_logger("samooh.worker")
TICK = 2.0  # seconds
BATCH = 50
AT_ONCE = 8
MOST_ROUNDS = 200  # of a tick, so that nothing can hold it for ever; the next tick goes on
PACE = 1 / 25  # seconds between sends: Telegram allows 30 messages a second over all chats
KEEP_UPDATES = timedelta(days=2)  # Telegram repeats an update for a day at most
MISSED = timedelta(hours=24)


async def fire_due(desk: Desk) -> int:
    """Put one message in the outbox for each due reminder and move the reminder on, in one transaction."""
    now = desk.clock.now()
    async with desk.store.unit() as session:
        due = await reminders.claim_due(session, now, BATCH)
        await outbox.add_deliveries(session, [_delivery(reminder, now) for reminder in due])
        for reminder in due:
            await _move_on(session, reminder, now)
    return len(due)


def _delivery(reminder: Reminder, now: Any) -> dict[str, Any]:
    assert reminder.next_due_at is not None  # noqa: S101  (only due ones are claimed)
    local = reminder.next_due_at.astimezone(ZoneInfo(reminder.zone))
    return {
        "key": f"rem:{reminder.id}:{local:%Y-%m-%dT%H:%M}",
        "contact_id": reminder.contact_id,
        "kind": "reminder",
        "payload": {"reminder": reminder.id, "due": reminder.next_due_at.isoformat()},
        "not_before": now,
        "expires_at": None,
        "created_at": now,
    }


async def _move_on(session: Session, reminder: Reminder, now: Any) -> None:
    """Set when it comes next; one whose rule was spoilt in the database comes this once, and nobody waits for it."""
    try:
        then = next_due(Rule.from_text(reminder.rule), ZoneInfo(reminder.zone), now)
    except ValueError:
        log.exception("reminder stopped", reminder=reminder.id)
        then = None
    await reminders.set_next_due(session, reminder.id, then)


async def send_ready(desk: Desk) -> int:
    """Claim what is ready and send it, a few at once and no faster than Telegram allows."""
    now = desk.clock.now()
    async with desk.store.unit() as session:
        await outbox.sweep(session, now)
        claimed = await outbox.claim_ready(session, now, BATCH)
    room = asyncio.Semaphore(AT_ONCE)
    async with asyncio.TaskGroup() as group:
        for delivery in claimed:
            await room.acquire()
            task = group.create_task(deliver(desk, delivery))
            task.add_done_callback(lambda _task: room.release())
            await asyncio.sleep(PACE)
    return len(claimed)


async def tick(desk: Desk) -> int:
    """One round of the worker: what is due now, batch by batch."""
    done = 0
    for _round in range(MOST_ROUNDS):
        fired = await fire_due(desk)
        sent = await send_ready(desk)
        done += sent
        if not fired and not sent:
            break
    return done


async def tidy(desk: Desk) -> None:
    """Forget updates that can't come again."""
    async with desk.store.unit() as session:
        await inbox.forget_done(session, desk.clock.now() - KEEP_UPDATES)


class Worker:
    """Ticks that never overlap; `wake()` asks for one at once."""

    def __init__(self, desk: Desk, after_tick: Callable[[], Awaitable[None]] | None = None) -> None:
        self._desk = desk
        self._after_tick = after_tick
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_job(self._wake_soon, "interval", seconds=TICK, id="tick", coalesce=True)
        self._scheduler.add_job(
            tidy, "interval", hours=1, args=[self._desk], id="tidy", coalesce=True, misfire_grace_time=600
        )
        self._scheduler.start()
        self._task = asyncio.create_task(self._run())

    async def _wake_soon(self) -> None:
        """Wake in the loop: the scheduler runs a plain function in a thread, where the event stays unheard."""
        self.wake()

    def wake(self) -> None:
        """Ask for a tick now."""
        self._wanted.set()

    async def stop(self) -> None:
        """Finish the messages at hand, then stop."""
        self._scheduler.shutdown(wait=False)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await tick(self._desk)
                if self._after_tick is not None:
                    await self._after_tick()
            except Exception:
                log.exception("tick failed")
