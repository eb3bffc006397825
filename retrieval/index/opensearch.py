"""BM25 on OpenSearch, for an archive that several machines share or that is too large for one.

It ranks as ``okapi`` does, with the scores of rank_bm25 to the bit: OpenSearch proposes, and what it proposes is scored
here (see ``opensearch_ranking``). A term in more than half of all passages has an idf that hangs on all terms of the
archive; the first search for one after a change reads all passages.

The name of the index is an alias. What stands behind it is replaced in one step when it is built anew; how far it
follows the archive is kept in its mapping. Passages are numbered in order of adding. What a killed process added and
did not save has numbers that are not given yet, and goes when the next one begins to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from secrets import token_hex
from typing import Any, NamedTuple

import numpy as np

from retrieval.errors import IndexUnusable
from retrieval.index import bm25
from retrieval.index.base import Filter, Hit, IndexedPassage
from retrieval.index.opensearch_client import WINDOW, Cluster
from retrieval.index.opensearch_ranking import PROPOSED, TEMPLATE, Counts, Weight, document, proposal, ranked, token

_AT_ONCE = 500  # terms that are counted, articles that are looked for
_REMEMBERED = 10_000  # terms whose counts are remembered


class Saved(NamedTuple):
    """What the mapping keeps. ``stamp`` is the last of the archive's changes that the index has, ``following`` the
    number of the next passage, ``terms`` names the analysis that the terms come from.
    """

    terms: str
    stamp: int
    following: int
    version: int = TEMPLATE["version"]


@dataclass(slots=True)
class Known:
    """What was counted since the last change. What is counted while one comes ends in one that nobody asks any more."""

    counts: Counts | None = None
    average: float | None = None


class OpenSearchIndex:
    """A ``KeptIndex`` on a cluster. No more than 10,000 hits come.

    Other processes find changes at once, and count them after their ``refresh``. All methods may raise IndexAway and
    IndexUnusable.
    """

    def __init__(
        self, cluster: Cluster, name: str, turns: Callable[[], AbstractContextManager[None]], terms: str
    ) -> None:
        """``turns`` lets processes that write wait for each other. ``terms`` names the analysis of the terms."""
        self.place = f"{cluster.place}/{name}"
        self._cluster = cluster
        self._name = name
        self._turns = turns
        self._terms = terms
        self._saved: Saved | None = None
        self._following = 0
        self._at = name  # the alias, or the index that is being built
        self._known = Known()

    @property
    def stamp(self) -> int:
        return self._saved.stamp if self._saved else 0

    def __len__(self) -> int:
        return self._counted([]).passages

    def dfs(self, terms: Sequence[str]) -> list[int]:
        """The number of passages that hold each of these terms."""
        counts = self._counted(terms)
        return [counts.dfs[term] for term in terms]

    def df(self, term: str) -> int:
        return self._counted([term]).dfs[term]

    def idf(self, term: str) -> float:
        return self._idf(term, self._counted([term]))

    def search(self, terms: Sequence[str], limit: int, where: Filter | None = None) -> list[Hit]:
        counts = self._counted(terms)
        weights = [Weight(term, self._idf(term, counts)) for term in terms if counts.dfs[term]]
        if limit < 1 or not weights:
            return []
        limit, hits = min(limit, WINDOW), list[Hit]()
        for size in (size for size in PROPOSED if size >= limit):
            body = proposal(weights, counts, where or Filter(), size)
            proposed = self._cluster.search(self._at, body)["hits"]["hits"]
            hits, ceiling = ranked(proposed, weights, counts.average_length)
            if len(proposed) < size or hits[limit - 1].score > ceiling:
                break
        return hits[:limit]

    def add(self, passages: Iterable[IndexedPassage]) -> None:
        first, articles = self._following, set[str]()

        def documents() -> Iterator[tuple[str, dict[str, Any]]]:
            for passage in passages:
                articles.add(token(passage.article_id))
                yield str(self._following), document(passage, self._following)
                self._following += 1

        self._cluster.write(self._at, documents(), alias=self._at == self._name)
        self._delete(articles, before=first)
        self._show()

    def remove(self, *article_ids: str) -> None:
        self._delete(map(token, article_ids), before=self._following)
        self._show()

    def refresh(self) -> bool:
        """See what other processes saved; tells whether there was anything."""
        meta = self._cluster.meta(self._name)
        if meta is None:
            return False
        before, self._saved = self._saved, self._read(meta)
        if self._saved == before:
            return False
        self._following = self._saved.following
        self._forget_counts()
        return True

    @contextmanager
    def turn(self, *, anew: bool = False) -> Iterator[None]:
        """Wait until nobody else changes the index, see what was saved, and let others wait.

        ``anew`` begins an empty one, which takes the place of what is there when it is saved.
        """
        with self._turns():
            if anew:
                self._begin_anew()
            else:
                self.refresh()
                self._forget_unsaved()
            try:
                yield
            finally:
                self._at = self._name
                self._forget_counts()

    def save(self, stamp: int) -> None:
        """Let other processes know of all changes so far."""
        saved = Saved(self._terms, stamp, self._following)
        self._cluster.put_meta(self._at, saved._asdict())
        if self._at != self._name:
            self._cluster.put_in_place(self._name, self._at)
        self._saved = saved

    def tidying(self) -> Iterator[Callable[[], None]]:
        """Nothing: OpenSearch merges what it holds by itself."""
        return iter(())

    def holds(self, article_id: str, passages: Sequence[IndexedPassage]) -> bool:
        """Whether exactly these passages of the article are held, each with all that was given of it."""
        query = {"query": {"term": {"article": token(article_id)}}, "sort": ["order"]}
        held = [one["_source"] for one in self._cluster.all(self._at, query)]
        return len(held) == len(passages) and all(
            source == document(passage, source["order"]) for source, passage in zip(held, passages, strict=True)
        )

    def check(self) -> None:
        """Raises IndexAway and IndexUnusable when it cannot be searched now."""
        self._cluster.search(self._at, {"size": 0})

    def _idf(self, term: str, counts: Counts) -> float:
        df = counts.dfs[term]
        if not df:
            return 0.0
        return bm25.idf(df, counts.passages, self._average_idf() if bm25.needs_average(df, counts.passages) else 0.0)

    def _average_idf(self) -> float:
        """Over all terms, in order of their first occurrence."""
        known = self._known
        if known.average is None:
            dfs: dict[str, int] = {}
            passages = 0
            for one in self._cluster.all(self._at, {"sort": ["order"], "_source": ["terms"]}):
                passages += 1
                for term in dict.fromkeys(one["_source"]["terms"]):
                    dfs[term] = dfs.get(term, 0) + 1
            known.average = bm25.average_idf(np.fromiter(dfs.values(), np.int32), passages)
        return known.average

    def _counted(self, terms: Sequence[str]) -> Counts:
        """The counts of all passages, and of those that hold these terms."""
        known = self._known
        counts = known.counts
        if counts is None or len(counts.dfs) > _REMEMBERED:
            body = {"size": 0, "track_total_hits": True, "aggs": {"length": {"sum": {"field": "length"}}}}
            answer = self._cluster.search(self._at, body)
            counts = Counts(answer["hits"]["total"]["value"], int(answer["aggregations"]["length"]["value"]), {})
        new = [term for term in dict.fromkeys(terms) if term not in counts.dfs]
        for begin in range(0, len(new), _AT_ONCE):
            some = new[begin : begin + _AT_ONCE]
            found = self._cluster.counts(self._at, [{"term": {"terms": token(term)}} for term in some])
            # Others may have added passages since all were counted.
            dfs = {term: min(df, counts.passages) for term, df in zip(some, found, strict=True)}
            counts = replace(counts, dfs={**counts.dfs, **dfs})
        known.counts = counts
        return counts

    def _forget_counts(self) -> None:
        self._known = Known()

    def _delete(self, articles: Iterable[str], before: int) -> None:
        """Delete the articles' passages that were added before, as far as they were shown."""
        rest = iter(articles)
        while some := list(islice(rest, _AT_ONCE)):
            self._delete_all({"terms": {"article": some}}, {"range": {"order": {"lt": before}}})

    def _delete_all(self, *filters: Mapping[str, Any]) -> None:
        query = {"query": {"bool": {"filter": filters}}, "_source": False}
        found = [one["_id"] for one in self._cluster.all(self._at, query)]
        self._cluster.delete(self._at, found)

    def _show(self) -> None:
        self._cluster.show(self._at)
        self._forget_counts()

    def _begin_anew(self) -> None:
        index = f"{self._name}-{token_hex(4)}"
        self._cluster.put_template("onrecord", TEMPLATE)
        self._cluster.create(index)
        self._at, self._saved, self._following = index, None, 0
        self._forget_counts()

    def _forget_unsaved(self) -> None:
        self._cluster.show(self._name)
        self._following = self._saved.following if self._saved else 0
        self._delete_all({"range": {"order": {"gte": self._following}}})

    def _read(self, meta: Mapping[str, Any]) -> Saved:
        try:
            saved = Saved(**meta)
        except TypeError as error:
            raise IndexUnusable(f"The index {self.place} is none of ours.") from error
        if saved.version != TEMPLATE["version"]:
            raise IndexUnusable(f"The index {self.place} is of another version.")
        if saved.terms != self._terms:
            raise IndexUnusable(f"The index {self.place} has terms of another analysis.")
        return saved
