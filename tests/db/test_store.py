"""A unit of work holds or leaves nothing, and two processes wait for one another."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, StatementError

from db import kept, store_sqlite
from db.contacts import Contact, get_contact, set_contact
from db.models import contacts, provider_reports
from db.store import Session, Store, is_away, open_store


async def test_a_failing_unit_leaves_nothing(store: Store) -> None:
    async def half() -> None:
        async with store.unit() as session:
            await kept.keep(session, "half", "done")
            raise LookupError("a bug")

    with pytest.raises(LookupError):
        await half()
    async with store.unit() as session:
        assert await kept.get_kept(session, "half") is None
        await kept.keep(session, "whole", "done")
    async with store.unit() as session:
        assert await kept.get_kept(session, "whole") == "done"


async def test_a_cancelled_unit_leaves_nothing_and_the_next_goes_on(store: Store) -> None:
    async def half() -> None:
        async with store.unit() as session:
            await kept.keep(session, "half", "done")
            await asyncio.Event().wait()

    task = asyncio.create_task(half())
    done, _ = await asyncio.wait([task], timeout=0.2)
    assert not done
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with store.unit() as session:
        assert await kept.get_kept(session, "half") is None


async def test_a_naive_time_is_refused_and_any_zone_is_kept_as_utc(
    store: Store, contact: Contact, now: datetime
) -> None:
    with pytest.raises((ValueError, StatementError), match="times are aware"):
        async with store.unit() as session:
            await set_contact(session, contact.id, seen_at=now.replace(tzinfo=None))
    kolkata = now.astimezone(timezone(timedelta(hours=5, minutes=30)))
    async with store.unit() as session:
        await set_contact(session, contact.id, seen_at=kolkata)
        found = await get_contact(session, contact.id)
    assert found is not None
    assert (found.seen_at, found.seen_at.utcoffset()) == (now, timedelta())


async def test_foreign_keys_hold(store: Store, now: datetime) -> None:
    row = {"provider_code": "nobody", "contact_id": 999_999, "kind": "wrong", "at": now}
    with pytest.raises(IntegrityError):
        async with store.unit() as session:
            await session.execute(insert(provider_reports), row)


async def test_units_of_one_process_queue_up(store: Store, contact: Contact) -> None:
    async def count_up() -> None:
        async with store.unit() as session:
            query = select(contacts.c.profile).where(contacts.c.id == contact.id).with_for_update()
            profile = (await session.execute(query)).scalar_one()
            await set_contact(session, contact.id, profile={"n": profile.get("n", 0) + 1})

    await asyncio.gather(*(count_up() for _ in range(20)))
    async with store.unit() as session:
        found = await get_contact(session, contact.id)
    assert found is not None
    assert found.profile == {"n": 20}


HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO kept_values VALUES ('theirs', 'first')")
print("held", flush=True)
sys.stdin.readline()
connection.execute("COMMIT")
"""


async def test_another_process_is_waited_for(sqlite_url: str) -> None:
    path = sqlite_url.removeprefix("sqlite:///")
    store = open_store(sqlite_url)
    command = [sys.executable, "-c", HOLD, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        async def write() -> str | None:
            async with store.unit() as session:
                return await kept.get_kept(session, "theirs")

        waiting = asyncio.create_task(write())
        done, _ = await asyncio.wait([waiting], timeout=0.3)
        assert not done
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert await waiting == "first"
    await store.close()


async def test_patience_has_an_end(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_sqlite, "LOCK_PATIENCE", 0.04)
    store = open_store(sqlite_url)
    holder = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        async with store.unit():
            pass
    holder.execute("ROLLBACK")
    holder.close()
    async with store.unit() as session:
        assert await kept.get_kept(session, "x") is None
    await store.close()


async def test_a_broken_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"this is no database" * 100)
    store = open_store(f"sqlite:///{path}")
    with pytest.raises(Exception, match="not a database"):
        async with store.unit():
            pass
    await store.close()


async def test_a_folder_is_made_and_another_kind_refused(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'deep' / 'down' / 'x.db'}")
    assert (tmp_path / "deep" / "down").is_dir()
    await store.close()
    await open_store("sqlite://").close()
    with pytest.raises(ValueError, match="mysql isn't known"):
        open_store("mysql://somewhere/x")


async def test_who_reads_waits_for_no_writer_and_sees_one_moment(store: Store) -> None:
    async def look(session: Session) -> list[str | None]:
        found = await kept.get_kept(session, "here")
        async with store.unit() as other:
            await kept.keep(other, "here", "later")
        return [found, await kept.get_kept(session, "here")]

    async with store.unit() as session:
        await kept.keep(session, "here", "before")
    async with asyncio.timeout(20):
        async with store.unit() as session:
            await kept.keep(session, "here", "half")
            assert await kept.get_kept(session, "here") == "half"
            assert await store.read(lambda reading: kept.get_kept(reading, "here")) == "before"
        if store.dialect == "postgresql":  # SQLite's reader has a loop of its own
            assert await store.read(look) == ["half", "half"]


async def test_who_reads_cant_write(store: Store) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        await store.read(lambda session: kept.keep(session, "here", "x"))
    async with store.unit() as session:
        await kept.keep(session, "here", "fine")


async def test_a_long_look_into_a_file_leaves_the_loop_free(sqlite_url: str) -> None:
    store, begun, free = open_store(sqlite_url), threading.Event(), threading.Event()

    async def look(_session: Session) -> bool:
        begun.set()
        return free.wait(20)

    looking = asyncio.create_task(store.read(look))
    while not begun.is_set():
        await asyncio.sleep(0.001)
    free.set()
    assert await looking
    await store.close()


@pytest.mark.parametrize(
    ("words", "away"),
    [
        ("connection failed: FATAL:  the database system is starting up", True),
        ("connection failed: FATAL:  sorry, too many clients already", True),
        ("failed to resolve host 'db'", True),
        ('connection failed: FATAL:  password authentication failed for user "x"', False),
        ("fe_sendauth: no password supplied", False),
        ('connection failed: FATAL:  no pg_hba.conf entry for host "10.0.0.1"', False),
    ],
)
def test_a_server_may_come_back_and_a_wrong_password_doesnt(words: str, away: bool) -> None:
    assert is_away(OperationalError("", None, psycopg.OperationalError(words))) is away
