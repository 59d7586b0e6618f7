"""A migration beside a replica of the previous release: it goes on, nothing is lost, nothing comes twice."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import migrate as migration
from db import revision
from sandbox.postgres import postgres
from tests.cluster import Cluster, add_contacts, wait_for
from tests.old_rows import add_old_rows

ROOT = Path(__file__).parents[2]
PREVIOUS = "ead7d0e"  # the last commit of the release before, whose schema is 0001
SIGNS_OF_TROUBLE = ("Traceback", "tick failed", "no such column", "UndefinedColumn")


@pytest.fixture(scope="session")
def previous(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of the previous release."""
    folder = tmp_path_factory.mktemp("previous")
    made = subprocess.run(["git", "archive", PREVIOUS], cwd=ROOT, capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"the history of git isn't here: {made.stderr.decode().strip()}")
    subprocess.run(["tar", "-x", "-C", str(folder)], input=made.stdout, check=True)
    return folder


class OldHouse:
    """A sandbox and a replica of the previous release on a database of its schema."""

    def __init__(self, folder: Path, database: str, previous: Path, contacts: int, messages: int) -> None:
        folder.mkdir()
        migration.migrate(database, "0001")
        add_old_rows(database, contacts, messages)
        self.cluster = Cluster(folder, database)
        self.previous = previous
        self.output = folder / "previous.out"
        self.people: list[int] = []
        self.asked: list[int] = []

    def start(self) -> subprocess.Popen[bytes]:
        """Start the replica of the previous release."""
        with self.output.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.previous,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.cluster._environment("run"),
            )
        self.cluster.replicas.append(process)
        return process

    def add_people(self, number: int, seconds: float) -> None:
        """Contacts with a reminder each, which are due one after the other within so many seconds."""
        self.people = add_contacts(self.cluster, number)
        known = dict(self.cluster.rows("SELECT chat_id, id FROM contacts WHERE chat_id < 5000000"))
        now, zone = datetime.now(UTC), "+00:00" if self.cluster.database.startswith("postgresql") else ""

        def stamp(moment: datetime) -> str:
            return f"{moment:%Y-%m-%d %H:%M:%S.%f}{zone}"

        self.cluster.write(
            "INSERT INTO reminders (contact_id, title, rule, zone, next_due_at, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    known[chat],
                    f"matter {chat}",
                    "once 2026-01-01T10:00",
                    "Asia/Kolkata",
                    stamp(now + timedelta(seconds=seconds * place / number)),
                    stamp(now),
                )
                for place, chat in enumerate(self.people)
            ],
        )

    def ask(self) -> None:
        """Let the next contact say something."""
        chat = self.people[len(self.asked) % len(self.people)]
        self.asked.append(self.cluster.asks(f"contacts/{chat}/text", {"text": "/start"})["update_id"])

    def answered(self) -> bool:
        """Whether every update is through to its answer."""
        marks = ",".join("?" * len(self.asked))
        query = f"SELECT count(*) FROM updates WHERE state = 'done' AND update_id IN ({marks})"
        return self.cluster.rows(query, *self.asked) == [(len(self.asked),)]

    def reminded(self) -> Counter[int]:
        """How often Telegram accepted each contact's reminder."""
        return Counter(
            int(call["params"]["chat_id"])
            for call in self.cluster.calls()
            if call["accepted"] and call["method"] == "sendMessage" and "matter" in call["params"]["text"]
        )


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def open_house(
    stack: ExitStack, folder: Path, kind: str, previous: Path, contacts: int, messages: int
) -> tuple[OldHouse, str]:
    url = stack.enter_context(postgres()) if kind == "postgresql" else f"sqlite:///{folder / 'samooh.db'}"
    house = OldHouse(folder / "house", url, previous, contacts, messages)
    stack.callback(house.cluster.close)
    return house, url


def migrate_beside(house: OldHouse, url: str) -> float:
    """Migrate while people go on talking; gives the seconds it took."""
    took: list[float] = []

    def work() -> None:
        start = time.monotonic()
        migration.migrate(url)
        took.append(time.monotonic() - start)

    migrating = threading.Thread(target=work)
    migrating.start()
    for _ in range(1000):
        house.ask()
        migrating.join(0.2)
        if not migrating.is_alive():
            break
    assert took, "the migration failed"
    return took[0]


def play(stack: ExitStack, folder: Path, kind: str, previous: Path, contacts: int, messages: int) -> float:
    """The old replica before, during and after a migration, then a new one beside it; gives the seconds."""
    house, url = open_house(stack, folder, kind, previous, contacts, messages)
    old = house.start()
    house.add_people(20, 10)
    house.ask()
    wait_for(house.answered, "the first answer", 60)
    took = migrate_beside(house, url)
    assert [revision.current(url)] == migration.heads()
    assert migration.differences(url) == []
    house.ask()
    wait_for(house.answered, "the old replica to answer everybody", 60)
    wait_for(lambda: len(house.reminded()) >= 10, "reminders by the old replica", 60)
    assert old.poll() is None
    house.cluster.start("worker")  # the new release beside the old one
    wait_for(lambda: len(house.reminded()) == 20, "all reminders", 60)
    house.ask()
    wait_for(house.answered, "the old replica beside the new one", 60)
    assert set(house.reminded().values()) == {1}
    assert house.cluster.rows("SELECT count(*) FROM outbox WHERE kind = 'alert'") == [(messages,)]
    assert [sign for sign in SIGNS_OF_TROUBLE if sign in house.output.read_text()] == []
    assert [sign for sign in SIGNS_OF_TROUBLE if sign in house.cluster.outputs()] == []
    return took


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_previous_release_works_on_while_its_database_is_migrated(
    stack: ExitStack, tmp_path: Path, previous: Path, kind: str
) -> None:
    play(stack, tmp_path, kind, previous, contacts=200, messages=5000)


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_million_messages_are_migrated_within_a_minute(
    stack: ExitStack, tmp_path: Path, previous: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    took = play(stack, tmp_path, kind, previous, contacts=100_000, messages=1_000_000)
    with capsys.disabled():
        print(f"\nfault 13, {kind}: 100,000 contacts and 1,000,000 messages migrated in {took:.1f} s (at most 60)")
    assert took < 60
