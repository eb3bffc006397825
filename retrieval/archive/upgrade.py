"""Takes an archive's database to the schema of this version."""

from __future__ import annotations

from retrieval.archive.database import Database
from retrieval.archive.migrate import NewerVersion
from retrieval.archive.schema import MIGRATIONS
from retrieval.errors import ArchiveError


def upgrade(database: Database) -> None:
    """Raises ArchiveError for a database that a newer version has made, or that may not be written."""
    with database.read() as connection:
        if MIGRATIONS.are_done(connection):
            return
    try:
        with database.write() as connection:
            MIGRATIONS.run(connection)
    except NewerVersion:
        raise ArchiveError(f"The archive {database.name} was made by a newer version of Onrecord.") from None
