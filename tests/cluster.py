"""Several real processes of the bot on one database, and a sandbox before them whose record is the oracle."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import httpx
import psycopg

from db.migrate import migrate
from sandbox.postgres import postgres

TOKEN = "1000001:sandbox"
SECRET = "a-secret-of-the-cluster"
ADDRESS = re.compile(r"Sandbox: (\S+)/\n")
BUGS = (  # logged for faults of our own, never for those of Telegram or of a database
    *("turn failed", "job failed", "tick failed", "lane stopped", "reminder stopped", "can't be written"),
    *("never retrieved", "ASGI"),
)
MIGRATING = Lock()  # Alembic knows one migration in a process
T = TypeVar("T")


def wait_for(look: Callable[[], T | None], what: str, patience: float = 30.0, step: float = 0.02) -> T:
    """Look again and again until there is something; fails when patience ends."""
    end = time.monotonic() + patience
    while True:
        if found := look():
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {patience:.0f} s for {what}")
        time.sleep(step)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bugs_in(printed: str) -> dict[str, int]:
    """What processes tell in their logs of faults that are their own, and how often."""
    return {told: count for told in BUGS if (count := printed.count(told))}


class Cluster:
    """One sandbox, one database, and replicas that are started, killed and counted."""

    def __init__(self, folder: Path, database: str, **settings: str) -> None:
        self.folder = folder
        self.database = database
        self.settings = settings
        self.port = free_port()
        self._outputs: list[Path] = []
        self.replicas: list[subprocess.Popen[bytes]] = []
        self.sandbox = self.start_sandbox()

    def start_sandbox(self, *words: str) -> subprocess.Popen[bytes]:
        """Start the stand-in of Telegram, on the port that it had before if it had one."""
        known = getattr(self, "url", "")
        port = known.rpartition(":")[2] or "0"
        limits = [] if self.settings.get("HONEST") else ["--no-limits"]
        process, printed = self._popen("sandbox", "-m", "sandbox", "--port", port, *limits, *words)
        found = wait_for(lambda: ADDRESS.search(printed.read_text()), "the sandbox's address")
        self.url = found[1]
        self.control = httpx.Client(base_url=f"{self.url}/control", timeout=60)
        return process

    def start(self, role: str, **settings: str) -> subprocess.Popen[bytes]:
        """Start a replica: run, web or worker."""
        process, _printed = self._popen(role, "-m", "bot", role, **settings)
        self.replicas.append(process)
        return process

    def start_shifted(self, role: str, seconds: float) -> subprocess.Popen[bytes]:
        """Start a replica on a machine whose clock is so many seconds ahead, or behind when below 0."""
        process, _printed = self._popen(role, "-m", "tests.faults.shifted", str(seconds), role)
        self.replicas.append(process)
        return process

    def _popen(self, name: str, *words: str, **settings: str) -> tuple[subprocess.Popen[bytes], Path]:
        path = self.folder / f"{len(self._outputs):03}-{name}.out"
        self._outputs.append(path)
        with path.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *words],
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self._environment(name) | settings,
            )
        return process, path

    def _environment(self, role: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEBHOOK", "DATABASE"))}
        web = {
            "WEBHOOK_URL": f"http://127.0.0.1:{self.port}",
            "WEBHOOK_SECRET": SECRET,
            "PORT": str(self.port),
            "SHARE_PORT": "1",
        }
        ours = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": getattr(self, "url", ""),
            "DATABASE_URL": self.database,
            "DATA_DIR": str(self.folder),
            "PYTHONUNBUFFERED": "1",
        }
        return kept | ours | (web if role == "web" else {}) | self.settings

    def kill(self, process: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> None:
        """End a replica as a power cut would, or by another signal."""
        process.send_signal(number)
        process.wait(30)
        if process in self.replicas:
            self.replicas.remove(process)

    def asks(self, path: str, body: Any = None) -> Any:
        """POST to the sandbox's control API."""
        answer = self.control.post(f"/{path}", json=body if body is not None else {})
        assert answer.is_success, f"{path} {body}: {answer.text}"
        return answer.json()

    def sees(self, path: str, **query: Any) -> Any:
        """GET from the sandbox's control API."""
        return self.control.get(f"/{path}", params=query).raise_for_status().json()

    def calls(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """Everything the bots called since, in order."""
        while page := self.sees("record", after=after)["calls"]:
            yield from page
            after = page[-1]["n"]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database holds; `?` marks values."""
        if self.database.startswith("postgresql"):
            with psycopg.connect(self.database, autocommit=True) as connection:
                return connection.execute(query.replace("?", "%s"), values).fetchall()
        with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=30)) as connection:
            return connection.execute(query, values).fetchall()

    def write(self, query: str, rows: Sequence[Sequence[object]]) -> None:
        """Write many rows in one transaction."""
        if self.database.startswith("postgresql"):
            with psycopg.connect(self.database) as connection, connection.cursor() as cursor:
                cursor.executemany(query.replace("?", "%s"), rows)
            return
        with closing(sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=30)) as file, file:
            file.executemany(query, rows)

    def outputs(self) -> str:
        """Everything that any of the processes has printed."""
        return "\n".join(path.read_text(errors="replace") for path in self._outputs)

    def operator(self, *words: str) -> str:
        """Run `python -m bot …` beside the replicas and give what it prints."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            capture_output=True,
            text=True,
            env=self._environment("operator"),
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def close(self) -> None:
        """Stop everything."""
        for process in [*self.replicas, self.sandbox]:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
        for process in [*self.replicas, self.sandbox]:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
        self.control.close()


@contextmanager
def cluster(folder: Path, kind: str, **settings: str) -> Iterator[Cluster]:
    """A cluster on a migrated database of a kind: sqlite or postgresql."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        url = stack.enter_context(postgres()) if kind == "postgresql" else f"sqlite:///{folder / 'samooh.db'}"
        with MIGRATING:
            migrate(url)
        made = Cluster(folder, url, **settings)
        stack.callback(made.close)
        yield made


def add_contacts(made: Cluster, number: int, topic: str = "theme:finance") -> list[int]:
    """Contacts in the sandbox and, with consent and a subscription, in the database; gives their chat ids."""
    known = {one["id"] for one in made.sees("state")["contacts"]}
    first = made.asks("contacts/bulk", {"count": number})["first"]
    chats = list(range(first, first + number))
    assert not known & set(chats)
    moment = "2026-01-01 00:00:00.000000" + ("+00:00" if made.database.startswith("postgresql") else "")
    columns = "chat_id, language, agreed_at, quiet_from, quiet_to, alert_rhythm, created_at, seen_at, profile"
    marks = ", ".join("?" * len(columns.split(",")))
    made.write(
        f"INSERT INTO contacts ({columns}) VALUES ({marks})",
        [(chat, "en", moment, None, None, "now", moment, moment, '{"state":"IN-TN"}') for chat in chats],
    )
    made.write(
        "INSERT INTO subscriptions (contact_id, topic, created_at) SELECT id, ?, ? FROM contacts WHERE chat_id = ?",
        [(topic, moment, chat) for chat in chats],
    )
    return chats
