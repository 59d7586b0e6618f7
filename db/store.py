"""What a database is to everybody above it: a store, which gives units of work, which run statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import CursorResult, Executable
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from db.prepared import Prepared, Values

DatabaseTrouble = (
    OperationalError,
    InterfaceError,
    InternalError,
    PoolTimeout,
)  # locked, full, away, read-only: not the fault of what was asked
NoDatabase = (SQLAlchemyError, OSError, ValueError)  # what a first look at one that can't be used may meet
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
T = TypeVar("T")
_FOR_GOOD = ("authentication failed", "no password supplied", "pg_hba.conf", "does not exist")


def told(trouble: BaseException) -> str:
    """What the driver says of a trouble, without the statement and its values."""
    return str(getattr(trouble, "orig", None) or type(trouble).__name__).partition("\n")[0]


def is_away(trouble: BaseException) -> bool:
    """Whether a server may come back by itself; a name or password that it refuses, or a file, won't."""
    driver = getattr(trouble, "orig", None)
    if not isinstance(trouble, DatabaseTrouble) or isinstance(driver, sqlite3.Error):
        return False
    return not any(words in str(driver) for words in _FOR_GOOD)


class Session(Protocol):
    """What a query function gets: statements run in the unit of work that its caller commits.

    A prepared statement that gives no rows may wait for the next one that does, or for the commit, and fail there.
    """

    dialect: str

    async def execute(self, statement: Executable, parameters: Any = None, /) -> CursorResult[Any]:
        """Run one statement."""
        ...

    async def run(self, statement: Prepared, values: Values, /) -> list[Any]:
        """Run a prepared statement and give its rows, as named tuples."""
        ...

    async def run_together(self, *asked: tuple[Prepared, Values]) -> list[list[Any]]:
        """Run prepared statements that give rows, one after the other in one journey to the server."""
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

    async def read(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Let `work` read one moment of the database, however long it takes, without holding up anybody."""
        ...

    async def present(self) -> datetime | None:
        """The time of the database server's clock, where it has one of its own."""
        ...

    async def close(self) -> None:
        """Give the connections back."""
        ...


def open_store(url: str) -> Store:
    """Open the database that `url` names (sqlite:///… or postgresql://…); tables are made by migrations.

    Raises ValueError for another kind of database.
    """
    match make_url(url).get_backend_name():
        case "sqlite":
            from db.store_sqlite import SqliteStore  # noqa: PLC0415  (a process needs one of the two)

            return SqliteStore(url)
        case "postgresql":
            from db.store_postgres import PostgresStore  # noqa: PLC0415  (only the extra has its driver)

            return PostgresStore(url)
        case other:
            raise ValueError(f"DATABASE_URL: {other} isn't known; use sqlite:///file or postgresql://…")
