"""How fast messages may go out, shared by all replicas: permits for a sliding second, a pace, pauses, chats.

Telegram counts what arrives in any second. A permit therefore comes back one second after the answer to its message,
less what a round trip takes at least: however the network jitters, no second sees more messages than permits exist.
Times are seconds since 1970, on PostgreSQL by its own clock, so that replicas needn't agree about theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Float, bindparam, case, cast, delete, func, literal, select, update

from db.models import budget, contacts, permits
from db.prepared import Prepared
from db.store import Session
from db.upsert import insert_new

WINDOW = 1.0005  # seconds in which Telegram counts, and a little for rounding
HOLD = 11.5  # seconds until the permit of a dead process comes back: the send deadline, the window and a little
TRUST = 0.9  # of the smallest round trip, so that a measurement slightly too long does no harm
FASTER = 1.03  # the pace only evens what the permits allow, so it is a little faster than they come back
AHEAD, FARTHEST = 0.03, 0.09  # seconds that bulk is readied before its time, so that no time is lost when it comes
A_LOOK = 2.5  # messages that a look readies at least, so that replicas don't look in turn for every single one
CATCH_UP = 0.1  # seconds that a late sender may make up for at once
ALL_IN_USE = 0.2  # seconds until an answer asks again
AHEAD_AT_MOST = HOLD + 2 * WINDOW  # seconds that a permit can be ahead of its clock
RESPONSE = 0.25  # seconds in which Telegram has surely carried out the call in a response
CHAT_SPACE = 1.0  # seconds between two messages to one chat
CHAT_BURST = 3.0  # seconds that answers may run ahead of that: a contact who types fast waits for each of them
_ROW = budget.c.id == 1


@dataclass(frozen=True, slots=True)
class Permit:
    """The right to send one message after `delay` seconds; `held` is the fence that a later grant moves."""

    id: int
    held: float
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Grant:
    """What bulk may send: permits, the time at which they were found, and seconds to the next look."""

    permits: Sequence[Permit]
    now: float
    wait: float
    start: float = 0.0  # from when the pace counts on


@dataclass(frozen=True, slots=True)
class Booking:
    """What an answer gets: a permit to use after `wait` seconds, or no permit when it has to ask again then.

    `rides` says that it may travel in a webhook's response, where nobody sees whether Telegram took it.
    """

    permit: Permit | None
    wait: float
    rides: bool = False


def clock_of(session: Session, now: datetime) -> Any:
    """The budget's time as SQL: PostgreSQL's own clock, else the given machine time."""
    if session.dialect == "postgresql":
        return cast(func.extract("epoch", func.clock_timestamp()), Float)
    return literal(now.timestamp(), Float)


async def lay_permits(session: Session, rate: int) -> None:
    """Bring the number of permits to `rate` messages a second."""
    await session.execute(insert_new(session, budget), [{"id": 1}])
    await session.execute(insert_new(session, permits), [{"id": number} for number in range(1, rate + 1)])
    await session.execute(delete(permits).where(permits.c.id > rate))


_OTHERS = permits.alias()
_MOMENT = {
    "sqlite": bindparam("now", type_=Float),
    "postgresql": cast(func.extract("epoch", func.clock_timestamp()), Float),
}
_BUDGET = {
    dialect: Prepared(
        select(moment.label("moment"), budget.c.next_at, budget.c.paused_until).where(_ROW).with_for_update(of=budget)
    )
    for dialect, moment in _MOMENT.items()
}
_FREE = {  # counted only where it is asked for
    dialect: case(
        (
            bindparam("riding", type_=Boolean),
            select(func.count()).select_from(_OTHERS).where(_OTHERS.c.free_at <= moment).scalar_subquery(),
        ),
        else_=0,
    )
    for dialect, moment in _MOMENT.items()
}
_LOCK = Prepared(select(budget.c.id).where(_ROW).with_for_update())
_FOR_CHAT = {
    dialect: Prepared(
        select(
            _MOMENT[dialect].label("moment"),
            budget.c.next_at,
            budget.c.paused_until,
            permits.c.id,
            permits.c.free_at,
            contacts.c.free_at.label("chat_free_at"),
            _FREE[dialect].label("free"),
        )
        .where(_ROW)
        .select_from(budget)
        .join(permits, permits.c.id > 0)
        .outerjoin(contacts, contacts.c.chat_id == bindparam("chat"))
        .order_by(permits.c.free_at)
        .limit(1)
    )
    for dialect in _MOMENT
}
_FIRST = Prepared(select(permits.c.id, permits.c.free_at).order_by(permits.c.free_at).limit(bindparam("most")))
_TAKE = Prepared(update(permits).where(permits.c.id == bindparam("permit")).values(free_at=bindparam("until")))
_CHAT = Prepared(update(contacts).where(contacts.c.chat_id == bindparam("chat")).values(free_at=bindparam("until")))
_PACE = Prepared(update(budget).where(_ROW).values(next_at=bindparam("next")))


async def look(session: Session, now: datetime, want: int, rate: int) -> Grant:
    """Find up to `want` permits that bulk may use now or in a moment, evenly paced; `use` takes them.

    Other replicas wait for the commit.
    """
    (row,) = await session.run(_BUDGET[session.dialect], {"now": now.timestamp()})
    moment = row.moment
    if row.paused_until > moment:
        return Grant((), moment, row.paused_until - moment)
    interval, ahead = 1 / (rate * FASTER), min(max(AHEAD, A_LOOK / rate), FARTHEST)
    start = max(row.next_at, moment - CATCH_UP)
    wanted = max(min(want, 1 + int((moment + ahead - start) / interval)), 0)
    free, then = [], start
    for number, permit in enumerate(await session.run(_FIRST, {"most": wanted + 1})):
        then = max(start + number * interval, permit.free_at)
        if then > moment + ahead or number == wanted:
            break
        delay = max(then - moment, 0.0)
        free.append(Permit(permit.id, moment + delay + HOLD, delay))
    return Grant(free, moment, max(then - moment - ahead / 2, interval / 2), start)


async def use(session: Session, grant: Grant, number: int, rate: int) -> Sequence[Permit]:
    """Take the first `number` permits of a grant."""
    taken = grant.permits[:number]
    if taken:
        await session.run_many(_TAKE, [{"permit": permit.id, "until": permit.held} for permit in taken])
        await session.run(_PACE, {"next": grant.start + number / (rate * FASTER)})
    return taken


async def book(
    session: Session, chat_id: int, now: datetime, rate: int, *, space: float = CHAT_SPACE, riding: bool = False
) -> Booking:
    """Give an answer the permit that is free first, before any bulk, and its turn in the chat: `space` seconds.

    With `riding`, the call may travel in a webhook's response if half of the permits are free: its permit comes back
    by itself, since nobody sees when Telegram carries the call out, nor whether it came too late and was refused.
    """
    given = {"now": now.timestamp(), "chat": chat_id, "riding": riding}
    asked = [(_FOR_CHAT[session.dialect], given)]
    if session.dialect == "postgresql":  # a statement that waits for a lock sees other tables as before the wait
        asked = [(_LOCK, {}), *asked]
    *_, (row,) = await session.run_together(*asked)
    moment, chat_free_at = row.moment, row.chat_free_at or 0.0
    held_back = max(row.paused_until, chat_free_at - CHAT_BURST) - moment
    if held_back > CHAT_SPACE:  # a pause: nobody else should lack the permit meanwhile
        return Booking(None, held_back)
    if row.free_at - moment > WINDOW:  # all are in use, and nobody knows yet when the first comes back
        return Booking(None, ALL_IN_USE)
    wait = max(held_back, row.free_at - moment, 0.0)
    rides = riding and wait == 0 and row.free * 2 >= rate
    permit = Permit(row.id, moment + (WINDOW + RESPONSE if rides else wait + HOLD))
    await session.run(_TAKE, {"permit": permit.id, "until": permit.held})
    await session.run(_CHAT, {"chat": chat_id, "until": max(chat_free_at, moment) + space})
    await session.run(_PACE, {"next": max(row.next_at, moment - CATCH_UP) + 1 / (rate * FASTER)})
    return Booking(permit, wait, rides)


_GIVE = {
    dialect: Prepared(
        update(permits)
        .where(permits.c.id == bindparam("permit"), permits.c.free_at == bindparam("held"))
        .values(free_at=moment + bindparam("after", type_=Float))
    )
    for dialect, moment in _MOMENT.items()
}


async def give_back(session: Session, now: datetime, used: Iterable[tuple[Permit, float]]) -> None:
    """Give permits back, each with the seconds from now (perhaps below 0) after which it may be used again."""
    rows = [
        {"now": now.timestamp(), "permit": permit.id, "held": permit.held, "after": after} for permit, after in used
    ]
    await session.run_many(_GIVE[session.dialect], rows)


async def pause(session: Session, chat_id: int, seconds: float, now: datetime) -> bool:
    """Obey Telegram's retry_after, over all replicas; True when everything pauses.

    The first one holds back its chat alone. When a second chat is refused within that time, the reason isn't the
    chat: then nothing goes out.
    """
    until = clock_of(session, now) + seconds + CHAT_BURST
    held = case((contacts.c.free_at > until, contacts.c.free_at), else_=until)
    await session.execute(update(contacts).where(contacts.c.chat_id == chat_id).values(free_at=held))
    # The budget comes last, since a turn waits for it while it holds its contact.
    (row,) = await session.run(_BUDGET[session.dialect], {"now": now.timestamp()})
    moment, paused_until, until = row.moment, row.paused_until, row.moment + seconds
    last = (await session.execute(select(budget.c.paused_chat, budget.c.paused_chat_until).where(_ROW))).one()
    everything = last.paused_chat not in {None, chat_id} and last.paused_chat_until > moment
    values: dict[str, Any] = {"paused_chat": chat_id, "paused_chat_until": until}
    if everything:
        values["paused_until"] = max(paused_until, until)
    await session.execute(update(budget).where(_ROW).values(values))
    return everything


_FARTHEST = {
    dialect: Prepared(select(func.max(permits.c.free_at - moment).label("ahead")).select_from(permits))
    for dialect, moment in _MOMENT.items()
}


async def follow_clock(session: Session, now: datetime) -> float:
    """Move everything back with a clock that was set back, else nothing went out until it had caught up.

    A permit farther ahead than one can be shows it. Gives the seconds, a few less than the clock went; 0 as a rule.
    """
    ((ahead,),) = await session.run(_FARTHEST[session.dialect], {"now": now.timestamp()})
    back = (ahead or 0.0) - AHEAD_AT_MOST
    if back <= 0:
        return 0.0
    moment = clock_of(session, now)
    for table, names in (
        (permits, ("free_at",)),
        (contacts, ("free_at",)),
        (budget, ("next_at", "paused_until", "paused_chat_until")),
    ):
        for column in (table.c[name] for name in names):
            await session.execute(update(table).where(column > moment).values({column: column - back}))
    return back
