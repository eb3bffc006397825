"""The archive: articles and all that was found in them, in memory or in a database.

``sql`` is imported by those who open a database, so that nobody else waits for SQLAlchemy.
"""

from retrieval.archive.base import Archive
from retrieval.archive.memory import MemoryArchive

__all__ = ["Archive", "MemoryArchive"]
