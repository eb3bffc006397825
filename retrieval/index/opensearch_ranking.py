"""What OpenSearch is asked for in a search, and how what it finds is scored: pure.

OpenSearch ranks roughly. It knows the length of a passage rounded down to what Lucene keeps in a byte, counts removed
passages until their segments are merged, adds in single precision, and has Lucene's idf, which boosts turn into ours.
So it only proposes: what it proposes is scored anew, to the bit as rank_bm25 does, and more is asked for until nothing
that was left out can belong to the best (the threshold algorithm of Fagin, Lotem and Naor, 2001).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from retrieval.index import bm25
from retrieval.index.arrays import Floats
from retrieval.index.base import Filter, Hit, IndexedPassage
from retrieval.index.rows import age

PROPOSED = (200, 2_000, 10_000)  # how many passages are asked for, until they are enough

_LONGEST = 256  # bytes of a token; Lucene takes no more than 32,766
_CLAUSES = 1_000  # OpenSearch takes 1,024
_EXACT = 40  # Lucene keeps lengths below as they are
_SLACK = 1e-5  # single precision loses less

Document = Mapping[str, Any]

TEMPLATE: dict[str, Any] = {
    "index_patterns": ["onrecord-*"],
    "version": 1,  # an index of another version is built anew
    "template": {
        "settings": {
            "number_of_shards": 1,
            "auto_expand_replicas": "0-1",
            "refresh_interval": "-1",  # a change is to be seen when it is whole
            "similarity": {"default": {"type": "BM25", "k1": bm25.K1, "b": bm25.B}},
        },
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "id": {"type": "keyword", "index": False, "doc_values": False},
                "article": {"type": "keyword"},
                "number": {"type": "integer", "index": False, "doc_values": False},
                "order": {"type": "long"},
                "length": {"type": "integer", "index": False},
                # The analyser "keyword" leaves a value as it is: each of our terms is one.
                "terms": {"type": "text", "analyzer": "keyword", "index_options": "freqs"},
                "published": {"type": "date", "format": "strict_date"},
                "outlet": {"type": "keyword"},
                "speakers": {"type": "keyword"},
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What BM25 has to know of all passages: how many, their ``length`` together in terms, and how many hold a term."""

    passages: int
    length: int
    dfs: Mapping[str, int]

    @property
    def average_length(self) -> float:
        return self.length / self.passages


class Weight(NamedTuple):
    """A term of a query, as often as it stands there."""

    term: str
    idf: float


class Ranked(NamedTuple):
    """Hits, best first, and a score that no passage which was not proposed can pass."""

    hits: list[Hit]
    ceiling: float


def token(text: str) -> str:
    """As what a term, or a name to filter by, is indexed: itself, or a hash of what Lucene or JSON would not take."""
    encoded = text.encode("utf-8", "surrogatepass")
    if len(encoded) <= _LONGEST and encoded.decode("utf-8", "replace") == text:
        return text
    return f"sha256:{hashlib.sha256(encoded).hexdigest()}"


def document(passage: IndexedPassage, order: int) -> dict[str, Any]:
    """A passage as it is kept; ``order`` is its place among all in order of adding."""
    kept = {
        "id": passage.article_id,
        "article": token(passage.article_id),
        "number": passage.number,
        "order": order,
        "length": len(passage.terms),
        "terms": [*map(token, passage.terms)],
        "speakers": sorted(map(token, passage.speakers)),
    }
    if passage.published is not None:
        kept["published"] = passage.published.isoformat()
    if passage.outlet is not None:
        kept["outlet"] = token(passage.outlet)
    return kept


def proposal(weights: Sequence[Weight], counts: Counts, where: Filter, size: int) -> dict[str, Any]:
    """The body of a search for ``size`` passages.

    Those with the same rough score have the same terms as often, and about the same length: there the order is that
    of the right scores, and of ties.
    """
    boosts: dict[str, float] = {}
    for term, idf in weights:
        boosts[term] = boosts.get(term, 0.0) + idf / bm25.lucene_idf(counts.dfs[term], counts.passages)
    rarest = sorted(boosts, key=lambda term: counts.dfs[term])[:_CLAUSES]
    should = [{"term": {"terms": {"value": token(term), "boost": boosts[term]}}} for term in rarest]
    return {
        "size": size,
        "track_total_hits": False,
        "query": {"bool": {"should": should, "minimum_should_match": 1, "filter": _filters(where)}},
        "sort": [{"_score": "desc"}, {"length": "asc"}, {"published": {"order": "desc", "missing": "_last"}}, "order"],
    }


def _filters(where: Filter) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = []
    if where.outlet is not None:
        filters.append({"term": {"outlet": token(where.outlet)}})
    if where.speaker is not None:
        filters.append({"term": {"speakers": token(where.speaker)}})
    dates = {"gte": where.after, "lte": where.before}
    if days := {bound: day.isoformat() for bound, day in dates.items() if day}:
        filters.append({"range": {"published": days}})
    return filters


def ranked(proposed: Sequence[Document], weights: Sequence[Weight], average_length: float) -> Ranked:
    """What OpenSearch proposed, scored."""
    if not proposed:
        return Ranked([], 0.0)
    sources = [one["_source"] for one in proposed]
    tokens = [token(term) for term, _ in weights]
    frequencies = np.array([[source["terms"].count(token) for source in sources] for token in tokens], np.int64)
    lengths = [source["length"] for source in sources]
    scores = _scores(frequencies, lengths, weights, average_length).tolist()
    order = sorted(range(len(sources)), key=lambda n: (-scores[n], age(published(sources[n])), sources[n]["order"]))
    hits = [Hit(sources[n]["id"], sources[n]["number"], scores[n]) for n in order]
    # With the lengths that Lucene knows, which are never longer, a score is not lower; what else it counts otherwise
    # shows in how the two scores compare.
    likely = _scores(frequencies, [*map(kept_length, lengths)], weights, average_length)
    rough = np.array([one["sort"][0] for one in proposed])
    return Ranked(hits, float(rough[-1] * (likely / rough).max()) * (1 + _SLACK))


def _scores(
    frequencies: np.ndarray[Any, np.dtype[np.int64]],
    lengths: Sequence[int],
    weights: Sequence[Weight],
    average_length: float,
) -> Floats:
    gains = bm25.Gains.of((np.array(lengths, np.int64) << 32) | frequencies, average_length).table
    scores = np.zeros(len(lengths))
    for (_, idf), gain in zip(weights, gains, strict=True):  # in the order of the query, as the package adds
        scores += idf * gain
    return scores


def published(source: Document) -> date | None:
    return date.fromisoformat(source["published"]) if "published" in source else None


def kept_length(length: int) -> int:
    """What is left of a length in a byte: four significant bits of what is above 24 (Lucene's SmallFloat)."""
    if length < _EXACT:
        return length
    shift = (length - 24).bit_length() - 4
    return 24 + ((length - 24) >> shift << shift)
