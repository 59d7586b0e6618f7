"""What an operator does with broadcasts and with messages that didn't arrive, from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from bot.broadcast import seconds_for
from bot.config import WrongSetting
from bot.desk import Desk
from bot.operator import span_words
from db import broadcasts, letters
from db.alerts import Broadcast, get_broadcast
from db.store import Session

MOVES = {"pause": "paused", "resume": "sending", "cancel": "cancelled"}
STATES = ("sent", "ready", "sending", "paused", "blocked", "suppressed", "expired", "dead", "uncertain", "cancelled")
WORDS = {"ready": "waiting", "sending": "on their way", "uncertain": "in doubt", "blocked": "blocked the bot"}


async def steer(desk: Desk, options: argparse.Namespace) -> list[str]:
    """List broadcasts, or show, pause, resume, cancel one, or list and resend its doubtful messages.

    Raises WrongSetting that says what can't be done, and why.
    """
    async with desk.store.unit() as session:
        if options.act == "list":
            return [line async for line in _listed(session)]
        broadcast = await get_broadcast(session, _number(options))
        if broadcast is None:
            raise WrongSetting(f"broadcast {options.number} isn't known: `python -m bot broadcast list` shows all")
        if options.act in MOVES:
            await _move(session, broadcast, options.act)
        if options.act == "doubts":
            return _letter_lines(await letters.get_letters(session, "uncertain", broadcast.id), "in doubt")
        if options.act == "resend":
            return await _resend(desk, session, broadcast, options.yes)
        return await _report(desk, session, broadcast.id)


def _number(options: argparse.Namespace) -> int:
    if options.number is None:
        raise WrongSetting(f"broadcast {options.act}: say which one, for example `broadcast {options.act} 3`")
    return int(options.number)


async def _listed(session: Session) -> Any:
    found = await broadcasts.get_listed(session)
    for one in found:
        counted = await broadcasts.count_states(session, one.id)
        yield f"{one.id:4}  {one.created_at:%Y-%m-%d %H:%M}  {one.state:9}  {_counted(counted)}"
    if not found:
        yield "No broadcast was sent yet."


async def _move(session: Session, broadcast: Broadcast, act: str) -> None:
    if not await broadcasts.set_broadcast_state(session, broadcast.id, MOVES[act]):
        raise WrongSetting(f"broadcast {broadcast.id} is {broadcast.state}: {act} does nothing")


async def _report(desk: Desk, session: Session, number: int) -> list[str]:
    broadcast = await get_broadcast(session, number)
    assert broadcast is not None  # noqa: S101  (it was found in this unit)
    counted = await broadcasts.count_states(session, number)
    waiting = counted.get("ready", 0) + counted.get("sending", 0)
    laid = "to everybody" if broadcast.frozen_at else f"up to contact {broadcast.frozen_to}, the rest follows"
    lines = [f"Broadcast {number}: {broadcast.state}; laid out {laid}.", _counted(counted)]
    if waiting and broadcast.state == "sending":
        lines.append(f"At {desk.rate} messages a second that takes {span_words(seconds_for(desk, waiting))}.")
    if counted.get("uncertain"):
        lines.append(f"Doubtful ones are never sent again by themselves: python -m bot broadcast doubts {number}")
    return lines


def _counted(counted: dict[str, int]) -> str:
    shown = [f"{WORDS.get(state, state)} {counted[state]}" for state in STATES if counted.get(state)]
    return ", ".join(shown) or "nobody is meant"


async def _resend(desk: Desk, session: Session, broadcast: Broadcast, yes: bool) -> list[str]:
    ids = [one["id"] for one in await letters.get_letters(session, "uncertain", broadcast.id)]
    if not yes:
        warning = "Most of them probably have it already and would get it twice; --yes sends it all the same."
        return [f"{len(ids)} contacts may or may not have it.", warning]
    number = await letters.replay(session, "uncertain", ids, desk.clock.now())
    await desk.jobs.defer(session, "send")
    return [f"{number} messages go out once more."]


async def dead(desk: Desk, options: argparse.Namespace) -> list[str]:
    """List the messages that Telegram refused for good, or send some or all of them once more."""
    async with desk.store.unit() as session:
        found = await letters.get_letters(session, "dead")
        if options.act == "list":
            return _letter_lines(found, "refused for good")
        ids = [one["id"] for one in found] if options.all else list(options.ids)
        if not ids:
            raise WrongSetting("dead replay: say which, for example `dead replay 12 15`, or --all")
        number = await letters.replay(session, "dead", ids, desk.clock.now())
        await desk.jobs.defer(session, "send")
    return [f"{number} messages go out once more."]


def _letter_lines(found: Sequence[dict[str, Any]], what: str) -> list[str]:
    return [_letter_line(one) for one in found] or [f"No message is {what}."]


def _letter_line(one: dict[str, Any]) -> str:
    about = f"{one['kind']} of broadcast {one['broadcast_id']}" if one["broadcast_id"] else one["kind"]
    return f"{one['id']:6}  {one['created_at']:%Y-%m-%d %H:%M}  {about}: {one['error'] or 'no answer'}"
