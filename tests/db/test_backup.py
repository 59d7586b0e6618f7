"""Backups: one moment of a running database, into either kind, and nothing replaced that wasn't to be."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, insert, select, text

from db.backup import ASIDE, WrongBackup, back_up, restore
from db.contacts import get_or_add
from db.kept import keep
from db.migrate import downgrade, heads, migrate
from db.models import contacts, metadata
from db.models import outbox as messages
from db.revision import connected, current
from db.store import open_store
from tests.old_rows import add_old_rows

NOW = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KINDS = ("sqlite", "postgresql")


class Places:
    """Databases of each kind that a test asks for."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder = folder
        self._server = server.rsplit("/", 1)[0]
        self._number = 0

    def empty(self, kind: str) -> str:
        """The address of a database that isn't there yet, or has no table."""
        self._number += 1
        if kind == "sqlite":
            return f"sqlite:///{self.folder / f'place-{self._number}' / 'samooh.db'}"
        name = f"place_{self._number}"
        engine = create_engine(f"{self._server}/postgres".replace(":", "+psycopg:", 1), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return f"{self._server}/{name}"

    def full(self, kind: str) -> str:
        """A database of the newest schema with rows in most of its tables."""
        url = self.empty(kind)
        migrate(url, "0001")
        add_old_rows(url, contacts=30, messages=2500)
        migrate(url)
        return url


@pytest.fixture
def places(tmp_path: Path, postgres_url: str) -> Places:
    return Places(tmp_path, postgres_url)


def everything(url: str) -> dict[str, list[dict[str, Any]]]:
    """All rows as Python sees them, the same from both kinds."""
    with connected(url) as connection:
        return {
            table.name: sorted((dict(row) for row in connection.execute(select(table)).mappings()), key=repr)
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("there", KINDS)
@pytest.mark.parametrize("here", KINDS)
async def test_what_was_backed_up_is_restored_from_either_kind_into_either(
    places: Places, here: str, there: str
) -> None:
    source, target, file = places.full(here), places.empty(there), places.folder / "kept" / "backup.db"
    before = everything(source)
    size = back_up(source, file)
    assert (file.stat().st_mode & 0o777, file.stat().st_size) == (0o600, size)
    assert [path.name for path in file.parent.iterdir()] == ["backup.db"]
    assert current(f"sqlite:///{file}") == current(source)
    assert await restore(target, file, NOW) is None
    after = everything(target)
    assert after.pop("kept_values") == [{"name": "held_at", "value": NOW.isoformat()}]
    assert after == {name: rows for name, rows in before.items() if name != "kept_values"}
    assert everything(f"sqlite:///{file}") == before  # the backup itself stays as it is
    store = open_store(target)
    async with store.unit() as session:  # PostgreSQL goes on counting after the last number
        assert (await get_or_add(session, 70, "hi", NOW)).id == 31
    await store.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_an_older_backup_is_brought_up_to_date(places: Places, kind: str) -> None:
    source, file = places.full("sqlite"), places.folder / "backup.db"
    downgrade(source, "0001")
    back_up(source, file)
    target = places.empty(kind)
    await restore(target, file, NOW)
    assert [current(target)] == heads()
    assert len(everything(target)["outbox"]) == 2500


async def test_a_database_of_the_previous_release_can_be_backed_up(places: Places) -> None:
    source, file = places.full("postgresql"), places.folder / "backup.db"
    downgrade(source, "0001")
    back_up(source, file)
    assert current(f"sqlite:///{file}") == "0001"
    await restore(places.empty("sqlite"), file, NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_holds_one_moment_of_a_database_that_is_written_to(places: Places, kind: str) -> None:
    url = places.full(kind)
    stop, wrote = threading.Event(), threading.Event()

    def write() -> None:
        """Each transaction gives a contact and a message the same number, in two tables."""
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        for number in range(20_000):
            with engine.begin() as connection:
                connection.execute(messages.update().where(messages.c.id == 1).values(attempt=number))
                connection.execute(contacts.update().where(contacts.c.id == 1).values(awaiting=str(number)))
            wrote.set()
            if stop.is_set():
                break
        engine.dispose()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for round_ in range(5):
            wrote.clear()
            assert wrote.wait(20)
            back_up(url, places.folder / f"{round_}.db")
    finally:
        stop.set()
        writer.join()
    seen = []
    for round_ in range(5):
        with closing(sqlite3.connect(places.folder / f"{round_}.db")) as file:
            [(attempt, awaiting)] = file.execute(
                "SELECT attempt, awaiting FROM outbox, contacts WHERE outbox.id = 1 AND contacts.id = 1"
            ).fetchall()
            assert str(attempt) == awaiting
            seen.append(attempt)
    assert len(set(seen)) == 5


def test_no_backup_replaces_a_file_and_none_is_left_by_halves(places: Places) -> None:
    url, folder = places.full("sqlite"), places.folder / "kept"
    folder.mkdir()
    (folder / "backup.db").write_text("precious")
    with pytest.raises(WrongBackup, match="exists already"):
        back_up(url, folder / "backup.db")
    assert (folder / "backup.db").read_text() == "precious"
    with pytest.raises(WrongBackup, match="no database to back up"):
        back_up(places.empty("sqlite"), folder / "other.db")
    file = Path(url.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    file.write_bytes(content)
    with pytest.raises(Exception, match="malformed"):
        back_up(url, folder / "other.db")
    assert [path.name for path in folder.iterdir()] == ["backup.db"]


def spoilt(places: Places) -> Iterator[tuple[str, Path]]:
    """Files that aren't to be restored, and what is said of them."""
    good = places.folder / "good.db"
    back_up(places.full("sqlite"), good)
    yield "can't be read", places.folder / "nowhere.db"
    (path := places.folder / "words.db").write_text("Dear diary")
    yield "isn't a backup", path
    with closing(sqlite3.connect(path := places.folder / "foreign.db")) as file, file:
        file.execute("CREATE TABLE contacts (id INTEGER)")
    yield "isn't a backup", path
    content = good.read_bytes()
    (path := places.folder / "torn.db").write_bytes(content[: len(content) // 2])
    yield "damaged", path
    shutil.copy(good, path := places.folder / "newer.db")
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
    yield r"newer release \(revision 9999\)", path


@pytest.mark.parametrize("kind", KINDS)
async def test_only_a_whole_backup_of_a_known_release_is_restored(places: Places, kind: str) -> None:
    url = places.full(kind)
    before = everything(url)
    for words, path in spoilt(places):
        with pytest.raises(WrongBackup, match=words):
            await restore(url, path, NOW, over=True)
    assert everything(url) == before
    with pytest.raises(WrongBackup, match="isn't empty: add --yes"):
        await restore(url, places.folder / "good.db", NOW)
    assert everything(url) == before


async def test_the_old_file_is_moved_aside_and_never_lost(places: Places) -> None:
    url, file = places.full("sqlite"), places.folder / "backup.db"
    target = Path(url.removeprefix("sqlite:///"))
    back_up(url, file)
    with connected(url) as connection:
        connection.execute(insert(contacts).values(chat_id=1, created_at=NOW, seen_at=NOW))
        connection.commit()
    aside = await restore(url, file, NOW, over=True)
    assert aside == target.with_name(target.name + ASIDE)
    assert len(everything(f"sqlite:///{aside}")["contacts"]) == 31
    assert len(everything(url)["contacts"]) == 30
    with pytest.raises(WrongBackup, match="from an earlier restore"):
        await restore(url, file, NOW, over=True)
    assert sorted(path.name for path in target.parent.iterdir()) == [target.name, aside.name]


async def test_a_damaged_database_is_replaced_with_its_log(places: Places) -> None:
    url, file = places.full("sqlite"), places.folder / "backup.db"
    target = Path(url.removeprefix("sqlite:///"))
    back_up(url, file)
    target.write_bytes(b"rubbish" * 1000)
    target.with_name(target.name + "-wal").write_bytes(b"more rubbish")
    with pytest.raises(WrongBackup, match="isn't empty"):
        await restore(url, file, NOW)
    await restore(url, file, NOW, over=True)
    assert len(everything(url)["contacts"]) == 30


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_restored_under_a_running_bot(
    places: Places, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.backup.LOOKS", 1)
    url, file = places.full(kind), places.folder / "backup.db"
    back_up(url, file)
    store = open_store(url)
    async with store.unit() as session:
        await keep(session, "word", "of the bot")
    with pytest.raises(WrongBackup, match="in use"):
        await restore(url, file, NOW, over=True)
    async with store.unit() as session:
        await keep(session, "word", "still there")
    await store.close()
    monkeypatch.setattr("db.backup.LOOKS", 100)
    await restore(url, file, NOW, over=True)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_restore_that_fails_leaves_the_database_as_it_was(
    places: Places, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, file = places.full(kind), places.folder / "backup.db"
    back_up(url, file)
    before = everything(url)

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("db.backup._wind_sequences" if kind == "postgresql" else "db.backup._close_file", fail)
    with pytest.raises(OSError, match="no space"):
        await restore(url, file, NOW, over=True)
    assert everything(url) == before
