"""Migrations: one head, equal to the models on both databases, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from db import migrate as migration
from db.models import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'empty.db'}"
    server = str(request.getfixturevalue("postgres_url"))
    engine = create_engine(server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS empty"))
        connection.execute(text("CREATE DATABASE empty"))
    engine.dispose()
    return server.rsplit("/", 1)[0] + "/empty"


def test_there_is_one_head() -> None:
    assert len(migration.heads()) == 1


def test_models_equal_migrations_down_and_up_again(empty_url: str) -> None:
    assert migration.current(empty_url) is None
    assert migration.differences(empty_url)
    for _ in range(2):
        migration.migrate(empty_url)
        assert [migration.current(empty_url)] == migration.heads()
        assert migration.differences(empty_url) == []
        migration.downgrade(empty_url, "base")
        assert migration.current(empty_url) is None
        assert len(migration.differences(empty_url)) >= len(metadata.sorted_tables)


def test_migrating_twice_changes_nothing(sqlite_url: str) -> None:
    migration.migrate(sqlite_url)
    assert migration.differences(sqlite_url) == []
