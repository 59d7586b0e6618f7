"""Rows 11 and 12: a full disk, a database that can only be read, and broken content."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
import psycopg
from structlog.testing import capture_logs

from bot.content_room import ContentRoom
from content.files import FOLDER
from locales.checks import entry_faults
from sandbox.postgres import NOBODY
from tests.cluster import Cluster, add_contacts, cluster, wait_for
from tests.faults.outages import polling
from tests.faults.scene import NotPlayed, answered, arrived, remind, say, settle

OUTAGE = 5  # seconds
SLOWEST = 2.0  # seconds of processor time that a check of the content may take, whatever runs beside it
LONG_ID = "a-scheme-whose-id-is-so-long-that-no-button-can-carry-it-to-its-page"


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of 8 MB. Raises NotPlayed where none can be made."""
    small = Path(tempfile.mkdtemp(prefix="samooh-small-"))  # where PostgreSQL's own user can come, too
    small.chmod(0o711)
    command = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=0711", "tmpfs", str(small)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        small.rmdir()
        raise NotPlayed("no small file system can be made here")
    try:
        yield small
    finally:
        subprocess.run(["umount", "-l", small], check=False)
        small.rmdir()


def restart(made: Cluster) -> None:
    """End the bot cleanly, so that no log of writes has room left in it, and start it again."""
    made.kill(made.replicas[0], signal.SIGTERM)
    before = made.sees("record")["last"]
    made.start("run")
    wait_for(lambda: any(call["method"] == "getUpdates" for call in made.calls(before)), "the poll", 60)


def disk_full(folder: Path, kind: str) -> str:
    """Row 11: the disk is full; intake stops unacknowledged, and recovers alone."""
    with small_disk() as small, cluster(small / "house" if kind == "sqlite" else folder, kind) as made:
        chats = add_contacts(made, 20)
        polling(made)
        if kind == "sqlite":
            restart(made)
        else:
            move_inbox(made, small)
        filler = small / "filler"
        fill(filler)
        updates = say(made, chats, "x" * 3000)
        time.sleep(OUTAGE)  # SQLite's log lies on the full disk too, so the silence is all there is to see
        assert answered(made, updates) == 0, "the disk wasn't full"
        filler.unlink()
        wait_for(lambda: answered(made, updates) == len(updates), "every update", 90, 0.2)
        full = "database and log disk" if kind == "sqlite" else "the inbox's disk"
        return f"{full} full: nothing acknowledged; room again: {len(updates)} updates answered"


def move_inbox(made: Cluster, small: Path) -> None:
    """Lay PostgreSQL's table of updates on the small disk."""
    place = small / "tables"
    place.mkdir()
    os.chown(place, NOBODY, NOBODY)
    with psycopg.connect(made.database, autocommit=True) as server:
        server.execute(f"CREATE TABLESPACE small LOCATION '{place}'".encode())
        server.execute(b"ALTER TABLE updates SET TABLESPACE small")


def fill(path: Path) -> None:
    """Leave no room on a file system."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            return


def read_only(folder: Path, kind: str) -> str:
    """Row 11: the database can only be read for a while; nothing is acknowledged, and all is made good after."""
    if kind == "sqlite":
        raise NotPlayed("files that are open for writing can't be made read-only")
    with cluster(folder, kind) as made:
        chats = add_contacts(made, 20)
        polling(made)
        made.start("worker")
        wait_for(lambda: sum(call["method"] == "getMe" for call in made.calls()) >= 2, "the worker", 60)
        remind(made, chats, "The boiler", seconds=1)
        only_read(made, "on")
        updates = say(made, chats, "/help")
        time.sleep(OUTAGE)
        assert answered(made, updates) == 0, "something was written"
        only_read(made, "off")
        ended = [process.args for process in made.replicas if process.poll() is not None]
        assert not ended, f"ended by it: {ended}"
        wait_for(lambda: answered(made, updates) == len(updates), "every update", 90, 0.2)
        settle(made, 60)
        assert arrived(made, "The boiler") == dict.fromkeys(chats, 1), "reminders that are lost or came twice"
        assert arrived(made, "Help") == dict.fromkeys(chats, 1), "answers that are missing or repeated"
        return f"read-only for {OUTAGE} s: nothing acknowledged; then {len(updates)} answers and reminders, once each"


def only_read(made: Cluster, value: str) -> None:
    """Let PostgreSQL refuse every write, as a server does that became a standby."""
    with psycopg.connect(made.database, autocommit=True, options="-c default_transaction_read_only=off") as server:
        server.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}".encode())
        server.execute("SELECT pg_reload_conf()")
    time.sleep(0.2)  # until every process of the server has heard of it


def content_broken(folder: Path, kind: str, within: float = SLOWEST) -> str:
    """Row 12: a content file is truncated, wrongly encoded, lacks a part or asks for a button of too many bytes.

    `within` is how long the slowest check may take, in seconds.
    """
    if kind != "sqlite":
        raise NotPlayed("no database in it: played once")
    copied = Path(shutil.copytree(FOLDER, folder / "content", ignore=shutil.ignore_patterns("*.py", "__pycache__")))
    room = ContentRoom(folder / "cache", copied)
    whole, slowest, tried, told = len(room.catalog.schemes), 0.0, 0, 0
    for path in [*sorted((copied / "schemes").glob("*.yaml"))[:3], copied / "providers.csv", copied / "clusters.csv"]:
        kept = path.read_bytes()
        for broken in broken_forms(kept):
            path.write_bytes(broken)
            started = time.process_time()
            with capture_logs() as logs:
                assert not room.reload(), f"{path.name}: {broken[:20]!r} is no fault"
            slowest = max(slowest, time.process_time() - started)
            assert len(room.catalog.schemes) == whole, path
            tried, told = tried + 1, told + len(logs)
        path.write_bytes(kept)
    assert room.reload(), room.faults
    broken_slot_is_told()
    too_long_for_a_button(room, copied / "schemes")
    assert told == tried, f"{told} of {tried} breaks were told"
    assert slowest < within, f"the slowest check took {slowest:.2f} s"
    extra = "a broken slot of a catalogue and an id too long for a button too"
    return (
        f"{told} of {tried} breaks told, the last good version stood; {extra}; slowest check {slowest:.2f} s of CPU"
    )


def broken_forms(kept: bytes) -> tuple[bytes, ...]:
    """A file cut off, in another encoding, with a part under another name, and with nothing but half a slot."""
    return kept[: len(kept) // 2] + b"\n  - [", b"\xff\xfe" + kept, kept.replace(b"id", b"ident", 1), b"%(name"


def broken_slot_is_told() -> None:
    """A translation that lost or spoilt its slot is a fault of the catalogue."""
    for broken in ("%(nmae)s दिन", "%(name) दिन", "दिन"):
        entry = polib.POEntry(msgid="%(name)s days", msgstr=broken)
        assert list(entry_faults("messages.po", entry)), f"{broken} is no fault"


def too_long_for_a_button(room: ContentRoom, schemes: Path) -> None:
    """A scheme whose id fits into no button is refused like any broken file."""
    first = sorted(schemes.glob("*.yaml"))[0]
    named = first.read_text("utf-8").replace(f"id: {first.stem}\n", f"id: {LONG_ID}\n", 1)
    extra = schemes / f"{LONG_ID}.yaml"
    extra.write_text(named, "utf-8")
    with capture_logs():
        assert not room.reload(), f"an id of {len(LONG_ID)} bytes is taken, and its page can't be opened"
    extra.unlink()
    assert room.reload(), room.faults
