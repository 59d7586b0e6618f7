"""From one row of the inbox to one turn: contact, route, handler, commit, answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import structlog

from bot import answers
from bot.answers import LEASE, Answer, Lost
from bot.calls import Call, after_alerts_call, is_send, labels, screen_calls, toast_call
from bot.crash import crash_point
from bot.desk import Desk
from bot.incoming import Incoming, Malformed, read_update
from bot.logs import kind_and_places
from bot.slots import Slot
from db import budget, contacts, inbox
from db.contacts import Contact
from db.inbox import Row
from db.leases import is_over
from db.store import DatabaseTrouble, Session, told
from handlers import answer_inline, answer_text, apologise, open_screen
from handlers.screen import Screen
from handlers.turn import Turn
from locales import match, translator

log = structlog.get_logger("samooh.turns")
TRY_AGAIN = -1  # instead of an id: the update that failed still waits
HELD = -2  # instead of an id: another replica answers the oldest update of the lane
TROUBLE = 0.5  # seconds until a database in trouble is asked again
Slots = Mapping[int, Slot]  # update_id → the webhook's response that waits for a call


class TurnFailed(Exception):
    """A bug in the turn of this update."""

    def __init__(self, update_id: int) -> None:
        super().__init__(update_id)
        self.update_id = update_id


async def take_next(desk: Desk, lane: int, slots: Slots | None = None) -> int | None:
    """Take the oldest open update of a lane through to its answer, and give its id.

    None when there is none, HELD when another replica answers it. Raises DatabaseTrouble; the update waits then.
    """
    try:
        answer = await _execute(desk, lane, slots or {})
        if not isinstance(answer, Answer):
            return answer
        if answer.calls:
            await _give(desk, answer)
            desk.after_answer()
        await _close(desk, answer)
    except Lost as lost:
        log.warning("another replica answers", update_id=lost.args[0])
        return HELD
    except TurnFailed as failed:  # a bug in one turn must not stop the lane
        return failed.update_id if await _put_aside(desk, lane, failed) else TRY_AGAIN
    return answer.update_id


async def _execute(desk: Desk, lane: int, slots: Slots) -> Answer | int | None:
    """Run the turn and commit its answer beside its update, or take up the answer that is already there.

    Without an answer: None where nothing waits, HELD where another replica is at it.
    """
    row: Row | None = None
    slot: Slot | None = None
    body: Call | None = None
    try:
        async with desk.store.unit() as session:
            row, contact = await inbox.get_oldest_and_contact(session, lane)
            if row is None:
                return None
            if _is_held(desk, row):
                return HELD
            calls, free_at = await _calls_of(desk, session, row, contact)
            now = desk.clock.machine()
            wait = answers.wait_for(row.paused_until, free_at, now)
            answer = Answer(row.update_id, lane, calls, now + LEASE, wait=wait)
            slot = slots.get(row.update_id)
            body = await _book(desk, session, answer, slot)
            if body is None and calls:
                await inbox.mark_answering(session, row.update_id, calls, answer.lease_until)
            else:
                await inbox.mark_done(session, row.update_id, desk.clock.now(), [body] if body else None)
    except BaseException as error:
        body = None
        if row is not None and isinstance(error, Exception) and not isinstance(error, DatabaseTrouble):
            raise TurnFailed(row.update_id) from error  # what a turn wrote may be refused as late as by the commit
        raise
    finally:
        if slot is not None:
            slot.settle(body)  # only now is it sure; without a commit nothing rides
    crash_point("answering")
    answer.done = body is not None or not calls
    return answer


async def _give(desk: Desk, answer: Answer) -> None:
    """Make the calls; a bug there counts as a try like one in the turn, or the answer would be given for ever."""
    try:
        await answers.give(desk, answer)
    except (Lost, *DatabaseTrouble):
        raise
    except Exception as error:
        raise TurnFailed(answer.update_id) from error


def _is_held(desk: Desk, row: Row) -> bool:
    return row.lease_until is not None and not is_over(row.lease_until, desk.clock.machine())


async def _calls_of(desk: Desk, session: Session, row: Row, contact: Contact | None) -> tuple[list[Call], float]:
    """The turn's calls, or those that are there already; and when the chat is free."""
    if row.state == "answering":
        return [(method, parameters) for method, parameters in row.answer], contact.free_at if contact else 0.0
    incoming = read_update(row.payload)
    return await _turn(desk, session, incoming, contact) if incoming else ([], 0.0)


async def _book(desk: Desk, session: Session, answer: Answer, slot: Slot | None) -> Call | None:
    """Book a permit for the message of an answer; gives the call that rides in the webhook's response."""
    if not answer.calls:
        return None
    may_ride = answer.wait <= 0 and slot is not None and slot.take()
    first, body = answers.split(answer.calls) if may_ride else (answer.calls, None)
    if any(is_send(call) for call in answer.calls):
        now, riding = desk.clock.machine(), body is not None
        answer.booking = await budget.book(session, answer.lane, now, desk.rate, space=desk.chat_space, riding=riding)
        if not answer.booking.rides:
            return None
    if body is not None:
        answer.calls = first
    return body


async def _close(desk: Desk, answer: Answer) -> None:
    """Close what was answered, however long the database is away: forgotten, it would be answered again."""
    closed = answer.done and not answer.used
    while not closed:
        try:
            await desk.closing.close(desk, answer)
            closed = True
        except DatabaseTrouble as trouble:
            log.warning("an answer that went out can't be noted yet", trouble=told(trouble))
            await asyncio.sleep(TROUBLE)


async def _turn(
    desk: Desk, session: Session, incoming: Incoming, contact: Contact | None
) -> tuple[list[Call], float]:
    now = desk.clock.now()
    if contact is None or contact.chat_id != incoming.chat_id:
        contact = await contacts.get_or_add(session, incoming.chat_id, incoming.client_language, now)
    language = contact.language or match(incoming.client_language)
    turn = Turn(
        contact=contact,
        session=session,
        catalog=desk.catalog(),
        translator=translator(language),
        now=now,
        bot_username=desk.username,
        typed=incoming.typed,
        location=incoming.location,
    )
    if incoming.blocked is not None:
        await turn.change(active=not incoming.blocked, seen_at=now)
        return [], 0.0
    if incoming.query is not None:
        results = await answer_inline(turn, incoming.query)
        answer = {"inline_query_id": incoming.query_id, "results": results, "cache_time": 60}
        return [("answerInlineQuery", answer)], 0.0
    screen = await _screen(turn, incoming)
    crash_point("handled")
    if not turn.forgotten:
        await _keep(turn, screen)
    return _calls(turn, screen, incoming), contact.free_at


async def _screen(turn: Turn, incoming: Incoming) -> Screen:
    if incoming.tapped:
        return await open_screen(turn, incoming.tapped)
    return await answer_text(turn)


async def _keep(turn: Turn, screen: Screen) -> None:
    """Remember the live screen's buttons; a question that wasn't asked anew is over."""
    changes: dict[str, Any] = {"seen_at": turn.now, "active": True}
    if screen.rows:
        changes["screen"] = labels(screen.rows)
    if not turn.asked:
        changes["awaiting"] = None
    await turn.change(**changes)


def _calls(turn: Turn, screen: Screen, incoming: Incoming) -> list[Call]:
    calls = screen_calls(screen, incoming.chat_id, incoming.message_id) if screen.text else []
    if turn.alerts_until is not None:
        calls = [after_alerts_call(None if turn.forgotten else turn.contact.id, turn.alerts_until), *calls]
    return [toast_call(incoming.callback_id, screen), *calls] if incoming.callback_id else calls


async def _put_aside(desk: Desk, lane: int, failed: TurnFailed) -> bool:
    """Count a failed try; at the last one (True) the contact gets an apology and the lane goes on."""
    update_id, error = failed.update_id, failed.__cause__ or failed
    async with desk.store.unit() as session:
        aside = await inbox.mark_failed(session, update_id, kind_and_places(error), desk.clock.now())
        contact = await contacts.get_by_chat(session, lane)
    log.error("turn failed", update_id=update_id, put_aside=aside, exc_info=error)
    if aside and contact and not isinstance(error, Malformed):  # who sent nothing readable waits for no answer
        with suppress(Lost):
            await _apologise(desk, contact, update_id)
    return aside


async def _apologise(desk: Desk, contact: Contact, update_id: int) -> None:
    screen = apologise(translator(contact.language or match(contact.client_language)))
    calls = screen_calls(screen, contact.chat_id, None)
    apology = Answer(update_id, contact.chat_id, calls, desk.clock.machine() + LEASE, done=True)
    await answers.give(desk, apology)
    await _close(desk, apology)
