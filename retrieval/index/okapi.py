"""BM25 as rank_bm25's BM25Okapi ranks, in postings: the same scores to the bit, and never a loop over all passages."""

from __future__ import annotations

import heapq
import inspect
import math
from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from rank_bm25 import BM25Okapi

from retrieval.index.base import Filter, Hit, IndexedPassage

_DEFAULTS = {name: parameter.default for name, parameter in inspect.signature(BM25Okapi.__init__).parameters.items()}
K1: float = _DEFAULTS["k1"]
B: float = _DEFAULTS["b"]
EPSILON: float = _DEFAULTS["epsilon"]


class OkapiIndex:
    """A ``PassageIndex`` in memory."""

    def __init__(self) -> None:
        self._passages: list[IndexedPassage | None] = []
        self._lengths = array("q")
        self._postings: dict[str, dict[int, int]] = {}
        self._articles: dict[str, list[int]] = {}
        self._total = 0
        self._average: float | None = None

    def __len__(self) -> int:
        return sum(map(len, self._articles.values()))

    def add(self, passages: Iterable[IndexedPassage]) -> None:
        for article_id, group in groupby(passages, key=lambda passage: passage.article_id):
            self.remove(article_id)
            for passage in group:
                slot = len(self._passages)
                self._passages.append(passage)
                self._lengths.append(len(passage.terms))
                self._articles.setdefault(article_id, []).append(slot)
                self._total += len(passage.terms)
                for term in passage.terms:
                    postings = self._postings.setdefault(term, {})
                    postings[slot] = postings.get(slot, 0) + 1
        self._average = None

    def remove(self, article_id: str) -> None:
        for slot in self._articles.pop(article_id, ()):
            passage = self._passages[slot]
            assert passage is not None  # noqa: S101
            self._passages[slot] = None
            self._total -= len(passage.terms)
            for term in dict.fromkeys(passage.terms):
                del self._postings[term][slot]
                if not self._postings[term]:
                    del self._postings[term]
        self._average = None

    def search(self, terms: Sequence[str], limit: int, where: Filter | None = None) -> list[Hit]:
        scores: dict[int, float] = {}
        average_length = self._total / max(len(self), 1)
        for term in terms:
            idf = self.idf(term)
            for slot, frequency in self._postings.get(term, {}).items():
                length = self._lengths[slot]
                gain = idf * (frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average_length)))
                scores[slot] = scores.get(slot, 0.0) + gain
        kept = [(score, slot) for slot, score in scores.items() if _meets(self._passages[slot], where)]
        best = heapq.nsmallest(limit, kept, key=lambda item: (-item[0], -self._day(item[1]), item[1]))
        return [
            Hit(passage.article_id, passage.number, score)
            for score, slot in best
            if (passage := self._passages[slot]) is not None
        ]

    def idf(self, term: str) -> float:
        df = self.df(term)
        return self._idf(df, len(self)) if df else 0.0

    def df(self, term: str) -> int:
        return len(self._postings.get(term, ()))

    def _day(self, slot: int) -> int:
        passage = self._passages[slot]
        return passage.published.toordinal() if passage and passage.published else 0

    def _idf(self, df: int, n: int) -> float:
        idf = math.log(n - df + 0.5) - math.log(df + 0.5)
        if n > 2 and idf > 0:
            return idf
        if n > 2 and idf < 0:
            if self._average is None:
                self._average = self._average_idf(n)
            if self._average > 0:
                return EPSILON * self._average
        return math.log(1 + (n - df + 0.5) / (df + 0.5))

    def _average_idf(self, n: int) -> float:
        order = dict.fromkeys(term for passage in self._passages if passage for term in passage.terms)
        total = 0.0
        for term in order:
            df = len(self._postings[term])
            total += math.log(n - df + 0.5) - math.log(df + 0.5)
        return total / len(order)


def _meets(passage: IndexedPassage | None, where: Filter | None) -> bool:
    if passage is None or where is None:
        return passage is not None
    return (
        (where.outlet is None or passage.outlet == where.outlet)
        and (where.speaker is None or where.speaker in passage.speakers)
        and (where.after is None or (passage.published or date.min) >= where.after)
        and (where.before is None or (passage.published or date.max) <= where.before)
    )
