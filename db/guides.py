"""How far a contact has come in a guide."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from db.models import guide_progress
from db.store import Session
from db.upsert import insert_new


async def get_done_steps(session: Session, contact_id: int, guide_id: str) -> dict[str, datetime]:
    """The steps that a contact finished, and when."""
    query = select(guide_progress.c.step_id, guide_progress.c.done_at).where(
        guide_progress.c.contact_id == contact_id, guide_progress.c.guide_id == guide_id
    )
    return {str(row.step_id): row.done_at for row in await session.execute(query)}


async def mark_step(session: Session, contact_id: int, guide_id: str, step_id: str, now: datetime) -> None:
    """A step is done; once is enough."""
    row = {"contact_id": contact_id, "guide_id": guide_id, "step_id": step_id, "done_at": now}
    await session.execute(insert_new(session, guide_progress), row)


async def unmark_step(session: Session, contact_id: int, guide_id: str, step_id: str) -> None:
    """A step is open again."""
    await session.execute(
        delete(guide_progress).where(
            guide_progress.c.contact_id == contact_id,
            guide_progress.c.guide_id == guide_id,
            guide_progress.c.step_id == step_id,
        )
    )
