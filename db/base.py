"""What every table is declared with: names of indexes and keys, the kind of an id, a column of a contact."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")


def contact_column(**options: Any) -> Column[int]:
    """Name the contact that a row belongs to; it goes with the contact."""
    return Column("contact_id", ForeignKey("contacts.id", ondelete="CASCADE"), nullable=False, **options)


def index_where(name: str, rows: str, *columns: Column[Any]) -> None:
    """Index only the rows that a condition picks: small, whatever has been done and settled.

    SQLAlchemy hears of the condition from `db.migrate`: it would load the other database's dialect at each start.
    """
    Index(name, *columns, info={"where": rows})
