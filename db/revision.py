"""Which revision a database is at, told without the tools that migrate it: those take long to load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, inspect, text
from sqlalchemy.engine import make_url

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 300.0  # seconds that a migration waits for another one, and for the writers before it


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection that is really closed at the end, not kept in a pool."""
    parsed, options = make_url(url), {}
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    elif parsed.database:
        options = {"timeout": PATIENCE}
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    with create_engine(parsed, poolclass=NullPool, connect_args=options).connect() as connection:
        yield connection


def newest() -> str:
    """The revision that this release's last migration leads to; files are numbered as their revisions are."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def current(url: str) -> str | None:
    """The revision a database is at; None for an empty one."""
    with connected(url) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
