"""Rows 8 to 12 and 15: jumping clocks, shuffled updates, stops, full disks, broken content, poison."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

from structlog.testing import capture_logs

from content.files import FOLDER
from tests.cluster import add_contacts, cluster, wait_for
from tests.faults.outages import polling
from tests.faults.scene import announce, answered, arrived, remind, say, settle

HOUR = 3600


def clock_jumps(folder: Path, kind: str) -> str:
    """Row 8: the wall time goes an hour on and an hour back; each reminder comes once."""
    with cluster(folder, kind) as made:
        chats = add_contacts(made, 5)
        polling(made)
        remind(made, chats, "The pump", minutes=30)
        for jump in (HOUR, -HOUR, HOUR, -2 * HOUR, 3 * HOUR):
            made.asks("clock", {"advance_seconds": jump, "allow_back": True})
            time.sleep(5)
        settle(made, 30)
        got = arrived(made, "The pump")
        assert got == dict.fromkeys(chats, 1), got
        return "an hour on and back, five jumps: each reminder once"


def updates_out_of_order(folder: Path, kind: str, number: int) -> str:
    """Row 9: updates shuffled and repeated, ids that start anew lower; each takes effect once.

    By webhook, whose deliveries may come in any order; a poll gives the lowest ids first and forgets those below.
    """
    with cluster(folder, kind, SECONDS_PER_CHAT="0", ANSWER_IN_RESPONSE="0") as made:
        chats = add_contacts(made, 4)
        made.start("web")
        wait_for(lambda: any(call["method"] == "setWebhook" for call in made.calls()), "the webhook", 60)
        rng = random.Random(9)
        bodies = [typed(9_000_000 + n, rng.choice(chats), f"remind me tomorrow 5 pm chore{n}") for n in range(number)]
        sent = bodies + rng.sample(bodies, number // 2)
        rng.shuffle(sent)
        made.asks("updates", sent)
        made.asks("updates", {"next_id": 500})
        made.asks("updates", [typed(500 + n, chats[0], "/help") for n in range(5)])
        ids = [9_000_000 + n for n in range(number)] + list(range(500, 505))
        wait_for(lambda: answered(made, ids) == len(ids), "every update", 120, 0.2)
        settle(made, 30)
        twice = [n for n in range(number) if sum(arrived(made, f"chore{n}<").values()) > 1]
        assert twice == []
        return f"{len(sent) + 5} deliveries of {number + 5} updates, shuffled and repeated: each answered once"


def typed(update_id: int, chat: int, text: str) -> dict[str, object]:
    """A raw message."""
    person = {"id": chat, "is_bot": False, "first_name": "Owner", "language_code": "en"}
    message = {"message_id": 1, "date": 1764000000, "chat": {"id": chat, "type": "private"}, "from": person}
    return {"update_id": update_id, "message": {**message, "text": text}}


def stops_in_a_broadcast(folder: Path, kind: str, people: int) -> str:
    """Row 10: everybody stops at a random moment of a broadcast; no alert is accepted after the confirmation."""
    with cluster(folder, kind, SENDS_PER_SECOND="300", PAID_BROADCASTS="1") as made:
        chats = add_contacts(made, people)
        polling(made)
        made.asks("limits", {"round_trip": [5, 60]})
        announce(made, "The window is open")
        rng = random.Random(10)
        order = rng.sample(chats, people)
        updates: list[int] = []
        for chat in order:
            updates += say(made, [chat], "/stop")
            time.sleep(rng.random() * 2 * people / 300 / people)
        wait_for(lambda: answered(made, updates) == people, "every stop", 180, 0.5)
        settle(made, 120)
        confirmed: dict[int, int] = {}
        late = before = 0
        for call in made.calls():
            if call["method"] == "sendMessage" and call["accepted"]:
                if "All alerts are stopped" in call["params"]["text"]:
                    confirmed[call["chat_id"]] = call["n"]
                elif "The window" in call["params"]["text"]:
                    late += call["chat_id"] in confirmed
                    before += call["chat_id"] not in confirmed
        assert len(confirmed) == people
        assert late == 0, f"{late} alerts after the confirmation"
        return f"{people} stops: 0 alerts after the confirmation, {before} before it"


def disk_full(folder: Path, kind: str) -> str:
    """Row 11: the disk is full; intake stops unacknowledged, says so, and recovers alone."""
    if kind != "sqlite":
        return "PostgreSQL's own disk isn't played here"
    small = folder / "small"
    small.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small], check=False, capture_output=True
    )
    if mounted.returncode:
        return "no small file system can be made here"
    try:
        with cluster(small / "house", kind) as made:
            chats = add_contacts(made, 20)
            polling(made)
            made.kill(made.replicas[0], signal.SIGTERM)  # a clean end, so that no log of writes has room left in it
            before = made.sees("record")["last"]
            made.start("run")
            wait_for(lambda: any(call["method"] == "getUpdates" for call in made.calls(before)), "the poll", 60)
            filler = small / "filler"
            fill(filler)
            updates = say(made, chats, "x" * 3000)
            time.sleep(5)  # its own log lies on the full disk too, so the silence is all there is to see
            assert answered(made, updates) == 0
            filler.unlink()
            wait_for(lambda: answered(made, updates) == len(updates), "every update", 90, 0.2)
            return "database and log disk full: nothing acknowledged; room again: 20 of 20 updates answered"
    finally:
        subprocess.run(["umount", "-l", small], check=False)


def fill(path: Path) -> None:
    """Leave no room on a file system."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


def content_broken(folder: Path, _kind: str) -> str:
    """Row 12: a content file is truncated, wrongly encoded or lacks a part; the last good version stands."""
    from bot.content_room import ContentRoom  # noqa: PLC0415

    copied = Path(shutil.copytree(FOLDER, folder / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__")))
    room = ContentRoom(folder / "cache", copied)
    whole, breaks, slowest = len(room.catalog.schemes), 0, 0.0
    for path in [*sorted((copied / "schemes").glob("*.yaml"))[:3], copied / "providers.csv", copied / "clusters.csv"]:
        kept = path.read_bytes()
        for broken in (
            kept[: len(kept) // 2] + b"\n  - [",
            b"\xff\xfe" + kept,
            kept.replace(b"id", b"ident", 1),
            b"%(name",
        ):
            path.write_bytes(broken)
            started = time.monotonic()
            with capture_logs() as logs:
                assert not room.reload(), f"{path.name}: {broken[:20]!r} is no fault"
            slowest = max(slowest, time.monotonic() - started)
            assert len(room.catalog.schemes) == whole, path
            breaks += len(logs)
        path.write_bytes(kept)
    assert room.reload()
    return f"{breaks} broken files told of, the last good version stood each time; slowest check {slowest:.2f} s"


def poison(folder: Path, kind: str, number: int) -> str:
    """Row 15: updates that nobody can read; put aside after three tries, the next one is answered at once."""
    with cluster(folder, kind, LOG_LEVEL="error") as made:
        chats = add_contacts(made, 1)
        polling(made)
        rng = random.Random(15)
        bad: list[object] = [
            "",
            5,
            None,
            [],
            {"from": {"id": chats[0]}},
            {"chat": {"id": chats[0]}, "text": 5},
            {"id": "x"},
        ]
        kinds = ("message", "callback_query", "inline_query", "my_chat_member", "poll", "new_thing")
        made.asks("updates", [{rng.choice(kinds): rng.choice(bad)} for _ in range(number)])
        asked = time.monotonic()
        updates = say(made, chats, "/help")
        wait_for(lambda: answered(made, updates) == 1, "the good one", 60)
        waited = time.monotonic() - asked
        wait_for(
            lambda: made.rows("SELECT count(*) FROM updates WHERE state IN ('new', 'answering')")[0][0] == 0, "all"
        )
        aside = made.rows("SELECT count(*) FROM updates WHERE state = 'quarantined'")[0][0]
        assert all(process.poll() is None for process in made.replicas)
        return f"{number} unreadable updates, {aside} put aside; the next one after {waited * 1000:.0f} ms"
