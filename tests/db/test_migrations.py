"""Migrations: one head, equal to the models on both databases, back again with all data kept, and two at once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import op
from sqlalchemy import create_engine, text

from bot.edge import bring_up
from db import migrate as migration
from db import revision
from db.models import metadata
from tests.old_rows import add_old_rows, read_all

AT_ONCE = 3


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


def test_there_is_one_head_and_it_is_the_last_file() -> None:
    assert migration.heads() == [revision.newest()]


def test_models_equal_migrations_down_and_up_again(empty_url: str) -> None:
    assert revision.current(empty_url) is None
    assert migration.differences(empty_url)
    for _ in range(2):
        migration.migrate(empty_url)
        assert [revision.current(empty_url)] == migration.heads()
        assert migration.differences(empty_url) == []
        migration.downgrade(empty_url, "base")
        assert revision.current(empty_url) is None
        assert len(migration.differences(empty_url)) >= len(metadata.sorted_tables)


def test_migrating_twice_changes_nothing(sqlite_url: str) -> None:
    migration.migrate(sqlite_url)
    assert migration.differences(sqlite_url) == []


def test_what_the_previous_release_wrote_is_kept_up_down_and_up_again(empty_url: str) -> None:
    migration.migrate(empty_url, "0001")
    add_old_rows(empty_url, contacts=50, messages=500)
    before = read_all(empty_url)
    assert len(before["outbox"]) == 500
    for step in (migration.migrate, lambda url: migration.downgrade(url, "0001"), migration.migrate):
        step(empty_url)
        after = read_all(empty_url)
        for table, rows in before.items():
            assert [{name: row[name] for name in rows[0]} for row in after[table]] == rows, table
    assert all(row["lane"] == 1 for row in after["outbox"])
    assert all(row["frozen_at"] == row["created_at"] for row in after["broadcasts"])


def test_a_database_of_the_next_release_is_left_as_it_is(empty_url: str) -> None:
    """So that a replica of this release can start again while the next one arrives."""
    migration.migrate(empty_url)
    with revision.connected(empty_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    migration.migrate(empty_url)
    assert revision.current(empty_url) == "9999"


async def test_replicas_that_migrate_at_once_wait_for_each_other(empty_url: str) -> None:
    await asyncio.gather(*(bring_up(empty_url) for _ in range(AT_ONCE)))
    assert [revision.current(empty_url)] == migration.heads()
    assert migration.differences(empty_url) == []


def test_processes_that_migrate_at_once_wait_for_each_other(empty_url: str) -> None:
    migration.migrate(empty_url, "0001")
    add_old_rows(empty_url, contacts=50, messages=500)
    script = f"from db.migrate import migrate; migrate({empty_url!r})"
    started = [
        subprocess.Popen([sys.executable, "-c", script], cwd=Path(__file__).parents[2], stderr=subprocess.PIPE)
        for _ in range(AT_ONCE)
    ]
    told = [process.communicate(timeout=60)[1].decode() for process in started]
    assert [process.returncode for process in started] == [0] * AT_ONCE, told
    assert migration.differences(empty_url) == []


def test_a_migration_that_died_half_way_goes_on(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    migration.migrate(empty_url, "0001")
    add_old_rows(empty_url, contacts=50, messages=500)
    with monkeypatch.context() as patch:
        real, made = op.create_index, list[str]()

        def failing(name: str, *words: Any, **options: Any) -> None:
            if len(made) == 2:
                raise ConnectionError("power cut")
            made.append(name)
            real(name, *words, **options)

        patch.setattr(op, "create_index", failing)
        with pytest.raises(ConnectionError, match="power cut"):
            migration.migrate(empty_url)
    assert revision.current(empty_url) == "0001"
    if empty_url.startswith("postgresql"):
        with revision.connected(empty_url) as connection:
            connection.execute(
                text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = :i ::regclass"), {"i": made[0]}
            )
            connection.commit()
    migration.migrate(empty_url)
    assert [revision.current(empty_url)] == migration.heads()
    assert migration.differences(empty_url) == []
    if empty_url.startswith("postgresql"):
        with revision.connected(empty_url) as connection:
            assert connection.execute(text("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).scalar_one() == 0


@pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)
def test_a_writer_in_the_way_is_let_through_and_the_migration_begins_again(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    migration.migrate(empty_url, "0001")
    add_old_rows(empty_url, contacts=50, messages=500)
    waits: list[float] = []
    with revision.connected(empty_url) as writer:
        writer.execute(text("UPDATE outbox SET attempt = 7 WHERE id = 1"))

        def pause(seconds: float) -> None:
            waits.append(seconds)
            if len(waits) == 2:
                writer.execute(text("UPDATE contacts SET awaiting = 'x' WHERE id = 1"))  # nobody waits behind us
                writer.commit()

        monkeypatch.setattr(migration, "TABLE_PATIENCE", "50ms")
        monkeypatch.setattr("db.migrate.time.sleep", pause)
        migration.migrate(empty_url)
    assert len(waits) == 2
    assert [revision.current(empty_url)] == migration.heads()
    assert migration.differences(empty_url) == []
    assert [row["attempt"] for row in read_all(empty_url)["outbox"] if row["id"] == 1] == [7]
