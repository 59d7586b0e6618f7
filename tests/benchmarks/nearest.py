"""Goal 10, its directory: the ten nearest of 100,000 providers, against SQLite's R*Tree."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import Iterator
from math import cos, radians
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from content.providers import distance_km
from db.migrate import migrate
from db.providers import get_nearest, import_providers
from db.store import open_store
from tests.benchmarks.side_by_side import ROUNDS, Line, at_most

STORED, ASKED, NEAREST = 100_000, 200, 10
CATEGORIES = ("testing", "design", "finance", "training")
Point = tuple[float, float]


def nearest(folder: Path) -> list[Line]:
    """Goal 10: both find the same, and how long ours takes against the tree."""
    return asyncio.run(_nearest(folder))


async def _nearest(folder: Path) -> list[Line]:
    rng = Random(7)
    towns = [(rng.uniform(8.5, 34), rng.uniform(69, 95)) for _ in range(600)]
    records = list(_records(rng, towns))
    url = f"sqlite:///{folder / 'providers.db'}"
    migrate(url)
    store = open_store(url)
    async with store.unit() as session:
        await import_providers(session, records)
    tree = Tree(folder / "tree.db", records)
    asked = [(rng.choice(CATEGORIES), _near(rng, rng.choice(towns))) for _ in range(ASKED)]
    ratios = []
    async with store.unit() as session:
        for _ in range(ROUNDS):
            start = time.perf_counter()
            ours = [await get_nearest(session, *one, NEAREST, NEAREST, distance_km) for one in asked]
            between = time.perf_counter()
            theirs = [tree.find(*one) for one in asked]
            ratios.append((between - start) / (time.perf_counter() - between))
    assert [[km for km, _ in one] for one in ours] == [[km for km, _ in one] for one in theirs]
    await store.close()
    return [at_most("10 ten nearest of 100,000, against an R*Tree", median(ratios), 1.5)]


def _records(rng: Random, towns: list[Point]) -> Iterator[dict[str, Any]]:
    """Providers in and around towns, as most are; each of one category."""
    for number in range(STORED):
        latitude, longitude = _near(rng, rng.choice(towns))
        yield {
            "code": f"{number:08}",
            "id": f"provider-{number}",
            "categories": [rng.choice(CATEGORIES)],
            "state": "IN-TN",
            "latitude": latitude,
            "longitude": longitude,
            "name": f"Provider {number}",
            "address": "1 Station Road, opposite the bus stand",
        }


def _near(rng: Random, town: Point) -> Point:
    return town[0] + rng.gauss(0, 0.1), town[1] + rng.gauss(0, 0.1)


class Tree:
    """The same by SQLite's own index of space: boxes that grow until what is found in them is surely nearest."""

    def __init__(self, path: Path, records: list[dict[str, Any]]) -> None:
        self._database = sqlite3.connect(path)
        self._database.execute("CREATE VIRTUAL TABLE places USING rtree(id, south, north, west, east)")
        self._database.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, category, latitude, longitude, record)")
        for number, one in enumerate(records):
            latitude, longitude = one["latitude"], one["longitude"]
            self._database.execute(
                "INSERT INTO places VALUES (?, ?, ?, ?, ?)", (number, latitude, latitude, longitude, longitude)
            )
            kept = (number, one["categories"][0], latitude, longitude, json.dumps(one))
            self._database.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?)", kept)
        self._database.commit()

    def find(self, category: str, point: Point) -> list[tuple[float, dict[str, Any]]]:
        """The nearest of a category, with their distance."""
        near: list[tuple[float, int]] = []
        box = 0.1
        while len(near) < NEAREST and box < 90:
            width = box / cos(radians(point[0]))
            rows = self._database.execute(
                "SELECT records.id, latitude, longitude FROM places JOIN records USING (id)"
                " WHERE south >= ? AND north <= ? AND west >= ? AND east <= ? AND category = ?",
                (point[0] - box, point[0] + box, point[1] - width, point[1] + width, category),
            )
            near = sorted((distance_km(point, (latitude, longitude)), name) for name, latitude, longitude in rows)
            near = [one for one in near if one[0] <= box * 109]
            box *= 3
        return [(km, self._record(name)) for km, name in near[:NEAREST]]

    def _record(self, name: int) -> dict[str, Any]:
        (text,) = self._database.execute("SELECT record FROM records WHERE id = ?", (name,)).fetchone()
        record: dict[str, Any] = json.loads(text)
        return record
