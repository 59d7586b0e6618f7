"""What runs for every update and every beat finds its rows by an index, however many settled ones there are."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import sqlite

from db import figures, inbox, outbox, reminders
from db.models import outbox as messages
from db.models import reminders as due
from db.states import IS_BEGUN, IS_DOUBTFUL, IS_READY, IS_SENDING

DUE = select(*reminders._REMINDER).where(due.c.next_due_at <= func.date())
QUERIES: dict[str, tuple[Any, str]] = {
    "oldest of a lane": (inbox._OLDEST, "ix_updates_open"),
    "open updates": (inbox._COUNT_OPEN.statement, "ix_updates_open"),
    "open lanes": (inbox._OPEN_LANES, "ix_updates_open"),
    "ready messages": (outbox._READY.statement, "ix_outbox_ready"),
    "next ready": (select(func.min(messages.c.not_before)).where(IS_READY), "ix_outbox_ready"),
    "begun messages": (select(messages.c.id).where(IS_BEGUN), "ix_outbox_begun"),
    "messages on their way": (select(messages.c.id).where(IS_SENDING), "ix_outbox_begun"),
    "one on its way to the contact": (outbox._READY.statement, "ix_outbox_begun"),
    "updates put aside": (figures.ASIDE, "ix_updates_aside"),
    "doubtful messages": (select(messages.c.id).where(IS_DOUBTFUL), "ix_outbox_doubt"),
    "due reminders": (DUE, "ix_reminders_due"),
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_hot_queries_use_their_index(sqlite_url: str, name: str) -> None:
    query, index = QUERIES[name]
    compiled: Any = query.compile(dialect=sqlite.dialect())
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    values = [1 if compiled.params[key] is None else str(compiled.params[key]) for key in compiled.positiontup or ()]
    plan = connection.execute(f"EXPLAIN QUERY PLAN {compiled}", values).fetchall()
    connection.close()
    assert any(index in str(row[3]) for row in plan), plan
    assert not any(str(row[3]).startswith("SCAN outbox") and "INDEX" not in str(row[3]) for row in plan), plan


@pytest.mark.parametrize("statement", [insert(messages), update(messages).values(state="sent"), insert(due)])
def test_a_row_is_written_without_a_table_of_the_states_of_an_index(sqlite_url: str, statement: Any) -> None:
    """SQLite builds one for each row where an index picks three states by `in`: that cost more than all the rest."""
    compiled = statement.compile(dialect=sqlite.dialect())
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    steps = connection.execute(f"EXPLAIN {compiled}", [None] * len(compiled.positiontup)).fetchall()
    connection.close()
    assert [step for step in steps if step[1] == "OpenEphemeral"] == []
