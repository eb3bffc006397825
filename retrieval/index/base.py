"""The port to a ranking of passages. Every index answers the same cases alike; see the contract tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage as an index takes it. ``number`` is its position in the article's list of passages.

    ``terms`` are those of the passage, its article's title, its section and its speakers, in that order of the text.
    """

    article_id: str
    number: int
    terms: Sequence[str]
    published: date | None = None
    outlet: str | None = None
    speakers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filter:
    """What a hit must meet; None means anything. ``after`` and ``before`` are both included."""

    outlet: str | None = None
    speaker: str | None = None
    after: date | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that shares a term with the query, and its BM25 score."""

    article_id: str
    number: int
    score: float


class PassageIndex(Protocol):
    """Ranks passages by BM25 (k1 1.5, b .75, epsilon .25, as rank_bm25's BM25Okapi).

    Ties go to the newer article (an article without a date is the oldest), then to the article added first, then to
    the earlier passage.
    """

    def add(self, passages: Iterable[IndexedPassage]) -> None:
        """Add passages; visible to the next search. Passages of an article that is there already are replaced."""

    def remove(self, *article_ids: str) -> None:
        """Take out articles' passages. Nothing happens for an article that has none."""

    def search(self, terms: Sequence[str], limit: int, where: Filter | None = None) -> list[Hit]:
        """The ``limit`` best passages that hold one of ``terms`` (repeated terms count again, as in the package)."""

    def idf(self, term: str) -> float:
        """The inverse document frequency that ranks this term now; 0 for a term that no passage holds."""

    def df(self, term: str) -> int:
        """The number of passages that hold this term."""

    def __len__(self) -> int:
        """The number of passages."""


class KeptIndex(PassageIndex, Protocol):
    """An index that outlives its process: a cache of an archive, that several processes share.

    Its own process sees changes at once, others see them after ``save`` and their ``refresh``. Who changes it does so
    in a turn:

        with index.turn():
            index.add(passages)
            index.save(stamp)
    """

    @property
    def place(self) -> str:
        """Where it is, to be shown."""

    @property
    def stamp(self) -> int:
        """The archive's number of the last change that was saved, so that a process can catch up after a crash."""

    def refresh(self) -> bool:
        """See what other processes saved; tells whether there was anything. Raises IndexUnusable."""

    def turn(self, *, anew: bool = False) -> AbstractContextManager[None]:
        """Wait until nobody else changes the index, see what was saved, and let others wait.

        ``anew`` does not look at what was saved, since all of it is to be replaced.
        """

    def save(self, stamp: int) -> None:
        """Make all changes so far safe, and visible to other processes."""

    def tidying(self) -> Iterator[Callable[[], None]]:
        """Quick steps, each for a turn of its own, that make good what many additions and removals left behind.

        To get to the next one may take long, and all else goes on meanwhile, also in turns of others.
        """

    def holds(self, article_id: str, passages: Sequence[IndexedPassage]) -> bool:
        """Whether exactly these passages of the article are held, each with all that was given of it."""

    def dfs(self, terms: Sequence[str]) -> list[int]:
        """``df`` of many terms."""

    def check(self) -> None:
        """Raises IndexUnusable when it cannot be used as it is."""
