"""BM25 as rank_bm25's BM25Okapi ranks, kept in postings: its scores to the bit, without a loop over all passages.

The scores are those of a BM25Okapi built over the passages that are held now, in the order in which they were added.
Idf and length norms are not stored: they follow from counts that every addition and removal keeps up to date. The
formulas, and where they differ from the package's, are in ``bm25``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from threading import Lock

from retrieval.index.base import Filter, Hit, IndexedPassage
from retrieval.index.rows import Rows
from retrieval.index.state import State
from retrieval.index.strings import Vocabulary

_BATCH = 1 << 15  # passages that are taken from an iterable at a time


class OkapiIndex:
    """A ``PassageIndex`` in memory. An article's passages are added in one piece, in their order.

    Any number of threads may search while others add and remove; each search sees one state of the index.
    """

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._state = State()
        self._writing = Lock()

    def __len__(self) -> int:
        return self._state.count

    def add(self, passages: Iterable[IndexedPassage]) -> None:
        with self._writing:
            state, rows = self._state, []
            for batch in _batches(passages):
                for article_id in dict.fromkeys(passage.article_id for passage in batch):
                    state = state.without(article_id)
                rows.append(Rows.read(batch, self._vocabulary.number))
            if rows:
                self._state = state.with_rows(Rows.joined(rows))

    def remove(self, article_id: str) -> None:
        with self._writing:
            self._state = self._state.without(article_id)

    def search(self, terms: Sequence[str], limit: int, where: Filter | None = None) -> list[Hit]:
        numbers = [number for term in terms if (number := self._vocabulary.find(term)) is not None]
        return self._state.search(numbers, limit, where or Filter())

    def df(self, term: str) -> int:
        number = self._vocabulary.find(term)
        return 0 if number is None else self._state.df(number)

    def idf(self, term: str) -> float:
        number = self._vocabulary.find(term)
        return 0.0 if number is None else self._state.idf(number)


def _batches(passages: Iterable[IndexedPassage]) -> Iterator[list[IndexedPassage]]:
    rest = iter(passages)
    while batch := list(islice(rest, _BATCH)):
        yield batch
