"""States of sources in the archive's database, so that a restart asks nobody for what is known."""

from __future__ import annotations

from sqlalchemy import JSON, Column, MetaData, Table, Text, delete, insert, inspect, select

from retrieval.archive.database import Database
from retrieval.sources.source import Health, State

_metadata = MetaData()

_states = Table(
    "source_states",
    _metadata,
    Column("key", Text, primary_key=True, comment="the address of a feed, the path of a folder, the name of a list"),
    Column("state", JSON, nullable=False, comment="see retrieval.sources.source.State"),
)


class SqlStates:
    """States that stay. Raises ArchiveError where the database is away, full, damaged or read-only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.read() as connection:
            self._made = inspect(connection).has_table(_states.name)

    def load(self, key: str) -> State:
        """The state of a source; a new one when it is not known."""
        if not self._made:
            return State()
        with self._database.read() as connection:
            plain = connection.scalar(select(_states.c.state).where(_states.c.key == key))
        return State.from_dict(plain) if plain else State()

    def health(self) -> dict[str, Health]:
        """How all sources do that were ever looked at."""
        if not self._made:
            return {}
        with self._database.read() as connection:
            rows = connection.execute(select(_states.c.key, _states.c.state).order_by(_states.c.key)).all()
        return {row.key: State.from_dict(row.state).health for row in rows}

    def save(self, key: str, state: State) -> None:
        with self._database.write() as connection:
            if not self._made:
                _metadata.create_all(connection)
            connection.execute(delete(_states).where(_states.c.key == key))
            connection.execute(insert(_states).values(key=key, state=state.as_dict()))
        self._made = True
