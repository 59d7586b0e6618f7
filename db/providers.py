"""Providers as the table knows them: the nearest of a kind, and what contacts report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from math import cos, radians
from typing import Any

from sqlalchemy import delete, select

from db.models import provider_reports, providers
from db.store import Session
from db.upsert import insert_into, insert_new

BOXES = (0.5, 1.5, 5.0, 40.0)  # degrees around the contact; wider only while too few are found
CHUNK = 500


async def import_providers(session: Session, records: Iterable[Mapping[str, Any]]) -> int:
    """Add or renew providers by their code; what an operator hid stays hidden."""
    rows = [
        {
            "code": record["code"],
            "id": record["id"],
            "categories": ";" + ";".join(record["categories"]) + ";",
            "state": record["state"],
            "latitude": record["latitude"],
            "longitude": record["longitude"],
            "record": record,
        }
        for record in records
    ]
    insert: Any = insert_into(session.dialect, providers)
    changed = {name: insert.excluded[name] for name in ("categories", "state", "latitude", "longitude", "record")}
    statement = insert.on_conflict_do_update(index_elements=[providers.c.code], set_=changed)
    for start in range(0, len(rows), CHUNK):
        await session.execute(statement, rows[start : start + CHUNK])
    return len(rows)


async def get_provider(session: Session, code: str) -> dict[str, Any] | None:
    """One provider's record, if it may be shown."""
    query = select(providers.c.record).where(providers.c.code == code, providers.c.hidden.is_(False))
    found: dict[str, Any] | None = (await session.execute(query)).scalar_one_or_none()
    return found


async def get_around(
    session: Session, category: str, latitude: float, longitude: float, least: int
) -> list[dict[str, Any]]:
    """The records of a category in the smallest box around a point that holds at least `least` of them."""
    found: list[dict[str, Any]] = []
    for box in BOXES:
        width = box / max(cos(radians(latitude)), 0.2)
        query = select(providers.c.record).where(
            providers.c.latitude.between(latitude - box, latitude + box),
            providers.c.longitude.between(longitude - width, longitude + width),
            providers.c.categories.like(f"%;{category};%"),
            providers.c.hidden.is_(False),
        )
        found = list((await session.execute(query)).scalars())
        if len(found) >= least:
            break
    return found


async def add_report(session: Session, contact_id: int, code: str, kind: str, now: datetime) -> None:
    """A contact says that an entry is wrong or closed; once per contact and kind."""
    row = {"provider_code": code, "contact_id": contact_id, "kind": kind, "at": now}
    await session.execute(insert_new(session, provider_reports), row)


async def get_reports(session: Session) -> list[dict[str, Any]]:
    """What contacts reported, the newest first, for the operator."""
    query = (
        select(providers.c.id, provider_reports.c.kind, provider_reports.c.at)
        .join(providers, providers.c.code == provider_reports.c.provider_code)
        .order_by(provider_reports.c.at.desc())
    )
    return [dict(row) for row in (await session.execute(query)).mappings()]


async def forget_missing(session: Session, codes: set[str]) -> None:
    """Delete the providers that a new file doesn't list any more."""
    known = set((await session.execute(select(providers.c.code))).scalars())
    for code in known - codes:
        await session.execute(delete(providers).where(providers.c.code == code))
