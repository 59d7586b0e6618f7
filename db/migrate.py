"""Bringing a database to the newest schema, and telling whether it is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import OperationalError

from db.models import metadata
from db.revision import MIGRATIONS, PATIENCE, connected, current

PAUSE = 0.25
TABLE_PATIENCE = "2s"  # for which those who come later may have to wait behind us
LOCK = 6_071_002  # names the advisory lock of migrations; any number that nobody else takes
IN_THE_WAY = ("55P03", "40P01")  # PostgreSQL's lock timeout and deadlock: a writer was before us


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def heads() -> list[str]:
    """The newest revisions; more than one is a fault that a structure test reports."""
    return list(ScriptDirectory.from_config(_config()).get_heads())


def revisions() -> set[str]:
    """Every revision that this release knows."""
    return {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}


def migrate(url: str, revision: str = "head") -> None:
    """Move the database at `url` up to a revision.

    One that a newer release has brought further stays as it is, so that this release goes on beside it.
    """
    if revision == "head" and current(url) not in {None, *revisions()}:
        return
    _on(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Move the database at `url` back to a revision."""
    _on(url, lambda config: command.downgrade(config, revision))


def add_revision(url: str, message: str) -> None:
    """Write the next migration from what the models have and the database at `url` lacks."""
    _on(url, lambda config: command.revision(config, message, autogenerate=True))


def differences(url: str) -> list[Any]:
    """What the models and the migrated database at `url` don't agree on."""
    with connected(url) as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        return list(compare_metadata(context, declared()))


def declared() -> MetaData:
    """The tables, and the conditions of their indexes in the words of both databases."""
    for index in (one for table in metadata.tables.values() for one in table.indexes):
        if rows := index.info.get("where"):
            index.dialect_kwargs.update(sqlite_where=text(rows), postgresql_where=text(rows))
    return metadata


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a table is the bot's own; the engine of jobs keeps its tables in the same database."""
    return kind != "table" or not str(name).startswith("procrastinate_")


def _on(url: str, step: Callable[[Config], object]) -> None:
    """Take a step while no other process does; on PostgreSQL again when a writer was in the way."""
    with connected(url) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # the whole step is one transaction
            step(_config(connection))
            connection.commit()
            return
        _take_lock(connection)
        for _ in range(int(PATIENCE)):
            try:
                step(_config(connection))
                connection.commit()
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) not in IN_THE_WAY:
                    raise
                connection.rollback()
                time.sleep(PAUSE)
            else:
                return
        raise TimeoutError("the database is too busy to be migrated")


def _take_lock(connection: Connection) -> None:
    """Wait until no other process migrates, without a transaction that would hold up its indexes.

    A table is waited for shortly only, since everybody who comes after waits behind us.
    """
    for _ in range(int(PATIENCE / PAUSE)):
        taken = connection.execute(text("SELECT pg_try_advisory_lock(:name)"), {"name": LOCK}).scalar_one()
        connection.execute(text(f"SET lock_timeout = '{TABLE_PATIENCE}'"))
        connection.commit()
        if taken:
            return
        time.sleep(PAUSE)
    raise TimeoutError("another process has been migrating this database for too long")
