"""A journey played alternately at two desks on one database ends as at one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.content_room import ContentRoom
from bot.desk import Desk
from bot.intake import keep_updates
from bot.telegram import Api
from bot.turns import take_next
from db.budget import lay_permits
from db.migrate import migrate
from db.models import metadata
from db.store import open_store

CHAT = 7
JOURNEY = (
    "/start",
    "@start.language:en",
    "@start.agree",
    "hosiery",
    "Tiruppur",
    "1",
    "Micro: sales up to ₹10 crore",
    "No",
    "Skip",
    "@schemes.menu",
    "1",
    "@guides.done:udyam:0",
    "@alerts.add:fits:-",
    "remind me 25 Dec 10 am FSSAI",
    "Save",
    "/reminders",
    "@settings.hush:none",
    "@settings.speak:ta",
    "/stop",
)


class FixedClock(Clock):
    """A clock that stands still."""

    def now(self) -> datetime:
        """Always the same moment."""
        return datetime(2026, 11, 25, 6, 0, tzinfo=UTC)


class Recorded(Api):
    """A client that sends nowhere and keeps what it was to send."""

    def __init__(self, calls: list[tuple[str, Any]]) -> None:
        super().__init__("1:desk")
        self._calls = calls

    async def call(
        self, method: str, parameters: dict[str, Any], read_timeout: float = 0, *, wanted: bool = True
    ) -> Any:
        """Keep the call."""
        self._calls.append((method, parameters))
        return {"message_id": 1}


def _raw(number: int, act: str) -> dict[str, Any]:
    person = {"id": CHAT, "is_bot": False, "first_name": "A", "language_code": "en"}
    message = {"message_id": number, "date": 1, "chat": {"id": CHAT, "type": "private"}}
    if act.startswith("@"):
        query = {"id": str(number), "from": person, "chat_instance": "x", "data": act[1:], "message": message}
        return {"update_id": number, "callback_query": query}
    return {"update_id": number, "message": {**message, "from": person, "text": act}}


OF_THE_MACHINE = {("contacts", "free_at"), ("updates", "lease_until")}  # when, not what


async def _play(url: str, room: ContentRoom, desks: int) -> tuple[list[Any], list[Any]]:
    migrate(url)
    calls: list[tuple[str, Any]] = []
    open_desks = [
        Desk(open_store(url), Recorded(calls), FixedClock(), lambda: room.catalog, "samooh_bot") for _ in range(desks)
    ]
    async with open_desks[0].store.unit() as session:
        await lay_permits(session, 1000)
    for number, act in enumerate(JOURNEY, start=1):
        desk = open_desks[number % desks]
        await keep_updates(desk, [_raw(number, act)])
        while await take_next(open_desks[(number + 1) % desks], CHAT):
            pass
    kept = await _everything(open_desks[0])
    for desk in open_desks:
        await desk.store.close()
    return calls, kept


async def _everything(desk: Desk) -> list[Any]:
    found: list[Any] = []
    async with desk.store.unit() as session:
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if (table.name, column.name) not in OF_THE_MACHINE]
            if table.name in {"permits", "budget", "leases"}:
                continue
            rows: Sequence[Any] = (await session.execute(select(*columns))).all()
            found.append((table.name, sorted(map(repr, rows))))
    return found


async def test_two_desks_end_as_one(tmp_path: Path, room: ContentRoom) -> None:
    alone = await _play(f"sqlite:///{tmp_path / 'alone.db'}", room, 1)
    together = await _play(f"sqlite:///{tmp_path / 'together.db'}", room, 2)
    assert together == alone
    said = str(alone[0])
    assert "FSSAI" in said
    assert "Something went wrong" not in said
    assert len(alone[0]) >= len(JOURNEY)


@pytest.mark.parametrize("desks", [2])
async def test_two_desks_on_postgresql_end_as_one_on_a_file(
    tmp_path: Path, postgres_url: str, room: ContentRoom, desks: int
) -> None:
    store = open_store(postgres_url)
    async with store.unit() as session:
        for table in reversed(metadata.sorted_tables):
            await session.execute(table.delete())
    await store.close()
    calls, _kept = await _play(postgres_url, room, desks)
    alone, _rows = await _play(f"sqlite:///{tmp_path / 'alone.db'}", room, 1)
    assert [method for method, _ in calls] == [method for method, _ in alone]
