"""Where the state is kept: SQLite by default, PostgreSQL by URL. Opening it, and its transactions."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bot import bootstrap
from bot.settings import Settings, data_folder
from bot.slack.tables import MIGRATIONS
from retrieval.archive import engine
from retrieval.archive.migrate import NewerVersion
from retrieval.errors import OnrecordError

FILE_NAME = "onrecord-state.sqlite3"
_BUSY_SECONDS = 10


class StoreError(OnrecordError):
    """The state store cannot be opened."""


def url(settings: Settings) -> str:
    """The URL that is set; else that of an SQLite file, which is not made.

    It is beside the SQLite file of the archive; in the data folder where there is none, or its folder is read-only.
    """
    if settings.state_url:
        return settings.state_url
    archive = _file(bootstrap.database_url(settings) or "")
    beside = archive.absolute().parent if archive else None
    folder = beside if beside and os.access(beside, os.W_OK) else data_folder()
    return f"sqlite:///{folder / FILE_NAME}"


def _file(address: str) -> Path | None:
    """The file of an SQLite URL."""
    try:
        parsed = make_url(address)
    except SQLAlchemyError:
        return None
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


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
    """Open the store, and take its tables to this version. Raises StoreError."""
    with _told():
        store = Store(_engine(address))
        try:
            _upgrade(store)
        except Exception:
            store.close()
            raise
    return store


def _upgrade(store: Store) -> None:
    with store.read() as connection:
        if MIGRATIONS.are_done(connection):
            return
    with store.write() as connection:
        _one_at_a_time(connection)
        MIGRATIONS.run(connection)


def _one_at_a_time(connection: Connection) -> None:
    """Until the transaction ends no other process migrates; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('onrecord state'))"))


def open_set(settings: Settings) -> Store:
    """Open the store of the settings; the folder of the default one is made. Raises StoreError."""
    address = url(settings)
    if not settings.state_url and (file := _file(address)):
        with _told():
            file.parent.mkdir(parents=True, exist_ok=True)
    return open_store(address)


def try_set(settings: Settings) -> None:
    """Raises StoreError where ``open_set`` would; but makes nothing."""
    address = url(settings)
    file = _file(address)
    with _told():
        if file is None or file.exists():
            with closing(Store(_engine(address))) as store:
                store.ping()
            return
        folder = file.absolute().parent
        while not settings.state_url and not folder.exists():  # open_set would make it
            folder = folder.parent
        if not os.access(folder, os.W_OK):
            raise OSError(f"{folder} is no folder that can be written to")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, OSError, ImportError) as error:
        raise StoreError(f"The state store cannot be opened: {engine.cause(error)}.") from None
    except NewerVersion:
        raise StoreError("The state store was made by a newer version of Onrecord.") from None


def _engine(address: str) -> Engine:
    parsed = engine.with_driver(make_url(address))
    is_file = parsed.get_backend_name() == "sqlite"
    return engine.sqlite(parsed, busy=_BUSY_SECONDS) if is_file else engine.postgresql(parsed)
