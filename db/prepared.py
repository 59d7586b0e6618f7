"""Statements of the hot path, compiled once: SQLAlchemy's execution costs several times what SQLite's takes.

A prepared statement is built from the same tables and kinds of columns as any other; only the way from its values to
the driver and back is laid once. `await session.run(statement, values)` gives its rows.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Values = Mapping[str, Any]
Processor = Callable[[Any], Any]


class Prepared:
    """One statement with named values (`bindparam`); for an insert, `columns` names those that are given.

    Rows come as named tuples of its columns.
    """

    def __init__(self, statement: Executable, columns: Sequence[str] | None = None) -> None:
        self.statement = statement
        self._columns = columns
        self._forms: dict[str, Form] = {}

    def form(self, dialect: Dialect) -> Form:
        """The statement in the words of one database."""
        found = self._forms.get(dialect.name)
        if found is None:
            found = self._forms[dialect.name] = Form(self.statement, self._columns, dialect)
        return found


class Form:
    """A statement's text, and how values go in and rows come out."""

    def __init__(self, statement: Any, given: Sequence[str] | None, dialect: Dialect) -> None:
        compiled: SQLCompiler = statement.compile(
            dialect=dialect, column_keys=given, compile_kwargs={"render_postcompile": True}
        )
        self.text = str(compiled)
        self._positional = compiled.positiontup is not None
        self._fixed: dict[str, Any] = {}
        writers: dict[str, Processor | None] = {}
        for bind, name in compiled.bind_names.items():
            writer = bind.type.dialect_impl(dialect).bind_processor(dialect)
            writers[name] = writer if bind.required else None
            if not bind.required:
                self._fixed[name] = writer(bind.value) if writer else bind.value
        self._writers = [(name, writers[name]) for name in compiled.positiontup or writers]
        columns = statement.returning_column_descriptions if statement.is_dml else statement.column_descriptions
        self._kinds = [column["type"] for column in columns]
        self._dialect = dialect
        self._row = _row_of([column["name"] for column in columns])
        self._readers: list[tuple[int, Processor]] | None = None

    def bind(self, values: Values) -> Any:
        """Values as the driver wants them; raises KeyError for one that is missing."""
        known = {**self._fixed, **values} if self._fixed else values
        if self._positional:
            return [writer(known[name]) if writer else known[name] for name, writer in self._writers]
        return {name: writer(known[name]) if writer else known[name] for name, writer in self._writers}

    @property
    def gives_rows(self) -> bool:
        """Whether the statement asks for any; SQLAlchemy may let an insert return a key unasked."""
        return bool(self._kinds)

    def read(self, rows: Sequence[Sequence[Any]], cursor: Any) -> list[Any]:
        """The driver's rows as named tuples of what the columns' kinds make of its values."""
        if self._readers is None:  # only a result tells which of a driver's types a column has
            self._readers = self._make_readers([column[1] for column in cursor.description])
        if not self._readers:
            return [self._row(row) for row in rows]
        return [self._read(row, self._readers) for row in rows]

    def _make_readers(self, types: Sequence[Any]) -> list[tuple[int, Processor]]:
        found = [
            kind.dialect_impl(self._dialect).result_processor(self._dialect, type_)
            for kind, type_ in zip(self._kinds, types, strict=True)
        ]
        return [(index, reader) for index, reader in enumerate(found) if reader]

    def _read(self, row: Sequence[Any], readers: Sequence[tuple[int, Processor]]) -> Any:
        made = list(row)
        for index, reader in readers:
            made[index] = reader(made[index])
        return self._row(made)


def _row_of(names: list[str]) -> Callable[[Sequence[Any]], Any]:
    make: Callable[[Sequence[Any]], Any] = namedtuple("Row", names)._make  # type: ignore[attr-defined]
    return make


def as_ours(statement: str, error: Exception, kind: type[Exception]) -> Exception:
    """A driver's error (`kind` is its base) as SQLAlchemy would raise it, without the values."""
    return DBAPIError.instance(statement, None, error, kind, hide_parameters=True)
