"""Prepared statements give what SQLAlchemy's own execution gives, on both databases, errors too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, column, insert, select, table, update
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from db.models import contacts
from db.prepared import Prepared
from db.store import Store
from db.upsert import prepared_new

WHEN = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
GIVEN = ("chat_id", "profile", "active", "free_at", "screen", "created_at", "seen_at")
PERSON = {
    "chat_id": 2**40,
    "profile": {"product": "साड़ी", "staff": 3},
    "active": False,
    "free_at": 1.5,
    "screen": None,
    "created_at": WHEN,
    "seen_at": WHEN.astimezone(tz=datetime.now(UTC).astimezone().tzinfo) + timedelta(microseconds=7),
}
COLUMNS = [contacts.c[name] for name in ("id", *GIVEN, "language", "zone")]
ONE = select(*COLUMNS, (contacts.c.free_at + 1).label("later")).where(contacts.c.chat_id == bindparam("chat"))
RENAME = (
    update(contacts).where(contacts.c.chat_id == bindparam("chat")).values(language=bindparam("new"), awaiting="home")
)


async def test_values_go_in_and_come_out_as_by_sqlalchemy(store: Store) -> None:
    prepared = Prepared(ONE)
    async with store.unit() as session:
        await session.run(Prepared(insert(contacts), GIVEN), PERSON)
        (found,) = await session.run(prepared, {"chat": 2**40})
        (same,) = (await session.execute(ONE, {"chat": 2**40})).all()
        assert tuple(found) == tuple(same)
        assert found.seen_at == PERSON["seen_at"]
        assert found.seen_at.tzinfo is UTC
        assert (found.profile, found.active, found.screen, found.later) == (PERSON["profile"], False, None, 2.5)
        assert await session.run(prepared, {"chat": 1}) == []


async def test_rows_in_a_batch_and_values_of_the_statement(store: Store) -> None:
    people = [PERSON | {"chat_id": number} for number in range(1, 6)]
    async with store.unit() as session:
        await session.run_many(Prepared(insert(contacts), GIVEN), people)
        await session.run_many(Prepared(RENAME), [{"chat": number, "new": "ta"} for number in (2, 4)])
        await session.run_many(Prepared(RENAME), [])
        found = await session.execute(select(contacts.c.chat_id).where(contacts.c.language == "ta"))
        assert sorted(found.scalars()) == [2, 4]
        rows = await session.execute(select(contacts.c.awaiting).where(contacts.c.chat_id == 2))
        assert rows.scalar_one() == "home"


async def test_an_insert_tells_what_was_new(store: Store) -> None:
    async with store.unit() as session:
        await session.run_many(prepared_new(session, contacts, *GIVEN), [PERSON])
        told = prepared_new(session, contacts, *GIVEN, returning="chat_id")
        assert await session.run(told, PERSON) == []
        assert await session.run(told, PERSON | {"chat_id": 8}) == [(8,)]


@pytest.mark.parametrize("many", [False, True])
async def test_errors_are_sqlalchemys_and_the_unit_leaves_nothing(store: Store, many: bool) -> None:
    add = Prepared(insert(contacts), GIVEN)

    async def twice() -> None:
        async with store.unit() as session:
            await session.run(add, PERSON)
            await (session.run_many(add, [PERSON]) if many else session.run(add, PERSON))

    with pytest.raises(IntegrityError) as caught:
        await twice()
    assert "साड़ी" not in str(caught.value)
    async with store.unit() as session:
        assert await session.run(Prepared(ONE), {"chat": 2**40}) == []


async def test_a_value_that_is_missing_is_named(store: Store) -> None:
    async with store.unit() as session:
        with pytest.raises(KeyError, match="chat"):
            await session.run(Prepared(ONE), {})


async def test_a_table_that_is_missing_is_an_error_of_sqlalchemy(store: Store) -> None:
    nowhere: Any = select(column("x")).select_from(table("nowhere"))
    with pytest.raises((OperationalError, ProgrammingError)):
        async with store.unit() as session:
            await session.run(Prepared(nowhere), {})
