"""BM25 over whole articles: which of those in view the question, and what was said before it, is about.

A passage is short, and a question whose words stand far apart in an article finds it only as a whole. Only articles in
view are scored, with the idf of the passages; their mean length stands for the archive's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from retrieval.analysis import terms
from retrieval.index.bm25 import K1, B
from retrieval.model import Entry

REMEMBERED = 2_000  # articles whose counts are kept: some 30 MB


def shares_of_best(entries: Sequence[Entry], idf: Mapping[str, float]) -> dict[str, float]:
    """The BM25 score of each article for the terms of ``idf``, as a share of the best one's, by id."""
    counts = {entry.article.id: counts_of(entry) for entry in entries}
    lengths = {article: count.total() for article, count in counts.items()}
    mean = sum(lengths.values()) / len(lengths) if lengths else 1.0
    scores = {a: _score(count, lengths[a] / (mean or 1.0), idf) for a, count in counts.items()}
    best = max(scores.values(), default=0.0)
    return {article: score / best if best > 0 else 0.0 for article, score in scores.items()}


def counts_of(entry: Entry) -> Counter[str]:
    """How often the article has each term."""
    article = entry.article
    return _counts(article.text, article.title or "", article.language)


def _score(counts: Mapping[str, int], length: float, idf: Mapping[str, float]) -> float:
    norm = K1 * (1 - B + B * length)
    return sum(idf[t] * counts[t] * (K1 + 1) / (counts[t] + norm) for t in idf if t in counts)


@lru_cache(maxsize=REMEMBERED)
def _counts(text: str, title: str, language: str) -> Counter[str]:
    return Counter([*terms(title, language), *terms(text, language)])
