"""Small values that must outlive the process: the poll offset, fingerprints of imported files."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select

from db.models import kept_values
from db.prepared import Prepared
from db.store import Session

_VALUE = Prepared(select(kept_values.c.value).where(kept_values.c.name == bindparam("wanted")))


async def get_kept(session: Session, name: str) -> str | None:
    """Read a value."""
    rows = await session.run(_VALUE, {"wanted": name})
    return str(rows[0].value) if rows else None


async def keep(session: Session, name: str, value: str) -> None:
    """Write a value over the old one."""
    await session.execute(delete(kept_values).where(kept_values.c.name == name))
    await session.execute(insert(kept_values).values(name=name, value=value))
