"""Providers: found in the smallest box that holds enough, imported over themselves, reported once."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import cos, hypot, radians
from random import Random
from typing import Any

from sqlalchemy import update

from db import providers
from db.contacts import Contact
from db.models import providers as table
from db.store import Store


def _record(code: str, latitude: float | None, longitude: float | None, *categories: str) -> dict[str, Any]:
    place = {"latitude": latitude, "longitude": longitude, "state": "IN-TN"}
    return {"code": code, "id": f"id-{code}", "categories": list(categories or ("testing",)), "name": code, **place}


TIRUPPUR = (11.1085, 77.3411)
NEAR = _record("near", 11.2, 77.4)
HOUR_AWAY = _record("hour", 12.2, 78.0, "testing", "design")
FAR = _record("far", 28.6, 77.2)
NOWHERE = _record("nowhere", None, None)


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres on a plane, near enough here."""
    return 111.2 * hypot(a[0] - b[0], (a[1] - b[1]) * cos(radians(TIRUPPUR[0])))


async def _around(store: Store, category: str, least: int, most: int = 30) -> list[str]:
    async with store.unit() as session:
        found = await providers.get_nearest(session, category, TIRUPPUR, least, most, _apart)
    assert found == sorted(found, key=lambda pair: pair[0])
    return [record["code"] for _km, record in found]


async def _import(store: Store, *records: dict[str, Any]) -> int:
    async with store.unit() as session:
        return await providers.import_providers(session, records)


async def test_the_box_grows_only_while_too_few_are_in_it(store: Store) -> None:
    assert await _import(store, NEAR, HOUR_AWAY, FAR, NOWHERE) == 4
    assert await _around(store, "testing", 1) == ["near"]
    assert await _around(store, "testing", 2) == ["near", "hour"]
    assert await _around(store, "testing", 9) == ["near", "hour", "far"]
    assert await _around(store, "design", 1) == ["hour"]
    assert await _around(store, "desig", 1) == []


async def test_none_nearer_is_left_out(store: Store) -> None:
    rng = Random(5)
    places = [(TIRUPPUR[0] + rng.uniform(-6, 6), TIRUPPUR[1] + rng.uniform(-6, 6)) for _ in range(400)]
    await _import(store, *(_record(f"p{n}", *place) for n, place in enumerate(places)))
    by_distance = sorted(range(400), key=lambda n: _apart(TIRUPPUR, places[n]))
    for most in (1, 2, 5, 10, 30, 100):
        nearest = await _around(store, "testing", most, most)
        assert nearest == [f"p{n}" for n in by_distance[:most]]


async def test_an_import_renews_but_keeps_what_is_hidden(store: Store) -> None:
    await _import(store, NEAR)
    async with store.unit() as session:
        await session.execute(update(table).values(hidden=True))
        assert await providers.get_provider(session, "near") is None
    assert await _around(store, "testing", 1) == []
    await _import(store, {**NEAR, "name": "renamed"})
    async with store.unit() as session:
        assert await providers.get_provider(session, "near") is None
        await session.execute(update(table).values(hidden=False))
        assert (await providers.get_provider(session, "near") or {})["name"] == "renamed"


async def test_an_import_twice_is_an_import_once(store: Store) -> None:
    for _ in range(2):
        await _import(store, NEAR, HOUR_AWAY)
    assert await _around(store, "testing", 9) == ["near", "hour"]
    assert await _import(store) == 0


async def test_what_the_file_no_longer_lists_is_forgotten(store: Store) -> None:
    await _import(store, NEAR, HOUR_AWAY)
    async with store.unit() as session:
        await providers.forget_missing(session, {"near"})
        assert await providers.get_provider(session, "hour") is None
        assert await providers.get_provider(session, "near") == NEAR


async def test_a_report_counts_once_a_contact_and_kind(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    await _import(store, NEAR)
    later = now + timedelta(hours=1)
    async with store.unit() as session:
        for person, kind, at in ((contact, "wrong", now), (contact, "wrong", later), (other, "closed", later)):
            await providers.add_report(session, person.id, "near", kind, at)
        assert await providers.get_reports(session) == [
            {"id": "id-near", "kind": "closed", "at": later},
            {"id": "id-near", "kind": "wrong", "at": now},
        ]
