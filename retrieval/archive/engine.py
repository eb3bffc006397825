"""SQLAlchemy engines for SQLite files and for PostgreSQL, with transactions that behave alike.

A connection with the execution option ``reads`` sees one state and waits for nobody; another one writes, in its turn.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event


def with_driver(url: URL) -> URL:
    """The URL with the driver that comes with the extra ``[postgres]``, where it names none."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgres", "postgresql"} else url


def postgresql(url: URL) -> Engine:
    """Raises ImportError when the driver is not installed."""
    return create_engine(url, hide_parameters=True, pool_pre_ping=True)  # parameters hold texts and questions


def sqlite(url: URL, *, busy: int, frozen: bool = False) -> Engine:
    """Write-ahead log, so that readers never wait; every commit is on the disk before it is acknowledged.

    ``busy`` is how many seconds a writer waits for his turn. A ``frozen`` file is one that nobody can be writing to.
    """
    if frozen:
        url = url.set(database=f"file:{url.database}", query={"mode": "ro", "immutable": "1", "uri": "true"})
    engine = create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        # The driver's own transactions start late, and would fail instead of wait when two of them turn to writing
        # (SQLAlchemy's documentation of pysqlite).
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={busy * 1000}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA synchronous=FULL")
        if not frozen:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


def cause(error: Exception) -> str:
    """The first line of what the driver says, which names no statement and no parameter."""
    original = getattr(error, "orig", None) or error
    return str(original).partition("\n")[0].rstrip(". ") or type(original).__name__
