"""What a database is to everybody above it: a store, which gives units of work, which run statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import CursorResult, Executable
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from db.prepared import Prepared, Values

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
