"""The port to a ranking of passages. Every index answers the same cases alike; see the contract tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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

    def remove(self, article_id: str) -> None:
        """Take out an article's passages. Nothing happens when there are none."""

    def search(self, terms: Sequence[str], limit: int, where: Filter | None = None) -> list[Hit]:
        """The ``limit`` best passages that hold one of ``terms`` (repeated terms count again, as in the package)."""

    def idf(self, term: str) -> float:
        """The inverse document frequency that ranks this term now; 0 for a term that no passage holds."""

    def df(self, term: str) -> int:
        """The number of passages that hold this term."""

    def __len__(self) -> int:
        """The number of passages."""
