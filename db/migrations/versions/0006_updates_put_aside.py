"""An index of the updates that were put aside, so that whoever counts them needn't read the whole inbox.

Safe beside the previous release. On PostgreSQL, nothing holds up the writers.
"""

from contextlib import nullcontext

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NAME, ROWS = "ix_updates_aside", sa.text("state = 'quarantined'")


def upgrade() -> None:
    on_postgres = op.get_context().dialect.name == "postgresql"
    with op.get_context().autocommit_block() if on_postgres else nullcontext():
        if on_postgres:
            _forget_unfinished()
        op.create_index(
            NAME,
            "updates",
            ["update_id"],
            sqlite_where=ROWS,
            postgresql_where=ROWS,
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade() -> None:
    on_postgres = op.get_context().dialect.name == "postgresql"
    with op.get_context().autocommit_block() if on_postgres else nullcontext():
        op.drop_index(NAME, "updates", postgresql_concurrently=True, if_exists=True)


def _forget_unfinished() -> None:
    """An index that must not hold up the writers waits for them, and is left invalid when the process dies."""
    op.execute("SET lock_timeout = 0")
    invalid = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    if NAME in op.get_bind().execute(sa.text(invalid)).scalars().all():
        op.drop_index(NAME, "updates", postgresql_concurrently=True)
