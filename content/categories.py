"""Kinds of help that providers give."""

from __future__ import annotations

from content.records import Record, RecordId


class Category(Record):
    """One kind of help, in the order in which it is offered."""

    id: RecordId
    name: str
    words: tuple[str, ...] = ()
