"""How Alembic runs here: in the transaction of the one who opens the archive, never from a command line."""

from alembic import context

from retrieval.archive.schema import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
