"""Official dates that were moved: one occurrence of a compliance date, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from db.models import moved_dates
from db.store import Session
from db.upsert import insert_into


@dataclass(frozen=True, slots=True)
class MovedDate:
    """One occurrence: the day that the rule gives, the new day, and why, by language."""

    date_id: str
    due_on: date
    new_on: date
    reasons: Mapping[str, str]
    source: str | None


Moves = Mapping[tuple[str, str], MovedDate]  # by the date's id and the rule's day, ISO


async def get_moves(session: Session) -> Moves:
    """Every move; there are few of them."""
    query = select(moved_dates).order_by(moved_dates.c.date_id, moved_dates.c.due_on)
    found = {}
    for row in (await session.execute(query)).mappings():
        days = date.fromisoformat(row["due_on"]), date.fromisoformat(row["new_on"])
        found[row["date_id"], row["due_on"]] = MovedDate(row["date_id"], *days, row["reasons"], row["source"])
    return found


async def set_move(session: Session, one: MovedDate, now: datetime) -> None:
    """Keep a move; a later one of the same day takes its place."""
    insert = insert_into(session.dialect, moved_dates)
    row = {
        "date_id": one.date_id,
        "due_on": one.due_on.isoformat(),
        "new_on": one.new_on.isoformat(),
        "reasons": dict(one.reasons),
        "source": one.source,
        "moved_at": now,
    }
    changed = {name: insert.excluded[name] for name in ("new_on", "reasons", "source", "moved_at")}
    await session.execute(insert.on_conflict_do_update(index_elements=["date_id", "due_on"], set_=changed), row)


async def drop_move(session: Session, date_id: str, due_on: date) -> bool:
    """Take a move back. False when there was none."""
    wanted = (moved_dates.c.date_id == date_id, moved_dates.c.due_on == due_on.isoformat())
    return bool((await session.execute(delete(moved_dates).where(*wanted))).rowcount)
