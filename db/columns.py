"""Kinds of columns that both databases keep alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import DateTime, Dialect, Text, TypeDecorator

NEVER = datetime.min.replace(tzinfo=UTC)  # before every moment that is kept


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps it without a zone, so the zone is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time, whose zone would be a guess."""
        return None if value is None else _in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored time its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """SQLite's form at once: SQLAlchemy's own way to the same text costs more than the row's write."""
        return self._to_sqlite if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any] | None:
        """And back."""
        return self._from_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)

    @staticmethod
    def _to_sqlite(value: datetime | None) -> str | None:
        return None if value is None else _sqlite_text(_in_utc(value))

    @staticmethod
    def _from_sqlite(value: str | None) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value + "+00:00")


class Json(TypeDecorator[Any]):
    """Plain data kept as JSON text, the same on both databases."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encode."""
        return None if value is None else orjson.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Decode."""
        return None if value is None else orjson.loads(value)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("times are aware: give the zone")
    return value.astimezone(UTC)


@lru_cache(maxsize=1000)  # one moment goes into many rows; in UTC, since both times of a fold are equal in a zone
def _sqlite_text(at: datetime) -> str:
    return at.isoformat(" ", "microseconds")[:26]
