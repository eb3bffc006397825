"""BM25 as rank_bm25's BM25Okapi ranks, kept in postings: its scores to the bit, without a loop over all passages.

The scores are those of a BM25Okapi built over the passages that are held now, in the order in which they were added.
Idf and length norms are not stored: they follow from counts that every addition and removal keeps up to date. The
formulas, and where they differ from the package's, are in ``bm25``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from threading import Lock

from retrieval.index.audit import holds
from retrieval.index.base import Filter, Hit, IndexedPassage
from retrieval.index.merge import Merge
from retrieval.index.rows import Rows
from retrieval.index.state import State
from retrieval.index.strings import Vocabulary


class OkapiIndex:
    """A ``PassageIndex`` in memory. An article's passages are added in one piece, in their order.

    Any number of threads may search while others add and remove; each search sees one state of the index.
    """

    def __init__(self) -> None:
        self._state = State.of(Vocabulary())
        self._writing = Lock()

    def __len__(self) -> int:
        return self._state.count

    def add(self, passages: Iterable[IndexedPassage]) -> None:
        with self._writing:
            rows = Rows.read(passages, self._state.vocabulary.number)
            self._state = self._state.without([*rows.articles.names]).with_rows(rows)

    def remove(self, *article_ids: str) -> None:
        with self._writing:
            self._state = self._state.without(article_ids)

    def tidying(self) -> Iterator[Callable[[], None]]:
        """Quick steps that make good what many additions and removals left behind.

        To get to the next one may take long, and all else goes on meanwhile.
        """
        return (partial(self._take, merge) for merge in self._state.merges())

    def _take(self, merge: Merge) -> None:
        with self._writing:
            self._state = self._state.with_merge(merge)

    def search(self, terms: Sequence[str], limit: int, where: Filter | None = None) -> list[Hit]:
        return self._state.search(terms, limit, where or Filter())

    def holds(self, article_id: str, passages: Sequence[IndexedPassage]) -> bool:
        """Whether exactly these passages of the article are held, each with all that was given of it."""
        return holds(self._state, article_id, passages)

    def df(self, term: str) -> int:
        return self._state.df(term)

    def dfs(self, terms: Sequence[str]) -> list[int]:
        """``df`` of many terms."""
        return [*map(self._state.df, terms)]

    def idf(self, term: str) -> float:
        return self._state.idf(term)
