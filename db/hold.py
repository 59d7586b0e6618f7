"""The hold after a restore: what was due before it waits until an operator releases it."""

from __future__ import annotations

from datetime import datetime

from db.kept import get_kept
from db.store import Session

HELD_AT = "held_at"


async def get_hold(session: Session) -> datetime | None:
    """Until when what was due is held back; None when nothing is."""
    value = await get_kept(session, HELD_AT)
    return datetime.fromisoformat(value) if value else None
