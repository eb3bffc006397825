"""Keeping the archive current from its sources: the parts put together, and the ingest log that they write."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from bot import logs
from bot.settings import Settings
from retrieval import intake
from retrieval.archive.sql import SqlArchive
from retrieval.archive.writing import Outcome
from retrieval.errors import ReadError
from retrieval.intake import Found
from retrieval.sources.fetch import Fetcher
from retrieval.sources.source import Source
from retrieval.sources.store import SqlStates
from retrieval.sources.watch import SourceWatch
from retrieval.upkeep import Keeper
from retrieval.upkeep import Watch as Following

log = logging.getLogger("bot.ingest")


def run(settings: Settings, archive: SqlArchive, keeper: Keeper, named: Sequence[Source], *, once: bool) -> bool:
    """Keep the archive and its index current until a signal comes, or look ``once``; whether all sources are well."""
    logs.set_up(settings.log_level, settings.log_format)
    log.setLevel(logging.INFO)  # what came in is what this command is for
    stop = threading.Event()
    watch = source_watch(settings, archive, named, stop)
    following = Following(keeper)
    try:
        with _stopped_by_signals(stop):
            watch.once() if once else watch.run()
    finally:
        following.stop()
        keeper.catch_up()
    return all(health.well for _, health in watch.health())


def source_watch(
    settings: Settings, archive: SqlArchive, named: Sequence[Source], stop: threading.Event
) -> SourceWatch:
    """What keeps an archive current. It analyses in this process: news come a few at a time."""

    def add(found: Iterable[Found]) -> Iterator[Outcome | ReadError]:
        return intake.add(archive, found, workers=1)

    fetcher = Fetcher(private=settings.fetch_private, wait=stop.wait, ended=stop.is_set)
    return SourceWatch(named, fetcher=fetcher, add=add, states=SqlStates(archive.database), tell=_tell, stop=stop)


def _tell(source: Source, became: Outcome | ReadError) -> None:
    """A line of the ingest log."""
    told = {"source": source.key}
    if isinstance(became, ReadError):
        log.warning("could not read %s", became, extra=told)
    else:
        log.info("%s %s", became.event, became.article_id, extra=told)


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Ends what runs at Ctrl-C, and when a supervisor says so."""
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
