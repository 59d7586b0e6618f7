"""A bill's number beside its buyer; older bills keep it in the buyer's text. Safe beside the previous release."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoices", sa.Column("number", sa.Text))


def downgrade() -> None:
    op.drop_column("invoices", "number")
