"""Updates come in: kept raw and committed first, acknowledged only then."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import Any

import orjson
import structlog
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.crash import crash_point
from bot.desk import Desk, is_dead
from bot.incoming import MOST_ID, lane_of
from bot.lanes import Lanes
from bot.telegram import pause_of
from db import inbox, leases
from db.inbox import Arrival
from db.store import DatabaseTrouble, told

log = structlog.get_logger("samooh.intake")
LONG_POLL = 20  # seconds Telegram holds an empty request
BATCH = 100
ALLOWED = ["message", "callback_query", "inline_query", "my_chat_member"]
PAUSE = 1.0  # seconds after an error of the network or the database
POLLER = "poller"
LEASE = timedelta(seconds=30)  # longer than a long poll and its answer


async def keep_updates(desk: Desk, raws: list[dict[str, Any]]) -> list[int]:
    """Store raw updates in one commit and give the lanes that now have something to do."""
    arrivals = [_arrival(raw) for raw in raws if is_update(raw)]
    if len(arrivals) < len(raws):
        log.error("what has no update id was dropped", number=len(raws) - len(arrivals))
    async with desk.store.unit() as session:
        await inbox.add_updates(session, arrivals, desk.clock.now())
    return [arrival.lane for arrival in arrivals]


async def keep_update(desk: Desk, raw: dict[str, Any]) -> bool:
    """Store one raw update; False when it is already known."""
    async with desk.store.unit() as session:
        return await inbox.add_update(session, _arrival(raw), desk.clock.now())


def _arrival(raw: dict[str, Any]) -> Arrival:
    return Arrival(raw["update_id"], lane_of(raw), dump(raw))


def is_update(raw: object) -> bool:
    """Whether something has an id by which it can be kept and acknowledged."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MOST_ID


def dump(raw: dict[str, Any]) -> str:
    """An update as text, whatever Telegram put into it."""
    try:
        return orjson.dumps(raw).decode()
    except TypeError:  # half a surrogate pair, a number beyond 64 bits
        return json.dumps(raw)


async def poll(desk: Desk, lanes: Lanes) -> None:
    """Fetch updates for ever, as the one replica that may."""
    try:
        while True:
            if await _may_poll(desk):
                await _poll_once(desk, lanes)
            else:
                await asyncio.sleep(PAUSE)
    finally:
        await _stand_down(desk)


async def _poll_once(desk: Desk, lanes: Lanes) -> None:
    """Poll until nothing is left to confirm; the request that makes Telegram forget follows the commit.

    It begins with whatever Telegram has: what this or another process has kept already falls out by its id, and ids
    that have started anew lower, as they do after a quiet week, aren't passed over.
    """
    offset = 0
    while True:
        raws = await _fetch(desk, offset)
        if not raws:
            return
        crash_point("fetched")
        numbers = [raw["update_id"] for raw in raws if is_update(raw)]
        for lane, number in zip(await _keep_at_last(desk, raws), numbers, strict=True):
            lanes.wake(lane, number)
        crash_point("kept")
        if not numbers:
            await asyncio.sleep(PAUSE)  # there is nothing by which it could be acknowledged
            continue
        offset = numbers[-1] + 1
        await lanes.room()
        if not await _may_poll(desk):
            return


async def _keep_at_last(desk: Desk, raws: list[dict[str, Any]]) -> list[int]:
    """Keep updates however long the database takes to come back; Telegram keeps them meanwhile."""
    while True:
        try:
            return await keep_updates(desk, raws)
        except DatabaseTrouble as trouble:
            log.error("updates can't be kept; Telegram keeps them", trouble=told(trouble))  # noqa: TRY400
            await asyncio.sleep(PAUSE)


async def _may_poll(desk: Desk) -> bool:
    try:
        async with desk.store.unit() as session:
            holder = await leases.get_lease(session, POLLER)
            if holder and is_dead(holder[0]):
                await leases.give_lease(session, POLLER, holder[0])
            return await leases.take_lease(session, POLLER, desk.owner, desk.clock.machine(), LEASE)
    except DatabaseTrouble:
        return False


async def _stand_down(desk: Desk) -> None:
    try:
        async with desk.store.unit() as session:
            await leases.give_lease(session, POLLER, desk.owner)
    except DatabaseTrouble:
        log.warning("the lease on polling ends by itself")


async def _fetch(desk: Desk, offset: int) -> list[dict[str, Any]]:
    parameters = {"offset": offset, "timeout": LONG_POLL, "limit": BATCH, "allowed_updates": ALLOWED}
    try:
        result: list[dict[str, Any]] = await desk.api.call("getUpdates", parameters, read_timeout=LONG_POLL + 5)
    except RetryAfter as error:
        await asyncio.sleep(pause_of(error))
    except Conflict as error:
        await _end_webhook(desk, error)
    except TelegramError as error:
        log.warning("updates can't be fetched", error=str(error))
        await asyncio.sleep(PAUSE)
    else:
        return result
    return []


async def _end_webhook(desk: Desk, error: Conflict) -> None:
    """Polling needs the webhook away; another process that polls needs patience."""
    if "webhook" in str(error).lower():
        try:
            await desk.api.call("deleteWebhook", {})
        except TelegramError as trouble:
            log.warning("Telegram can't be reached", error=str(trouble))
            await asyncio.sleep(PAUSE)
    else:
        log.warning("another process polls with this token; standing by")
        await asyncio.sleep(PAUSE * 5)
