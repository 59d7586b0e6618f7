"""Alembic's entry: compares and migrates with the engine that db.migrate hands over."""

from alembic import context

from db.migrate import declared, is_ours

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=declared(),
    render_as_batch=True,
    compare_type=False,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
