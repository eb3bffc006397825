"""States of sources in the archive's database, so that a restart asks nobody for what is known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict

from sqlalchemy import delete, insert, select

from retrieval.archive.database import Database
from retrieval.archive.schema import sources
from retrieval.sources.source import Health, Memory, State


class SqlStates:
    """States that stay. Raises ArchiveError where the database is away, full, damaged or read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, key: str) -> State:
        """The state of a source; a new one when it is not known."""
        with self._database.read() as connection:
            row = connection.execute(select(sources.c.memory, sources.c.health).where(sources.c.key == key)).first()
        return State(Memory.from_dict(row.memory), Health(**row.health)) if row else State()

    def health(self) -> dict[str, Health]:
        """How the sources do that are looked at, by their keys."""
        with self._database.read() as connection:
            rows = connection.execute(select(sources.c.key, sources.c.health).order_by(sources.c.key)).all()
        return {row.key: Health(**row.health) for row in rows}

    def save(self, key: str, state: State) -> None:
        values = {"key": key, "memory": state.memory.as_dict(), "health": asdict(state.health)}
        with self._database.write() as connection:
            connection.execute(delete(sources).where(sources.c.key == key))
            connection.execute(insert(sources).values(values))

    def keep(self, keys: Collection[str]) -> None:
        """Forget all sources but these."""
        with self._database.write() as connection:
            connection.execute(delete(sources).where(sources.c.key.not_in(keys)))
