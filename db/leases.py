"""The right to do what only one replica may do at a time, for as long as it is renewed."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import bindparam, delete, or_, select

from db.models import leases
from db.prepared import Prepared
from db.store import Session
from db.upsert import insert_into

LONGEST = timedelta(minutes=5)  # no lease is longer; one that seems to be is from before a clock was set back
_HOLDER = Prepared(select(leases.c.owner, leases.c.until).where(leases.c.name == bindparam("wanted")))


async def take_lease(session: Session, name: str, owner: str, now: datetime, span: timedelta) -> bool:
    """Take or renew a lease until `now + span` (machine time); False while another owner holds it."""
    row = {"name": name, "owner": owner, "until": now + span, "now": now, "far": now + LONGEST}
    return bool(await session.run(_take(session.dialect), row))


@cache
def _take(dialect: str) -> Prepared:
    insert = insert_into(dialect, leases)
    new = {"owner": insert.excluded.owner, "until": insert.excluded.until}
    over = or_(leases.c.until < bindparam("now"), leases.c.until > bindparam("far"))
    free = or_(leases.c.owner == insert.excluded.owner, over)
    taken = insert.on_conflict_do_update(index_elements=["name"], set_=new, where=free).returning(leases.c.owner)
    return Prepared(taken, ("name", "owner", "until"))


def is_over(until: datetime, now: datetime) -> bool:
    """Whether a lease until then has ended by `now` (machine time)."""
    return not now < until <= now + LONGEST


async def give_lease(session: Session, name: str, owner: str) -> None:
    """Give a lease back, so that the next one needn't wait for its end."""
    await session.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))


async def get_lease(session: Session, name: str) -> tuple[str, datetime] | None:
    """Who holds a lease, and until when (machine time)."""
    rows = await session.run(_HOLDER, {"wanted": name})
    return (rows[0].owner, rows[0].until) if rows else None
