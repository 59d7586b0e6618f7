"""Alembic's entry: compares and migrates with the engine that db.migrate hands over."""

from alembic import context

from db.migrate import is_ours
from db.models import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=False,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
