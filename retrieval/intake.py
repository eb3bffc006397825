"""Articles into an archive that stays: what is new or changed is analysed, on all cores, and committed in batches.

A batch is one transaction. What was told as done is kept, whatever happens after it, and reading the same articles once
more goes on where it was broken off.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Self, TypeVar

from retrieval import readers
from retrieval.archive.rows import Filed, digest
from retrieval.archive.sql import SqlArchive
from retrieval.archive.writing import Outcome
from retrieval.errors import ReadError
from retrieval.ingest import analyse
from retrieval.model import Article, Entry
from retrieval.readers.jsonl import read_lines

Found = tuple[str, Article | ReadError]  # with where it was read from
Entries = Callable[[], list[Entry]]  # entries that are being made; a call waits for them

_BATCH = 32  # articles of one transaction: about half a second's work
_ALONE = 64  # articles that are analysed sooner than other processes are started
_TASK = 4  # articles that a process is given at a time

T = TypeVar("T")


def read(paths: Sequence[Path]) -> Iterator[Found]:
    """The articles of files and folders. Of several with the same id the first one counts. Raises ArchiveMissing."""
    ids: set[str] = set()
    for path, items in [(path, readers.read(path)) for path in paths]:  # all paths are there, or nothing is read
        for item in items:
            if isinstance(item, Article) and item.id in ids:
                yield (
                    str(path),
                    ReadError(str(path), f"an article with the id {item.id!r} was read before", "duplicate"),
                )
            else:
                yield str(path), item
            if isinstance(item, Article):
                ids.add(item.id)


def read_stream(lines: Iterable[bytes]) -> Iterator[Found]:
    """The articles of JSON lines."""
    return (("stdin", item) for item in read_lines(lines, "stdin", "stdin"))


def add(archive: SqlArchive, found: Iterable[Found], workers: int | None = None) -> Iterator[Outcome | ReadError]:
    """Put articles into the archive; each outcome comes when it is committed.

    ``workers`` is how many processes analyse them; without it, as many as there are cores.
    """
    with Analysts(workers) as analysts:
        for batch in _one_ahead(_begun(archive, analysts, batch) for batch in _batches(found)):
            yield from batch.told
            entries = batch.entries()
            filed = [Filed(entry, digest(a), source) for entry, (source, a) in zip(entries, batch.fresh, strict=True)]
            if filed:
                yield from archive.put_all(filed)


def renew(archive: SqlArchive, workers: int | None = None) -> Iterator[tuple[int, int]]:
    """Find anew what can be found in every article; after each commit, how many were read and how many differ."""
    with Analysts(workers) as analysts:
        for made in _one_ahead(analysts.begin(batch) for batch in _batches(archive.articles())):
            entries = made()
            yield len(entries), archive.renew(entries)


class Analysts:
    """Analyses articles; where they are many and there are several cores, in processes of their own."""

    def __init__(self, workers: int | None = None) -> None:
        self._workers = workers or _cores()
        self._begun = 0
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def begin(self, articles: Sequence[Article]) -> Entries:
        """Begin to analyse them."""
        self._begun += len(articles)
        if self._workers == 1 or self._begun <= _ALONE:
            return lambda: _analysed(articles)
        if self._pool is None:
            # Not forked: this process may have threads.
            self._pool = ProcessPoolExecutor(self._workers, get_context("spawn"), _live_and_die_with_the_parent)
        tasks = [articles[begin : begin + _TASK] for begin in range(0, len(articles), _TASK)]
        futures = [self._pool.submit(_analysed, task) for task in tasks]
        return lambda: [entry for future in futures for entry in future.result()]


def _analysed(articles: Sequence[Article]) -> list[Entry]:
    return [analyse(article) for article in articles]


def _live_and_die_with_the_parent() -> None:
    """Ctrl-C reaches all processes of a terminal, and is for the parent to handle; a killed parent tells nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Batch:
    """``told`` is what needs no writing; ``fresh`` are the others, with their sources, and ``entries`` theirs."""

    told: list[Outcome | ReadError]
    fresh: list[tuple[str, Article]]
    entries: Entries


def _begun(archive: SqlArchive, analysts: Analysts, found: Sequence[Found]) -> _Batch:
    told: list[Outcome | ReadError] = [item for _, item in found if isinstance(item, ReadError)]
    articles = [(source, item) for source, item in found if isinstance(item, Article)]
    fresh = []
    for outcome, pair in zip(archive.judge([article for _, article in articles]), articles, strict=True):
        if outcome.is_written:
            fresh.append(pair)
        else:
            told.append(outcome)
    return _Batch(told, fresh, analysts.begin([article for _, article in fresh]))


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _one_ahead(items: Iterable[T]) -> Iterator[T]:
    """Each item when the next one is begun, so that the analysts have something to do while one is written."""
    held: list[T] = []
    for item in items:
        held.append(item)
        if len(held) > 1:
            yield held.pop(0)
    yield from held
