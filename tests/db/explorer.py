"""Every state that one message can come to: two senders, leases, power cuts, a stop, a pause, and an operator.

A step is what one party does in one transaction, or what Telegram does; the search tries every order of steps. The
row's states are those of db/outbox.py; that a call ends before its lease does is the rule of time in bot/sender.py.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

SENDERS = (0, 1)
BUGS = (
    "doubts are retried",
    "no consent check",
    "stop confirmed too early",
    "calls outlive the lease",
    "a second repeat",
    "a cancelled one resumes",
    "doubtful reminder dropped",
)


@dataclass(frozen=True)
class World:
    """One state of everything: the row, two senders by phase and fence, the contact, and what Telegram has done."""

    row: str = "ready"
    attempt: int = 0
    repeats: int = 0
    over: bool = False  # the lease has run out
    senders: tuple[tuple[str, int] | None, ...] = (None, None)
    wanted: bool = True  # the contact's consent
    confirmed: bool = False  # the stop's confirmation has been accepted
    flag: str = "sending"  # the broadcast's
    resent: int = 0  # by an operator
    accepted: int = 0
    late: bool = False  # accepted after the confirmation


Step = tuple[str, World]


def explore(kind: str, bug: str = "", depth: int = 14) -> tuple[str, tuple[str, ...], int]:
    """Search all orders of steps; gives what broke or "holds", the shortest way to it, and the number of states."""
    start = World()
    seen = {start}
    todo: deque[tuple[World, tuple[str, ...]]] = deque([(start, ())])
    while todo:
        world, path = todo.popleft()
        if broken := verdict(world, kind, stuck=not list(steps(world, kind, bug))):
            return broken, path, len(seen)
        if len(path) == depth:
            continue
        for label, then in steps(world, kind, bug):
            if then not in seen:
                seen.add(then)
                todo.append((then, (*path, label)))
    return "holds", (), len(seen)


def verdict(world: World, kind: str, *, stuck: bool) -> str:
    """What is promised and broken in a state, if anything."""
    most = 2 if kind == "reminder" else 1 + world.resent
    if world.accepted > most:
        return "comes too often"
    if world.late and kind == "alert":
        return "sent after the stop"
    if world.flag == "cancelled" and world.row in {"ready", "paused"}:
        return "a cancelled message may go out"
    if stuck and kind == "reminder" and world.wanted and world.row not in {"sent", "uncertain"}:
        return "a reminder is lost"
    if stuck and kind == "reminder" and world.row == "uncertain" and not world.repeats:
        return "a reminder is lost"
    return ""


def steps(world: World, kind: str, bug: str) -> Iterator[Step]:
    """Everything that may happen next."""
    yield from sweeps(world, kind, bug)
    if kind == "alert":
        yield from contact(world, bug)
        yield from operator(world, bug)
    for number in SENDERS:
        yield from sender(world, number, bug)


def sweeps(world: World, kind: str, bug: str) -> Iterator[Step]:
    """Time and the sweep."""
    if world.row == "sending" and not world.over:
        yield "the lease runs out", replace(world, over=True)
    if world.row == "sending" and world.over:
        left = "ready" if bug == "doubts are retried" else "uncertain"
        yield "the sweep finds a doubt", replace(world, row=left, over=False)
    repeated = world.repeats if bug != "a second repeat" else 0
    if world.row == "uncertain" and kind == "reminder" and not repeated and bug != "doubtful reminder dropped":
        yield "the doubt is repeated", replace(world, row="ready", repeats=world.repeats + 1)


def contact(world: World, bug: str) -> Iterator[Step]:
    """A stop: consent off and what waits held back in one step; the confirmation when nothing is on its way."""
    if world.wanted:
        held = world.row in {"ready", "paused"} and bug != "no consent check"
        yield "stop", replace(world, wanted=False, row="suppressed" if held else world.row)
    on_its_way = world.row == "sending" or (world.row == "uncertain" and any(world.senders) and not world.over)
    if not world.wanted and not world.confirmed and (not on_its_way or bug == "stop confirmed too early"):
        yield "the stop is confirmed", replace(world, confirmed=True)


def operator(world: World, bug: str) -> Iterator[Step]:
    """Pause, resume, cancel, and sending a doubtful one once more."""
    if world.flag == "sending":
        yield "pause", replace(world, flag="paused", row="paused" if world.row == "ready" else world.row)
    if world.flag == "paused" or (world.flag == "cancelled" and bug == "a cancelled one resumes"):
        waits = {"paused", "cancelled"} if bug == "a cancelled one resumes" else {"paused"}
        flag = world.flag if world.flag == "cancelled" else "sending"
        yield "resume", replace(world, flag=flag, row="ready" if world.row in waits else world.row)
    if world.flag != "cancelled":
        waiting = world.row in {"ready", "paused"}
        yield "cancel", replace(world, flag="cancelled", row="cancelled" if waiting else world.row)
    if world.row == "uncertain" and not world.resent and world.flag == "sending":
        yield "resend", replace(world, row="ready", attempt=world.attempt + 1, resent=1)


def sender(world: World, number: int, bug: str) -> Iterator[Step]:
    """Claim, check and mark in one step; then the call; then the mark, or a power cut anywhere between."""
    held = world.senders[number]

    def put(phase: tuple[str, int] | None, **changes: object) -> World:
        senders = tuple(phase if n == number else world.senders[n] for n in SENDERS)
        return replace(world, senders=senders, **changes)  # type: ignore[arg-type]

    if held is None:
        wanted = world.wanted or bug == "no consent check"
        if world.row == "ready" and world.flag == "sending" and wanted:
            fence = world.attempt + 1
            yield f"{number} claims and marks", put(("calling", fence), row="sending", attempt=fence, over=False)
        return
    phase, fence = held
    yield f"{number} is killed", put(None)
    newest = world.row in {"sending", "uncertain", "ready"} and fence == world.attempt
    if phase == "calling":
        in_time = not world.over and world.row == "sending" and fence == world.attempt
        if in_time or bug == "calls outlive the lease":
            late = world.late or world.confirmed
            yield f"{number}: Telegram accepts", put(("done", fence), accepted=world.accepted + 1, late=late)
        if in_time:
            back = world.flag if world.flag != "sending" else "ready"
            yield f"{number}: surely not sent", put(None, row=back)
            yield f"{number}: no answer", put(("done", -1), row="uncertain")
    if phase == "done":
        yield f"{number} marks it sent", put(None, row="sent" if newest else world.row)
