"""The database on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CursorResult, Executable, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from db.prepared import Prepared, Values, as_ours
from db.store import Session

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy.ext.asyncio import AsyncConnection


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
        with self._as_ours(form.text):
            cursor = await raw.execute(form.text, form.bind(values))
            return form.read(await cursor.fetchall(), cursor.description) if form.gives_rows else []

    async def run_many(self, statement: Prepared, rows: Sequence[Values], /) -> None:
        if not rows:  # psycopg would still go to the server
            return
        form, raw = statement.form(self.connection.dialect), await self.raw()
        with self._as_ours(form.text):
            async with raw.cursor() as cursor:
                await cursor.executemany(form.text, [form.bind(values) for values in rows])

    async def raw(self) -> psycopg.AsyncConnection:
        """Psycopg's own connection, in the same transaction."""
        if self._raw is None:
            found = await self.connection.get_raw_connection()
            self._raw = cast("psycopg.AsyncConnection", found.driver_connection)
        return self._raw

    @contextmanager
    def _as_ours(self, statement: str) -> Iterator[None]:
        kind = self.connection.dialect.loaded_dbapi.Error
        try:
            yield
        except kind as error:
            raise as_ours(statement, error, kind) from error


class PostgresStore:
    """A pool of psycopg connections; the database settles who comes first."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        driver = make_url(url).set(drivername="postgresql+psycopg")
        self._engine = create_async_engine(driver, pool_size=10, hide_parameters=True)

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
