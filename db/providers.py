"""Providers as the table knows them: the nearest of a kind, and what contacts report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from math import cos, radians
from typing import Any

from sqlalchemy import bindparam, delete, select

from db.models import provider_reports, providers
from db.prepared import Prepared
from db.store import Session
from db.upsert import insert_into, insert_new

BOXES = (0.1, 0.3, 1.0, 3.0, 9.0, 90.0)  # degrees around the contact; wider only while too few are found
KM_OF_DEGREE = 109.0  # at most, of latitude, and of a box's half width
CHUNK = 500

Point = tuple[float, float]


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


_AROUND = Prepared(
    select(providers.c.code, providers.c.latitude, providers.c.longitude).where(
        providers.c.latitude.between(bindparam("south"), bindparam("north")),
        providers.c.longitude.between(bindparam("west"), bindparam("east")),
        providers.c.categories.like(bindparam("category")),
        providers.c.hidden.is_(False),
    )
)

_RECORD = Prepared(select(providers.c.record).where(providers.c.code == bindparam("code")))


async def get_nearest(
    session: Session, category: str, point: Point, least: int, most: int, apart: Callable[[Point, Point], float]
) -> list[tuple[float, dict[str, Any]]]:
    """The nearest providers of a category, each with its distance, at most `most`; none nearer is left out.

    `apart` gives the kilometres between two points (latitude and longitude in degrees). Where at least `least` are
    near, those that are much farther aren't looked for.
    """
    near: list[tuple[float, str]] = []
    for box in BOXES:
        rows = await session.run(_AROUND, _edges(point, box) | {"category": f"%;{category};%"})
        near = sorted((apart(point, (row.latitude, row.longitude)), row.code) for row in rows)
        if box != BOXES[-1]:  # in a box's corner may lie what is farther than what lies just outside
            near = [one for one in near if one[0] <= box * KM_OF_DEGREE]
        if len(near) >= least:
            break
    return [(km, (await session.run(_RECORD, {"code": code}))[0].record) for km, code in near[:most]]


def _edges(point: Point, box: float) -> dict[str, float]:
    latitude, longitude = point
    width = box / max(cos(radians(latitude)), 0.2)
    return {"south": latitude - box, "north": latitude + box, "west": longitude - width, "east": longitude + width}


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
