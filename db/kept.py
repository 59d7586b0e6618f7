"""Small values that must outlive the process: the poll offset, fingerprints of imported files."""

from __future__ import annotations

from functools import cache

from sqlalchemy import bindparam, select

from db.models import kept_values
from db.prepared import Prepared
from db.store import Session
from db.upsert import insert_into

_VALUE = Prepared(select(kept_values.c.value).where(kept_values.c.name == bindparam("wanted")))


async def get_kept(session: Session, name: str) -> str | None:
    """Read a value."""
    rows = await session.run(_VALUE, {"wanted": name})
    return str(rows[0].value) if rows else None


async def keep(session: Session, name: str, value: str) -> None:
    """Write a value over the old one; two replicas that do so at once wait for each other."""
    await session.run(_keep(session.dialect), {"name": name, "value": value})


@cache
def _keep(dialect: str) -> Prepared:
    insert = insert_into(dialect, kept_values)
    over = insert.on_conflict_do_update(index_elements=["name"], set_={"value": insert.excluded.value})
    return Prepared(over, ("name", "value"))
