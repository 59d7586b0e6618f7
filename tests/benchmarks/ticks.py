"""Goal 7: reminders by the million, and goal 9: how fast a process is ready and how much memory it keeps."""

from __future__ import annotations

import asyncio
import gc
import pickle
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, redirect_stdout
from datetime import UTC, datetime, timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from statistics import median

from bot.clock import Clock
from bot.content_room import ContentRoom
from bot.desk import Desk
from bot.telegram import make_api
from bot.worker import fire_due, remind
from db.migrate import migrate
from db.models import contacts, outbox, reminders
from db.store import open_store
from tests.benchmarks.side_by_side import ROUNDS, Fake, Line, at_most, fake_api, ours, reference, running, token_of
from tests.cluster import wait_for

STORED, DUE = 1_000_000, 10_000


def reminders_due(folder: Path) -> list[Line]:
    """Goal 7: the empty tick, 10,000 due at once, and APScheduler's own store beside it."""
    return asyncio.run(_reminders_due(folder))


async def _reminders_due(folder: Path) -> list[Line]:
    room = ContentRoom(folder / "cache")
    stored = {"small": 1000, "middle": 100_000, "large": STORED}
    small, middle, large = [await _desk(folder / name, room, number) for name, number in stored.items()]
    await _fire(small, folder / "small", 10)  # statements are compiled once in a process's life
    fired = [await _fire(large, folder / "large", DUE) for _ in range(ROUNDS)]
    late, lag, cpu = (median(figures) for figures in zip(*fired, strict=True))
    ratios = []
    for turn in range(ROUNDS):
        *_, spent = await _fire(middle, folder / "middle", 1000)
        theirs = [sys.executable, "-m", "tests.benchmarks.ticks", str(folder / f"jobs{turn}.db")]
        ratios.append(spent / float(subprocess.check_output(theirs)))
    empty = await _empty(large, small)
    for desk in (small, middle, large):
        await desk.store.close()
    return [
        at_most("7 empty tick with a million stored, against a thousand", empty, 1.2),
        at_most("7 10,000 due at once: the last one fired, ms late", late * 1000, 250, " ms"),
        at_most("7 the loop lags meanwhile by, ms", lag * 1000, 10, " ms"),
        at_most("7 CPU per due at 100,000, against APScheduler's SQL store", median(ratios), 0.1),
        Line("7   CPU per due at a million", "—", f"{cpu * 1e6:.0f} µs", 0),
        Line("7   late and lag of each round", "—", _each(fired), 0),
    ]


def _each(fired: list[tuple[float, float, float]]) -> str:
    return ", ".join(f"{late * 1000:.0f}/{lag * 1000:.0f}" for late, lag, _cpu in fired) + " ms"


async def _desk(folder: Path, room: ContentRoom, stored: int) -> Desk:
    """A desk with so many reminders, none of which is due."""
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder / 's.db'}"
    migrate(url)
    desk = Desk(open_store(url), make_api("1:x", "http://127.0.0.1:9"), Clock(), lambda: room.catalog)
    await _store(desk, stored)
    return desk


def _make_due(path: Path, due: int) -> None:
    """Empty the outbox, and let so many be due; nothing of it is left to be written while we measure."""
    at = f"{datetime.now(UTC) - timedelta(seconds=5):%Y-%m-%d %H:%M:%S.%f}"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM outbox")
        connection.execute("UPDATE reminders SET next_due_at = ? WHERE id <= ?", (at, due))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


async def _fire(desk: Desk, folder: Path, due: int) -> tuple[float, float, float]:
    """Seconds until the last is fired, of the greatest lag meanwhile, and of CPU per due."""
    _make_due(folder / "s.db", due)
    lags: list[float] = []
    watching = asyncio.create_task(_watch(lags))
    await asyncio.sleep(0.05)
    cpu, start_at = time.process_time(), time.perf_counter()
    await remind(desk)
    late, cpu = time.perf_counter() - start_at, time.process_time() - cpu
    await asyncio.sleep(0.01)
    watching.cancel()
    async with desk.store.unit() as session:
        fired = len((await session.execute(outbox.select())).all())
    assert fired == due
    return late, max(lags), cpu / due


async def _empty(one: Desk, other: Desk) -> float:
    """How long an empty tick takes, against another desk's: in turns, since a machine has its moods."""
    ratios = []
    for _ in range(200):
        start_at = time.perf_counter()
        await fire_due(one)
        between = time.perf_counter()
        await fire_due(other)
        ratios.append((between - start_at) / (time.perf_counter() - between))
    return median(ratios)


async def _store(desk: Desk, stored: int) -> None:
    """So many reminders of one contact, of later; their rules began on the days of a month."""
    now = desk.clock.now()
    async with desk.store.unit() as session:
        person = {"id": 1, "chat_id": 1, "created_at": now, "seen_at": now}
        await session.execute(contacts.insert(), [person])
        common = {"contact_id": 1, "title": "x", "zone": "Asia/Kolkata", "created_at": now}
        for start in range(0, stored, 50_000):
            rows = [
                common
                | {
                    "rule": f"daily 2026-01-{number % 28 + 1:02}T10:00",
                    "next_due_at": now + timedelta(seconds=86_400 + number),
                }
                for number in range(start, min(start + 50_000, stored))
            ]
            await session.execute(reminders.insert(), rows)


async def _watch(lags: list[float]) -> None:
    """How late the loop is each millisecond."""
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        lags.append(time.perf_counter() - before - 0.001)


def _scheduler(path: Path) -> float:
    """Seconds of CPU per due of APScheduler's SQL store, 1,000 due of 100,000, which are copied into its table."""
    from apscheduler.executors.debug import DebugExecutor
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.schedulers.base import STATE_RUNNING

    scheduler = BackgroundScheduler(timezone="UTC", executors={"default": DebugExecutor()})
    scheduler.add_jobstore(SQLAlchemyJobStore(f"sqlite:///{path}"))
    scheduler.start(paused=True)
    moment = datetime.now(UTC) + timedelta(seconds=-1)
    scheduler.add_job(print, "date", run_date=moment, args=[""], id="0", misfire_grace_time=None)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        (state,) = connection.execute("SELECT job_state FROM apscheduler_jobs").fetchone()
        made = [(str(n), time.time() + (-1 if n < 1000 else 86_400), copied(state, n)) for n in range(1, 100_000)]
        connection.executemany("INSERT INTO apscheduler_jobs VALUES (?, ?, ?)", made)
    connection.close()
    scheduler.state = STATE_RUNNING  # its own thread waits on
    cpu = time.process_time()
    scheduler._process_jobs()
    spent = (time.process_time() - cpu) / 1000
    scheduler.shutdown(wait=False)
    return spent


def copied(state: bytes, number: int) -> bytes:
    """The stored form of a job under another id."""
    job = pickle.loads(state)
    return pickle.dumps({**job, "id": str(number)}, pickle.HIGHEST_PROTOCOL)


def start_and_memory(folder: Path) -> list[Line]:
    """Goal 9: from the start to the first poll beside the library's import; idle memory beside a bare bot."""
    starts, imports = [], []
    with fake_api() as fake:
        with ours(fake, 91, folder / "ours") as bot, reference(fake, 92, "echo") as bare:
            time.sleep(6)
            memory = bot.resident() / bare.resident()
            told = f"{bot.resident():.0f} / {bare.resident():.0f} MB"
        settings = {"BOT_API_URL": fake.base, "DATABASE_URL": f"sqlite:///{folder / 'ours' / 'samooh.db'}"}
        for turn in range(ROUNDS + 2):
            gc.collect()
            start = time.perf_counter()
            with running(fake, 900 + turn, "bot", "run", ready="", DATA_DIR=str(folder / "ours"), **settings):
                wait_for(partial(polled, fake, token_of(900 + turn)), "a poll", 30, 0.005)
                starts.append(time.perf_counter() - start)
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", "import telegram.ext"], check=True)
            imports.append(time.perf_counter() - start)
    ratio = median(one / other for one, other in zip(starts, imports, strict=True))
    return [
        at_most("9 start to ready, against importing telegram.ext", ratio, 1.5),
        at_most("9 idle memory, against a bare bot", memory, 1.5),
        Line("9   start, import, memory", "—", f"{median(starts):.2f} / {median(imports):.2f} s, {told}", 0),
    ]


def polled(fake: Fake, token: str) -> bool:
    """Whether a bot has polled."""
    return bool(fake.view(token)["calls"].get("getUpdates"))


if __name__ == "__main__":
    with redirect_stdout(StringIO()):
        measured = _scheduler(Path(sys.argv[1]))
    print(measured)
