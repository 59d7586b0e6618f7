"""The database on a PostgreSQL server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import Any, cast

import psycopg
from sqlalchemy import CursorResult, Executable, NullPool, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from db.prepared import Form, Prepared, Values, as_ours
from db.store import Session, T

BEGIN, COMMIT = "BEGIN", "COMMIT"
CONNECTIONS = 10  # at once for each process
_ONE_MOMENT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
_PRESENT = Prepared(select(func.clock_timestamp().label("moment")))


class _KeptSession:
    """A psycopg connection; what gives no rows travels with the next statement that does, or the commit.

    A journey to the server costs more than what it carries, so the unit's BEGIN isn't one of its own either.
    """

    dialect = "postgresql"

    def __init__(self, connection: AsyncConnection, raw: psycopg.AsyncConnection[Any]) -> None:
        self.connection = connection
        self.raw = raw
        self._cursor = psycopg.AsyncClientCursor(raw)  # the only one that takes several statements at once
        self._waiting = [BEGIN]
        self._statement = BEGIN  # the last one without its values, which an error may be told with

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[Any]:
        await self.send()
        return await self.connection.execute(statement, parameters)

    async def run(self, statement: Prepared, values: Values, /) -> list[Any]:
        form = self._wait(statement, [values])
        return (await self._send([form]))[0] if form.gives_rows else []

    async def run_together(self, *asked: tuple[Prepared, Values]) -> list[list[Any]]:
        return await self._send([self._wait(statement, [values]) for statement, values in asked])

    async def run_many(self, statement: Prepared, rows: Sequence[Values], /) -> None:
        self._wait(statement, rows)

    async def commit(self) -> None:
        """End the unit; one that asked for nothing never began."""
        if self._waiting != [BEGIN]:
            self._waiting.append(COMMIT)
            await self.send()
            self._waiting = [BEGIN]
        if self.connection.in_transaction():  # SQLAlchemy's own idea of one, which ends nothing on the server
            await self.connection.rollback()

    async def send(self) -> None:
        """Take what waits to the server."""
        if self._waiting:
            await self._send([])

    async def _send(self, asked: Sequence[Form]) -> list[list[Any]]:
        """Take what waits to the server, and give the rows of its last statements, which are these."""
        waiting, self._waiting = self._waiting, []
        cursor = self._cursor
        with self._as_ours():
            await cursor.execute(";".join(waiting))
            for _ in range(len(waiting) - len(asked)):
                cursor.nextset()
            found = []
            for form in asked:
                found.append(form.read(await cursor.fetchall(), cursor))
                cursor.nextset()
        return found

    def _wait(self, statement: Prepared, rows: Sequence[Values]) -> Form:
        form = statement.form(self.connection.dialect)
        self._statement = form.text
        with self._as_ours():
            self._waiting += [self._cursor.mogrify(form.text, form.bind(values)) for values in rows]
        return form

    @contextmanager
    def _as_ours(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise as_ours(self._statement, error, psycopg.Error) from error


class PostgresStore:
    """A few psycopg connections, kept from unit to unit; the database settles who comes first."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        driver = make_url(url).set(drivername="postgresql+psycopg")
        self._engine = create_async_engine(
            driver, poolclass=NullPool, isolation_level="AUTOCOMMIT", hide_parameters=True
        )
        self._room = asyncio.Semaphore(CONNECTIONS)
        self._free: list[_KeptSession] = []

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Session]:
        """Run one transaction; a connection on which one failed isn't used again, which undoes what it did."""
        async with self._room:
            session = self._free.pop() if self._free else await self._connect()
            try:
                yield session
                await session.commit()
            except BaseException:
                await session.connection.close()
                raise
            self._free.append(session)

    async def _connect(self) -> _KeptSession:
        connection = await self._engine.connect()
        found = await connection.get_raw_connection()
        return _KeptSession(connection, cast("psycopg.AsyncConnection[Any]", found.driver_connection))

    async def read(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Let `work` read; the server does it beside everything else."""
        async with self.unit() as session:
            await session.execute(_ONE_MOMENT)
            return await work(session)

    async def present(self) -> datetime | None:
        """The server's clock, which all replicas share."""
        async with self.unit() as session:
            ((found,),) = await session.run(_PRESENT, {})
        return cast("datetime", found).astimezone(UTC)

    async def close(self) -> None:
        """Close the connections."""
        for session in self._free:
            await session.connection.close()
        self._free.clear()


@asynccontextmanager
async def savepoint(session: Session) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """Psycopg's connection of a PostgreSQL unit; what fails inside leaves the rest of the unit as it was."""
    assert isinstance(session, _KeptSession)  # noqa: S101  (only the PostgreSQL engine of jobs asks)
    await session.send()
    async with session.connection.begin_nested():
        yield session.raw
