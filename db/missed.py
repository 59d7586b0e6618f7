"""What was searched and not found: counted for the operator, without who searched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from db.models import missed_searches
from db.store import Session
from db.upsert import insert_into

LEAST_TIMES = 2  # that a query is missed before operators see it


@dataclass(frozen=True, slots=True)
class Missed:
    """A folded query, how often it found nothing, how often somebody asked for it, and when last."""

    query: str
    times: int
    told: int
    last_at: datetime


async def add_missed(session: Session, query: str, now: datetime) -> None:
    """Count a query that found nothing."""
    row = {"query": query, "times": 1, "last_at": now}
    insert = insert_into(session.dialect, missed_searches)
    counted = {"times": missed_searches.c.times + 1, "last_at": insert.excluded.last_at}
    await session.execute(insert.on_conflict_do_update(index_elements=["query"], set_=counted), row)


async def mark_told(session: Session, query: str, now: datetime, *, again: bool) -> None:
    """Count that a contact asks us to add what a counted query missed; unless `again`, only if nobody did before."""
    asked = update(missed_searches).where(missed_searches.c.query == query)
    if not again:
        asked = asked.where(missed_searches.c.told == 0)
    await session.execute(asked.values(told=missed_searches.c.told + 1, last_at=now))


async def get_missed(session: Session, limit: int = 50) -> list[Missed]:
    """The queries that were asked for or missed most; one that came once and isn't asked for stays unseen.

    Names of people can't be told from other words, but hardly come twice.
    """
    query = (
        select(missed_searches)
        .where(or_(missed_searches.c.times >= LEAST_TIMES, missed_searches.c.told > 0))
        .order_by(missed_searches.c.told.desc(), missed_searches.c.times.desc(), missed_searches.c.query)
        .limit(limit)
    )
    return [Missed(**row) for row in (await session.execute(query)).mappings()]


async def forget_missed(session: Session, before: datetime) -> None:
    """Delete the queries that nobody has sought since a moment."""
    await session.execute(delete(missed_searches).where(missed_searches.c.last_at < before))
