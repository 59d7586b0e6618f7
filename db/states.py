"""States in the words of the partial indexes: SQLite uses one only where the query has its condition literally."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, literal_column

from db.models import outbox, updates


def _one_of(column: Any, *states: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_([literal_column(f"'{state}'") for state in states])
    return found


IS_OPEN = _one_of(updates.c.state, "new", "answering")  # ix_updates_open
IS_READY = outbox.c.state == literal_column("'ready'")  # ix_outbox_ready
IS_UNSETTLED = _one_of(outbox.c.state, "ready", "leased", "sending")  # ix_outbox_open
IS_DOUBTFUL = _one_of(outbox.c.state, "dead", "uncertain")  # ix_outbox_doubt
