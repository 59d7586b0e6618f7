"""Inserts that meet a row of the same key, in the words of each database."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite

from db.prepared import Prepared
from db.store import Session


def insert_new(session: Session, table: Table) -> Any:
    """An insert that leaves a row with a key that is already there as it is."""
    return _insert_new(session.dialect, table)


def prepared_new(session: Session, table: Table, *columns: str, returning: str = "") -> Prepared:
    """The same, prepared: an insert of these columns, which gives one column of a row that is new."""
    return _prepared_new(session.dialect, table, columns, returning)


@cache
def insert_into(dialect: str, table: Table) -> Any:
    """An insert of a database's own dialect, which knows `on_conflict_do_update` and `excluded`."""
    if dialect == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  (SQLite's users needn't load it)

    return postgresql.insert(table)


@cache
def _insert_new(dialect: str, table: Table) -> Any:
    return insert_into(dialect, table).on_conflict_do_nothing()


@cache
def _prepared_new(dialect: str, table: Table, columns: tuple[str, ...], returning: str) -> Prepared:
    insert = insert_into(dialect, table).on_conflict_do_nothing()  # a fresh one: a compiled one forgets `returning`
    return Prepared(insert.returning(table.c[returning]) if returning else insert, columns)
