"""The right to do what only one replica may do at a time, for as long as it is renewed."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select

from db.models import leases
from db.store import Session
from db.upsert import insert_into


async def take_lease(session: Session, name: str, owner: str, now: datetime, span: timedelta) -> bool:
    """Take or renew a lease until `now + span` (machine time); False while another owner holds it."""
    row = {"name": name, "owner": owner, "until": now + span}
    insert = insert_into(session, leases)
    free = or_(leases.c.owner == insert.excluded.owner, leases.c.until < now)
    taken = await session.execute(
        insert.on_conflict_do_update(
            index_elements=["name"],
            set_={"owner": insert.excluded.owner, "until": insert.excluded.until},
            where=free,
        ).returning(leases.c.owner),
        row,
    )
    return taken.first() is not None


async def give_lease(session: Session, name: str, owner: str) -> None:
    """Give a lease back, so that the next one needn't wait for its end."""
    await session.execute(delete(leases).where(leases.c.name == name, leases.c.owner == owner))


async def get_lease(session: Session, name: str) -> tuple[str, datetime] | None:
    """Who holds a lease, and until when (machine time)."""
    row = (await session.execute(select(leases.c.owner, leases.c.until).where(leases.c.name == name))).first()
    return (row.owner, row.until) if row else None
