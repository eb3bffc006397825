"""Looks over an archive and its index: every offset and count against the texts, and the index against them too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from retrieval.archive.rows import digest
from retrieval.archive.sql import SqlArchive
from retrieval.errors import IndexUnusable
from retrieval.index.base import KeptIndex
from retrieval.indexing import indexed_passages
from retrieval.model import Entry, Passage, Sentence, Statement

_AT_ONCE = 500  # terms that the index is asked for


def faults(archive: SqlArchive, index: KeptIndex) -> Iterator[str | None]:
    """What is wrong, each in a line; None for each article that was looked at."""
    yield from archive.faults()
    try:
        index.check()
    except IndexUnusable as error:
        yield str(error)
    df: Counter[str] = Counter()
    passages = 0
    for entry, kept_digest in archive.digested():
        yield from (f"article {entry.article.id}: {fault}" for fault in faults_of(entry))
        if kept_digest not in {digest(entry.article), digest(replace(entry.article, outlet=None))}:
            yield f"article {entry.article.id}: it is not what was read"
        indexed = list(indexed_passages(entry))
        if not index.holds(entry.article.id, indexed):
            yield f"article {entry.article.id}: the index does not hold it as it is"
        df.update(term for passage in indexed for term in set(passage.terms))
        passages += len(indexed)
        yield None
    if len(index) != passages:
        yield f"the index holds {len(index)} passages, the archive {passages}"
    terms = [*df]
    for begin in range(0, len(terms), _AT_ONCE):
        some = terms[begin : begin + _AT_ONCE]
        for term, counted in zip(some, index.dfs(some), strict=True):
            if counted != df[term]:
                yield f"the index counts {term!r} {counted} times, not {df[term]}"


def faults_of(entry: Entry) -> Iterator[str]:
    """What cannot be so in what was found in an article."""
    for name in ("sentences", "passages", "statements"):
        for number, span in enumerate(getattr(entry, name)):
            if not _stands(span, entry.article.text):
                yield f"{name[:-1]} {number} does not stand in the text"
    if any(one.end > other.start for one, other in pairwise(entry.sentences)):
        yield "sentences overlap"
    for number, passage in enumerate(entry.passages):
        inside = entry.sentences[passage.first : passage.last + 1]
        if not inside or (inside[0].start, inside[-1].end) != (passage.start, passage.end):
            yield f"passage {number} is not its sentences"


def _stands(span: Sentence | Passage | Statement, text: str) -> bool:
    return 0 <= span.start < span.end <= len(text) and bool(text[span.start : span.end].strip())
