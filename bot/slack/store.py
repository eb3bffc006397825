"""Where the state is kept: SQLite by default, PostgreSQL by URL. Opening it, and its transactions."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings, state_folder
from bot.slack.tables import metadata
from retrieval.errors import OnrecordError

FILE_NAME = "onrecord-state.sqlite3"
_BUSY_SECONDS = 10


class StoreError(OnrecordError):
    """The state store cannot be opened."""


def url(settings: Settings) -> str:
    """The URL that is set; else an SQLite file beside the archive, or in the state folder where that is read-only."""
    if settings.state_url:
        return settings.state_url
    beside = settings.archive[0].resolve().parent
    folder = beside if os.access(beside, os.W_OK) else state_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / FILE_NAME}"


class Store:
    """The database. A transaction commits when its block ends, and rolls back when that raises."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # SQLite has one writer at a time; waiting here is fair, while its own busy handler polls.
        self._writing = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._writing, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(read_only=True) as connection:
            yield connection

    def ping(self) -> None:
        """Raises SQLAlchemyError when the store is away."""
        with self.read() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        self.engine.dispose()


def open_store(address: str) -> Store:
    """Open the store and make its tables where they are missing. Raises StoreError."""
    try:
        engine = create_engine(
            _with_driver(address),
            hide_parameters=True,  # an error must not carry a question into a log
            pool_pre_ping=not address.startswith("sqlite"),
        )
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine)
        metadata.create_all(engine)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise StoreError(f"The state store cannot be opened: {_cause(error)}.") from None
    return Store(engine)


def _with_driver(address: str) -> Any:
    parsed = make_url(address)
    return parsed.set(drivername="postgresql+psycopg") if parsed.drivername in {"postgresql", "postgres"} else parsed


def _cause(error: Exception) -> str:
    """The first line of what the driver says, which names no statement and no parameter."""
    cause = getattr(error, "orig", None) or error
    return str(cause).partition("\n")[0].rstrip(". ") or type(cause).__name__


def _prepare_sqlite(engine: Engine) -> None:
    """Write-ahead log, so that readers never wait; and transactions that take the write lock when they begin.

    The driver's own transactions start late and would fail instead of wait when two of them turn to writing
    (SQLAlchemy's documentation of pysqlite).
    """

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        read_only = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
