"""Passages in order of adding, as arrays: what postings are made from, and made anew from when segments are merged."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, Self

import numpy as np

from retrieval.index.arrays import Codes, Ints, Longs, Mask, bounds, chunks
from retrieval.index.base import IndexedPassage
from retrieval.index.labels import Labels, Pairs


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The different terms of row r, in order of their first occurrence, are ``terms[starts[r]:starts[r + 1]]``.

    Terms go by their number in the vocabulary. ``codes`` beside them point into ``kinds``: all pairs (length of a
    passage, frequency in it) that occur, ascending, as ``length << 32 | frequency``. More than this pair BM25 does not
    know of a posting. ``lengths`` are in terms, ``ages`` as of ``age``, ``numbers`` the passages' own in their
    articles, ``article_of`` positions in ``articles.names``.
    """

    terms: Ints
    codes: Codes
    kinds: Longs
    starts: Longs
    lengths: Ints
    ages: Ints
    numbers: Ints
    article_of: Ints
    articles: Labels
    outlets: Labels
    speakers: Labels

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def average_length(self) -> float:
        return float(self.lengths.mean()) if len(self) else 0.0

    @classmethod
    def read(cls, passages: Iterable[IndexedPassage], number: Callable[[str], int]) -> Self:
        """``number`` gives a term's number in the vocabulary."""
        terms, frequencies, distinct = array("i"), array("i"), array("i")
        lengths, ages, numbers = array("i"), array("i"), array("i")
        articles, outlets, speakers = Pairs(), Pairs(), Pairs()
        for row, passage in enumerate(passages):
            counts = Counter([*map(number, passage.terms)])
            terms.fromlist([*counts])  # a list is taken faster than an iterator
            frequencies.fromlist([*counts.values()])
            distinct.append(len(counts))
            lengths.append(len(passage.terms))
            ages.append(age(passage.published))
            numbers.append(passage.number)
            articles.add(passage.article_id, row)
            if passage.outlet is not None:
                outlets.add(passage.outlet, row)
            for speaker in passage.speakers:
                speakers.add(speaker, row)
        starts = bounds(_ints(distinct))
        kinds, codes = _coded(starts, _ints(lengths), _ints(frequencies))
        article_labels = articles.labels()
        return cls(
            terms=_ints(terms),
            codes=codes,
            kinds=kinds,
            starts=starts,
            lengths=_ints(lengths),
            ages=_ints(ages),
            numbers=_ints(numbers),
            article_of=_article_of(article_labels),
            articles=article_labels,
            outlets=outlets.labels(),
            speakers=speakers.labels(),
        )

    def where(self, kept: Mask) -> Rows:
        """These rows alone, numbered anew."""
        if kept.all():
            return self
        becomes = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
        distinct = np.diff(self.starts)
        postings = np.repeat(kept, distinct)
        used = np.zeros(len(self.kinds), np.bool_)
        used[self.codes[postings]] = True
        kinds = self.kinds[used]
        articles = Labels.joined([(self.articles, becomes)])
        return Rows(
            terms=self.terms[postings],
            codes=(np.cumsum(used) - 1).astype(_code_type(kinds))[self.codes[postings]],
            kinds=kinds,
            starts=bounds(distinct[kept]),
            lengths=self.lengths[kept],
            ages=self.ages[kept],
            numbers=self.numbers[kept],
            article_of=_article_of(articles),
            articles=articles,
            outlets=Labels.joined([(self.outlets, becomes)]),
            speakers=Labels.joined([(self.speakers, becomes)]),
        )

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """One after the other."""
        if len(parts) == 1:
            return parts[0]
        kinds = np.unique(np.concatenate([rows.kinds for rows in parts]))
        code_type = _code_type(kinds)
        offsets = accumulate(map(len, parts), initial=0)
        becomes = [np.arange(o, o + len(rows), dtype=np.int32) for rows, o in zip(parts, offsets, strict=False)]
        articles = Labels.joined((rows.articles, new) for rows, new in zip(parts, becomes, strict=True))
        return cls(
            terms=np.concatenate([rows.terms for rows in parts]),
            codes=np.concatenate([np.searchsorted(kinds, rows.kinds).astype(code_type)[rows.codes] for rows in parts]),
            kinds=kinds,
            starts=bounds(np.concatenate([np.diff(rows.starts) for rows in parts])),
            lengths=np.concatenate([rows.lengths for rows in parts]),
            ages=np.concatenate([rows.ages for rows in parts]),
            numbers=np.concatenate([rows.numbers for rows in parts]),
            article_of=_article_of(articles),
            articles=articles,
            outlets=Labels.joined((rows.outlets, new) for rows, new in zip(parts, becomes, strict=True)),
            speakers=Labels.joined((rows.speakers, new) for rows, new in zip(parts, becomes, strict=True)),
        )


def age(published: date | None) -> int:
    """Newer is smaller; what has no date is the oldest."""
    return -published.toordinal() if published else 0


def _coded(starts: Longs, lengths: Ints, frequencies: Ints) -> tuple[Longs, Codes]:
    """The ``kinds`` and ``codes`` of postings, chunk by chunk, since pairs take many times the space of codes."""

    def pairs() -> Iterator[tuple[slice, Longs]]:
        for chunk in chunks(starts):
            here = slice(int(starts[chunk.start]), int(starts[chunk.stop]))
            of_rows = np.repeat(lengths[chunk].astype(np.int64), np.diff(starts[chunk.start : chunk.stop + 1]))
            yield here, (of_rows << 32) | frequencies[here]

    kinds = np.unique(np.concatenate([np.zeros(0, np.int64), *(np.unique(found) for _, found in pairs())]))
    codes = np.empty(len(frequencies), _code_type(kinds))
    for here, found in pairs():
        codes[here] = np.searchsorted(kinds, found)
    return kinds, codes


def _article_of(articles: Labels) -> Ints:
    """Every row belongs to one article."""
    article_of = np.empty(len(articles.rows), np.int32)
    article_of[articles.rows] = articles.owners()
    return article_of


def _ints(numbers: array[int]) -> Ints:
    return np.frombuffer(numbers, np.int32)


def _code_type(kinds: Longs) -> type[np.unsignedinteger[Any]]:
    return np.uint16 if len(kinds) <= 1 << 16 else np.uint32
