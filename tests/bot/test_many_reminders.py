"""Reminders that are due together: each fires once, whoever else is at work, and moves on as it would alone."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot import worker
from bot.content_room import ContentRoom
from bot.desk import Desk
from bot.telegram import make_api
from content.compliance import calendar_of
from content.ladder import next_moment, read_schedule
from db.contacts import get_or_add
from db.models import outbox, reminders
from db.store import Store
from tests.bot.conftest import NOON, SetClock

RULES = [
    ("daily 2026-01-05T12:00", None),
    ("daily 2026-01-06T12:00", None),
    ("monthly 2026-01-31T12:00", "scheme:mse-cdp"),
    ("once 2026-11-25T12:00", None),
    ("leads 12:00 15,3", "date:gst-gstr3b-monthly"),
    ("leads 12:00 15,3", "date:gst-gstr4"),
    ("leads 12:00 7,0 of 2026-12-02", "bill:1"),
    ("whenever", None),
]
ZONES = ("Asia/Kolkata", "Europe/Berlin")
DUES = (NOON, NOON - timedelta(minutes=1), NOON - timedelta(seconds=7))
ALL = [(rule, about, zone, due) for rule, about in RULES for zone in ZONES for due in DUES]


@pytest.fixture
def desk(store: Store, room: ContentRoom) -> Desk:
    """A desk on each kind of database, at noon."""
    return Desk(store, make_api("1:x", "http://127.0.0.1:9"), SetClock(), lambda: room.catalog)


async def _lay(desk: Desk) -> None:
    async with desk.store.unit() as session:
        contact = await get_or_add(session, 70, "hi", NOON)
        common = {"contact_id": contact.id, "title": "x", "created_at": NOON}
        rows = [
            common | {"rule": rule, "about": about, "zone": zone, "next_due_at": due}
            for rule, about, zone, due in ALL
        ]
        await session.execute(reminders.insert(), rows)


async def test_each_fires_once_and_moves_on_as_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "BATCH", 7)
    await _lay(desk)
    with capture_logs() as logs:
        await asyncio.gather(*(worker.remind(desk) for _ in range(3)))
    days = calendar_of(desk.catalog().dates, {})
    async with desk.store.unit() as session:
        keys = (await session.execute(select(outbox.c.key))).scalars().all()
        moved = (await session.execute(select(reminders).order_by(reminders.c.id))).all()
    assert len(keys) == len(set(keys)) == len(ALL)
    for one in moved:
        expected: datetime | None = None
        if one.rule != "whenever":
            expected = next_moment(read_schedule(one.rule), ZoneInfo(one.zone), NOON, days(one.about))
        assert one.next_due_at == expected, one
    stopped = [entry["reminder"] for entry in logs if entry["event"] == "reminder stopped"]
    assert sorted(stopped) == [one.id for one in moved if one.rule == "whenever"]


async def test_the_key_is_the_wall_time_to_the_minute_or_second(desk: Desk) -> None:
    await _lay(desk)
    with capture_logs():
        await worker.remind(desk)
    async with desk.store.unit() as session:
        query = select(outbox.c.key, outbox.c.payload).order_by(outbox.c.id)
        told = {key.split(":", 2)[2]: payload["due"] for key, payload in await session.execute(query)}
    assert told == {
        "2026-11-25T11:59": "2026-11-25T06:29:00+00:00",
        "2026-11-25T11:59:53": "2026-11-25T06:29:53+00:00",
        "2026-11-25T12:00": "2026-11-25T06:30:00+00:00",
        "2026-11-25T07:29": "2026-11-25T06:29:00+00:00",
        "2026-11-25T07:29:53": "2026-11-25T06:29:53+00:00",
        "2026-11-25T07:30": "2026-11-25T06:30:00+00:00",
    }
