"""All sources of an archive, each looked at in its time, from threads that end when they are told to.

A source that fails is asked less and less often; the others do not notice. What was found is remembered only when all
of it is in the archive: a process that is killed looks again, and the archive knows what it has.
"""

from __future__ import annotations

import random
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
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


class _Stopped(Exception):
    """The watch ends before this look does."""


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
        """Look at each source when its time has come, and at folders when they change, until stopped."""
        folders = [threading.Thread(target=self._follow, args=(s,)) for s in self._sources if isinstance(s, Folder)]
        for thread in folders:
            thread.start()
        with ThreadPoolExecutor(_AT_ONCE, "onrecord-source") as pool:
            while not self._stop.is_set():
                for source in self._sources:
                    if not isinstance(source, Folder) and self._is_due(source):
                        self._looking.add(source.key)
                        pool.submit(self.look, source)
                self._stop.wait(_TICK)
            pool.shutdown(cancel_futures=True)
        for thread in folders:
            thread.join()

    def look(self, source: Source, changed: Sequence[Path] | None = None) -> None:
        """Look at one source now; at a folder, only at what ``changed`` where that is given."""
        try:
            self._look(source, changed)
        except _Stopped:
            pass
        finally:
            self._looking.discard(source.key)

    def health(self) -> list[tuple[Source, Health]]:
        """How the sources do."""
        return [(source, self._health[source.key]) for source in self._sources]

    def _is_due(self, source: Source) -> bool:
        return source.key not in self._looking and self._health[source.key].due <= self._now()

    def _look(self, source: Source, changed: Sequence[Path] | None) -> None:
        before, counts = self._health[source.key], dict.fromkeys(("added", "revised", "refused"), 0)
        memory, error, wait = None, None, 0.0
        try:
            memory = self._states.load(source.key).memory
            notes = Notes(memory)
            for became in self._add(self._found(self._items(source, notes, changed), source)):
                self._count(source, became, counts)
            memory = notes.memory()
        except OnrecordError as failure:
            error = failure.reason if isinstance(failure, ReadError) else str(failure)
            wait = failure.wait if isinstance(failure, FetchError) else 0.0
        except _Stopped:
            raise
        except Exception as fault:  # noqa: BLE001 - a fault of ours at one source must not end the others
            at = traceback.extract_tb(fault.__traceback__)[-1]
            error = f"failed by a fault of ours: {type(fault).__name__} at {at.filename}:{at.lineno}"
        if error and error != before.error:
            self._tell(source, ReadError(source.key, error))
        health = self._after(source, before, counts, error, wait)
        if changed is not None and before.failures and not error:  # all of the folder is still to be looked at
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

    def _count(self, source: Source, became: Outcome | ReadError, counts: dict[str, int]) -> None:
        event = "refused" if isinstance(became, ReadError) else became.event
        if event in counts:
            counts[event] += 1
            self._tell(source, became)

    def _after(self, source: Source, before: Health, counts: dict[str, int], error: str | None, wait: float) -> Health:
        now = self._now()
        failures = before.failures + 1 if error else 0
        pause = min(source.interval * 2**failures, max(_LONGEST, source.interval))
        pause *= 0.9 + self._chance() / 5  # apart from each other, also when they began together
        return Health(
            tried=now,
            succeeded=before.succeeded if error else now,
            due=now + max(pause, wait),
            failures=failures,
            error=error,
            added=before.added + counts["added"],
            revised=before.revised + counts["revised"],
            refused=before.refused + counts["refused"],
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
