"""Takes a database to the schema of this version. Alembic is loaded only when there is something to do."""

from __future__ import annotations

from sqlalchemy import Connection, column, inspect, select, table

from retrieval.archive.database import Database
from retrieval.archive.schema import HEAD, VERSION_TABLE
from retrieval.errors import ArchiveError


def upgrade(database: Database) -> None:
    """Raises ArchiveError for a database that a newer version has made, or that may not be written."""
    with database.read() as connection:
        version = _version(connection)
    if version != HEAD:
        with database.write() as connection:
            _migrate(connection, database.name)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))


def _migrate(connection: Connection, name: str) -> None:
    from alembic import command  # noqa: PLC0415  # a third of a second that only a new or an old database needs
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "retrieval.archive:migrations")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise ArchiveError(f"The archive {name} was made by a newer version of Onrecord.") from None
