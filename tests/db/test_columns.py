"""Times are kept to the microsecond, whatever their zone, and alike on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, insert, select

from db.contacts import Contact
from db.models import reminders
from db.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
SECOND_TIME = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
TIMES = [
    datetime(2026, 11, 25, 6, 30, tzinfo=UTC),
    datetime(2026, 11, 25, 6, 30, 0, 7, tzinfo=UTC),
    datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Asia/Kolkata")),
    SECOND_TIME.replace(fold=0),
    SECOND_TIME,  # equal to the one before by Python's rules, and an hour later
    datetime.min.replace(tzinfo=UTC),
    None,
]


async def _keep(store: Store, contact: int, time: datetime | None) -> datetime | None:
    row = {
        "contact_id": contact,
        "title": "x",
        "rule": "x",
        "zone": "UTC",
        "next_due_at": time,
        "created_at": TIMES[0],
    }
    async with store.unit() as session:
        number = (await session.execute(insert(reminders).returning(reminders.c.id), row)).scalar_one()
        query = select(reminders.c.next_due_at).where(reminders.c.id == number)
        kept: datetime | None = (await session.execute(query)).scalar_one()
    return kept


async def test_times_come_back_in_utc(store: Store, contact: Contact) -> None:
    kept = [await _keep(store, contact.id, time) for time in TIMES]
    assert kept == [time and time.astimezone(UTC) for time in TIMES]
    assert all(time is None or time.tzinfo is UTC for time in kept)
    assert kept[4] - kept[3] == timedelta(hours=1)  # type: ignore[operator]


async def test_times_are_compared_as_moments(store: Store, contact: Contact) -> None:
    for time in TIMES:
        await _keep(store, contact.id, time)
    async with store.unit() as session:
        later = select(func.count()).where(reminders.c.next_due_at > SECOND_TIME.replace(fold=0))
        assert (await session.execute(later)).scalar_one() == 4
        assert (await session.execute(select(func.max(reminders.c.next_due_at)))).scalar_one() == TIMES[1]


async def test_a_time_without_a_zone_is_refused(store: Store, contact: Contact) -> None:
    with pytest.raises(Exception, match="aware"):
        await _keep(store, contact.id, datetime(2026, 11, 25))  # noqa: DTZ001
