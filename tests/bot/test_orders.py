"""One talk in two thousand orders: late, repeated and missing updates end as in order, or a menu says it is new.

Telegram delivers the messages of a chat in order and the taps of a person in order, but beside each other: a tap may
come before the message that it belongs to, or after a later one. What has come is taken by its number.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content_room import ContentRoom
from bot.desk import Desk
from bot.intake import keep_updates
from bot.turns import take_next
from db import alerts, contacts, guides, reminders
from db.budget import lay_permits
from db.models import metadata
from db.store import open_store
from tests.bot.conftest import NOON, RATE, SetClock

TALK = (  # in order: what an owner types and taps
    ("message", "remind me tomorrow 5 pm chore1"),
    ("tap", "reminders.save"),
    ("message", "remind me tomorrow 6 pm chore2"),
    ("tap", "reminders.save"),
    ("tap", "guides.done:udyam:0"),
    ("tap", "alerts.add:theme:finance"),
)
SAVES = {1, 3}  # each behind its reminder
REFRESHED = "This menu was refreshed."
State = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
Order = tuple[tuple[int, ...], tuple[bool, ...]]  # which updates come, and whether the bot works after each


@dataclass
class Ear:
    """Stands for Telegram: takes every call, and remembers what was said."""

    said: list[tuple[str, str]] = field(default_factory=list)

    async def call(self, method: str, parameters: dict[str, Any], **_more: Any) -> dict[str, int]:
        self.said.append((method, str(parameters.get("text", ""))))
        return {"message_id": len(self.said)}


@dataclass
class Stage:
    """A desk on a real database, and ever new owners who play the talk."""

    desk: Desk
    ear: Ear
    loop: asyncio.AbstractEventLoop
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    in_order: dict[tuple[int, ...], State] = field(default_factory=dict)

    def play(self, order: Order) -> tuple[State, list[tuple[str, str]]]:
        """Deliver updates in an order; gives how it ends for the owner, and what was said."""
        return self.loop.run_until_complete(self._play(order))

    async def _play(self, order: Order) -> tuple[State, list[tuple[str, str]]]:
        chat = 3_000_000 + next(self.numbers)
        self.ear.said.clear()
        async with self.desk.store.unit() as session:
            met = await contacts.get_or_add(session, chat, "en", NOON)
            await contacts.set_contact(session, met.id, language="en", agreed_at=NOON, quiet_from=None)
        for step, works in zip(*order, strict=True):
            await keep_updates(self.desk, [raw(chat, step)])
            if works:
                await self._work(chat)
        await self._work(chat)
        async with self.desk.store.unit() as session:
            kept = await reminders.get_reminders(session, met.id)
            done = await guides.get_done_steps(session, met.id, "udyam")
            topics = await alerts.get_topics(session, met.id)
        state = tuple(sorted(one.title for one in kept)), tuple(sorted(done)), tuple(sorted(topics))
        return state, list(self.ear.said)

    async def _work(self, chat: int) -> None:
        while await take_next(self.desk, chat):
            pass

    def ends_in_order(self, steps: tuple[int, ...]) -> State:
        """How it ends when the same updates come in order, each once."""
        if steps not in self.in_order:
            self.in_order[steps] = self.play((steps, (True,) * len(steps)))[0]
        return self.in_order[steps]


def raw(chat: int, step: int) -> dict[str, Any]:
    """One update of the talk."""
    kind, words = TALK[step]
    person = {"id": chat, "is_bot": False, "first_name": "Owner", "language_code": "en"}
    number = chat * 10 + step
    if kind == "tap":
        return {"update_id": number, "callback_query": {"id": str(number), "from": person, "data": words}}
    message = {"message_id": step + 1, "date": 1, "chat": {"id": chat, "type": "private"}, "from": person}
    return {"update_id": number, "message": {**message, "text": words}}


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Two queues, each in its order, merged anyhow; some updates come twice, some never."""
    missing = draw(st.sets(st.integers(0, len(TALK) - 1), max_size=2))
    missing |= {save - 1 for save in SAVES & missing}  # else one Save may keep the other reminder, and nobody hears
    queues: dict[str, list[int]] = {"message": [], "tap": []}
    for step, (kind, _words) in enumerate(TALK):
        if step not in missing:
            queues[kind].append(step)
    merged: list[int] = []
    while any(queues.values()):
        kind = draw(st.sampled_from([kind for kind, left in queues.items() if left]))
        merged.append(queues[kind].pop(0))
    for step in draw(st.lists(st.sampled_from(merged), max_size=3)) if merged else []:
        merged.insert(draw(st.integers(merged.index(step), len(merged))), step)
    return tuple(merged), tuple(draw(st.lists(st.booleans(), min_size=len(merged), max_size=len(merged))))


@pytest.fixture
def stage(database_url: str, room: ContentRoom) -> Iterator[Stage]:
    """The stage, on each kind of database."""
    with asyncio.Runner() as runner:
        opened = runner.run(_open(database_url, room, runner.get_loop()))
        yield opened
        runner.run(opened.desk.store.close())


async def _open(url: str, room: ContentRoom, loop: asyncio.AbstractEventLoop) -> Stage:
    ear = Ear()
    desk: Any = Desk(open_store(url), ear, SetClock(), lambda: room.catalog, "bot", rate=RATE, chat_space=0)  # type: ignore[arg-type]
    async with desk.store.unit() as session:
        for table in reversed(metadata.sorted_tables):
            await session.execute(table.delete())
        await lay_permits(session, RATE)
    return Stage(desk, ear, loop)


def ends_well(stage: Stage, order: Order) -> None:
    """The promise: as in order, or the owner was told; and in order for sure where all came before the bot worked."""
    arrived, works = order
    steps = tuple(sorted(set(arrived)))
    expected, (state, said) = stage.ends_in_order(steps), stage.play(order)
    refreshed = any(REFRESHED in text for _method, text in said)
    assert state == expected or refreshed, (arrived, works, state)
    assert state == expected or any(works[:-1]), "what had come wasn't taken by its number"
    assert len(set(state[0])) == len(state[0]), "a reminder was kept twice"
    assert len(said) <= 2 * len(steps), "an update was answered twice"


@pytest.mark.parametrize("examples", [100, pytest.param(2000, marks=[pytest.mark.faults, pytest.mark.timeout(500)])])
def test_every_order_ends_as_in_order_or_says_that_the_menu_was_refreshed(stage: Stage, examples: int) -> None:
    def check(order: Order) -> None:
        ends_well(stage, order)

    play = settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
    play(given(order=orders())(check))()


def test_updates_that_come_in_order_leave_both_reminders_a_step_and_a_topic(stage: Stage) -> None:
    steps: Sequence[int] = range(len(TALK))
    titles, done, topics = stage.ends_in_order(tuple(steps))
    assert (titles, len(done), topics) == (("chore1", "chore2"), 1, ("theme:finance",))


def test_a_save_before_its_reminder_says_so(stage: Stage) -> None:
    state, said = stage.play(((1, 0), (True, True)))
    assert state[0] == ()
    assert any(REFRESHED in text for _method, text in said)
