"""A contact in each database, and the moment at which the tests play."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.contacts import Contact, get_or_add
from db.store import Store

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """A Wednesday, 11:30 in Kolkata."""
    return NOW


@pytest.fixture
async def contact(store: Store, now: datetime) -> Contact:
    """Somebody who chats."""
    async with store.unit() as session:
        return await get_or_add(session, 70, "hi", now)


@pytest.fixture
async def other(store: Store, now: datetime) -> Contact:
    """Somebody else."""
    async with store.unit() as session:
        return await get_or_add(session, 71, "ta", now)
