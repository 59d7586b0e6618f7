"""Bills that a contact waits for, official dates that were moved, and what owners of a cluster would share.

Safe beside the previous release: new tables only.
"""

import sqlalchemy as sa
from alembic import op

import db.models

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "invoices",
        sa.Column("id", Id, nullable=False),
        sa.Column("contact_id", Id, nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("paise", sa.BigInteger(), nullable=False),
        sa.Column("accepted_on", sa.Text(), nullable=False),
        sa.Column("agreed_days", sa.Integer(), server_default="0", nullable=False),
        sa.Column("paid_on", sa.Text(), nullable=True),
        sa.Column("created_at", db.models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_invoices_contact_id"), ondelete="CASCADE"
        ),
        if_not_exists=True,
    )
    op.create_index(op.f("ix_invoices_contact_id"), "invoices", ["contact_id"], if_not_exists=True)
    op.create_table(
        "moved_dates",
        sa.Column("date_id", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("new_on", sa.Text(), nullable=False),
        sa.Column("reasons", db.models.Json(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("moved_at", db.models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("date_id", "due_on", name=op.f("pk_moved_dates")),
        if_not_exists=True,
    )
    op.create_table(
        "shared_needs",
        sa.Column("contact_id", Id, nullable=False),
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("at", db.models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("contact_id", "cluster", "need", name=op.f("pk_shared_needs")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_shared_needs_contact_id"), ondelete="CASCADE"
        ),
        if_not_exists=True,
    )
    op.create_index(op.f("ix_shared_needs_cluster_need"), "shared_needs", ["cluster", "need"], if_not_exists=True)
    op.create_table(
        "need_notices",
        sa.Column("cluster", sa.Text(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("told_at", db.models.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("cluster", "need", name=op.f("pk_need_notices")),
        if_not_exists=True,
    )


def downgrade() -> None:
    for name in ("need_notices", "shared_needs", "moved_dates", "invoices"):
        op.drop_table(name)
