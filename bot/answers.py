"""The answer to an update on its way out: in turn with its chat, through outages, and never twice if it can be."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

import structlog

from bot.calls import AFTER_ALERTS, Call, is_send
from bot.crash import crash_point
from bot.desk import Desk
from bot.telegram import Gone, Moved, Outcome, Refused, Sent, Unsure, Wait, is_back, send
from db import budget, contacts, inbox, outbox
from db.budget import CHAT_BURST, Booking, Permit

log = structlog.get_logger("samooh.answers")
LEASE = timedelta(seconds=15)  # longer than the send deadline: until then no other replica answers
PAUSES = (0.5, 1, 2, 4, 8, 15, 30)  # seconds between tries while Telegram is away; the last one repeats
SLICE = timedelta(seconds=4)  # of waiting, after which the lease is renewed
LOOK_AGAIN = 0.1  # seconds between two looks whether an alert on its way has arrived


class Lost(Exception):
    """The lease ran out while this process stood still; another replica answers."""


@dataclass(slots=True)
class Answer:
    """The calls of one update, the permit of the first message, and until when this process may make them."""

    update_id: int
    lane: int
    calls: list[Call]
    lease_until: datetime
    booking: Booking | None = None
    done: bool = False  # the row is closed already
    wait: float = 0.0  # seconds until anything may go to this chat
    used: list[tuple[Permit, float]] = field(default_factory=list)  # permits, each with the moment of its answer


def wait_for(paused_until: float, chat_free_at: float, now: datetime) -> float:
    """Seconds until a chat may get anything, an edit too."""
    return max(paused_until, chat_free_at - CHAT_BURST) - now.timestamp()


async def give(desk: Desk, answer: Answer) -> None:
    """Make the calls, the answer to the tap beside the first of the others."""
    calls = answer.calls
    if answer.wait > 0:
        await hold(desk, answer, answer.wait)
    if len(calls) > 1 and calls[0][0] == "answerCallbackQuery" and calls[1][0] != AFTER_ALERTS:
        await asyncio.gather(_make(desk, answer, calls[0]), _make(desk, answer, calls[1]))
        calls = calls[2:]
    for call in calls:
        await _make(desk, answer, call)


async def _make(desk: Desk, answer: Answer, call: Call) -> None:
    """Make one call, waiting out pauses and outages however long; a doubtful one is repeated once."""
    if call[0] == AFTER_ALERTS:
        await _after_alerts(desk, answer, call[1])
        return
    doubts = 0
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        outcome = await _attempt(desk, answer, call)
        doubts += isinstance(outcome, Unsure | Moved)
        if isinstance(outcome, Sent | Gone | Refused) or doubts > 1:
            await _end(desk, answer, call, outcome)
            return
        match outcome:
            case Wait(seconds):
                await _pause(desk, answer, seconds)
            case Moved(chat_id):
                call = (call[0], {**call[1], "chat_id": chat_id})
            case Unsure():
                await _until_back(desk, answer)
            case _:
                await hold(desk, answer, pause)


async def _attempt(desk: Desk, answer: Answer, call: Call) -> Outcome:
    permit = await _permit(desk, answer) if is_send(call) else None
    _still_ours(desk, answer)
    started = time.monotonic()
    outcome = await send(desk.api, call)
    crash_point("answered")
    if permit is not None:
        now = time.monotonic()
        answer.used.append((permit, now))
        if isinstance(outcome, Sent):
            desk.round_trips.note(now - started)
    return outcome


async def _until_back(desk: Desk, answer: Answer) -> None:
    """After a doubt, wait until Telegram answers a harmless question, so that the one repeat isn't wasted."""
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        await hold(desk, answer, pause)
        if await is_back(desk.api):
            return


async def _end(desk: Desk, answer: Answer, call: Call, outcome: Outcome) -> None:
    if isinstance(outcome, Gone):
        await _mark_away(desk, answer.lane)
    elif not isinstance(outcome, Sent):
        log.warning("call given up", method=call[0], outcome=getattr(outcome, "reason", type(outcome).__name__))


async def _permit(desk: Desk, answer: Answer) -> Permit:
    """The booked permit when its time has come; the next message of the answer books another."""
    booking, answer.booking = answer.booking, None
    while booking is None or booking.permit is None:
        if booking is not None:
            await hold(desk, answer, booking.wait)
        async with desk.store.unit() as session:
            now = desk.clock.machine()
            booking = await budget.book(session, answer.lane, now, desk.rate, space=desk.chat_space)
    if booking.wait > 0:
        await hold(desk, answer, booking.wait)
    return booking.permit


def _still_ours(desk: Desk, answer: Answer) -> None:
    if desk.clock.machine() >= answer.lease_until:
        raise Lost(answer.update_id)


async def hold(desk: Desk, answer: Answer, seconds: float) -> None:
    """Wait, and hold on to the update meanwhile."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        await asyncio.sleep(min(left, SLICE.total_seconds()))
        if answer.lease_until - desk.clock.machine() < LEASE - SLICE:
            await _renew(desk, answer)


async def _renew(desk: Desk, answer: Answer) -> None:
    _still_ours(desk, answer)
    lease_until = desk.clock.machine() + LEASE
    async with desk.store.unit() as session:
        await inbox.renew(session, answer.update_id, lease_until)
    answer.lease_until = lease_until


async def _pause(desk: Desk, answer: Answer, seconds: float) -> None:
    """Telegram asks for a pause: all replicas obey, and so do we."""
    async with desk.store.unit() as session:
        everything = await budget.pause(session, answer.lane, seconds, desk.clock.machine())
    log.warning("Telegram asks for a pause", seconds=seconds, everything=everything)
    await hold(desk, answer, seconds)


async def _after_alerts(desk: Desk, answer: Answer, parameters: dict[str, Any]) -> None:
    """Let the alerts that are on their way arrive before the contact is told that there will be none."""
    until = min(datetime.fromisoformat(parameters["until"]), desk.clock.machine() + outbox.LEASE)
    while desk.clock.machine() < until:
        await hold(desk, answer, LOOK_AGAIN)
        if parameters["contact"] is not None:
            async with desk.store.unit() as session:
                last = await outbox.get_last_lease(session, parameters["contact"])
            if last is None or last <= desk.clock.machine():
                return


async def _mark_away(desk: Desk, lane: int) -> None:
    """The contact blocked the bot or closed the account: nothing is sent until it comes back."""
    async with desk.store.unit() as session:
        contact = await contacts.get_by_chat(session, lane)
        if contact:
            await contacts.set_contact(session, contact.id, active=False)


def split(calls: Sequence[Call]) -> tuple[list[Call], Call | None]:
    """Take off the last call where it may ride in the response to a webhook: nobody needs to read its result."""
    *first, last = calls
    alone = last[0] in {"sendMessage", "editMessageText", "answerCallbackQuery", "answerInlineQuery"}
    early = all(call[0] == "answerCallbackQuery" for call in first)
    return (first, last) if alone and early else (list(calls), None)
