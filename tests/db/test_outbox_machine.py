"""The real outbox under every mixture of senders, power cuts, late answers, stops and an operator, by hypothesis."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import update

from db import alerts, broadcasts, outbox
from db.contacts import get_or_add
from db.migrate import migrate
from db.models import outbox as table
from db.outbox import LEASE, REPEAT_AFTER, Delivery
from db.store import open_store

START = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
DEADLINE = LEASE / 3
KINDS = ("alert", "reminder")


class Outbox(RuleBasedStateMachine):
    """Two messages to two contacts; what Telegram accepted is counted beside the database."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.mkdtemp()
        self.loop = asyncio.new_event_loop()
        self.store = open_store(f"sqlite:///{shutil.copy(self.template, self.folder + '/s.db')}")
        self.now = START
        self.calling: list[tuple[Delivery, datetime]] = []  # begun, with when
        self.done: list[Delivery] = []  # accepted, not marked
        self.accepted: Counter[str] = Counter()
        self.late = 0
        self.stopped = self.confirmed = False
        self.run(self.lay())

    def run(self, work: Any) -> Any:
        """One transaction."""
        return self.loop.run_until_complete(work)

    async def lay(self) -> None:
        """An alert and a reminder, ready to go."""
        async with self.store.unit() as session:
            self.number = await alerts.add_broadcast(session, self.now, topics=["a"], texts={"en": "x"})
            for chat, kind in enumerate(KINDS, start=70):
                contact = await get_or_add(session, chat, None, self.now)
                row = {"key": kind, "contact_id": contact.id, "kind": kind, "payload": {}, "not_before": self.now}
                of = self.number if kind == "alert" else None
                await outbox.add_deliveries(
                    session, [row | {"created_at": self.now, "expires_at": None, "broadcast_id": of}]
                )

    @rule()
    def begin(self) -> None:
        """A sender claims and marks what it may, the alert only while it is wanted."""

        async def work() -> list[Delivery]:
            async with self.store.unit() as session:
                claimed = [one for one, _contact in await outbox.claim_ready(session, self.now, 1e12, 5)]
                wanted = [one for one in claimed if not (self.stopped and one.kind == "alert")]
                return await outbox.mark_sending(session, wanted, self.now + LEASE, 0.0)

        self.calling += [(one, self.now) for one in self.run(work())]

    @precondition(lambda self: self.calling)
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        """Telegram accepts a call that is within its deadline; a later one is never made."""
        one, begun = self.calling.pop(data.draw(st.integers(0, len(self.calling) - 1)))
        if self.now - begun < DEADLINE:
            self.accepted[one.key] += 1
            self.late += self.confirmed and one.kind == "alert"
            self.done.append(one)

    @precondition(lambda self: self.done)
    @rule()
    def mark(self) -> None:
        """A sender writes down what was accepted, however late."""

        async def work() -> None:
            async with self.store.unit() as session:
                await outbox.mark_sent(session, [(self.done.pop(), 1)], self.now)

        self.run(work())

    @rule()
    def cut_the_power(self) -> None:
        """Every sender dies; what was accepted and not marked is a doubt."""
        self.calling.clear()
        self.done.clear()

    @rule(span=st.sampled_from([DEADLINE / 2, LEASE + timedelta(seconds=1), LEASE + REPEAT_AFTER]))
    def time_passes(self, span: timedelta) -> None:
        """The clock goes on, and a sweep settles what was left."""

        async def work() -> None:
            async with self.store.unit() as session:
                await outbox.sweep(session, self.now, self.now)

        self.now += span
        self.run(work())

    @precondition(lambda self: not self.stopped)
    @rule()
    def stop(self) -> None:
        """The contact stops alerts."""

        async def work() -> None:
            async with self.store.unit() as session:
                await outbox.suppress_alerts(session, 1)

        self.stopped = True
        self.run(work())

    @precondition(lambda self: self.stopped and not self.confirmed)
    @rule()
    def confirm(self) -> None:
        """The confirmation goes out as soon as no alert can arrive any more."""

        async def work() -> datetime | None:
            async with self.store.unit() as session:
                return await outbox.get_last_lease(session, 1)

        last = self.run(work())
        self.confirmed = last is None or last <= self.now

    @rule(to=st.sampled_from(["paused", "sending", "cancelled"]))
    def steer(self, to: str) -> None:
        """An operator pauses, resumes or cancels."""

        async def work() -> None:
            async with self.store.unit() as session:
                await broadcasts.set_broadcast_state(session, self.number, to)

        self.run(work())

    @invariant()
    def nothing_comes_too_often(self) -> None:
        """An alert once, a reminder twice at most, and no alert after the confirmation."""
        assert self.accepted["alert"] <= 1
        assert self.accepted["reminder"] <= 2
        assert self.late == 0

    def teardown(self) -> None:
        """Give everything back."""
        self.run(self.store.close())
        self.loop.close()
        shutil.rmtree(self.folder)


DEEP = settings(
    max_examples=200, stateful_step_count=60, deadline=None, derandomize=True, phases=[Phase.generate], database=None
)


@pytest.fixture(autouse=True)
def template(tmp_path: Path) -> None:
    """A migrated file for each machine to copy."""
    migrate(f"sqlite:///{tmp_path / 'template.db'}")
    Outbox.template = tmp_path / "template.db"


def test_the_outbox_keeps_its_promises() -> None:
    run_state_machine_as_test(Outbox, settings=DEEP)


async def _retry_doubts(session: Any, now: datetime, machine: datetime) -> None:
    over = (table.c.state == "sending", table.c.lease_until < machine)
    await session.execute(update(table).where(*over).values(state="ready"))


async def _nothing_is_on_its_way(_session: Any, _contact_id: int) -> None:
    return None


@pytest.mark.parametrize(
    ("function", "bug"),
    [("sweep", _retry_doubts), ("get_last_lease", _nothing_is_on_its_way)],
    ids=["doubts are retried", "confirmed too early"],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_seeded_bug_is_found(monkeypatch: pytest.MonkeyPatch, function: str, bug: Any) -> None:
    monkeypatch.setattr(outbox, function, bug)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(Outbox, settings=settings(DEEP, max_examples=1500))
