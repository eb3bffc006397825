"""The archive that the bot answers from, with what keeps it current and what is measured of it."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING

from bot import bootstrap
from bot.assistant import Assistant
from bot.conversation import Threads
from bot.settings import Settings
from bot.slack.metrics import Metrics, Sources
from retrieval.archive.sql import SqlArchive
from retrieval.index.base import KeptIndex
from retrieval.sources.store import SqlStates

if TYPE_CHECKING:
    from retrieval.sources.source import Source
    from retrieval.sources.watch import SourceWatch


@dataclass(frozen=True, slots=True)
class Shelf:
    """``sources`` tells how the archive's sources do, whoever looks at them.

    ``watch`` is what this process is to run, None where no sources are named; ``stop`` ends it. ``changed`` tells when
    the archive changed last, in seconds since 1970; NaN for never, and for files. ``check`` raises ArchiveError while
    the archive or its index cannot be asked.
    """

    assistant: Assistant
    sources: Sources
    changed: Callable[[], float]
    watch: SourceWatch | None
    stop: threading.Event
    check: Callable[[], object]


def opened(settings: Settings, threads: Threads) -> Shelf:
    """The archive of the settings; where sources are named, one that they fill from nothing. Raises OnrecordError."""
    stop = threading.Event()
    named = bootstrap.sources_of_a_bot(settings)
    url = bootstrap.database_to_fill(settings) if named else bootstrap.database_url(settings)
    if url is None:
        return Shelf(bootstrap.assistant(settings, threads=threads), dict, lambda: math.nan, None, stop, lambda: None)
    archive = bootstrap.open_database(url, create=True) if named else bootstrap.open_filled(url)
    assistant = bootstrap.assistant_over(archive, settings, threads, follow=True)
    watch = _watch(settings, archive, named, stop) if named else None
    states, check = SqlStates(archive.database), partial(_check, archive, bootstrap.index_place(settings, archive)(""))
    return Shelf(assistant, states.health, lambda: _changed(archive), watch, stop, check)


def _watch(settings: Settings, archive: SqlArchive, named: list[Source], stop: threading.Event) -> SourceWatch:
    from bot.watch import source_watch  # noqa: PLC0415  # what reads the web takes as long to load as all the rest

    return source_watch(settings, archive, named, stop)


def measure(metrics: Metrics, shelf: Shelf) -> None:
    """Have told what the archive holds, and how its sources do."""
    assistant = shelf.assistant
    metrics.gauge("onrecord_archive_articles", "Articles in the archive", lambda: assistant.extent()[0])
    metrics.gauge(
        "onrecord_archive_newest_timestamp_seconds",
        "The day of the newest article, at midnight UTC; NaN when none has a date",
        lambda: _midnight(assistant.extent()[1]),
    )
    metrics.gauge(
        "onrecord_archive_changed_timestamp_seconds",
        "The last time that an article was added, revised or removed; NaN when the archive is files",
        shelf.changed,
    )
    metrics.gauge("onrecord_unread_files", "Files that could not be read", lambda: len(assistant.problems))
    metrics.sources(shelf.sources)


def _check(archive: SqlArchive, index: KeptIndex) -> None:
    """``index`` is not opened: one in a folder can go away no more once the assistant has it."""
    archive.changed_at()
    index.check()


def _midnight(day: date | None) -> float:
    return datetime.combine(day, time.min, UTC).timestamp() if day else math.nan


def _changed(archive: SqlArchive) -> float:
    at = archive.changed_at()
    return at.replace(tzinfo=UTC).timestamp() if at else math.nan
