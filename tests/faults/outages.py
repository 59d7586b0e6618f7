"""Rows 3 to 6: Telegram away, the database locked or dead, storms of 429, and answers of every bad kind."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from sandbox.postgres import running_postgres
from tests.cluster import Cluster, add_contacts, bugs_in, cluster, wait_for
from tests.faults.scene import announce, answered, arrived, count, remind, say, settle

KINDS = ("429", "500", "502_html", "garbage", "away", "hang_before", "hang_after", "drop_after", "slow", "loris")
METHODS = ("sendMessage", "editMessageText", "answerCallbackQuery")


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
        remind(made, chats, "The boiler")
        time.sleep(seconds)
        back = time.monotonic()
        settle(made, people / 25 + 150)
        drained = time.monotonic() - back
        got = arrived(made, "The boiler")
        assert len(got) == people, f"{people - len(got)} reminders are lost"
        assert max(got.values()) == 1, "a reminder came twice"
        most = people / 25 + 10
        late = "" if drained < most else f" (asked < {most:.0f} s)"
        return f"{seconds:.0f} s away, {people} reminders: 0 lost, 0 twice, drained in {drained:.0f} s{late}"


@contextmanager
def lock(made: Cluster) -> Iterator[None]:
    """Hold the database's write lock."""
    if made.database.startswith("sqlite"):
        holder = sqlite3.connect(made.database.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")
        holder.close()
        return
    with psycopg.connect(made.database) as holder_pg:
        holder_pg.execute("LOCK TABLE updates, outbox, contacts, reminders IN ACCESS EXCLUSIVE MODE")
        yield


def database_locked(folder: Path, kind: str, seconds: float) -> str:
    """Row 4: the database is locked while owners write, reminders fall due and a broadcast goes out."""
    with cluster(folder, kind) as made:
        chats = add_contacts(made, 60)
        polling(made)
        announce(made, "The window is open")
        wait_for(lambda: len(arrived(made, "The window")) > 5, "the first alerts", 30)
        updates = say(made, chats[:10], "/help")
        with lock(made):
            updates += say(made, chats[10:30], "/help")
            time.sleep(seconds)
        freed = time.monotonic()
        return all_is_well(made, updates, chats, freed, f"locked for {seconds:.0f} s")


def all_is_well(made: Cluster, updates: list[int], chats: list[int], since: float, what: str) -> str:
    """Everything answered and sent, nothing twice; says how long it took."""
    wait_for(lambda: answered(made, updates) == len(updates), "every update", 90, 0.1)
    recovered = time.monotonic() - since
    settle(made, 90)
    got, helped, doubts = arrived(made, "The window"), arrived(made, "Help"), count(made, "uncertain")
    assert max(got.values()) == 1, "an alert came twice"
    assert len(got) + doubts >= len(chats)
    assert sum(helped.values()) <= len(updates) + doubts + 8
    assert all(process.poll() is None for process in made.replicas), made.outputs()[-3000:]
    return f"{what}: {len(updates)} updates answered {recovered:.1f} s after, 0 alerts twice, {doubts} in doubt"


def postgres_killed(folder: Path, kind: str, seconds: float) -> str:
    """Row 4: PostgreSQL dies as in a crash and comes back."""
    if kind != "postgresql":
        return "only PostgreSQL is a process of its own"
    folder.mkdir(parents=True, exist_ok=True)
    from db.migrate import migrate  # noqa: PLC0415

    with running_postgres() as server:
        migrate(server.url)
        made = Cluster(folder, server.url)
        try:
            chats = add_contacts(made, 60)
            polling(made)
            announce(made, "The window is open")
            wait_for(lambda: len(arrived(made, "The window")) > 5, "the first alerts", 30)
            server.stop(signal.SIGQUIT)
            updates = say(made, chats[:20], "/help")
            time.sleep(seconds)
            server.start()
            return all_is_well(made, updates, chats, time.monotonic(), f"dead for {seconds:.0f} s")
        finally:
            made.close()


def storms(folder: Path, kind: str, seconds: float) -> str:
    """Row 5: 429 for everybody, then for one chat for an hour; no call inside the pause but those on their way."""
    with cluster(folder, kind) as made:
        chats = add_contacts(made, 200)
        for role in ("worker", "worker"):
            made.start(role)
        wait_for(lambda: sum(call["method"] == "getMe" for call in made.calls()) >= 2, "two workers", 60)
        made.asks("faults", [{"kind": "429", "chat_id": chats[0], "retry_after": 3600, "until_seconds": 3600}])
        announce(made, "The window is open")
        wait_for(lambda: len(arrived(made, "The window")) > 30, "the first alerts", 30)
        whole = {"kind": "429", "method": "sendMessage", "retry_after": int(seconds), "until_seconds": seconds}
        made.asks("faults", [whole])
        wait_for(lambda: len(arrived(made, "The window")) == 199, "the others", 60)
        to_one = sum(call["chat_id"] == chats[0] for call in made.calls() if call["method"] == "sendMessage")
        refused = [call for call in made.calls() if call["error_code"] == 429 and call["chat_id"] != chats[0]]
        got = arrived(made, "The window")
        assert max(got.values()) == 1
        assert to_one == 1, f"{to_one} calls to the chat that is to be left alone"
        assert len(refused) <= 2 * 8 + 2, f"{len(refused)} calls inside the pause"
        return (
            f"for all {seconds:.0f} s: {len(refused)} refused, on their way; one chat an hour: {to_one} call; 0 twice"
        )


def bad_answers(folder: Path, kind: str) -> str:
    """Row 6: every bad kind at each method, while an owner taps and writes; no turn fails, all is answered."""
    with cluster(folder, kind, LOG_LEVEL="info") as made:
        [chat] = add_contacts(made, 1)
        polling(made)
        tried = 0
        say(made, [chat], "/start")
        wait_for(lambda: arrived(made, "Samooh")[chat] == 1, "the first screen", 30)
        for bad in KINDS:
            for method in METHODS:
                made.asks("faults", [{"kind": bad, "method": method, "seconds": 0.3, "retry_after": 1}])
                act(made, chat, method)
                wait_for(lambda: made.sees("faults") == [], f"{bad} at {method}", 30)
                tried += 1
        wait_for(lambda: made.rows("SELECT count(*) FROM updates WHERE state <> 'done'")[0][0] == 0, "all", 60)
        printed = made.outputs()
        assert not bugs_in(printed), printed[-3000:]
        return f"{tried} bad answers: all survived, 0 bugs told"


def act(made: Cluster, chat: int, method: str) -> None:
    """What makes the bot call a method."""
    if method == "sendMessage":
        say(made, [chat], "/help")
        return
    shown = [one for one in made.sees(f"contacts/{chat}/messages")["messages"] if one["inline_keyboard"]][-1]
    there = [
        button["callback_data"] for row in shown["inline_keyboard"] for button in row if "callback_data" in button
    ]
    data = next(one for one in there if one.startswith(("settings.menu", "home.")))
    made.asks(f"contacts/{chat}/tap", {"message_id": shown["message_id"], "callback_data": data, "wait": 0})
