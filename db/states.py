"""States in the words of the partial indexes: SQLite uses one only where the query has its condition literally."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, literal_column, or_

from db.models import outbox, updates


def is_state(column: Any, state: str) -> ColumnElement[bool]:
    """A state as a literal."""
    found: ColumnElement[bool] = column == literal_column(f"'{state}'")
    return found


def _one_of(column: Any, *states: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column.in_([literal_column(f"'{state}'") for state in states])
    return found


IS_OPEN = _one_of(updates.c.state, "new", "answering")  # ix_updates_open
IS_READY = is_state(outbox.c.state, "ready")  # ix_outbox_ready
IS_SENDING = is_state(outbox.c.state, "sending")  # ix_outbox_begun
IS_BEGUN = or_(*(is_state(outbox.c.state, state) for state in ("leased", "sending", "uncertain")))  # ix_outbox_begun
IS_DOUBTFUL = _one_of(outbox.c.state, "dead", "uncertain")  # ix_outbox_doubt
