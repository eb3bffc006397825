"""A database and its transactions: SQLite in a file, or PostgreSQL by URL."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from retrieval.errors import ArchiveError, ArchiveMissing

_BUSY_SECONDS = 60  # how long a writer waits for his turn


class Database:
    """A transaction commits when its block ends, and rolls back when that raises.

    Whatever goes wrong in the database becomes an ArchiveError. Any number of threads may use it.
    """

    def __init__(self, url: str, *, create: bool = False) -> None:
        """Raises ArchiveMissing when there is no such SQLite file and it is not to be created; ArchiveError."""
        parsed = _parsed(url)
        self.name = parsed.database or "" if parsed.drivername == "sqlite" else parsed.render_as_string()
        if parsed.drivername == "sqlite":
            path = Path(self.name)
            if create:
                _make(path.parent)
            elif not path.exists():
                raise ArchiveMissing(path)
            self._engine = _sqlite(parsed, path)
        else:
            self._engine = _postgresql(parsed, self.name)
        # SQLite has one writer at a time. Threads of one process wait here, which is fairer than its own waiting.
        self._writing = threading.Lock() if self.is_sqlite else nullcontext()

    @property
    def is_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file; None where there is none."""
        return Path(self.name) if self.is_sqlite else None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction in which this is the only writer, in all processes."""
        with self._told("written"), self._writing, self._engine.begin() as connection:
            if not self.is_sqlite:
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('onrecord archive'))")
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the archive, and waits for nobody."""
        with self._told("read"), self._engine.connect().execution_options(reads=True) as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            raise ArchiveError(f"The archive {self.name} cannot be {done}: {_cause(error)}.") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"The folder {folder} cannot be made: {error.strerror}.") from None


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ArchiveError("The database URL is none; sqlite:///archive.sqlite3 would be one.") from None
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "postgresql+psycopg" or (parsed.drivername == "sqlite" and parsed.database):
        return parsed
    raise ArchiveError("The database must be an SQLite file or PostgreSQL, such as sqlite:///archive.sqlite3.")


def _postgresql(url: URL, name: str) -> Engine:
    try:
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, isolation_level="REPEATABLE READ")
    except ImportError:
        raise ArchiveError(f"The archive {name} needs PostgreSQL's driver: pip install 'onrecord[postgres]'.") from None


def _sqlite(url: URL, path: Path) -> Engine:
    """Write-ahead log, so that readers never wait; every commit is on the disk before it is acknowledged.

    The driver's own transactions start late and would fail instead of wait when two of them turn to writing
    (SQLAlchemy's documentation of pysqlite); these take the write lock when they begin.
    """
    frozen = _is_frozen(path)
    if frozen:
        url = url.set(database=f"file:{path}", query={"mode": "ro", "immutable": "1", "uri": "true"})
    engine = create_engine(url, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={_BUSY_SECONDS * 1000}")
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


def _is_frozen(path: Path) -> bool:
    """Whether nobody can be writing: SQLite cannot even read a file with a write-ahead log in a read-only folder."""
    return path.exists() and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()


def _cause(error: Exception) -> str:
    """The first line of what the driver says, which names no statement and no parameter."""
    cause = getattr(error, "orig", None) or error
    said = str(cause).partition("\n")[0].rstrip(". ") or type(cause).__name__
    return _PLAINLY.get(said, said)


_PLAINLY = {
    "database or disk is full": "the disk is full",
    "disk I/O error": "the disk is full or broken",
    "attempt to write a readonly database": "it is read-only",
    "unable to open database file": "its folder is missing or read-only",
    "database is locked": "somebody else has been writing for a minute",
    "file is not a database": "this is no archive",
    "database disk image is malformed": "it is damaged; restore it from a copy",
}
