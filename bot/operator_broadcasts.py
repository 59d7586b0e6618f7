"""What an operator does with broadcasts and with messages that didn't arrive, from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.broadcast import put_back, seconds_for
from bot.config import WrongSetting
from bot.desk import Desk
from bot.operator import span_words
from db import broadcasts, letters
from db.alerts import Broadcast, get_broadcast
from db.store import Session

MOVES = {"pause": "paused", "resume": "sending", "cancel": "cancelled"}
WORDS = {  # a message's states, in the order in which they are told
    "sent": "sent",
    "ready": "waiting",
    "sending": "on their way",
    "paused": "paused",
    "blocked": "blocked the bot",
    "suppressed": "suppressed",
    "expired": "expired",
    "dead": "dead",
    "uncertain": "in doubt",
    letters.SEEN: "in doubt and seen",
    "cancelled": "cancelled",
}


async def steer(desk: Desk, options: argparse.Namespace) -> list[str]:
    """List broadcasts, or show, pause, resume, cancel one, or list, close or resend its doubtful messages.

    Without a number, the doubts of all are listed or closed.

    Raises WrongSetting that says what can't be done, and why.
    """
    async with desk.store.unit() as session:
        if options.act == "list":
            return [line async for line in _listed(session)]
        if options.act == "doubts" and options.number is None:
            return await _doubts(desk, session, None, options.yes)
        broadcast = await get_broadcast(session, _number(options))
        if broadcast is None:
            raise WrongSetting(f"broadcast {options.number} isn't known: `python -m bot broadcast list` shows all")
        if options.act in MOVES:
            await _move(desk, session, broadcast, options.act)
        if options.act == "doubts":
            return await _doubts(desk, session, broadcast.id, options.yes)
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


async def _move(desk: Desk, session: Session, broadcast: Broadcast, act: str) -> None:
    if not await broadcasts.set_broadcast_state(session, broadcast.id, MOVES[act]):
        raise WrongSetting(f"broadcast {broadcast.id} is {broadcast.state}: {act} does nothing")
    if act == "resume":
        await put_back(session, replace(broadcast, state="sending"), desk.clock.now())


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
    shown = [f"{words} {counted[state]}" for state, words in WORDS.items() if counted.get(state)]
    return ", ".join(shown) or "nobody is meant"


async def _doubts(desk: Desk, session: Session, number: int | None, yes: bool) -> list[str]:
    found = await letters.get_letters(session, "uncertain", number)
    if not found or not yes:
        command = f"python -m bot broadcast doubts{'' if number is None else f' {number}'} --yes"
        hint = f"`{command}` closes them as seen: they leave this list and are never sent again."
        return [*_letter_lines(found, "in doubt"), *([hint] if found else [])]
    closed = await letters.mark_seen(session, [one["id"] for one in found], desk.clock.machine())
    left = len(found) - closed
    said = [f"{closed} doubts are closed as seen."]
    return [*said, f"{left} may still be on their way: try again in half a minute."] if left else said


async def _resend(desk: Desk, session: Session, broadcast: Broadcast, yes: bool) -> list[str]:
    locked = await broadcasts.lock_broadcast(session, broadcast.id)
    if reason := _stopped({broadcast.id: locked.state if locked else "gone"}):
        raise WrongSetting(f"resend does nothing: {reason}")
    found = await letters.get_letters(session, "uncertain", broadcast.id)
    if not yes:
        warning = "Most of them probably have it already and would get it twice; --yes sends it all the same."
        return [f"{len(found)} contacts may or may not have it.", warning, *_brought_along(found, broadcast.id)]
    number = await letters.replay(session, "uncertain", [one["id"] for one in found], desk.clock.now())
    await desk.jobs.defer(session, "send")
    return [f"{number} messages go out once more."]


def _brought_along(found: Sequence[Mapping[str, Any]], number: int) -> list[str]:
    others = sorted({one for letter in found for one in letter["broadcasts"]} - {number})
    return [f"Their digests bring these broadcasts once more too: {_numbers(others)}."] if others else []


async def dead(desk: Desk, options: argparse.Namespace) -> list[str]:
    """List the messages that Telegram refused for good, or send some or all of them once more.

    One of a broadcast that doesn't go on is left, with the reason. Raises WrongSetting where none is named.
    """
    async with desk.store.unit() as session:
        found = {one["id"]: one for one in await letters.get_letters(session, "dead")}
        if options.act == "list":
            return _letter_lines(list(found.values()), "refused for good")
        ids = list(found) if options.all else list(options.ids)
        if not ids:
            raise WrongSetting("dead replay: say which, for example `dead replay 12 15`, or --all")
        left = {one: reason for one in ids if one in found and (reason := _stopped(found[one]["broadcasts"]))}
        number = await letters.replay(session, "dead", set(ids) - set(left), desk.clock.now())
        await desk.jobs.defer(session, "send")
    return [f"{number} messages go out once more.", *(f"{one} doesn't: {reason}" for one, reason in left.items())]


def _stopped(carried: Mapping[int, str]) -> str:
    """Why nothing that a message carries may go out; nothing where something may."""
    if "sending" in carried.values():
        return ""
    told = [f"broadcast {number} is {state}" for number, state in carried.items()]
    return ", ".join(told) + (" (`broadcast resume` lets it go on)" if "paused" in carried.values() else "")


def _letter_lines(found: Sequence[Mapping[str, Any]], what: str) -> list[str]:
    return [_letter_line(one) for one in found] or [f"No message is {what}."]


def _letter_line(one: Mapping[str, Any]) -> str:
    some = list(one["broadcasts"])
    about = f"{one['kind']} of broadcast{'s' * (len(some) > 1)} {_numbers(some)}" if some else one["kind"]
    return f"{one['id']:6}  {one['created_at']:%Y-%m-%d %H:%M}  {about}: {one['error'] or 'no answer'}"


def _numbers(some: Sequence[int]) -> str:
    return ", ".join(map(str, some))
