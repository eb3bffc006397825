"""The engines that the index is measured against, each behind the same few calls; passages go by their position.

``add`` takes the position of the first of its passages, which make one article.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.index import topk
from retrieval.index.base import Filter, Hit, IndexedPassage
from retrieval.index.stored import StoredIndex

PER_ARTICLE = 30  # passages
FIRST_DAY = date(2005, 1, 1)
PER_DAY = 150  # passages
Passages = Iterable[Sequence[str]]
Found = list[tuple[int, float]]


class RankBM25:
    """The package itself. It has no files, and cannot add."""

    def __init__(self, folder: Path) -> None:
        pass

    def build(self, passages: Passages) -> None:
        from rank_bm25 import BM25Okapi  # noqa: PLC0415  each engine loads only itself

        self._bm25 = BM25Okapi([list(terms) for terms in passages])

    def search(self, query: Sequence[str], limit: int) -> Found:
        scores = self._bm25.get_scores(query)
        places = np.arange(len(scores))
        order = np.lexsort((places, -day(places), -scores))[:limit]  # ties go as in base.py
        return [(int(place), float(scores[place])) for place in order if scores[place] > 0]


class BM25S:
    """bm25s with the variant of BM25 that comes nearest to the package's. It cannot add."""

    backend = "numpy"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, passages: Passages) -> None:
        import bm25s  # noqa: PLC0415

        self._bm25 = bm25s.BM25(k1=1.5, b=0.75, method="lucene", backend=self.backend)
        self._bm25.index([list(terms) for terms in passages], show_progress=False)
        self._bm25.save(str(self._folder), show_progress=False)

    def open(self) -> None:
        import bm25s  # noqa: PLC0415

        self._bm25 = bm25s.BM25.load(
            str(self._folder), mmap=True, override_params={"backend": self.backend}, show_progress=False
        )

    def search(self, query: Sequence[str], limit: int) -> Found:
        numbers, scores = self._bm25.retrieve([list(query)], k=limit, show_progress=False)
        return [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True) if s > 0]


class BM25SNumba(BM25S):
    backend = "numba"


class Tantivy:
    """tantivy, which splits at blanks and has k1 1.2 and its own idf, both fixed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def build(self, passages: Passages) -> None:
        import tantivy  # noqa: PLC0415

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", stored=False, tokenizer_name="whitespace", index_option="freq")
        schema.add_unsigned_field("number", stored=True, indexed=False)
        index = tantivy.Index(schema.build(), str(self._folder))
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for number, terms in enumerate(passages):
            writer.add_document(tantivy.Document(text=" ".join(terms), number=number))
        writer.commit()
        writer.wait_merging_threads()
        self.open()

    def open(self) -> None:
        import tantivy  # noqa: PLC0415

        self._index = tantivy.Index.open(str(self._folder))
        self._searcher = self._index.searcher()

    def search(self, query: Sequence[str], limit: int) -> Found:
        hits = self._searcher.search(self._index.parse_query(" ".join(query), ["text"]), limit).hits
        return [(self._searcher.doc(address)["number"][0], score) for score, address in hits]

    def add(self, number: int, passages: Passages) -> None:
        import tantivy  # noqa: PLC0415

        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        for terms in passages:
            writer.add_document(tantivy.Document(text=" ".join(terms), number=number))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()


class Onrecord:
    """The index in a folder, with numpy alone."""

    compiled = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        if not self.compiled:
            sys.modules["retrieval.index.fast"] = None  # type: ignore[assignment]  cannot be imported

    def build(self, passages: Passages) -> None:
        self._index = StoredIndex(self._folder, "benchmark")
        with self._index.turn(anew=True):
            self._index.add(indexed(passages))
            self._index.save(1)

    def open(self) -> None:
        self._index = StoredIndex.open(self._folder, "benchmark")

    def search(self, query: Sequence[str], limit: int) -> Found:
        return [position(hit) for hit in self._index.search(query, limit)]

    def search_days(self, query: Sequence[str], limit: int, first: date, last: date) -> Found:
        return [position(hit) for hit in self._index.search(query, limit, Filter(after=first, before=last))]

    def add(self, number: int, passages: Passages) -> None:
        with self._index.turn():
            self._index.add(indexed(passages, first=number))
            self._index.save(self._index.stamp + 1)

    def remove(self, number: int) -> None:
        with self._index.turn():
            self._index.remove(str(number // PER_ARTICLE))
            self._index.save(self._index.stamp + 1)


class OnrecordFast(Onrecord):
    """The same with its loops compiled, which begins after some searches."""

    compiled = True

    def open(self) -> None:
        super().open()
        for _ in range(topk.PATIENCE):
            topk.loops_for(topk.LARGE)


ENGINES = {
    "rank_bm25": RankBM25,
    "bm25s": BM25S,
    "bm25s, numba": BM25SNumba,
    "tantivy": Tantivy,
    "onrecord": Onrecord,
    "onrecord, fast": OnrecordFast,
}


def indexed(passages: Passages, first: int = 0) -> Iterator[IndexedPassage]:
    """Articles of equal length, the newest last."""
    for place, terms in enumerate(passages, start=first):
        article, number = divmod(place, PER_ARTICLE)
        if number == 0 or place == first:
            article_id, published = str(article), FIRST_DAY + timedelta(day(place))
            outlet, speakers = f"outlet {article % 50}", frozenset({f"speaker {article % 5000}"})
        yield IndexedPassage(article_id, number, terms, published, outlet, speakers)


def day(place: Any) -> Any:
    """Of a passage, or of an array of them, counted from FIRST_DAY. Articles are whole."""
    return place // PER_ARTICLE * PER_ARTICLE // PER_DAY


def position(hit: Hit) -> tuple[int, float]:
    return int(hit.article_id) * PER_ARTICLE + hit.number, hit.score
