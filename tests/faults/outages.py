"""Rows 3 and 4: Telegram away, the database locked, read-only or dead."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from sandbox.postgres import running_postgres
from tests.cluster import Cluster, add_contacts, cluster, wait_for
from tests.faults.scene import (
    NotPlayed,
    announce,
    answered,
    arrived,
    count,
    doubtful,
    heard,
    remind,
    say,
    sent_at,
    settle,
)

REPEATED = 18  # seconds until what the outage's first second left in doubt is repeated, and the next tick
REMINDED = 20  # contacts whose reminder falls due in an outage


def polling(made: Cluster) -> None:
    """Start one bot and wait until it polls."""
    made.start("run")
    wait_for(lambda: any(call["method"] == "getUpdates" for call in made.calls()), "the poll", 60)


def telegram_away(folder: Path, kind: str, seconds: float, people: int) -> str:
    """Row 3: Telegram is away while reminders fall due; each comes once when it is back, at Telegram's rate."""
    with cluster(folder, kind, HONEST="1") as made:
        chats = add_contacts(made, people)
        polling(made)
        made.asks("faults", [{"kind": "away", "until_seconds": seconds}])
        back = time.time() + seconds
        remind(made, chats, "The boiler")
        time.sleep(seconds)
        settle(made, people / 25 + 150)
        drained = time.time() - back
        times = sorted(
            sent_at(call) - back for call in made.calls() if call["method"] == "sendMessage" and call["accepted"]
        )
        got, doubts = arrived(made, "The boiler"), count(made, "uncertain", "reminder")
        assert len(got) == people, f"{people - len(got)} reminders are lost"
        assert max(got.values()) == 1, "a reminder came twice"
        most = people / 25 + 10 + max(0, REPEATED - seconds)
        spread = f"the first after {times[0]:.1f} s, 99 of 100 after {times[int(len(times) * 0.99) - 1]:.0f} s"
        line = f"{seconds:.0f} s away, {people} reminders: 0 lost, 0 twice, {doubts} in doubt; {spread}"
        assert drained < most, f"drained in {drained:.1f} s, {most:.0f} s are promised; {line}"
        return f"{line}, drained in {drained:.1f} s"


@contextmanager
def lock(made: Cluster) -> Iterator[Callable[[], int]]:
    """Hold the database's write lock; gives a look at the newest update that is kept."""
    newest = "SELECT COALESCE(max(update_id), 0) FROM updates"
    if made.database.startswith("sqlite"):
        holder = sqlite3.connect(made.database.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        yield lambda: int(holder.execute(newest).fetchone()[0])
        holder.execute("ROLLBACK")
        holder.close()
        return
    with psycopg.connect(made.database) as holder_pg:
        holder_pg.execute("LOCK TABLE updates, outbox, contacts, reminders IN ACCESS EXCLUSIVE MODE")
        yield lambda: int((holder_pg.execute(newest).fetchone() or (0,))[0])


def confirmed_to(made: Cluster) -> int:
    """The newest update that Telegram was told to forget; it does so at the request for those behind it."""
    polls = [call["params"] for call in made.calls() if call["method"] == "getUpdates"]
    return max(int(asked.get("offset", 0)) for asked in polls) - 1


def database_locked(folder: Path, kind: str, seconds: float) -> str:
    """Row 4: the database is locked while owners write, reminders fall due and a broadcast goes out."""
    with cluster(folder, kind) as made:
        chats = add_contacts(made, 60)
        polling(made)
        updates = under_way(made, chats, seconds)
        with lock(made) as newest:
            updates += say(made, chats[10:30], "/help")
            time.sleep(seconds)
            kept, forgotten = newest(), confirmed_to(made)
            assert kept < updates[-1], "the lock held nothing up"
            assert forgotten <= kept, f"Telegram was told to forget {forgotten}, kept is {kept}"
        return all_is_well(made, updates, chats, time.monotonic(), f"locked for {seconds:.0f} s")


def under_way(made: Cluster, chats: list[int], seconds: float) -> list[int]:
    """A broadcast that goes out, owners who write, and reminders that fall due within so many seconds."""
    announce(made, "news1")
    wait_for(lambda: len(arrived(made, "news1")) > 5, "the first alerts", 30)
    remind(made, chats[:REMINDED], "thing1", seconds=seconds / 2)
    return say(made, chats[:10], "/help")


def all_is_well(made: Cluster, updates: list[int], chats: list[int], since: float, what: str) -> str:
    """Everything answered and sent, nothing lost without a doubt, nothing twice; says how long it took."""
    wait_for(lambda: answered(made, updates) == len(updates), "every update", 90, 0.1)
    recovered = time.monotonic() - since
    settle(made, 120)
    got, unsure, helped = heard(made), doubtful(made), arrived(made, "Help")
    news, things = [("news1", chat) for chat in chats], [("thing1", chat) for chat in chats[:REMINDED]]
    assert max(Counter(got[pair] for pair in news)) == 1, "an alert came twice"
    assert max(Counter(got[pair] for pair in things)) <= 2, "a reminder came three times"
    lost = [pair for pair in [*news, *things] if not got[pair] and not unsure[pair]]
    assert not lost, f"lost without a doubt: {lost[:5]}"
    assert len(updates) <= sum(helped.values()) <= len(updates) + 8, "answers that are missing or repeated"
    assert all(process.poll() is None for process in made.replicas), made.outputs()[-3000:]
    told = f"{len(things)} reminders due meanwhile, 0 lost; 0 alerts twice, {unsure.total()} in doubt"
    return f"{what}: {len(updates)} updates answered {recovered:.1f} s after; {told}"


def only_on_postgresql(kind: str) -> None:
    """Raises NotPlayed for a database that is no process of its own."""
    if kind != "postgresql":
        raise NotPlayed("only PostgreSQL is a process of its own")


def postgres_killed(folder: Path, kind: str, seconds: float) -> str:
    """Row 4: PostgreSQL dies as in a crash and comes back; every process goes on by itself, a worker's too."""
    only_on_postgresql(kind)
    folder.mkdir(parents=True, exist_ok=True)
    from db.migrate import migrate  # noqa: PLC0415

    with running_postgres() as server:
        migrate(server.url)
        made = Cluster(folder, server.url)
        try:
            chats = add_contacts(made, 60)
            polling(made)
            made.start("worker")
            wait_for(lambda: sum(call["method"] == "getMe" for call in made.calls()) >= 2, "the worker", 60)
            updates = under_way(made, chats, seconds)
            wait_for(lambda: answered(made, updates) == len(updates), "the first answers", 30)
            server.stop(signal.SIGQUIT)
            kept = confirmed_to(made)
            late = say(made, chats[:20], "/help")
            time.sleep(seconds)
            assert confirmed_to(made) <= max(kept, updates[-1]), "Telegram was told to forget what isn't kept"
            server.start()
            return all_is_well(made, updates + late, chats, time.monotonic(), f"dead for {seconds:.0f} s")
        finally:
            made.close()
