"""Inserts that meet a row of the same key, in the words of each database."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from db.store import Session


def insert_into(session: Session, table: Table) -> Any:
    """An insert of the session's own dialect, which knows `on_conflict_do_update` and `excluded`."""
    return _insert(session.dialect, table)


def insert_new(session: Session, table: Table) -> Any:
    """An insert that leaves a row with a key that is already there as it is."""
    return _insert_new(session.dialect, table)


@cache
def _insert(dialect: str, table: Table) -> Any:
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  (SQLite's users needn't load it)

    return postgresql.insert(table)


@cache
def _insert_new(dialect: str, table: Table) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()
