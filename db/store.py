"""Opening the database and running a unit of work on it: SQLite in one file or PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from db.prepared import Prepared, Values

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

LOCK_PATIENCE = 30.0  # seconds a unit waits for another process's write before it fails
LOCK_PAUSE = 0.02
WRITE_BACK_AFTER = 50  # units; waiting for the disk takes milliseconds, so it is done beside the loop
DatabaseTrouble = (
    OperationalError,
    InterfaceError,
    PoolTimeout,
)  # locked, full, away: not the fault of what was asked
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


def told(trouble: BaseException) -> str:
    """What the driver says of a trouble, without the statement and its values."""
    return str(getattr(trouble, "orig", None) or type(trouble).__name__).partition("\n")[0]


class Session(Protocol):
    """What a query function gets: statements run in the unit of work that its caller commits."""

    dialect: str

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[Any]:
        """Run one statement."""
        ...

    async def run(self, statement: Prepared, values: Values, /) -> list[Any]:
        """Run a prepared statement and give its rows, as named tuples."""
        ...

    async def run_many(self, statement: Prepared, rows: Sequence[Values], /) -> None:
        """Run a prepared statement once for each row of values."""
        ...


class Store(Protocol):
    """One database; `unit()` is a transaction that commits at its end or leaves nothing."""

    dialect: str

    def unit(self) -> Any:
        """Begin a unit of work: `async with store.unit() as session`."""
        ...

    async def present(self) -> datetime | None:
        """The time of the database server's clock, where it has one of its own."""
        ...

    async def close(self) -> None:
        """Give the connections back."""
        ...


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
            return form.read(cursor.fetchall(), cursor.description) if form.gives_rows else []
        except sqlite3.Error as error:
            raise _ours(form.text, error, sqlite3.Error) from error

    async def run_many(self, statement: Prepared, rows: Sequence[Values], /) -> None:
        form = statement.form(self._connection.dialect)
        try:
            self._raw.executemany(form.text, [form.bind(values) for values in rows])
        except sqlite3.Error as error:
            raise _ours(form.text, error, sqlite3.Error) from error


class SqliteStore:
    """One writer on one kept connection; units of this process queue up, those of others are waited for."""

    dialect = "sqlite"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
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


def _bound(raw: sqlite3.Connection, statement: str) -> None:
    """Begin or end a unit past SQLAlchemy, whose execution costs more than SQLite's; its errors are SQLAlchemy's."""
    try:
        raw.execute(statement)
    except sqlite3.Error as error:
        raise _ours(statement, error, sqlite3.Error) from error


def _ours(statement: str, error: Exception, kind: type[Exception]) -> Exception:
    """A driver's error as SQLAlchemy would raise it, without the values."""
    return DBAPIError.instance(statement, None, error, kind, hide_parameters=True)


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


class _PooledSession:
    """A psycopg connection of the pool."""

    dialect = "postgresql"

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self._raw: psycopg.AsyncConnection | None = None

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[Any]:
        return await self.connection.execute(statement, parameters)

    async def run(self, statement: Prepared, values: Values, /) -> list[Any]:
        form, raw = statement.form(self.connection.dialect), await self.raw()
        try:
            cursor = await raw.execute(form.text, form.bind(values))
            return form.read(await cursor.fetchall(), cursor.description) if form.gives_rows else []
        except self._error as error:
            raise _ours(form.text, error, self._error) from error

    async def run_many(self, statement: Prepared, rows: Sequence[Values], /) -> None:
        if not rows:  # psycopg would still go to the server
            return
        form, raw = statement.form(self.connection.dialect), await self.raw()
        try:
            async with raw.cursor() as cursor:
                await cursor.executemany(form.text, [form.bind(values) for values in rows])
        except self._error as error:
            raise _ours(form.text, error, self._error) from error

    async def raw(self) -> psycopg.AsyncConnection:
        """Psycopg's own connection, in the same transaction."""
        if self._raw is None:
            found = await self.connection.get_raw_connection()
            self._raw = cast("psycopg.AsyncConnection", found.driver_connection)
        return self._raw

    @property
    def _error(self) -> type[Exception]:
        return self.connection.dialect.loaded_dbapi.Error


class PostgresStore:
    """A pool of psycopg connections; the database settles who comes first."""

    dialect = "postgresql"

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Session]:
        """Run one transaction."""
        async with self._engine.begin() as connection:
            yield _PooledSession(connection)

    async def present(self) -> datetime | None:
        """The server's clock, which all replicas share."""
        async with self._engine.connect() as connection:
            found: datetime = (await connection.execute(select(func.clock_timestamp()))).scalar_one()
            return found.astimezone(UTC)

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()


@asynccontextmanager
async def savepoint(session: Session) -> AsyncIterator[Any]:
    """Psycopg's connection of a PostgreSQL unit; what fails inside leaves the rest of the unit as it was."""
    assert isinstance(session, _PooledSession)  # noqa: S101  (only the PostgreSQL engine of jobs asks)
    async with session.connection.begin_nested():
        yield await session.raw()


def sqlite_engine(url: str) -> Engine:
    """Give an engine whose connections are in autocommit: units begin and end by explicit statements."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"timeout": 0.05})

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "wal_autocheckpoint=4000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def open_store(url: str) -> Store:
    """Open the database that `url` names (sqlite:///… or postgresql://…); tables are made by migrations.

    Raises ValueError for another kind of database.
    """
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            if parsed.database:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            return SqliteStore(sqlite_engine(url))
        case "postgresql":
            from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415  (only the extra has it)

            return PostgresStore(create_async_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=10))
        case other:
            raise ValueError(f"DATABASE_URL: {other} isn't known; use sqlite:///file or postgresql://…")
