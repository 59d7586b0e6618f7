"""What several replicas need: leases on updates, the shared budget, lanes and broadcasts that can be paused.

Safe beside the previous release: new columns have defaults, nothing is renamed or dropped, tables aren't copied.
On PostgreSQL the indexes come after a commit, so each part can be done again when the process dies in between.
"""

from contextlib import nullcontext
from typing import Any

import sqlalchemy as sa
from alembic import op

import db.models

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = db.models.UtcDateTime(timezone=True)
ZERO: dict[str, Any] = {"server_default": "0", "nullable": False}
COLUMNS: list[tuple[str, str, Any, dict[str, Any]]] = [
    ("updates", "lease_until", TIME, {}),
    ("contacts", "free_at", sa.Float(), ZERO),
    ("broadcasts", "only_state", sa.Text(), {}),
    ("broadcasts", "expires_at", TIME, {}),
    ("broadcasts", "frozen_to", ID, ZERO),
    ("broadcasts", "frozen_at", TIME, {}),
    ("outbox", "lane", sa.Integer(), {"server_default": "1", "nullable": False}),
    ("outbox", "broadcast_id", ID, {}),
]
INDEXES: dict[str, tuple[str, list[str], str | None]] = {
    "ix_updates_done_at": ("updates", ["done_at"], None),
    "ix_outbox_ready": ("outbox", ["lane", "not_before", "id"], "state = 'ready'"),
    "ix_outbox_busy": ("outbox", ["contact_id"], "state in ('leased', 'sending', 'uncertain')"),
    "ix_outbox_doubt": ("outbox", ["kind"], "state in ('dead', 'uncertain')"),
    "ix_outbox_broadcast": ("outbox", ["broadcast_id", "state"], "broadcast_id is not null"),
}


def upgrade() -> None:
    there = sa.inspect(op.get_bind())
    for table, name, kind, options in COLUMNS:
        if name not in {column["name"] for column in there.get_columns(table)}:
            op.add_column(table, sa.Column(name, kind, **options))
    op.create_table(
        "permits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("free_at", sa.Float(), **ZERO),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_permits")),
        if_not_exists=True,
    )
    op.create_table(
        "budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.Float(), **ZERO),
        sa.Column("paused_until", sa.Float(), **ZERO),
        sa.Column("paused_chat", sa.BigInteger()),
        sa.Column("paused_chat_until", sa.Float(), **ZERO),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        if_not_exists=True,
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
        if_not_exists=True,
    )
    op.execute("UPDATE broadcasts SET frozen_at = created_at")  # the previous release laid out all at once
    on_postgres = op.get_context().dialect.name == "postgresql"
    with op.get_context().autocommit_block() if on_postgres else nullcontext():
        if on_postgres:
            _forget_unfinished()
        for name, (table, columns, rows) in INDEXES.items():
            where = sa.text(rows) if rows else None
            op.create_index(
                name,
                table,
                columns,
                sqlite_where=where,
                postgresql_where=where,
                postgresql_concurrently=True,
                if_not_exists=True,
            )


def _forget_unfinished() -> None:
    """An index that must not hold up the writers waits for them, and is left invalid when the process dies."""
    op.execute("SET lock_timeout = 0")
    invalid = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    for name in op.get_bind().execute(sa.text(invalid)).scalars().all():
        if name in INDEXES:
            op.drop_index(name, postgresql_concurrently=True)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, INDEXES[name][0])
    for table in ("leases", "budget", "permits"):
        op.drop_table(table)
    op.execute("UPDATE outbox SET state = 'cancelled' WHERE state = 'paused'")
    for table, name, _kind, _options in COLUMNS:
        op.drop_column(table, name)
