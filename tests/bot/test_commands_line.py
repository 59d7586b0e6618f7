"""The command line: what each command prints, and its exit code."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.config import Settings
from bot.sandbox_clock import TOKEN
from db.migrate import heads, migrate
from db.revision import current

ROOT = Path(__file__).parents[2]
COMMANDS = (
    "sandbox",
    "run",
    "web",
    "worker",
    "migrate",
    "import",
    "check",
    "alert",
    "needs",
    "reports",
    "backup",
    "restore",
    "release",
)


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of a bot that reaches nobody, and its data in a folder of the test's own."""
    for one in fields(Settings):
        monkeypatch.delenv(one.name.upper(), raising=False)
    monkeypatch.setenv("BOT_TOKEN", "55:not-the-sandbox")
    monkeypatch.setenv("BOT_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr("bot.logs.set_up_logs", lambda *_: None)


@pytest.fixture
def database(tmp_path: Path, sqlite_template: Path) -> str:
    """A migrated database in the folder of the test's settings."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'samooh.db')}"


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_its_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"python -m bot {command}" in capsys.readouterr().out


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["dance"])
    assert ended.value.code == 2
    assert "invalid choice: 'dance'" in capsys.readouterr().err


def test_a_migration_says_where_the_database_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    [head] = heads()
    assert capsys.readouterr().out == f"The database is at revision {head}.\n"
    assert current(f"sqlite:///{tmp_path / 'samooh.db'}") == head


@pytest.mark.parametrize("what", ["content", "locales"])
def test_a_check_lists_every_fault_and_is_well_here(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", what])
    *faults, last = capsys.readouterr().out.splitlines()
    assert last == f"{what}: {len(faults)} faults"
    assert code == (1 if faults else 0)


def test_a_check_that_finds_something_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("locales.checks.catalogue_faults", lambda: ["ta: one fault"])
    assert main(["check", "locales"]) == 1
    assert capsys.readouterr().out == "ta: one fault\nlocales: 1 faults\n"


@pytest.mark.usefixtures("database")
def test_an_import_can_be_tried_first(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(ROOT / "content" / "providers.csv")
    assert main(["import", "providers", file, "--dry-run"]) == 0
    assert capsys.readouterr().out.endswith("providers are fine.\n")
    assert main(["import", "providers", file]) == 0
    assert capsys.readouterr().out.endswith("providers imported.\n")


@pytest.mark.usefixtures("database")
def test_a_broken_import_lists_its_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "trainings.csv"
    path.write_text("id,title\n1,x\n", "utf-8")
    assert main(["import", "trainings", str(path)]) == 1
    out = capsys.readouterr().out
    assert "trainings.csv" in out
    assert out.endswith("faults: nothing was imported.\n")


@pytest.mark.usefixtures("database")
def test_an_alert_is_counted_and_reports_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["alert", "--text", "en=Hello", "--theme", "finance", "--dry-run"]) == 0
    assert "0 contacts would get it, in 1 s at most." in capsys.readouterr().out
    assert main(["alert", "--text", "en=Hello", "--theme", "nonsense"]) == 2
    assert "--theme 'nonsense' isn't known" in capsys.readouterr().err
    assert main(["reports"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "dates"),
        ("status",),
        ("searches",),
        ("needs",),
        ("reports",),
        ("broadcast", "list"),
        ("dead", "list"),
        ("dates", "list"),
        ("release", "--dry-run"),
    ],
)
def test_a_command_that_asks_nothing_of_telegram_needs_no_token(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BOT_TOKEN")
    assert main(list(words)) in {0, 1}  # a status that needs a person is 1
    assert "BOT_TOKEN" not in capsys.readouterr().err


@pytest.mark.parametrize("words", [("run",), ("worker",), ("alert", "--text", "en=Hello", "--theme", "finance")])
def test_one_that_talks_to_telegram_does(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("BOT_TOKEN")
    assert main(list(words)) == 2
    assert "BOT_TOKEN is missing" in capsys.readouterr().err


LOOKING = [
    ("status",),
    ("searches",),
    ("needs",),
    ("reports",),
    ("broadcast", "list"),
    ("dead", "list"),
    ("dates", "list"),
    ("release", "--dry-run"),
    ("import", "providers", str(ROOT / "content" / "providers.csv"), "--dry-run"),
    ("alert", "--text", "en=Hello", "--theme", "finance", "--dry-run"),
]


def _rows(database: str) -> dict[str, list[Any]]:
    """Everything that the tables hold."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file:
        tables = [row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: file.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


@pytest.mark.parametrize("words", LOOKING, ids=lambda words: words[0])
def test_a_command_that_looks_changes_nothing_for_the_processes_that_run(
    words: tuple[str, ...], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as file, file:
        file.executemany("INSERT INTO permits (id) VALUES (?)", [(number,) for number in range(1, 101)])
    before = _rows(database)
    monkeypatch.setenv("SENDS_PER_SECOND", "5")
    assert main(list(words)) in {0, 1}
    assert _rows(database) == before


@pytest.mark.parametrize("words", LOOKING, ids=lambda words: words[0])
def test_a_command_says_that_the_database_isnt_migrated(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(words)) == 2
    assert "The database has no tables yet: start the bot, or run `python -m bot migrate`." in capsys.readouterr().err
    database = f"sqlite:///{tmp_path / 'samooh.db'}"
    migrate(database, "0001")
    assert main(list(words)) == 2
    assert "is at revision 0001, this release needs" in capsys.readouterr().err
    assert current(database) == "0001"


def test_a_wrong_setting_stops_the_start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PORT", "none")
    for command in ("run", "web", "worker", "migrate"):
        assert main([command]) == 2
        assert "PORT 'none' is wrong" in capsys.readouterr().err


def test_the_web_process_needs_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["web"]) == 2
    assert "WEBHOOK_URL is missing" in capsys.readouterr().err


def test_the_sandbox_refuses_a_real_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sandbox"]) == 2
    assert "starts only without a real token" in capsys.readouterr().err
    monkeypatch.setenv("BOT_TOKEN", TOKEN)

    async def taken(*_: object, **__: object) -> None:
        raise OSError("address already in use")

    monkeypatch.setattr("bot.sandbox.run_sandbox", taken)
    assert main(["sandbox"]) == 2
    assert "already in use" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "token", "target"),
    [
        ("run", "55:not-the-sandbox", "bot.app.run"),
        ("worker", "55:not-the-sandbox", "bot.work.serve_worker"),
        ("web", "55:not-the-sandbox", "bot.work.serve_web"),
    ],
)
def test_each_process_is_started_and_can_be_interrupted(
    monkeypatch: pytest.MonkeyPatch, command: str, token: str, target: str
) -> None:
    async def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setenv("BOT_TOKEN", token)
    monkeypatch.setenv("WEBHOOK_URL", "https://samooh.example")
    monkeypatch.setenv("WEBHOOK_SECRET", "s" * 16)
    monkeypatch.setattr(target, interrupted)
    assert main([command]) == 130
