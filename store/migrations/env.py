"""Alembic's entry: it only ever runs from `store.migrate`, on the connection given there."""

from alembic import context

from store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
