"""What was searched and not found: counted for the operator, without who searched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from db.models import missed_searches
from db.store import Session
from db.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Missed:
    """A folded query, how often it found nothing, how often somebody asked for it, and when last."""

    query: str
    times: int
    told: int
    last_at: datetime


async def note_missed(session: Session, query: str, now: datetime, *, told: bool = False) -> None:
    """Count a query that found nothing, or that a contact asks us to add."""
    row = {"query": query, "times": int(not told), "told": int(told), "last_at": now}
    insert = insert_into(session.dialect, missed_searches)
    counted = {
        "times": missed_searches.c.times + insert.excluded.times,
        "told": missed_searches.c.told + insert.excluded.told,
        "last_at": insert.excluded.last_at,
    }
    await session.execute(insert.on_conflict_do_update(index_elements=["query"], set_=counted), row)


async def get_missed(session: Session, limit: int = 50) -> list[Missed]:
    """The queries that were asked for or missed most."""
    query = (
        select(missed_searches)
        .order_by(missed_searches.c.told.desc(), missed_searches.c.times.desc(), missed_searches.c.query)
        .limit(limit)
    )
    return [Missed(**row) for row in (await session.execute(query)).mappings()]
