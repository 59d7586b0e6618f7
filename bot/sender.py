"""Empties the outbox: beat by beat, in one transaction, settles what came back and marks what goes out next."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.calls import Call
from bot.crash import crash_point
from bot.deliveries import Background, Later, Unwanted, get_background, write
from bot.desk import Desk
from bot.request import NUMBERS, SEND_DEADLINE
from bot.telegram import Gone, Moved, Outcome, Refused, Retry, Sent, Unsure, Wait, is_back, send
from db import budget, contacts, hold, outbox
from db.budget import Grant, Permit
from db.contacts import Contact
from db.outbox import LEASE, Delivery
from db.store import DatabaseTrouble, Session, told

log = structlog.get_logger("samooh.sender")
SOON = timedelta(seconds=15)  # until a message that surely wasn't sent is tried again
MAX_TRIES = 3  # to write a message
IN_FLIGHT = 8  # calls at once at Telegram's ordinary rate: as many may be in doubt after a crash
ROUND_TRIP = 0.125  # seconds that a call may take for a higher rate still to be used in full
BATCH = 50
BEAT = 0.004  # seconds between two beats, so that a fast rate is served in small batches
PROBE = 1.0  # seconds between two looks whether Telegram is back
TROUBLE = 1.0  # seconds until a database in trouble is asked again
SETTLE = 0.05  # seconds after which what came back is settled, even while a pause is obeyed
LONG = 1.0  # seconds; for a longer pause the sender ends, and the next tick looks again
START_BY = timedelta(seconds=SEND_DEADLINE + 5)  # before the lease ends, after which a marked message isn't begun


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one call, when by the monotonic clock, and when it began by the contact's."""

    delivery: Delivery
    permit: Permit
    outcome: Outcome
    at: float
    begun: datetime


class Sender:
    """Sends what is ready until nothing is; several may run, in this process or others."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._results: list[Result] = []
        self._calls: set[asyncio.Task[None]] = set()
        self._came_back = asyncio.Event()
        self._looked_at = 0.0  # monotonic; what a permit's delay counts from
        self._begin_by = desk.clock.machine()  # until when the calls of this beat may begin
        self._stopping = False
        self._once_more = False
        self._in_doubt = False
        self._probe_at = 0.0
        self._most = max(IN_FLIGHT, int(desk.rate * ROUND_TRIP))
        self.sent = 0

    def stop(self) -> None:
        """Begin nothing more; `run` ends when what is on its way has come back."""
        self._stopping = True
        self._came_back.set()

    def look_again(self) -> None:
        """Look once more before `run` ends: something may have become ready since the last look."""
        self._once_more = True

    async def run(self) -> int:
        """Send until nothing is ready and everything is settled; gives how many messages were sent."""
        while True:
            self._once_more = False
            try:
                await self._probe()
                wait = await self._beat()
            except DatabaseTrouble as trouble:
                log.warning("the database is in trouble, results are kept", trouble=told(trouble))
                await asyncio.sleep(TROUBLE)
                continue
            if not self._calls and not self._results and (wait is None or wait > LONG) and not self._once_more:
                return self.sent
            await self._rest(BEAT if self._once_more else wait)

    async def _probe(self) -> None:
        """After a doubt, begin nothing until Telegram answers a harmless question: an outage would doubt all."""
        if self._in_doubt and not self._stopping and time.monotonic() >= self._probe_at:
            self._in_doubt = not await is_back(self._desk.api)
            self._probe_at = time.monotonic() + PROBE

    async def _rest(self, wait: float | None) -> None:
        """Let time pass until something can be sent or has come back."""
        if self._calls and not self._results and (wait is None or len(self._calls) >= self._most):
            self._came_back.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._came_back.wait(), LONG)
            wait = BEAT
        longest = SETTLE if self._results else LONG
        await asyncio.sleep(longest if wait is None else min(max(wait, BEAT), longest))

    async def _beat(self) -> float | None:
        """One transaction; gives seconds until the next may send something, None when nothing is ready."""
        desk, results = self._desk, list(self._results)
        async with desk.store.unit() as session:
            await _settle(desk, session, results)
            going, wait = await self._claim(session)
            crash_point("claimed")
        if results:
            crash_point("marked")
        if going:
            crash_point("sending")
        del self._results[: len(results)]
        self._in_doubt |= any(isinstance(result.outcome, Unsure | Retry) for result in results)
        self.sent += sum(isinstance(result.outcome, Sent) for result in results)
        for delivery, permit, call in going:
            task = asyncio.create_task(
                self._call(delivery, permit, call, self._looked_at + permit.delay, self._begin_by)
            )
            self._calls.add(task)
            task.add_done_callback(self._calls.discard)
        return wait

    async def _claim(self, session: Session) -> tuple[list[tuple[Delivery, Permit, Call]], float | None]:
        desk = self._desk
        room = min(self._most - len(self._calls), BATCH)
        if self._stopping or room <= 0:
            return [], None if self._stopping else BEAT
        if self._in_doubt:
            return [], PROBE
        grant = await budget.look(session, desk.clock.machine(), room, desk.rate)
        self._looked_at = time.monotonic()
        held_at = await hold.get_hold(session)
        claimed = await outbox.claim_ready(session, desk.clock.now(), grant.now, max(len(grant.permits), 1), held_at)
        if not claimed:
            return [], None
        if not grant.permits:
            return [], grant.wait
        return await self._mark(session, grant, await write_wanted(desk, session, claimed)), grant.wait

    async def _mark(
        self, session: Session, grant: Grant, written: list[tuple[Delivery, Call]]
    ) -> list[tuple[Delivery, Permit, Call]]:
        desk = self._desk
        permits = await budget.use(session, grant, len(written), desk.rate)
        lease_until = desk.clock.machine() + LEASE
        self._begin_by = lease_until - START_BY
        marked = await outbox.mark_sending(
            session, [delivery for delivery, _call in written], lease_until, grant.now + desk.chat_space
        )
        return [(one, permit, call) for one, permit, (_old, call) in zip(marked, permits, written, strict=True)]

    async def _call(self, delivery: Delivery, permit: Permit, call: Call, begin: float, until: datetime) -> None:
        """Make the call, unless this process stood still for so long that its lease may be over."""
        outcome: Outcome
        while (left := begin - time.monotonic()) > 0:  # noqa: ASYNC110  (uvloop's timers may be a millisecond early)
            await asyncio.sleep(left)
        begun = self._desk.clock.now()
        if self._desk.clock.machine() >= until:
            outcome = Retry("the process stood still")
        else:
            started = time.monotonic()
            outcome = await send(self._desk.api, call)
            crash_point("sent")
            if isinstance(outcome, Sent):
                self._desk.round_trips.note(time.monotonic() - started)
        self._results.append(Result(delivery, permit, outcome, time.monotonic(), begun))
        self._came_back.set()


async def write_wanted(
    desk: Desk, session: Session, claimed: Sequence[tuple[Delivery, Contact]]
) -> list[tuple[Delivery, Call]]:
    """The calls of those claimed messages that are wanted now; the others are put off or closed."""
    known = await get_background(session, [delivery for delivery, _contact in claimed])
    return [
        (delivery, call)
        for delivery, contact in claimed
        if (call := await _decide(desk, session, delivery, contact, known)) is not None
    ]


async def _decide(
    desk: Desk, session: Session, delivery: Delivery, contact: Contact, known: Background
) -> Call | None:
    """Write a message; what isn't to be sent now is put off or closed, in the same transaction."""
    try:
        decision = write(desk, session, delivery, contact, known)
    except Exception as error:  # one message that can't be written must not hold up the others
        await _give_up(desk, session, delivery, error)
        return None
    match decision:
        case Later(at):
            await outbox.put_off(session, delivery, at)
        case Unwanted(reason):
            await outbox.end_unsent(session, delivery, "suppressed", reason)
        case _:
            return decision
    return None


async def _give_up(desk: Desk, session: Session, delivery: Delivery, error: Exception) -> None:
    log.error("message can't be written", delivery=delivery.id, exc_info=error)
    if delivery.attempt + 1 >= MAX_TRIES:
        await outbox.end_unsent(session, delivery, "dead", repr(error))
    else:
        await outbox.count_try(session, delivery, desk.clock.now() + SOON, repr(error))


async def _settle(desk: Desk, session: Session, results: list[Result]) -> None:
    """Write what came of each call, and give its permit back."""
    now = time.monotonic()
    back = [(result.permit, desk.round_trips.back_after(now - result.at)) for result in results]
    await budget.give_back(session, desk.clock.machine(), back)
    sent = [(one.delivery, _number(one.outcome.result)) for one in results if isinstance(one.outcome, Sent)]
    await outbox.mark_sent(session, sent, desk.clock.now())
    for result in results:
        if not isinstance(result.outcome, Sent):
            await _settle_trouble(desk, session, result)


async def _settle_trouble(desk: Desk, session: Session, result: Result) -> None:
    now, delivery = desk.clock.now(), result.delivery
    match result.outcome:
        case Wait(seconds):
            contact = await contacts.get_contact(session, delivery.contact_id)
            everything = contact and await budget.pause(session, contact.chat_id, seconds, desk.clock.machine())
            log.warning("Telegram asks for a pause", seconds=seconds, everything=bool(everything))
            await outbox.mark_ready(session, delivery, now, "pause")
        case Retry(reason):
            await outbox.mark_ready(session, delivery, now + SOON, reason)
        case Moved(chat_id):
            await _follow(session, result, chat_id, now)
        case Unsure(reason):
            await outbox.mark_ended(session, delivery, "uncertain", reason)
        case Gone(reason):
            if await outbox.mark_ended(session, delivery, "blocked", reason):
                await contacts.set_away(session, delivery.contact_id, result.begun)
        case Refused(reason):
            await outbox.mark_ended(session, delivery, "dead", reason)
            log.error("message refused", delivery=delivery.id, reason=reason)


async def _follow(session: Session, result: Result, chat_id: int, now: datetime) -> None:
    """Follow a contact to the supergroup that its chat became, unless that is a contact itself already."""
    delivery = result.delivery
    if await contacts.get_by_chat(session, chat_id) is None:
        await contacts.set_contact(session, delivery.contact_id, chat_id=chat_id)
        await outbox.mark_ready(session, delivery, now, "moved to a supergroup")
    elif await outbox.mark_ended(session, delivery, "blocked", "moved to a chat that is a contact already"):
        await contacts.set_away(session, delivery.contact_id, result.begun)


def _number(result: Any) -> int | None:
    """The message's number; Telegram says 0 for one that it will only send later."""
    number = result.get("message_id") if isinstance(result, dict) else None
    return number if isinstance(number, int) and 0 < number < NUMBERS else None
