"""Work in the background: APScheduler's ticks ask for jobs that fire reminders, lay out audiences and send."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache, lru_cache, partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.broadcast import freeze
from bot.desk import Desk
from bot.jobs import Job
from bot.sender import Sender
from content.compliance import Calendar, calendar_of
from content.ladder import next_moment, read_schedule
from content.zones import zone_of
from db import broadcasts, budget, hold, inbox, missed, moved_dates, outbox, reminders
from db.outbox import PERSONAL
from db.reminders import Reminder
from db.store import DatabaseTrouble, Session, told

log = structlog.get_logger("samooh.worker")
TICK = 2.0  # seconds
BATCH = 100  # reminders in one transaction, which holds up the loop for two milliseconds
MOST_ROUNDS = 200  # of a tick, so that nothing can hold it for ever; the next tick goes on
KEEP_UPDATES = timedelta(days=2)  # Telegram repeats an update for a day at most
KEEP_MISSED = timedelta(days=365)  # what was searched and not found, after it was last sought
KEEP_ANSWERS = timedelta(hours=1)  # a webhook's response that was lost is asked for again within minutes


async def fire_due(desk: Desk) -> int:
    """Put one message in the outbox for each due reminder and move the reminder on, in one transaction."""
    now = desk.clock.now()
    async with desk.store.unit() as session:
        due = await reminders.claim_due(session, now, BATCH, await hold.get_hold(session))
        await outbox.add_deliveries(session, [_delivery(reminder, now) for reminder in due])
        days = await due_days(desk, session, due)
        await reminders.set_next_dues(session, followings(due, now, days))
    return len(due)


def _delivery(reminder: Reminder, now: datetime) -> dict[str, Any]:
    assert reminder.next_due_at is not None  # noqa: S101  (only due ones are claimed)
    return {
        "key": f"rem:{reminder.id}:{_wall(reminder.next_due_at, reminder.zone)}",
        "contact_id": reminder.contact_id,
        "kind": "reminder",
        "lane": PERSONAL,
        "payload": {"reminder": reminder.id, "due": reminder.next_due_at},
        "not_before": now,
        "created_at": now,
    }


@lru_cache(maxsize=1000)
def _wall(moment: datetime, zone: str) -> str:
    """A moment (UTC) as local time, to the minute where it has no seconds."""
    local = moment.astimezone(zone_of(zone))
    return local.isoformat()[: 19 if local.second else 16]


async def due_days(desk: Desk, session: Session, due: Sequence[Reminder]) -> Calendar:
    """The days of the compliance calendar, with what was moved, where a reminder hangs on them."""
    wanted = any((one.about or "").startswith("date:") for one in due)
    moves = await moved_dates.get_moves(session) if wanted else {}
    return calendar_of(desk.catalog().dates, {key: move.new_on for key, move in moves.items()})


def followings(due: Iterable[Reminder], now: datetime, days: Calendar) -> dict[int, datetime | None]:
    """When each comes next, by id; the many that share a rule are reckoned once.

    One whose rule was spoilt in the database comes this once, and nobody waits for it.
    """

    @cache
    def following(rule: str, zone: str, about: str | None) -> datetime | None:
        return next_moment(read_schedule(rule), zone_of(zone), now, days(about))

    found: dict[int, datetime | None] = {}
    for one in due:
        try:
            found[one.id] = following(one.rule, one.zone, one.about)
        except Exception:
            log.exception("reminder stopped", reminder=one.id)
            found[one.id] = None
    return found


async def remind(desk: Desk) -> None:
    """Fire everything that is due."""
    for _round in range(MOST_ROUNDS):
        if not await fire_due(desk):
            return
        await desk.jobs.defer(None, "send")
        for _ in ("the loop looks at the network", "takes up what came"):  # let answers in between
            await asyncio.sleep(0)


async def send_ready(desk: Desk) -> int:
    """Settle what dead processes left, then send what is ready; gives how many messages were sent."""
    await settle(desk)
    return await Sender(desk).run()


async def settle(desk: Desk) -> None:
    """Settle what dead processes left, and follow a clock that was set back."""
    async with desk.store.unit() as session:
        await outbox.sweep(session, desk.clock.now(), desk.clock.machine())
        back = await budget.follow_clock(session, desk.clock.machine())
    if back:
        log.warning("the clock was set back", seconds=round(back))


async def tidy(desk: Desk) -> None:
    """Forget updates that can't come again, texts of answers that nobody will ask for, and searches of long ago."""
    now = desk.clock.now()
    async with desk.store.unit() as session:
        await inbox.forget_done(session, now - KEEP_UPDATES)
        await inbox.forget_answers(session, now - KEEP_ANSWERS)
        await missed.forget_missed(session, now - KEEP_MISSED)


async def tick(desk: Desk) -> int:
    """Everything that is due now, one after the other; gives how many messages were sent."""
    for _round in range(MOST_ROUNDS):
        if not await fire_due(desk):
            break
    async with desk.store.unit() as session:
        unfrozen = await broadcasts.get_unfrozen(session)
    for number in unfrozen:
        await freeze(desk, number)
    return await send_ready(desk)


class Worker:
    """Ticks that ask for the jobs, and the engine that runs them; `wake()` asks for a tick at once."""

    def __init__(self, desk: Desk, after_tick: Callable[[], Awaitable[None]] | None = None) -> None:
        self._desk = desk
        self.after_tick = after_tick
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._wanted = asyncio.Event()
        self._asked = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._sender: Sender | None = None
        self._stopping = False

    async def start(self) -> None:
        """Begin to tick."""
        await self._desk.jobs.start(self._jobs())
        self._scheduler.add_job(self._wake_soon, "interval", seconds=TICK, id="tick", coalesce=True)
        self._scheduler.add_job(
            self._tidy_soon, "interval", hours=1, id="tidy", coalesce=True, misfire_grace_time=600
        )
        self._scheduler.start()
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._tell())]

    def _jobs(self) -> dict[str, Job]:
        return {
            "remind": partial(remind, self._desk),
            "freeze": partial(freeze, self._desk),
            "send": self._send,
            "tidy": partial(tidy, self._desk),
        }

    async def _send(self) -> None:
        """Send what is ready, unless this process does so already: then its sender looks once more before it ends."""
        if self._sender is not None:
            self._sender.look_again()
        elif not self._stopping:
            self._sender = Sender(self._desk)
            try:
                await self._sender.run()
            finally:
                self._sender = None

    async def _wake_soon(self) -> None:
        """Wake in the loop: the scheduler runs a plain function in a thread, where the event stays unheard."""
        self.wake()

    async def _tidy_soon(self) -> None:
        await self._desk.jobs.defer(None, "tidy")

    def wake(self) -> None:
        """Ask for a tick now."""
        self._wanted.set()

    async def stop(self) -> None:
        """Begin nothing more, let what is on its way come back and be settled, then stop."""
        self._stopping = True
        self._scheduler.shutdown(wait=False)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sender is not None:
            self._sender.stop()
        await self._desk.jobs.stop()

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._ask()
                self._asked.set()
            except DatabaseTrouble as trouble:
                log.warning("the database is in trouble, the next tick goes on", trouble=told(trouble))
            except Exception:
                log.exception("tick failed")

    async def _tell(self) -> None:
        """Say, beside the ticks, that what they asked for is done."""
        while self.after_tick is not None:
            await self._asked.wait()
            self._asked.clear()
            await self._desk.jobs.idle()
            try:
                await self.after_tick()
            except DatabaseTrouble as trouble:
                log.warning("the database is in trouble", trouble=told(trouble))

    async def _ask(self) -> None:
        """Ask for what rows say is to be done, and take up what dead workers left."""
        jobs = self._desk.jobs
        await jobs.recover()
        await settle(self._desk)
        async with self._desk.store.unit() as session:
            for number in await broadcasts.get_unfrozen(session):
                await jobs.defer(session, "freeze", broadcast=number)
        await jobs.defer(None, "remind")
        await jobs.defer(None, "send")
