"""Runs the migrations on the connection that `backend.db.schema.migrate` opened."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]
# A migration that waits for a lock holds up everybody who comes behind it: give up and be run again.
connection.execute(text("set local lock_timeout = '4s'"))
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
