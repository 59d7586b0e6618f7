"""What was searched and not found, counted without who searched.

Safe beside the previous release: one new table.
"""

import sqlalchemy as sa
from alembic import op

import db.models

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "missed_searches",
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), server_default="0", nullable=False),
        sa.Column("told", sa.Integer(), server_default="0", nullable=False),
        sa.Column("last_at", db.models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("query", name=op.f("pk_missed_searches")),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("missed_searches")
