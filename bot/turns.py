"""From one row of the inbox to one turn: contact, route, handler, commit, answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import structlog

from bot.calls import Call, labels, screen_calls, toast_call
from bot.clock import Clock
from bot.incoming import Incoming, read_update
from bot.telegram import Api, Gone, Retry, Sent, Unsure, Wait, send
from content.catalog import Catalog
from db import contacts, inbox
from db.store import Session, Store
from handlers import answer_inline, answer_text, apologise, open_screen
from handlers.screen import Screen
from handlers.turn import Turn
from locales import match, translator

log = structlog.get_logger("samooh.turns")
PAUSES = (0.5, 1, 2, 4, 8, 15, 30)  # seconds between tries while Telegram is away; the last one repeats


@dataclass(slots=True)
class Desk:
    """What every turn needs; `catalog()` gives the content of this moment."""

    store: Store
    api: Api
    clock: Clock
    catalog: Callable[[], Catalog]
    username: str = ""
    wake_worker: Callable[[], None] = lambda: None


async def take_next(desk: Desk, lane: int) -> bool:
    """Take the oldest open update of a lane through to its answer; False when there is none."""
    try:
        taken = await _execute(desk, lane)
    except Exception as error:  # a bug in one turn must not stop the lane
        return await _put_aside(desk, lane, error)
    if taken is None:
        return False
    update_id, calls = taken
    if await _answer(desk, lane, calls):
        desk.wake_worker()
    async with desk.store.unit() as session:
        await inbox.mark_done(session, update_id, desk.clock.now())
    return True


async def _execute(desk: Desk, lane: int) -> tuple[int, list[Call]] | None:
    """Run the turn and commit its answer beside its update, or give the answer that is already there."""
    async with desk.store.unit() as session:
        row = await inbox.get_oldest(session, lane)
        if row is None:
            return None
        if row.state == "new":
            incoming = read_update(row.payload, desk.api)
            calls = await _turn(desk, session, incoming) if incoming else []
            await inbox.mark_answering(session, row.update_id, calls)
        else:
            calls = [(method, parameters) for method, parameters in row.answer]
        return row.update_id, calls


async def _turn(desk: Desk, session: Session, incoming: Incoming) -> list[Call]:
    now = desk.clock.now()
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
        await turn.change(active=not incoming.blocked)
        return []
    if incoming.query is not None:
        results = answer_inline(turn, incoming.query)
        return [
            (
                "answerInlineQuery",
                {"inline_query_id": incoming.query_id, "results": results, "cache_time": 60},
            )
        ]
    screen = await _screen(turn, incoming)
    if not turn.forgotten:
        await _keep(turn, screen)
    return _calls(screen, incoming)


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


def _calls(screen: Screen, incoming: Incoming) -> list[Call]:
    shown = screen_calls(screen, incoming.chat_id, incoming.message_id) if screen.text else []
    return [toast_call(incoming.callback_id, screen), *shown] if incoming.callback_id else shown


async def _answer(desk: Desk, lane: int, calls: list[Call]) -> bool:
    """Make the calls, the answer to the tap beside the first of them."""
    if len(calls) > 1 and calls[0][0] == "answerCallbackQuery":
        await asyncio.gather(_deliver(desk, lane, calls[0]), _deliver(desk, lane, calls[1]))
        calls = calls[2:]
    for call in calls:
        await _deliver(desk, lane, call)
    return bool(calls)


async def _deliver(desk: Desk, lane: int, call: Call) -> None:
    """Make one call, waiting out pauses and outages however long; a doubtful one is repeated once."""
    doubted = False
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        match outcome := await send(desk.api, call):
            case Sent():
                return
            case Wait(seconds):
                await asyncio.sleep(seconds)
            case Retry():
                await asyncio.sleep(pause)
            case Unsure() if not doubted:
                doubted = True
                await asyncio.sleep(pause)
            case Gone():
                await _mark_away(desk, lane)
                return
            case _:
                log.warning("call given up", method=call[0], outcome=str(outcome))
                return


async def _mark_away(desk: Desk, lane: int) -> None:
    """The contact blocked the bot or closed the account: nothing is sent until it comes back."""
    async with desk.store.unit() as session:
        contact = await contacts.get_by_chat(session, lane)
        if contact:
            await contacts.set_contact(session, contact.id, active=False)


async def _put_aside(desk: Desk, lane: int, error: Exception) -> bool:
    """Count a failed try; at the last one the contact gets an apology and the lane goes on."""
    async with desk.store.unit() as session:
        row = await inbox.get_oldest(session, lane)
        if row is None:
            return False
        aside = await inbox.mark_failed(session, row.update_id, repr(error), desk.clock.now())
        contact = await contacts.get_by_chat(session, lane)
    log.error("turn failed", update_id=row.update_id, put_aside=aside, exc_info=error)
    if aside and contact:
        screen = apologise(translator(contact.language or match(contact.client_language)))
        for call in screen_calls(screen, lane, None):
            await _deliver(desk, lane, call)
    return True


class Lanes:
    """One task a lane, many lanes at once: one contact's updates never overlap, others don't wait."""

    def __init__(self, desk: Desk, at_once: int = 64) -> None:
        self._desk = desk
        self._room = asyncio.Semaphore(at_once)
        self._running: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()

    def wake(self, lane: int) -> None:
        """Say that a lane has something to do."""
        if lane in self._running:
            self._again.add(lane)
            return
        self._running[lane] = asyncio.create_task(self._run(lane))

    async def wake_all(self) -> None:
        """Take up what an earlier process left."""
        async with self._desk.store.unit() as session:
            lanes = await inbox.get_open_lanes(session)
        for lane in lanes:
            self.wake(lane)

    async def idle(self) -> None:
        """Wait until every lane is empty."""
        while self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def stop(self, patience: float = 5.0) -> None:
        """Let the turns at hand end; what is still open waits in the inbox."""
        if self._running:
            _, late = await asyncio.wait(self._running.values(), timeout=patience)
            for task in late:
                task.cancel()

    async def _run(self, lane: int) -> None:
        try:
            async with self._room:
                while await take_next(self._desk, lane) or lane in self._again:
                    self._again.discard(lane)
        except Exception:
            log.exception("lane stopped")
        finally:
            self._running.pop(lane, None)
            if lane in self._again:
                self._again.discard(lane)
                self.wake(lane)
