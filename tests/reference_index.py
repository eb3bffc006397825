"""A PassageIndex that asks rank_bm25 itself, anew for every question: slow, and right by definition."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date

from rank_bm25 import BM25Okapi

from retrieval.index.base import Filter, Hit, IndexedPassage


class ReferenceIndex:
    def __init__(self) -> None:
        self._passages: list[IndexedPassage] = []

    def __len__(self) -> int:
        return len(self._passages)

    def add(self, passages: Iterable[IndexedPassage]) -> None:
        new = list(passages)
        replaced = {passage.article_id for passage in new}
        self._passages = [passage for passage in self._passages if passage.article_id not in replaced] + new

    def remove(self, *article_ids: str) -> None:
        self._passages = [passage for passage in self._passages if passage.article_id not in article_ids]

    def search(self, terms: Sequence[str], limit: int, where: Filter | None = None) -> list[Hit]:
        if not any(self.df(term) for term in terms):
            return []
        scores = self._package().get_scores(terms).tolist()
        found = [
            (-score, -(passage.published or date.min).toordinal() if passage.published else 0, position)
            for position, (passage, score) in enumerate(zip(self._passages, scores, strict=True))
            if set(terms) & set(passage.terms) and meets(passage, where or Filter())
        ]
        return [
            Hit(self._passages[position].article_id, self._passages[position].number, -negative)
            for negative, _, position in sorted(found)[: max(limit, 0)]
        ]

    def df(self, term: str) -> int:
        return sum(term in passage.terms for passage in self._passages)

    def idf(self, term: str) -> float:
        return self._package().idf[term] if self.df(term) else 0.0

    def _package(self) -> BM25Okapi:
        """The package's own index; where its rule breaks, with the idf that we declare instead."""
        package = BM25Okapi([passage.terms for passage in self._passages])
        for term in package.idf:
            df = self.df(term)
            if breaks(df, len(self), package.average_idf):
                package.idf[term] = lucene_idf(df, len(self))
        return package


def breaks(df: int, count: int, average_idf: float) -> bool:
    return count <= 2 or 2 * df == count or (2 * df > count and average_idf <= 0)


def lucene_idf(df: int, count: int) -> float:
    return math.log(1 + (count - df + 0.5) / (df + 0.5))


def meets(passage: IndexedPassage, where: Filter) -> bool:
    dated = where.after or where.before
    return (
        where.outlet in {None, passage.outlet}
        and (where.speaker is None or where.speaker in passage.speakers)
        and not (dated and passage.published is None)
        and (where.after is None or where.after <= passage.published)
        and (where.before is None or passage.published <= where.before)
    )
