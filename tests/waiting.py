"""Waiting for what can be seen, instead of for a time."""

from __future__ import annotations

import asyncio

from sqlalchemy import text

from db.store import Session, Store


async def until_blocked(store: Store, session: Session) -> None:
    """Let another transaction run until it waits for this one: on SQLite it does so as soon as it begins."""
    if session.dialect != "postgresql":
        for _ in range(10):
            await asyncio.sleep(0)
        return
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(2_000):
        async with store.unit() as other:
            if (await other.execute(waiting)).scalar_one():
                return
        await asyncio.sleep(0.001)
    raise AssertionError("nobody waited")
