"""Trainings as the table knows them, and who is interested."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select

from db.models import training_interests, trainings
from db.store import Session
from db.upsert import insert_into, insert_new


async def import_trainings(session: Session, records: Iterable[Mapping[str, Any]]) -> int:
    """Add or renew trainings by their code."""
    rows = [
        {
            "code": record["code"],
            "id": record["id"],
            "state": record["state"],
            "online": record["online"],
            "starts_on": record["starts_on"],
            "ends_on": record["ends_on"],
            "sample": record["sample"],
            "record": record,
        }
        for record in records
    ]
    insert: Any = insert_into(session.dialect, trainings)
    names = ("state", "online", "starts_on", "ends_on", "sample", "record")
    statement = insert.on_conflict_do_update(
        index_elements=[trainings.c.code], set_={name: insert.excluded[name] for name in names}
    )
    if rows:
        await session.execute(statement, rows)
    return len(rows)


async def get_coming(session: Session, today: date) -> list[dict[str, Any]]:
    """The records of trainings that aren't over; samples only while there is nothing real."""
    query = select(trainings.c.record, trainings.c.sample).where(trainings.c.ends_on >= today.isoformat())
    rows = (await session.execute(query.order_by(trainings.c.starts_on))).all()
    real = [row.record for row in rows if not row.sample]
    return real or [row.record for row in rows]


async def get_real(session: Session, today: date) -> list[dict[str, Any]]:
    """The records of trainings that aren't over, without samples."""
    query = select(trainings.c.record).where(trainings.c.ends_on >= today.isoformat(), trainings.c.sample.is_(False))
    return list((await session.execute(query)).scalars())


async def get_training(session: Session, code: str) -> dict[str, Any] | None:
    """One training's record."""
    query = select(trainings.c.record).where(trainings.c.code == code)
    found: dict[str, Any] | None = (await session.execute(query)).scalar_one_or_none()
    return found


async def get_trainings(session: Session, codes: Collection[str]) -> dict[str, dict[str, Any]]:
    """The records of some trainings, by code; one that is gone is left out."""
    query = select(trainings.c.code, trainings.c.record).where(trainings.c.code.in_(codes))
    return {str(row.code): row.record for row in await session.execute(query)} if codes else {}


async def forget_samples(session: Session) -> None:
    """Delete the samples, before new ones are laid out."""
    await session.execute(delete(trainings).where(trainings.c.sample.is_(True)))


async def count_real(session: Session) -> int:
    """How many trainings there are that aren't samples."""
    query = select(func.count()).select_from(trainings).where(trainings.c.sample.is_(False))
    return int((await session.execute(query)).scalar_one())


async def add_interest(session: Session, contact_id: int, code: str, now: datetime) -> None:
    """A contact is interested; once is enough."""
    await session.execute(
        insert_new(session, training_interests), {"contact_id": contact_id, "training_code": code, "at": now}
    )


async def get_interests(session: Session, contact_id: int) -> list[str]:
    """The codes of the trainings that a contact is interested in."""
    query = select(training_interests.c.training_code).where(training_interests.c.contact_id == contact_id)
    return list((await session.execute(query)).scalars())
