"""All sources of an archive, each looked at in its time, from threads that end when they are told to.

A source that fails is asked less and less often; the others do not notice. What was found is remembered only when all
of it is in the archive: a process that is killed looks again, and the archive knows what it has. Several processes may
watch the same sources: each looks at those that no other has looked at in time.
"""

from __future__ import annotations

import random
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.archive.writing import Outcome
from retrieval.errors import OnrecordError, ReadError
from retrieval.model import Article
from retrieval.sources import folder
from retrieval.sources.fetch import Fetcher, FetchError
from retrieval.sources.poll import Notes, look_at_feed, look_at_pages
from retrieval.sources.source import Feed, Folder, Health, Pages, Source, State, States

Found = tuple[str, Article | ReadError]  # with the source's key
Add = Callable[[Iterable[Found]], Iterable[Outcome | ReadError]]
"""Puts articles into the archive, and tells what became of each once it is there."""

Tell = Callable[[Source, Outcome | ReadError], None]

_AT_ONCE = 8  # looks
_TICK = 0.5  # seconds between two looks at the clock
_LONGEST = 6 * 3600.0  # seconds that a failing source is left alone, unless it is asked more rarely anyway


Counts = Counter[str]
"""What came of one look: articles by what became of them, failures by their sort."""


class _Stopped(Exception):
    """The watch ends before this look does."""


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a look did not come to its end; ``wait`` are seconds that the server asks for."""

    reason: str
    sort: str
    wait: float = 0.0


def _failure(error: Exception) -> _Failure:
    match error:
        case FetchError():
            return _Failure(error.reason, error.sort, error.wait)
        case ReadError():
            return _Failure(error.reason, error.sort)
        case OnrecordError():
            return _Failure(str(error), "archive")
        case _:
            at = traceback.extract_tb(error.__traceback__)[-1]
            return _Failure(f"failed by a fault of ours: {type(error).__name__} at {at.filename}:{at.lineno}", "fault")


class SourceWatch:
    """``tell`` hears of everything that is new, from any thread; ``stop`` ends all that runs.

    ``now`` is the time in seconds since 1970.
    """

    def __init__(  # noqa: PLR0913 - its collaborators
        self,
        sources: Sequence[Source],
        *,
        fetcher: Fetcher,
        add: Add,
        states: States,
        tell: Tell,
        stop: threading.Event,
        now: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._sources = sources
        self._fetcher = fetcher
        self._add = add
        self._states = states
        self._tell = tell
        self._now = now
        self._chance = chance
        self._stop = stop
        self._looking: set[str] = set()
        self._health = {source.key: states.load(source.key).health for source in sources}

    def once(self) -> None:
        """Look at every source, and return when all was put in."""
        with ThreadPoolExecutor(_AT_ONCE, "onrecord-source") as pool:
            for _ in pool.map(self.look, self._sources):
                pass

    def run(self) -> None:
        """Look at each source when its time has come, and at folders when they change, until stopped.

        What is remembered of sources that are no longer named is forgotten.
        """
        self._keep()
        folders = [threading.Thread(target=self._follow, args=(s,)) for s in self._sources if isinstance(s, Folder)]
        for thread in folders:
            thread.start()
        with ThreadPoolExecutor(_AT_ONCE, "onrecord-source") as pool:
            while not self._stop.is_set():
                for source in self._sources:
                    if not isinstance(source, Folder) and self._is_due(source):
                        self._looking.add(source.key)
                        pool.submit(self._look_unless_looked_at, source)
                self._stop.wait(_TICK)
            pool.shutdown(cancel_futures=True)
        for thread in folders:
            thread.join()

    def look(self, source: Source, changed: Sequence[Path] | None = None) -> None:
        """Look at one source now; at a folder, only at what ``changed`` where that is given."""
        with suppress(_Stopped):
            self._look(source, changed)

    def health(self) -> list[tuple[Source, Health]]:
        """How the sources do."""
        return [(source, self._health[source.key]) for source in self._sources]

    def _is_due(self, source: Source) -> bool:
        return source.key not in self._looking and self._health[source.key].due <= self._now()

    def _look_unless_looked_at(self, source: Source) -> None:
        """Look at a source, unless another process has done so in time."""
        try:
            with suppress(OnrecordError):  # which the look itself will tell
                self._health[source.key] = self._states.load(source.key).health
            if self._health[source.key].due <= self._now():
                self.look(source)
        finally:
            self._looking.discard(source.key)

    def _keep(self) -> None:
        try:
            self._states.keep([source.key for source in self._sources])
        except OnrecordError as failure:
            for source in self._sources[:1]:
                self._tell(source, ReadError(source.key, str(failure)))

    def _look(self, source: Source, changed: Sequence[Path] | None) -> None:
        before, counts, memory, failure = self._health[source.key], Counts(), None, None
        try:
            memory = self._states.load(source.key).memory
            notes = Notes(memory)
            for became in self._add(self._found(self._items(source, notes, changed), source)):
                self._count(source, became, counts)
            memory = notes.memory()
        except _Stopped:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, a fault of ours too, the others go on
            failure = _failure(error)
        if failure:
            if self._stop.is_set():  # which may be why
                raise _Stopped
            counts[failure.sort] += 1
            if failure.reason != before.error:
                self._tell(source, ReadError(source.key, failure.reason))
        health = self._after(source, before, counts, failure)
        if changed is not None and before.failures and not failure:  # all of the folder is still to be looked at
            health = replace(health, due=before.due, failures=before.failures, error=before.error)
        self._health[source.key] = health
        if memory is not None:
            self._save(source, State(memory, health))

    def _save(self, source: Source, state: State) -> None:
        try:
            self._states.save(source.key, state)
        except OnrecordError as failure:  # the disk is full, say: the next look finds again what this one found
            self._tell(source, ReadError(source.key, str(failure)))

    def _found(self, items: Iterable[Article | ReadError], source: Source) -> Iterator[Found]:
        for item in items:
            if self._stop.is_set():
                raise _Stopped
            if isinstance(item, Article):
                outlet, language = source.outlet or item.outlet, source.language or item.language
                yield source.key, replace(item, outlet=outlet, language=language)
            else:
                yield source.key, item

    def _items(self, source: Source, notes: Notes, changed: Sequence[Path] | None) -> Iterator[Article | ReadError]:
        match source:
            case Feed():
                return look_at_feed(self._fetcher, source, notes)
            case Pages():
                return look_at_pages(self._fetcher, source, notes)
            case Folder():
                return folder.look_at_folder(source, notes, changed)
            case _:
                raise TypeError(source)

    def _count(self, source: Source, became: Outcome | ReadError, counts: Counts) -> None:
        if isinstance(became, ReadError) or became.is_written:
            counts[became.sort if isinstance(became, ReadError) else became.event] += 1
            self._tell(source, became)

    def _after(self, source: Source, before: Health, counts: Counts, failure: _Failure | None) -> Health:
        now = self._now()
        failures = before.failures + 1 if failure else 0
        pause = min(source.interval * 2**failures, max(_LONGEST, source.interval))
        pause *= 0.9 + self._chance() / 5  # apart from each other, also when they began together
        return Health(
            tried=now,
            succeeded=before.succeeded if failure else now,
            due=now + max(pause, failure.wait if failure else 0.0),
            failures=failures,
            error=failure.reason if failure else None,
            added=before.added + counts.pop("added", 0),
            revised=before.revised + counts.pop("revised", 0),
            unread=dict(counts + Counter(before.unread)),
        )

    def _follow(self, source: Folder) -> None:
        """A folder: all of it at first and after every failure, then what changes."""
        while not self._stop.is_set():
            try:
                for changed in folder.changes(source.path, self._stop):
                    if self._is_due(source):
                        self.look(source)
                    elif changed:
                        self.look(source, changed)
            except OSError:  # it is gone, or there are more folders than may be watched
                self.look(source)
                self._stop.wait(max(self._health[source.key].due - self._now(), _TICK))
