"""Updates come in: kept raw and committed first, acknowledged only then."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import structlog
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.incoming import lane_of
from bot.telegram import pause_of
from bot.turns import Desk, Lanes
from db import inbox
from db.inbox import Arrival
from db.kept import get_kept, keep

log = structlog.get_logger("samooh.intake")
LONG_POLL = 25  # seconds Telegram holds an empty request
BATCH = 100
OFFSET = "poll_offset"
ALLOWED = ["message", "callback_query", "inline_query", "my_chat_member"]
PAUSE = 1.0  # seconds after an error of the network


async def keep_updates(desk: Desk, raws: list[dict[str, Any]]) -> list[int]:
    """Store raw updates in one commit and give the lanes that now have something to do."""
    arrivals = [
        Arrival(raw["update_id"], lane_of(raw), orjson.dumps(raw).decode())
        for raw in raws
        if isinstance(raw.get("update_id"), int)
    ]
    async with desk.store.unit() as session:
        await inbox.add_updates(session, arrivals, desk.clock.now())
    return [arrival.lane for arrival in arrivals]


async def poll(desk: Desk, lanes: Lanes) -> None:
    """Fetch updates for ever; the next request's offset, which makes Telegram forget, follows the commit."""
    async with desk.store.unit() as session:
        offset = int(await get_kept(session, OFFSET) or 0)
    await _until_accepted(desk)
    while True:
        raws = await _fetch(desk, offset)
        if not raws:
            continue
        woken = await keep_updates(desk, raws)
        offset = max(raw["update_id"] for raw in raws) + 1
        async with desk.store.unit() as session:
            await keep(session, OFFSET, str(offset))
        for lane in woken:
            lanes.wake(lane)


async def _fetch(desk: Desk, offset: int) -> list[dict[str, Any]]:
    parameters = {"offset": offset, "timeout": LONG_POLL, "limit": BATCH, "allowed_updates": ALLOWED}
    try:
        result: list[dict[str, Any]] = await desk.api.call("getUpdates", parameters, read_timeout=LONG_POLL + 10)
    except RetryAfter as error:
        await asyncio.sleep(pause_of(error))
    except Conflict:
        log.warning("another process polls with this token; standing by")
        await asyncio.sleep(PAUSE * 5)
    except TelegramError as error:
        log.warning("updates can't be fetched", error=str(error))
        await asyncio.sleep(PAUSE)
    else:
        return result
    return []


async def _until_accepted(desk: Desk) -> None:
    """Polling needs the webhook away; ask until Telegram can be reached."""
    while True:
        try:
            await desk.api.call("deleteWebhook", {})
        except TelegramError as error:
            log.warning("Telegram can't be reached", error=str(error))
            await asyncio.sleep(PAUSE)
        else:
            return
