"""Where the state is kept: SQLite by default, PostgreSQL by URL. Opening it, and its transactions."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings, state_folder
from bot.slack.tables import metadata
from retrieval.archive import engine
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

    def __init__(self, opened: Engine) -> None:
        self.engine = opened
        # SQLite has one writer at a time; waiting here is fair, while its own busy handler polls.
        self._writing = threading.Lock() if opened.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self._writing, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self.engine.connect().execution_options(reads=True) as connection:
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
        parsed = engine.with_driver(make_url(address))
        is_file = parsed.get_backend_name() == "sqlite"
        opened = engine.sqlite(parsed, busy=_BUSY_SECONDS) if is_file else engine.postgresql(parsed)
        metadata.create_all(opened)
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise StoreError(f"The state store cannot be opened: {engine.cause(error)}.") from None
    return Store(opened)
