"""Bringing a database to the newest schema, and telling whether it is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.engine import make_url

from db.models import metadata


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    """A connection that is really closed at the end, not kept in a pool."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    elif parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    with create_engine(parsed, poolclass=NullPool).connect() as connection:
        yield connection


def heads() -> list[str]:
    """The newest revisions; more than one is a fault that a structure test reports."""
    return list(ScriptDirectory.from_config(_config()).get_heads())


def migrate(url: str, revision: str = "head") -> None:
    """Move the database at `url` up to a revision."""
    _on(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Move the database at `url` back to a revision."""
    _on(url, lambda config: command.downgrade(config, revision))


def add_revision(url: str, message: str) -> None:
    """Write the next migration from what the models have and the database at `url` lacks."""
    _on(url, lambda config: command.revision(config, message, autogenerate=True))


def current(url: str) -> str | None:
    """The revision a database is at; None for an empty one."""
    with _connected(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def differences(url: str) -> list[Any]:
    """What the models and the migrated database at `url` don't agree on."""
    with _connected(url) as connection:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _on(url: str, step: Any) -> None:
    with _connected(url) as connection:
        step(_config(connection))
        connection.commit()
