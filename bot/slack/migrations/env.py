"""Alembic runs this file for each migration of the state store."""

from retrieval.archive.migrate import run_in_alembic

run_in_alembic()
