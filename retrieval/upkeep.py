"""Keeps an index in step with the archive that it is a cache of.

Whoever has the archive open, in any process, follows its log of changes: what others wrote is found within a second,
what a killed process left undone is caught up on. The index is written in turns: who finds it behind brings it up to
date, for all. Where one in a folder cannot be written, on a full disk or a read-only one, the one in memory follows.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from retrieval.archive.sql import SqlArchive
from retrieval.errors import IndexUnusable, OnrecordError
from retrieval.index.base import IndexedPassage, KeptIndex, PassageIndex
from retrieval.indexing import TERMS, indexed_passages

log = logging.getLogger(__name__)

Say = Callable[[str], None]
Step = Callable[[int], object]  # told how many more articles are done
Place = Callable[[str], KeptIndex]  # makes the index that is kept there, given a name for where its terms come from

_AT_ONCE = 100  # articles
_UNSAVED = "the index cannot be saved: %s"
_EVERY = 0.5  # seconds between two looks at the archive's change number


def _unheard(_: int) -> None:
    """A step that nobody waits for."""


def follow(archive: SqlArchive, index: PassageIndex, since: int, step: Step = _unheard) -> int:
    """Bring an index that has the archive's changes up to ``since`` up to now; returns the last one that it has."""
    changed, change = archive.changed_since(since)
    gone = set(changed)

    def passages() -> Iterator[IndexedPassage]:
        for begin in range(0, len(changed), _AT_ONCE):
            some = changed[begin : begin + _AT_ONCE]
            found = archive.find(some)
            for article_id in some:
                if article_id in found and found[article_id].passages:
                    gone.discard(article_id)
                    yield from indexed_passages(found[article_id])
            step(len(some))

    index.add(passages())
    index.remove(*gone)
    return change


class Keeper:
    """Keeps the index of one process in step with the archive."""

    def __init__(self, archive: SqlArchive, index: KeptIndex) -> None:
        self.archive = archive
        self.index = index
        self._change = index.stamp  # the last of the archive's changes that the index has
        self._one_at_a_time = threading.Lock()

    @classmethod
    def open(cls, archive: SqlArchive, place: Place, say: Say) -> Keeper:
        """Open the index and catch up. One that is missing, damaged or of another version is made anew.

        ``say`` is told so in a line.
        """
        try:
            keeper = cls(archive, _opened(archive, place))
            keeper.catch_up()
        except IndexUnusable as reason:
            if len(archive):
                say(f"{reason} It is built from the archive.")
            return cls.build(archive, place)
        return keeper

    @classmethod
    def build(cls, archive: SqlArchive, place: Place, step: Step = _unheard) -> Keeper:
        """Make the index anew, whatever is there."""
        keeper = cls(archive, place(_terms(archive)))
        try:
            with keeper.index.turn(anew=True):
                keeper._follow_and_save(step)
        except OSError as error:
            keeper._stay_in_memory(error)
        return keeper

    def catch_up(self, step: Step = _unheard) -> bool:
        """See what changed in the archive; tells whether anything did. Raises ArchiveError and IndexUnusable."""
        with self._one_at_a_time:
            if self.archive.change == self._change:
                return False
            try:
                with self._turn():
                    if self.archive.change != self._change:
                        self._follow_and_save(step)
            except OSError as error:
                self._stay_in_memory(error)
            return True

    def tidy(self) -> None:
        """Make good what many small changes leave behind in the index.

        It may take long. Searches go on meanwhile, and so do changes, also of other processes. Raises IndexUnusable.
        """
        for step in self.index.tidying():
            with self._one_at_a_time:
                try:
                    with self._turn():
                        step()
                        self.index.save(self._change)
                except OSError as error:
                    log.warning(_UNSAVED, error.strerror)
                    step()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        stamp = self.index.stamp
        with self.index.turn():
            if self.index.stamp != stamp:  # somebody else has saved, and that is what is held now
                self._change = self.index.stamp
            yield

    def _follow_and_save(self, step: Step) -> None:
        self._change = follow(self.archive, self.index, self._change, step)
        self.index.save(self._change)

    def _stay_in_memory(self, error: OSError) -> None:
        log.warning(_UNSAVED, error.strerror)
        self._change = follow(self.archive, self.index, self._change)


def _opened(archive: SqlArchive, place: Place) -> KeptIndex:
    index = place(_terms(archive))
    if not index.refresh():
        raise IndexUnusable(f"There is no index in {index.place}.")
    if index.stamp > archive.change:
        raise IndexUnusable(f"The index in {index.place} is newer than the archive.")
    return index


def _terms(archive: SqlArchive) -> str:
    """What the terms of an index come from: an index of another archive must not pass for one of this."""
    return f"{TERMS}/{archive.identity}"


class Watch:
    """A thread that keeps catching up until it is stopped. Answers go on meanwhile."""

    def __init__(self, keeper: Keeper, every: float = _EVERY) -> None:
        self._keeper = keeper
        self._every = every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="archive-watch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        untidy = False
        while not self._stop.wait(self._every):
            try:
                if self._keeper.catch_up():
                    untidy = True
                elif untidy:
                    self._keeper.tidy()
                    untidy = False
            except OnrecordError as error:
                # The next look may find it well again; until then answers come from what is known.
                log.warning("new articles are not seen: %s", error)
