"""Trainings, guide progress and kept values."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

from db import guides, kept, trainings
from db.contacts import Contact
from db.store import Store

TODAY = date(2026, 11, 25)


def _training(code: str, starts: str, ends: str, sample: bool = False, **more: Any) -> dict[str, Any]:
    dates = {"starts_on": starts, "ends_on": ends}
    return {"code": code, "id": f"id-{code}", "state": "IN-TN", "online": False, "sample": sample, **dates, **more}


LATER = _training("later", "2026-12-01", "2026-12-05")
RUNNING = _training("running", "2026-11-20", "2026-11-25")
OVER = _training("over", "2026-11-20", "2026-11-24")
SAMPLE = _training("sample", "2026-11-28", "2026-11-28", sample=True)


async def test_samples_vanish_when_a_real_training_comes(store: Store) -> None:
    async with store.unit() as session:
        assert await trainings.import_trainings(session, []) == 0
        assert await trainings.import_trainings(session, [SAMPLE, OVER]) == 2
        assert await trainings.get_coming(session, TODAY) == [SAMPLE]
        assert await trainings.import_trainings(session, [LATER, RUNNING]) == 2
        assert await trainings.get_coming(session, TODAY) == [RUNNING, LATER]
        assert await trainings.count_real(session) == 3
        await trainings.forget_samples(session)
        assert await trainings.get_training(session, "sample") is None
        assert await trainings.get_training(session, "later") == LATER


async def test_an_import_renews_a_training(store: Store) -> None:
    async with store.unit() as session:
        await trainings.import_trainings(session, [LATER])
        moved = {**LATER, "starts_on": "2026-12-02", "title": "நிட்டிங்"}
        await trainings.import_trainings(session, [moved])
        assert await trainings.get_coming(session, TODAY) == [moved]


async def test_interest_counts_once(store: Store, contact: Contact, other: Contact, now: datetime) -> None:
    async with store.unit() as session:
        await trainings.import_trainings(session, [LATER])
        for _ in range(2):
            await trainings.add_interest(session, contact.id, "later", now)
        assert await trainings.get_interests(session, contact.id) == ["later"]
        assert await trainings.get_interests(session, other.id) == []


async def test_a_step_is_done_once_and_opened_again(store: Store, contact: Contact, now: datetime) -> None:
    async with store.unit() as session:
        for guide, step in (("udyam", "one"), ("udyam", "two"), ("gem", "one")):
            await guides.mark_step(session, contact.id, guide, step, now)
        await guides.mark_step(session, contact.id, "udyam", "one", now + timedelta(days=1))
        assert await guides.get_done_steps(session, contact.id, "udyam") == {"one": now, "two": now}
        await guides.unmark_step(session, contact.id, "udyam", "one")
        assert await guides.get_done_steps(session, contact.id, "udyam") == {"two": now}
        assert await guides.get_done_steps(session, contact.id, "gem") == {"one": now}


async def test_a_kept_value_is_written_over(store: Store) -> None:
    async with store.unit() as session:
        assert await kept.get_kept(session, "offset") is None
        await kept.keep(session, "offset", "1")
        await kept.keep(session, "offset", "2")
        await kept.keep(session, "other", "3")
        assert await kept.get_kept(session, "offset") == "2"


async def test_two_who_keep_the_same_at_once_wait_for_each_other(store: Store) -> None:
    async def second() -> None:
        async with store.unit() as session:
            await kept.keep(session, "mark", "second")

    async with store.unit() as session:
        await kept.keep(session, "mark", "first")
        assert await kept.get_kept(session, "mark") == "first"
        later = asyncio.create_task(second())
        done, _ = await asyncio.wait([later], timeout=0.1)
        assert not done
    await later
    async with store.unit() as session:
        assert await kept.get_kept(session, "mark") == "second"
