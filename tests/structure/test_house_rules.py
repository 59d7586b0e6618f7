"""The house keeps its rules: rooms, sizes, one clock, commands that exist, whole content and catalogues."""

from __future__ import annotations

import ast
import importlib
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.checks import content_faults
from handlers.dispatch import _MODULES, ROUTES
from locales.checks import catalogue_faults

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("bot", "handlers", "content", "db", "locales", "sandbox", "tests")
MOST_LINES, MOST_IN_FUNCTION = 300, 40
CLOCKS = ("bot/clock.py", "sandbox/")
GENERATED = ("db/migrations/versions/",)


def _files(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py") if "__pycache__" not in path.parts)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_file_is_longer_than_it_may_be() -> None:
    long = {_name(path): len(path.read_text("utf-8").splitlines()) for path in _files(*ROOMS)}
    assert {
        name: lines for name, lines in long.items() if lines > MOST_LINES and not name.startswith(GENERATED)
    } == {}


def test_no_function_is_longer_than_it_may_be() -> None:
    long = [
        f"{_name(path)}:{function.lineno} {function.name}"
        for path in _files(*ROOMS)
        if not _name(path).startswith(GENERATED)
        for function in _functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > MOST_IN_FUNCTION
    ]
    assert long == []


def test_time_is_read_at_the_clock_only() -> None:
    reads = re.compile(r"datetime\.(?:now|utcnow|today)\(|date\.today\(|\btime\.time\(")
    found = [
        f"{_name(path)}:{number}"
        for path in _files(*ROOMS[:-1])
        if not _name(path).startswith(CLOCKS)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if reads.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("rooms", "banned"),
    [
        (("handlers", "content", "locales"), {"telegram", "sqlalchemy", "alembic", "apscheduler", "aiohttp"}),
        (("bot",), {"sqlalchemy", "alembic"}),
        (("sandbox",), {"telegram", "bot", "handlers", "content", "db", "locales", "sqlalchemy"}),
    ],
)
def test_rooms_import_only_what_they_may(rooms: tuple[str, ...], banned: set[str]) -> None:
    found = {f"{_name(path)} imports {name}" for path in _files(*rooms) for name in _imports(path) if name in banned}
    assert found == set()


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_routes_are_unique_and_named_by_their_module() -> None:
    names = [name for module in _MODULES for name in module.ROUTES]
    assert len(names) == len(set(names)) == len(ROUTES)
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", name) for name in names)


def _procfile() -> dict[str, list[str]]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {name: shlex.split(command) for name, _, command in (line.partition(":") for line in lines)}


def test_the_procfile_has_its_processes() -> None:
    assert set(_procfile()) == {"release", "web", "worker"}


@pytest.mark.parametrize("name", ["release", "web", "worker"])
def test_each_procfile_command_exists(name: str) -> None:
    python, *words = _procfile()[name]
    assert python == "python"
    done = subprocess.run([sys.executable, *words, "--help"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"python -m bot {words[-1]}" in done.stdout


def test_the_readme_speaks_of_commands_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    said = set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z-]+)", (ROOT / "README.md").read_text("utf-8")))
    assert said
    assert said <= targets


def test_the_readme_names_commands_of_the_bot_that_exist() -> None:
    said = set(re.findall(r"python3? -m bot ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said
    assert [name for name in said if not re.search(rf"^    {name}\b", done.stdout, re.MULTILINE)] == []


def test_translatable_fields_are_those_that_the_catalogues_take_out() -> None:
    """What a content module calls TRANSLATABLE stands in content_fields.toml, and nothing else."""
    settings = tomllib.loads((ROOT / "locales" / "content_fields.toml").read_text("utf-8"))["set"]
    taken = {field for one in settings for field in (*one["fields"], *one.get("part_fields", []))}
    declared: set[str] = set()
    for path in _files("content"):
        module = importlib.import_module(_name(path).removesuffix(".py").replace("/", "."))
        declared |= set(getattr(module, "TRANSLATABLE", ()))
    assert declared == taken


def test_every_content_file_is_valid() -> None:
    assert list(map(str, content_faults())) == []


def test_every_catalogue_is_whole_and_in_step() -> None:
    assert list(map(str, catalogue_faults()))[:20] == []
