"""A start while the database is away waits for it; one whose setting is wrong says so and ends."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from structlog.testing import capture_logs

from bot import edge
from bot.config import WrongSetting
from bot.edge import bring_up, check_schema
from db.revision import current, newest


def _at(url: str, **changed: object) -> str:
    return make_url(url).set(**changed).render_as_string(hide_password=False)  # type: ignore[arg-type]


async def test_a_server_that_is_away_is_waited_for_and_told_of_once(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database behind a port that nobody listens on until the third look."""
    looks: list[str] = []

    def look(database: str) -> str | None:
        looks.append(database)
        return current(_at(postgres_url, port=_closed_port()) if len(looks) < 3 else database)

    monkeypatch.setattr(edge, "current", look)
    monkeypatch.setattr(edge, "LOOK_EVERY", 0.001)
    with capture_logs() as logs:
        await bring_up(postgres_url)
    assert len(looks) == 3
    assert [entry["event"] for entry in logs] == ["the database of DATABASE_URL is away and waited for"]
    assert "refused" in logs[0]["trouble"]


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_patience_has_an_end_and_names_the_setting(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "AWAY", 0.05)
    monkeypatch.setattr(edge, "LOOK_EVERY", 0.01)
    with capture_logs(), pytest.raises(WrongSetting, match=r"DATABASE_URL: the database can't be used: .*refused"):
        await bring_up(_at(postgres_url, port=_closed_port()))
    with capture_logs() as logs, pytest.raises(WrongSetting, match="refused"):
        await check_schema(_at(postgres_url, port=_closed_port()))  # whoever types a command isn't kept waiting
    assert logs == []


@pytest.mark.parametrize("changed", [{"database": "nobodys"}, {"username": "nobody"}])
async def test_a_name_that_the_server_refuses_ends_the_start_at_once(
    postgres_url: str, changed: dict[str, str]
) -> None:
    async with asyncio.timeout(10):
        with pytest.raises(WrongSetting, match=r"DATABASE_URL: the database can't be used: .*nobody"):
            await bring_up(_at(postgres_url, **changed))


@pytest.mark.parametrize(
    "database", ["postgresql://u:secret@127.0.0.1:port/x", "postgresql://u:secret@127.0.0.1/x?nonsense=1"]
)
async def test_an_address_that_isnt_one_ends_the_start_without_its_password(database: str) -> None:
    with pytest.raises(WrongSetting, match="DATABASE_URL: the database can't be used: ") as ended:
        await bring_up(database)
    assert "secret" not in str(ended.value)


async def test_a_file_that_cant_be_used_isnt_waited_for(tmp_path: Path) -> None:
    (tmp_path / "broken.db").write_bytes(b"this is no database" * 100)
    (tmp_path / "folder.db").mkdir()
    for name, words in (("broken", "not a database"), ("folder", "unable to open")):
        with pytest.raises(WrongSetting, match=words):
            await bring_up(f"sqlite:///{tmp_path / f'{name}.db'}")


async def test_a_newer_database_is_good_enough(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a command of this release works beside the next one, which has migrated already."""
    await check_schema(sqlite_url)
    monkeypatch.setattr(edge, "current", lambda _database: "9999")
    await check_schema(sqlite_url)
    monkeypatch.setattr(edge, "current", lambda _database: f"{int(newest()) - 1:04}")
    with pytest.raises(WrongSetting, match="this release needs"):
        await check_schema(sqlite_url)
