"""The inbox: raw updates, each taken once, those of one contact in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, select, update

from db import contacts
from db.leases import LONGEST
from db.models import budget, updates
from db.prepared import Prepared
from db.states import IS_OPEN
from db.store import Session
from db.upsert import prepared_new

MAX_TRIES = 3
COUNTED = 4  # updates of one lane that count as open: its pile waits for its own chat and holds nobody up
_GIVEN = ("update_id", "lane", "payload", "received_at")


@dataclass(frozen=True, slots=True)
class Row:
    """One update that waits: its lane, the raw JSON, and the answer if a turn already gave one."""

    update_id: int
    lane: int
    payload: str
    state: str
    tries: int
    answer: Any
    lease_until: datetime | None
    paused_until: float  # nothing may go out to anybody before, in the budget's time


@dataclass(frozen=True, slots=True)
class Arrival:
    """One raw update as it came in."""

    update_id: int
    lane: int
    payload: str


_PAUSED = func.coalesce(select(budget.c.paused_until).where(budget.c.id == 1).scalar_subquery(), 0.0)
_OLDEST = (
    select(
        *(updates.c[name] for name in Row.__dataclass_fields__ if name in updates.c), _PAUSED.label("paused_until")
    )
    .where(updates.c.lane == bindparam("wanted"), IS_OPEN)
    .order_by(updates.c.update_id)
    .limit(1)
)
_NEXT = {"sqlite": Prepared(_OLDEST), "postgresql": Prepared(_OLDEST.with_for_update(of=updates))}
_ONE = update(updates).where(updates.c.update_id == bindparam("row"))


async def add_updates(session: Session, arrivals: Iterable[Arrival], now: datetime) -> None:
    """Keep raw updates; one that is already known falls out."""
    if rows := [_row(arrival, now) for arrival in arrivals]:
        await session.run_many(prepared_new(session, updates, *_GIVEN), rows)


async def add_update(session: Session, arrival: Arrival, now: datetime) -> bool:
    """Keep one raw update; False when it is already known."""
    insert = prepared_new(session, updates, *_GIVEN, returning="update_id")
    return bool(await session.run(insert, _row(arrival, now)))


def _row(arrival: Arrival, now: datetime) -> dict[str, Any]:
    return {
        "update_id": arrival.update_id,
        "lane": arrival.lane,
        "payload": arrival.payload,
        "received_at": now,
    }


_PILES = select(func.count().label("high")).where(IS_OPEN).group_by(updates.c.lane).subquery()
_COUNT_OPEN = Prepared(
    select(func.coalesce(func.sum(case((_PILES.c.high > COUNTED, COUNTED), else_=_PILES.c.high)), 0).label("number"))
)


async def count_open(session: Session) -> int:
    """How many updates aren't through to their answer, a few of each lane at most."""
    ((number,),) = await session.run(_COUNT_OPEN, {})
    return int(number)


_RUNS = updates.c.lease_until.between(bindparam("machine"), bindparam("far"))
_HELD = case(((updates.c.state == "answering") & _RUNS, 1), else_=0)
_OPEN_LANES = (
    select(updates.c.lane)
    .where(IS_OPEN)
    .group_by(updates.c.lane)
    .having(func.max(_HELD) == 0)
    .order_by(func.min(updates.c.update_id))
    .limit(bindparam("most"))
)


async def get_open_lanes(session: Session, machine: datetime, limit: int = 200) -> list[int]:
    """Lanes that have something to do and that no replica is answering, the longest waiting first."""
    return list(
        (await session.execute(_OPEN_LANES, {"machine": machine, "far": machine + LONGEST, "most": limit})).scalars()
    )


async def get_oldest_and_contact(session: Session, lane: int) -> tuple[Row | None, contacts.Contact | None]:
    """The next update of a lane, held until the unit ends so that no second replica takes it.

    With the contact whose chat the lane is, as it is once the update is held.
    """
    rows, found = await session.run_together((_NEXT[session.dialect], {"wanted": lane}), contacts.by_chat(lane))
    return Row(*rows[0]) if rows else None, contacts.first(found)


async def get_answer(session: Session, update_id: int) -> Any:
    """The calls of an update that was answered in the body of a response; None when there are none."""
    query = select(updates.c.answer).where(updates.c.update_id == update_id, updates.c.state == "done")
    return (await session.execute(query)).scalar_one_or_none()


_ANSWERING = Prepared(_ONE.values(state="answering", answer=bindparam("calls"), lease_until=bindparam("lease")))


async def mark_answering(session: Session, update_id: int, calls: Any, lease_until: datetime) -> None:
    """Write the turn's answer beside its update: from here on it is answered, never executed, again."""
    await session.run(_ANSWERING, {"row": update_id, "calls": calls, "lease": lease_until})


async def renew(session: Session, update_id: int, lease_until: datetime) -> None:
    """Hold on to an update whose answer has to wait."""
    await session.execute(_ONE.values(lease_until=lease_until), {"row": update_id})


_DONE = Prepared(_ONE.values(state="done", done_at=bindparam("at"), payload="", answer=bindparam("calls")))


async def mark_done(session: Session, update_id: int, now: datetime, calls: Any = None) -> None:
    """The answer went out; `calls` are kept when it rides in a response that may have to be given again."""
    await session.run(_DONE, {"row": update_id, "at": now, "calls": calls})


async def mark_all_done(session: Session, update_ids: Iterable[int], now: datetime) -> None:
    """The answers of these updates went out by themselves."""
    await session.run_many(_DONE, [{"row": number, "at": now, "calls": None} for number in update_ids])


async def mark_failed(session: Session, update_id: int, error: str, now: datetime) -> bool:
    """Count a failed try; at the third the update is put aside, without its text, so that the lane goes on (True)."""
    still_open = (updates.c.update_id == update_id, IS_OPEN)  # another replica may have failed at it meanwhile
    tries = updates.c.tries + 1
    counted = update(updates).where(*still_open).values(tries=tries, error=error[:300]).returning(updates.c.tries)
    if ((await session.execute(counted)).scalar_one_or_none() or 0) < MAX_TRIES:
        return False
    aside = {"state": "quarantined", "done_at": now, "payload": "", "answer": None}
    await session.execute(update(updates).where(*still_open).values(aside))
    return True


async def forget_done(session: Session, before: datetime) -> int:
    """Delete what was done before a time; duplicates come within a day."""
    gone = await session.execute(delete(updates).where(updates.c.done_at < before))
    return gone.rowcount


async def forget_answers(session: Session, before: datetime) -> None:
    """Drop the texts of answers that Telegram has had for so long that it won't ask again."""
    old = (updates.c.done_at < before, updates.c.state == "done", updates.c.answer.is_not(None))
    await session.execute(update(updates).where(*old).values(answer=None))
