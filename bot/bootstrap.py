"""The composition root: settings in, an assistant out. Nothing else puts the parts together."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.assistant import Assistant
from bot.conversation import MemoryThreads, Threads
from bot.settings import SettingsError, data_folder
from retrieval.choice import load_weights
from retrieval.errors import ArchiveError, ArchiveMissing
from retrieval.retriever import Retriever

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.archive import Archive
    from retrieval.archive.sql import SqlArchive
    from retrieval.index.base import PassageIndex
    from retrieval.sources.source import Source
    from retrieval.upkeep import Keeper, Place

log = logging.getLogger(__name__)

Say = Callable[[str], None]

_NOTHING_TO_FILL = (
    "ONRECORD_SOURCES: files of articles are asked, which nothing is added to; set ONRECORD_DATABASE_URL, "
    "or leave ONRECORD_ARCHIVE out."
)


class NothingAdded(ArchiveError):
    """The database that the archive is to be in is not there, or holds no article; the message tells what to do."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}; put articles in with onrecord add.")


def assistant(  # noqa: PLR0913  # what is set from outside
    settings: Settings,
    *,
    archive: Sequence[Path] | None = None,
    threads: Threads | None = None,
    today: date | None = None,
    follow: bool = False,
    say: Say = log.warning,
) -> Assistant:
    """An assistant over the settings' archive, or over ``archive``. Raises ArchiveError.

    ``today`` is the day that "last week" goes by; without it the clock's. With ``follow`` it sees what other processes
    put into a database, for as long as this process lives. ``say`` is told in a line what takes its time.
    """
    threads = threads or MemoryThreads()
    url = None if archive else database_url(settings)
    if url is None:
        from retrieval.ingest import read_archive  # noqa: PLC0415  # who asks a database need not be able to analyse

        articles, index, problems = read_archive(archive or settings.archive)
        retriever = _retriever(articles, index, settings, today)
        return Assistant(articles, retriever, threads, problems=problems, limit=settings.limit)
    return assistant_over(open_filled(url), settings, threads, today=today, follow=follow, say=say)


def assistant_over(  # noqa: PLR0913  # as above
    archive: SqlArchive,
    settings: Settings,
    threads: Threads,
    *,
    today: date | None = None,
    follow: bool = False,
    say: Say = log.warning,
) -> Assistant:
    """An assistant over an archive in a database, which may be empty still. Otherwise as ``assistant``."""
    kept = keeper(settings, archive, say)
    if follow:
        from retrieval.upkeep import Watch  # noqa: PLC0415  # as in open_database

        Watch(kept)
    return Assistant(kept.archive, _retriever(kept.archive, kept.index, settings, today), threads, limit=settings.limit)


def _retriever(archive: Archive, index: PassageIndex, settings: Settings, today: date | None) -> Retriever:
    weights = load_weights().with_floor(settings.confidence_floor)
    return Retriever(archive, index, weights, today=(lambda: today) if today else date.today)


def database_url(settings: Settings) -> str | None:
    """The database that holds the archive: the one that is set, or the default one once there is one.

    None where the archive is files: those that are set, or the articles that come with Onrecord.
    """
    if settings.database_url:
        return settings.database_url.get_secret_value()
    if "archive" in settings.model_fields_set or not _default_database().exists():
        return None
    return f"sqlite:///{_default_database()}"


def database_to_fill(settings: Settings) -> str:
    """The database that articles are added to."""
    return settings.database_url.get_secret_value() if settings.database_url else f"sqlite:///{_default_database()}"


def sources_of_a_bot(settings: Settings) -> list[Source]:
    """The sources that a bot keeps its own archive current from; none where there is no file of them.

    Raises:
        SettingsError: a file of them is set, but the archive is one that nothing can be added to.
        ScriptError: the file has faults.
    """
    is_set = "sources" in settings.model_fields_set
    if not is_set and not settings.sources.exists():
        return []
    if not settings.database_url and "archive" in settings.model_fields_set:
        if is_set:
            raise SettingsError(_NOTHING_TO_FILL)
        return []
    from bot import sources  # noqa: PLC0415  # half a second for YAML, where nothing is to be loaded

    return sources.load(settings.sources)


def open_database(url: str, *, create: bool = False) -> SqlArchive:
    """The archive in a database. Raises NothingAdded when it is not there and not to be made; ArchiveError."""
    from retrieval.archive.database import Database  # noqa: PLC0415  # who reads files should not wait for SQLAlchemy
    from retrieval.archive.sql import SqlArchive  # noqa: PLC0415

    try:
        return SqlArchive(Database(url, create=create))
    except ArchiveMissing as missing:
        raise NothingAdded(f"There is no archive at {missing.path}") from None


def open_filled(url: str) -> SqlArchive:
    """As ``open_database``; raises NothingAdded also where it holds no article."""
    opened = open_database(url)
    if not opened:
        opened.close()
        raise NothingAdded(f"The archive {opened.database.name} holds no article")
    return opened


def keeper(settings: Settings, archive: SqlArchive, say: Say) -> Keeper:
    """The index of an archive, caught up, and who keeps it so."""
    from retrieval.upkeep import Keeper  # noqa: PLC0415  # as in open_database

    return Keeper.open(archive, index_place(settings, archive), say)


def index_place(settings: Settings, archive: SqlArchive) -> Place:
    """Where the index of an archive is kept: on OpenSearch where that is set, else in a folder. Raises ArchiveError."""
    if not settings.opensearch_url:
        from retrieval.index.stored import StoredIndex  # noqa: PLC0415  # as in open_database

        return partial(StoredIndex, _index_folder(settings, archive))
    try:
        from retrieval.index.opensearch import OpenSearchIndex  # noqa: PLC0415  # an extra
        from retrieval.index.opensearch_client import Cluster  # noqa: PLC0415
    except ImportError:
        raise ArchiveError("OpenSearch needs its client: pip install 'onrecord[cluster]'.") from None
    cluster = Cluster(settings.opensearch_url.get_secret_value())
    return partial(OpenSearchIndex, cluster, f"onrecord-{archive.identity}", archive.database.turn)


def _index_folder(settings: Settings, archive: SqlArchive) -> Path:
    """The folder that is set; else beside the SQLite file, or with the user's data where the database is elsewhere."""
    if settings.index_folder:
        return settings.index_folder
    if archive.database.path:
        return archive.database.path.with_suffix(".index")
    return data_folder() / f"{archive.identity}.index"


def _default_database() -> Path:
    return data_folder() / "archive.sqlite3"
