"""The real outbox under every mixture of senders, power cuts, late answers, stops and an operator, by hypothesis."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import update

from bot import sender
from bot.clock import Clock
from bot.desk import Desk
from bot.sandbox_clock import TOKEN
from bot.telegram import make_api
from db import alerts, broadcasts, models, outbox, reminders
from db.contacts import get_or_add
from db.models import outbox as table
from db.outbox import LEASE, REPEAT_AFTER, Delivery
from db.store import Session, open_store

NOBODY = make_api(TOKEN, "http://127.0.0.1:9")  # no call is made: what comes of one is drawn
CONTENT: Any = None  # neither message speaks of any
START = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
DEADLINE = LEASE / 3
ALERTS = ("alert", "other alert")  # each to a contact of its own
ENDS = ("accepted", "not sent", "no answer")  # a call without an answer has arrived: that is the worse case


class HandClock(Clock):
    """The machine's own time."""

    def __init__(self, machine: Outbox) -> None:
        super().__init__()
        self._of = machine

    def now(self) -> datetime:
        """As far as the machine has gone on."""
        return self._of.now


class Outbox(RuleBasedStateMachine):
    """Three messages to three contacts; what Telegram accepted is counted beside the database."""

    url: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.store = open_store(self.url)
        self.now = START
        self.desk = Desk(self.store, NOBODY, HandClock(self), lambda: CONTENT)
        self.calling: list[tuple[Delivery, datetime]] = []  # begun, with when
        self.ended: list[tuple[Delivery, str]] = []  # with what came of it, not written down
        self.newest: dict[str, tuple[int, datetime]] = {}  # the try that may be on its way, and until when
        self.accepted: Counter[str] = Counter()
        self.ids: dict[str, int] = {}  # of the contacts
        self.late = 0
        self.draw: Any = None
        self.stopped = self.confirmed = False
        self.run(self.lay())
        self.begin()
        assert len(self.calling) == len(self.ids), "all three can be written"

    def run(self, work: Any) -> Any:
        """One transaction."""
        return self.loop.run_until_complete(work)

    async def lay(self) -> None:
        """Two alerts of a broadcast and a reminder, ready to go."""
        async with self.store.unit() as session:
            for one in (table, models.broadcasts, models.contacts):
                await session.execute(one.delete())
            self.number = await alerts.add_broadcast(session, self.now, topics=["a"], texts={"en": "x"})
            for chat, key in enumerate((*ALERTS, "reminder"), start=70):
                contact = await get_or_add(session, chat, None, self.now)
                self.ids[key], kind = contact.id, key.split()[-1]
                row = {"key": key, "contact_id": contact.id, "kind": kind, "not_before": self.now}
                said = await (self.subscribe if kind == "alert" else self.remind)(session, contact.id)
                await outbox.add_deliveries(session, [row | said | {"created_at": self.now, "expires_at": None}])

    async def subscribe(self, session: Session, contact_id: int) -> dict[str, Any]:
        """Somebody wants the alert; gives what its message says."""
        await alerts.subscribe(session, contact_id, "a", self.now)
        return {"payload": {"broadcast": self.number}, "broadcast_id": self.number}

    async def remind(self, session: Session, contact_id: int) -> dict[str, Any]:
        """Somebody set a reminder; gives what its message says."""
        rule = {"title": "x", "rule": "daily 2026-01-01T10:00", "zone": "Asia/Kolkata", "next_due_at": None}
        number = await reminders.add_reminder(session, contact_id, self.now, **rule)
        return {"payload": {"reminder": number, "due": self.now.isoformat()}, "broadcast_id": None}

    @rule(data=st.data())
    def step(self, data: st.DataObject) -> None:
        """One of all that may happen now: of rules of their own hypothesis leaves most out of a run."""
        self.draw = data.draw
        getattr(self, self.draw(st.sampled_from(list(self.steps()))))()

    def steps(self) -> Iterator[str]:
        """What may happen now."""
        yield from ("begin", "time_passes", "steer")
        if self.calling:
            yield "end_a_call"
        if self.ended:
            yield "settle"
        if self.calling or self.ended:
            yield from ("stand_still", "cut_the_power")
        if not self.confirmed:
            yield "confirm" if self.stopped else "stop"

    def begin(self) -> None:
        """A sender claims, asks and marks as the real one does; only the pace is left out."""

        async def work() -> list[Delivery]:
            async with self.store.unit() as session:
                claimed = await outbox.claim_ready(session, self.now, 1e12, 5)
                wanted = [one for one, _call in await sender.write_wanted(self.desk, session, claimed)]
                return await outbox.mark_sending(session, wanted, self.now + LEASE, 0.0)

        for one in self.run(work()):
            _try, until = self.newest.get(one.key, (0, self.now))
            assert until <= self.now, "a second try is begun while the first may be on its way"
            self.newest[one.key] = one.attempt, self.now + LEASE
            self.calling.append((one, self.now))

    def end_a_call(self) -> None:
        """Telegram accepts or refuses, or its answer is lost; past its deadline a call is never made."""
        one, begun = self.one_of(self.calling)
        end = self.draw(st.sampled_from(ENDS)) if self.now - begun < DEADLINE else "not sent"
        if end != "not sent":
            self.accepted[one.key] += 1
            self.late += self.confirmed and one.kind == "alert"
        self.ended.append((one, end))

    def settle(self) -> None:
        """A sender writes down what came of its call, however late, and whoever else has sent since."""
        one, end = self.one_of(self.ended)

        async def work() -> None:
            async with self.store.unit() as session:
                match end:
                    case "accepted":
                        await outbox.mark_sent(session, [(one, 1)], self.now)
                    case "not sent":
                        await outbox.mark_ready(session, one, self.now, end)
                    case _:
                        await outbox.mark_ended(session, one, "uncertain", end)

        self.run(work())
        if self.newest[one.key][0] == one.attempt:
            self.newest[one.key] = one.attempt, self.now

    def stand_still(self) -> None:
        """The senders stand still past their leases, others go on, then the first see that it is too late."""
        late = [(one, "not sent") for one, _begun in self.calling]
        self.calling.clear()
        for span in (LEASE + timedelta(seconds=1), REPEAT_AFTER):
            self.go_on(span)
        self.begin()
        self.ended += late

    def cut_the_power(self) -> None:
        """A sender dies; what was accepted and not marked is a doubt."""
        self.one_of(self.calling or self.ended)

    def time_passes(self) -> None:
        """A little, or more than a lease."""
        self.go_on(self.draw(st.sampled_from([DEADLINE / 2, LEASE + timedelta(seconds=1)])))

    def go_on(self, span: timedelta) -> None:
        """The clock goes on, and a sweep settles what was left."""

        async def work() -> None:
            async with self.store.unit() as session:
                await outbox.sweep(session, self.now, self.now)

        self.now += span
        self.run(work())

    def stop(self) -> None:
        """Both stop alerts as handlers/stop.py does, and are told so at once if none can arrive any more."""

        async def work() -> None:
            async with self.store.unit() as session:
                for key in ALERTS:
                    await alerts.unsubscribe(session, self.ids[key])
                    await outbox.suppress_alerts(session, self.ids[key])

        self.stopped = True
        self.run(work())
        self.confirm()

    def confirm(self) -> None:
        """The confirmation that had to wait goes out when no alert can arrive any more."""

        async def work() -> list[datetime | None]:
            async with self.store.unit() as session:
                return [await outbox.get_last_lease(session, self.ids[key]) for key in ALERTS]

        self.confirmed = all(last is None or last <= self.now for last in self.run(work()))

    def steer(self) -> None:
        """An operator pauses, resumes or cancels."""
        to = self.draw(st.sampled_from(["paused", "sending", "cancelled"]))

        async def work() -> None:
            async with self.store.unit() as session:
                await broadcasts.set_broadcast_state(session, self.number, to)

        self.run(work())

    def one_of(self, waiting: list[Any]) -> Any:
        """Take any of what waits."""
        return waiting.pop(self.draw(st.integers(0, len(waiting) - 1)))

    @invariant()
    def nothing_comes_too_often(self) -> None:
        """An alert once, a reminder twice at most, and no alert after the confirmation."""
        assert max(self.accepted[key] for key in ALERTS) <= 1
        assert self.accepted["reminder"] <= 2
        assert self.late == 0

    def teardown(self) -> None:
        """Give everything back."""
        self.run(self.store.close())
        self.loop.close()


DEEP = settings(max_examples=200, stateful_step_count=30, derandomize=True, phases=[Phase.generate], database=None)
FEWER = 5  # times fewer examples on PostgreSQL, where a unit takes longer


@pytest.fixture(autouse=True)
def database(database_url: str) -> None:
    """Where the machines play, one after the other."""
    Outbox.url = database_url


def _examples(most: int) -> settings:
    return settings(DEEP, max_examples=most if Outbox.url.startswith("sqlite") else most // FEWER)


def test_the_outbox_keeps_its_promises() -> None:
    run_state_machine_as_test(Outbox, settings=_examples(200))


async def _retry_doubts(session: Any, now: datetime, machine: datetime) -> None:
    over = (table.c.state == "sending", table.c.lease_until < machine)
    await session.execute(update(table).where(*over).values(state="ready"))


async def _nothing_is_on_its_way(_session: Any, _contact_id: int) -> None:
    return None


async def _everything(_session: Any, contact_ids: Iterable[int]) -> dict[int, set[str]]:
    """As `get_topics_of`, by one who doesn't ask what a contact subscribed to."""
    return {number: {"a"} for number in contact_ids}


async def _any_try(session: Any, delivery: Delivery, states: tuple[str, ...], **values: Any) -> None:
    """As `_move`, by whoever comes: the attempt isn't compared."""
    which = (table.c.id == delivery.id, table.c.state.in_(states))
    await session.execute(update(table).where(*which).values(values))


@pytest.mark.parametrize(
    ("module", "function", "bug"),
    [
        (outbox, "sweep", _retry_doubts),
        (outbox, "get_last_lease", _nothing_is_on_its_way),
        (outbox, "_move", _any_try),
        (alerts, "get_topics_of", _everything),
    ],
    ids=["doubts are retried", "confirmed too early", "no fence", "nobody asks for consent"],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_seeded_bug_is_found(monkeypatch: pytest.MonkeyPatch, module: Any, function: str, bug: Any) -> None:
    monkeypatch.setattr(module, function, bug)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(Outbox, settings=_examples(1500))
