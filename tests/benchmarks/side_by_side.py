"""Bots side by side in one run: a fake server, processes, rounds in turn, and medians of paired ratios."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import psutil

from db.migrate import migrate
from tests.cluster import free_port, wait_for

ROUNDS = 5
SECRET = "a-secret-of-the-benchmarks"


@dataclass(frozen=True)
class Line:
    """One goal of the table: what was asked, what was reached, and how far that is from it (up to 1 is enough)."""

    goal: str
    asked: str
    reached: str
    distance: float

    @property
    def ok(self) -> bool:
        """Whether the goal is reached."""
        return self.distance <= 1

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.goal:62} {self.asked:>12} {self.reached:>12}  {'ok' if self.ok else 'MISSED'}"


def at_least(goal: str, value: float, least: float, unit: str = "×") -> Line:
    """A goal to be reached from below."""
    return Line(goal, f"≥ {least:g}{unit}", f"{value:.2f}{unit}", least / value if value else float("inf"))


def at_most(goal: str, value: float, most: float, unit: str = "×") -> Line:
    """A goal to stay below."""
    return Line(goal, f"≤ {most:g}{unit}", f"{value:.2f}{unit}", value / most if most else float(value > 0) * 2)


class Fake:
    """The fake server."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.fake_api"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.base = f"http://127.0.0.1:{int(self.process.stdout.readline())}"
        self.http = httpx.Client(base_url=self.base, timeout=30)

    def load(self, token: str, **wanted: Any) -> dict[str, Any]:
        """Queue updates, or set how it behaves to one bot."""
        found: dict[str, Any] = self.http.post(f"/control/{token}", json=wanted).json()
        return found

    def view(self, token: str) -> dict[str, Any]:
        """What came from one bot."""
        found: dict[str, Any] = self.http.get(f"/control/{token}").json()
        return found


@contextmanager
def fake_api() -> Iterator[Fake]:
    """A fake server for the block."""
    made = Fake()
    try:
        yield made
    finally:
        made.http.close()
        made.process.kill()
        made.process.wait()


@dataclass
class Bot:
    """A running bot and the token by which the server knows it."""

    token: str
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of processor time so far, all threads."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def resident(self) -> float:
        """Megabytes in memory."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6


def token_of(number: int) -> str:
    """A well-formed token of one bot."""
    return f"{number}:benchmarks-only"


@contextmanager
def running(fake: Fake, number: int, *words: str, ready: str = "getUpdates", **environment: str) -> Iterator[Bot]:
    """A bot's process for the block, from its first poll on."""
    token = token_of(number)
    quiet = {"BOT_TOKEN": token, "LOG_LEVEL": "error", "PYTHONWARNINGS": "ignore"}
    process = subprocess.Popen(
        [sys.executable, "-m", *words], env={**os.environ, **quiet, **environment}, stderr=subprocess.DEVNULL
    )
    try:
        if ready:
            wait_for(lambda: fake.view(token)["calls"].get(ready), f"{words}", 60)
        yield Bot(token, process)
    finally:
        process.kill()
        process.wait()


@contextmanager
def reference(fake: Fake, number: int, name: str, *more: str, ready: str = "getUpdates") -> Iterator[Bot]:
    """One of the other ways."""
    words = ("tests.benchmarks.references", name, fake.base, token_of(number), *more)
    with running(fake, number, *words, ready=ready) as bot:
        yield bot


@contextmanager
def ours(fake: Fake, number: int, folder: Path, database: str = "", **environment: str) -> Iterator[Bot]:
    """Our bot, with contacts whom it knows."""
    folder.mkdir(parents=True, exist_ok=True)
    url = database or f"sqlite:///{folder / 'samooh.db'}"
    migrate(url)
    know(url)
    role = "web" if "WEBHOOK_URL" in environment else "run"
    settings = {"BOT_API_URL": fake.base, "DATABASE_URL": url, "DATA_DIR": str(folder), **environment}
    ready = "setWebhook" if role == "web" else "getUpdates"
    with running(fake, number, "bot", role, ready=ready, **settings) as bot:
        time.sleep(1)
        yield bot


def know(url: str, number: int = 2400) -> None:
    """Contacts with a language and consent, as one has who has talked before."""
    from sqlalchemy import NullPool, create_engine, make_url

    from db.models import contacts
    from tests.db.conftest import NOW

    made = make_url(url)
    made = made.set(drivername="postgresql+psycopg") if made.get_backend_name() == "postgresql" else made
    common = {"language": "ta", "agreed_at": NOW, "created_at": NOW, "seen_at": NOW, "quiet_from": None}
    with create_engine(made, poolclass=NullPool).begin() as connection:
        connection.execute(contacts.delete())
        connection.execute(contacts.insert(), [common | {"chat_id": 1000 + n} for n in range(number)])


@dataclass(frozen=True)
class Round:
    """What one bot did in one round."""

    rate: float  # a second
    cpu: float  # seconds each


def play(fake: Fake, bot: Bot, number: int, done: str, **load: Any) -> Round:
    """Give a bot so many updates and wait until it has made as many calls of a method."""
    before = fake.view(bot.token)["calls"].get(done, 0)
    cpu, start = bot.cpu(), time.perf_counter()
    fake.load(bot.token, **load)
    wait_for(lambda: fake.view(bot.token)["calls"].get(done, 0) - before >= number, "a round", 120, 0.005)
    return Round(number / (time.perf_counter() - start), (bot.cpu() - cpu) / number)


def paired(plays: Sequence[Callable[[], Round]], rounds: int = ROUNDS) -> list[list[Round]]:
    """Let each play in turn, after one round to warm up; gives each one's rounds."""
    for one in plays:
        one()
    return [list(column) for column in zip(*([one() for one in plays] for _ in range(rounds)), strict=True)]


def ratio(ones: Sequence[Round], others: Sequence[Round], what: str = "rate") -> float:
    """The median of the paired ratios."""
    return float(median(getattr(one, what) / getattr(other, what) for one, other in zip(ones, others, strict=True)))


def webhook_settings(fake: Fake, number: int) -> dict[str, str]:
    """Settings of a web process of ours."""
    port = str(free_port())
    return {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "WEBHOOK_SECRET": SECRET, "PORT": port, "HOST": "127.0.0.1"}
