"""A database and its transactions: SQLite in a file, or PostgreSQL by URL."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from retrieval.archive import engine
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
            self._engine = engine.sqlite(parsed, busy=_BUSY_SECONDS, frozen=_is_frozen(path))
        else:
            self._engine = _postgresql(parsed, self.name)
        # SQLite has one writer at a time. Threads of one process wait here, which is fairer than its own waiting.
        self._writing = threading.Lock() if self.is_sqlite else nullcontext()
        # A writer must see what was written while he waited for his turn; a reader sees one state throughout.
        self._reads: dict[str, Any] = {"reads": True} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}

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
        with self._told("read"), self._engine.connect().execution_options(**self._reads) as connection:
            yield connection

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until no other process has a turn at what stands beside the archive; this may be read and written."""
        with self._told("locked"):
            if self.is_sqlite:
                with Path(f"{self.name}-turn").open("w") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX)
                    yield
            else:
                with self._engine.begin() as connection:
                    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('onrecord turn'))")
                    yield

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            cause = engine.cause(error)
            raise ArchiveError(f"The archive {self.name} cannot be {done}: {_PLAINLY.get(cause, cause)}.") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"The folder {folder} cannot be made: {error.strerror}.") from None


def _parsed(url: str) -> URL:
    try:
        parsed = engine.with_driver(make_url(url))
    except ArgumentError:
        raise ArchiveError("The database URL is none; sqlite:///archive.sqlite3 would be one.") from None
    if parsed.drivername == "postgresql+psycopg" or (parsed.drivername == "sqlite" and parsed.database):
        return parsed
    raise ArchiveError("The database must be an SQLite file or PostgreSQL, such as sqlite:///archive.sqlite3.")


def _postgresql(url: URL, name: str) -> Engine:
    try:
        return engine.postgresql(url)
    except ImportError:
        raise ArchiveError(f"The archive {name} needs PostgreSQL's driver: pip install 'onrecord[postgres]'.") from None


def _is_frozen(path: Path) -> bool:
    """Whether nobody can be writing: SQLite cannot even read a file with a write-ahead log in a read-only folder."""
    return path.exists() and not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()


_PLAINLY = {
    "database or disk is full": "the disk is full",
    "disk I/O error": "the disk is full or broken",
    "attempt to write a readonly database": "it is read-only",
    "unable to open database file": "its folder is missing or read-only",
    "database is locked": "somebody else has been writing for a minute",
    "file is not a database": "this is no archive",
    "database disk image is malformed": "it is damaged; restore it from a copy",
}
