"""The database in one SQLite file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from db.prepared import Prepared, Values, as_ours
from db.store import Session, T

LOCK_PATIENCE = 30.0  # seconds a unit waits for another process's write before it fails
LOCK_PAUSE = 0.02
WRITE_BACK_AFTER = 50  # units; waiting for the disk takes milliseconds, so it is done beside the loop


class _InlineSession:
    """A synchronous connection behind the asynchronous form: SQLite answers faster than a thread switch."""

    dialect = "sqlite"

    def __init__(self, connection: Connection, raw: sqlite3.Connection) -> None:
        self._connection = connection
        self._raw = raw

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[Any]:
        return self._connection.execute(statement, parameters)

    async def run(self, statement: Prepared, values: Values, /) -> list[Any]:
        form = statement.form(self._connection.dialect)
        try:
            cursor = self._raw.execute(form.text, form.bind(values))
            return form.read(cursor.fetchall(), cursor) if form.gives_rows else []
        except sqlite3.Error as error:
            raise as_ours(form.text, error, sqlite3.Error) from error

    async def run_together(self, *asked: tuple[Prepared, Values]) -> list[list[Any]]:
        return [await self.run(statement, values) for statement, values in asked]

    async def run_many(self, statement: Prepared, rows: Sequence[Values], /) -> None:
        form = statement.form(self._connection.dialect)
        try:
            self._raw.executemany(form.text, [form.bind(values) for values in rows])
        except sqlite3.Error as error:
            raise as_ours(form.text, error, sqlite3.Error) from error


class SqliteStore:
    """One writer on one kept connection; units of this process queue up, those of others are waited for."""

    dialect = "sqlite"

    def __init__(self, url: str) -> None:
        if folder := make_url(url).database:
            Path(folder).parent.mkdir(parents=True, exist_ok=True)
        self._engine = _engine(url)
        self._connection: Connection | None = None
        self._turn = asyncio.Lock()
        self._units = 0
        self._write_back: asyncio.Future[None] | None = None

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Session]:
        """Hold the write lock from the first statement, so that what is read stays true until the commit."""
        async with self._turn:
            if self._connection is None:
                self._connection = self._engine.connect()
            connection = self._connection
            raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
            await _begin_immediate(raw)
            try:
                yield _InlineSession(connection, raw)
                _bound(raw, "COMMIT")
            except BaseException:
                with suppress(OperationalError):  # a full disk has rolled back already
                    _bound(raw, "ROLLBACK")
                raise
        self._units += 1
        if self._units % WRITE_BACK_AFTER == 0 and (self._write_back is None or self._write_back.done()):
            self._write_back = asyncio.get_running_loop().run_in_executor(None, self._checkpoint)

    async def read(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Let `work` read, in a thread and on a connection of its own; what it awaits there is only the session."""
        return await asyncio.to_thread(self._read, work)

    def _read(self, work: Callable[[Session], Awaitable[T]]) -> T:
        with self._engine.connect() as connection:
            raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
            connection.detach()  # it is closed at the end: nobody else wants one that can only read
            for statement in ("PRAGMA query_only=ON", "BEGIN"):
                _bound(raw, statement)
            return asyncio.run(_awaited(work(_InlineSession(connection, raw))))

    def _checkpoint(self) -> None:
        """Move what was committed from the log into the database, as far as nobody reads it."""
        with suppress(OperationalError), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    async def present(self) -> datetime | None:
        """The time of the database's own clock; None, since SQLite has no other than the machine's."""
        return None

    async def close(self) -> None:
        """Close the kept connection."""
        if self._write_back is not None:
            await self._write_back
        if self._connection is not None:
            self._connection.close()
        self._engine.dispose()


async def _awaited(work: Awaitable[T]) -> T:
    return await work


def _bound(raw: sqlite3.Connection, statement: str) -> None:
    """Begin or end a unit past SQLAlchemy, whose execution costs more than SQLite's; its errors are SQLAlchemy's."""
    try:
        raw.execute(statement)
    except sqlite3.Error as error:
        raise as_ours(statement, error, sqlite3.Error) from error


async def _begin_immediate(raw: sqlite3.Connection) -> None:
    """Wait for the lock without holding up the event loop."""
    for _ in range(int(LOCK_PATIENCE / LOCK_PAUSE)):
        try:
            _bound(raw, "BEGIN IMMEDIATE")
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            await asyncio.sleep(LOCK_PAUSE)
        else:
            return
    _bound(raw, "BEGIN IMMEDIATE")


def _engine(url: str) -> Engine:
    """Give an engine whose connections are in autocommit: units begin and end by explicit statements."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", hide_parameters=True, connect_args={"timeout": 0.05})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "wal_autocheckpoint=4000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine
