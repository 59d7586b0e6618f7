"""What a contact does while messages wait or are on their way: doubts that end, and what may come sooner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from db import outbox
from db.contacts import Contact
from db.models import outbox as table
from db.outbox import LEASE
from db.store import Store
from tests.db.test_outbox import SECOND, add, begin, row, state, sweep


async def test_an_answer_to_a_doubtful_reminder_ends_the_doubt_and_nothing_is_repeated(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    await add(store, row(contact, "rem:1:x", now), row(other, "rem:1:y", now), row(other, "rem:2:x", now))
    doubtful, going = await begin(store, now)
    async with store.unit() as session:
        await outbox.mark_ended(session, doubtful, "uncertain", "no answer")
        await outbox.cancel_reminder(session, 1)
    assert [await state(store, one.key) for one in (doubtful, going)] == ["sent", "sending"]
    await sweep(store, now + LEASE + SECOND)
    assert [await state(store, key) for key in ("rem:1:x", "rem:1:y", "rem:2:x")] == ["sent", "uncertain", "ready"]


async def test_what_was_put_off_is_looked_at_again_and_nothing_else(
    store: Store, contact: Contact, other: Contact, now: datetime
) -> None:
    later = now + 60 * SECOND
    off = {"error": outbox.PUT_OFF}
    rows = [
        row(contact, "put off", later, **off),
        row(contact, "of a paused broadcast", later, kind="alert", state="paused", **off),
        row(contact, "snoozed", later),
        row(contact, "over", later, state="sent", **off),
        row(other, "another's", later, **off),
    ]
    await add(store, *rows)
    async with store.unit() as session:
        await outbox.bring_forward(session, contact.id, now)
        found = await session.execute(select(table.c.key).where(table.c.not_before == now).order_by(table.c.id))
        assert list(found.scalars()) == ["put off", "of a paused broadcast"]
