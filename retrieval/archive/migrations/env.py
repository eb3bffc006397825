"""Alembic runs this file for each migration of the archive."""

from retrieval.archive.migrate import run_in_alembic

run_in_alembic()
