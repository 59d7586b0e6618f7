"""Backups: a whole database as one SQLite file, taken from either kind of database and restored into either."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, delete, func, insert, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError

from db.hold import set_hold
from db.migrate import migrate, revisions
from db.models import leases, metadata
from db.revision import connected, current
from db.store import open_store

LAST_BACKUP = "last_backup"  # a kept value: when the last one was made, ISO, UTC
HEADER = b"SQLite format 3\0"
MARKS = {"alembic_version", "contacts", "kept_values", "outbox", "updates"}  # tables of every release
PEOPLE = ("contacts", "updates", "broadcasts")  # a database without rows in these holds nothing of its own
OTHERS = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
LOOKS = 30
ROWS = 1000  # copied at a time
ASIDE = ".before-restore"


class WrongBackup(Exception):
    """A backup that can't be made or restored, and what to do about it."""


def back_up(url: str, path: Path) -> int:
    """Write the database at `url`, as it is at this moment, into a new file that only its owner may read.

    The bot may go on meanwhile. The file is there whole or not at all; gives its size in bytes.
    Raises WrongBackup when the file exists or there is no database.
    """
    if path.exists():
        raise WrongBackup(f"{path} exists already: a backup never replaces another one")
    if current_if_there(url) is None:
        raise WrongBackup("there is no database to back up: check DATABASE_URL and DATA_DIR")
    with _room_beside(path) as room:
        made = room / "backup.db"
        os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if _file_of(url):
            with connected(url) as connection:
                connection.exec_driver_sql("VACUUM INTO ?", (str(made),))
        else:
            _draw(url, made)
        _settle(made, path)
    return path.stat().st_size


async def restore(url: str, path: Path, held_at: datetime, over: bool = False) -> Path | None:
    """Put a backup in the database's place, at the newest schema, and hold back what was due by `held_at`.

    With `over` a database that isn't empty is replaced: the old file of SQLite is moved aside, and its path given;
    PostgreSQL changes everything in one transaction. When anything fails, the database is as it was.
    Raises WrongBackup for a file that is no backup or a newer release's, a full database and one that is in use.
    """
    if not over and not _is_empty(url):
        raise WrongBackup("the database isn't empty: add --yes to put the backup in its place")
    target = _file_of(url)
    with _room_beside(target) as room:
        made = room / "backup.db"
        _check_copy(path, made)
        migrate(f"sqlite:///{made}")
        store = open_store(f"sqlite:///{made}")
        async with store.unit() as session:
            await set_hold(session, held_at)
            await session.execute(delete(leases))  # of processes that are gone
        await store.close()
        if target is None:
            _pour(made, url)
            return None
        return _put_in_place(made, target)


def current_if_there(url: str) -> str | None:
    """The revision of a database; None, without making one, when there is none."""
    file = _file_of(url)
    return None if file is not None and not file.exists() else current(url)


def _file_of(url: str) -> Path | None:
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


@contextmanager
def _room_beside(path: Path | None) -> Iterator[Path]:
    """A folder for unfinished work that only its owner may enter, on the same disk as `path`."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".backup-", dir=path.parent if path is not None else None) as name:
        yield Path(name)


def _settle(made: Path, path: Path) -> None:
    """Move a finished file to its name, so that it outlasts a power cut."""
    _sync(made)
    made.rename(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _draw(url: str, made: Path) -> None:
    """Copy a PostgreSQL database as one moment saw it into a file of the same revision."""
    with connected(url) as source, connected(f"sqlite:///{made}") as target:
        source.execution_options(isolation_level="REPEATABLE READ")
        revision = source.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        migrate(f"sqlite:///{made}", revision)
        _copy_rows(source, target)
        target.commit()


def _pour(made: Path, url: str) -> None:
    """Replace everything in a PostgreSQL database in one transaction."""
    migrate(url)
    with connected(f"sqlite:///{made}") as source, connected(url) as target:
        _make_sure_nobody_is_there(target)
        target.execute(text(f"TRUNCATE {', '.join(metadata.tables)}"))
        _copy_rows(source, target)
        _wind_sequences(target)
        target.commit()


def _make_sure_nobody_is_there(connection: Connection) -> None:
    """A replica that goes on would send what is about to be held."""
    for _ in range(LOOKS):
        number = connection.execute(text(OTHERS)).scalar_one()
        connection.rollback()
        if not number:
            return
        time.sleep(0.1)  # PostgreSQL takes a moment to forget a connection that was closed
    raise WrongBackup(f"the database is in use by {number} connections: stop every process of the bot first")


def _copy_rows(source: Connection, target: Connection) -> None:
    """Copy every table, in streams, with the columns that both have."""
    there = inspect(source)
    for table in metadata.sorted_tables:
        if not there.has_table(table.name):
            continue
        known = {column["name"] for column in there.get_columns(table.name)}
        query = select(*(column for column in table.columns if column.name in known))
        found = source.execute(query, execution_options={"yield_per": ROWS}).mappings()
        for rows in found.partitions():
            target.execute(insert(table), [dict(row) for row in rows])


def _wind_sequences(connection: Connection) -> None:
    """Let PostgreSQL go on counting after the highest number of each table."""
    for table in metadata.sorted_tables:
        if "id" not in table.c:
            continue
        ask = {"table": table.name}
        name = connection.execute(text("SELECT pg_get_serial_sequence(:table, 'id')"), ask).scalar_one()
        highest = connection.execute(select(func.max(table.c.id))).scalar_one()
        if name is not None and highest is not None:
            connection.execute(select(func.setval(name, highest)))


def _is_empty(url: str) -> bool:
    try:
        if current_if_there(url) is None:
            return True
        with connected(url) as connection:
            return not any(connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() for name in PEOPLE)
    except DatabaseError:  # damaged, so there was something
        return False


def _check_copy(path: Path, made: Path) -> None:
    """Copy a backup to work on, and make sure that it is one that this release understands."""
    try:
        shutil.copyfile(path, made)
        made.chmod(0o600)
        with made.open("rb") as file:
            header = file.read(len(HEADER))
    except OSError as error:
        raise WrongBackup(f"{path} can't be read: {error.strerror}") from None
    if header != HEADER:
        raise WrongBackup(f"{path} isn't a backup of this bot")
    try:
        with closing(sqlite3.connect(made)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        sound, tables = False, MARKS
    if not tables >= MARKS:
        raise WrongBackup(f"{path} isn't a backup of this bot")
    if not sound:
        raise WrongBackup(f"{path} is damaged: take another backup")
    if (revision := current(f"sqlite:///{made}")) not in revisions():
        raise WrongBackup(f"{path} is from a newer release (revision {revision}): bring the bot up to date first")


def _put_in_place(made: Path, target: Path) -> Path | None:
    """Swap the files; the old one is moved aside with its log, never deleted."""
    aside = target.with_name(target.name + ASIDE)
    if aside.exists():
        raise WrongBackup(f"{aside} is there from an earlier restore: move it away first")
    if target.exists():
        _close_file(target)
    moved = [
        target.with_name(target.name + end).rename(aside.with_name(aside.name + end))
        for end in ("-shm", "-wal", "")
        if target.with_name(target.name + end).exists()
    ]
    _settle(made, target)
    return aside if aside in moved else None


def _close_file(target: Path) -> None:
    """Bring what stands in the log beside a SQLite file into it; this works only when nobody else has it open."""
    try:
        with closing(sqlite3.connect(target, timeout=1.0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise WrongBackup("the database is in use: stop every process of the bot first") from None
    except sqlite3.DatabaseError:
        return  # a damaged file is moved aside as it is
