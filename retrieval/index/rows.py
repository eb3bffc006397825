"""Passages in order of adding, as arrays: what postings are made from, and made anew from when segments are merged."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, Self

import numpy as np

from retrieval.index.arrays import CHUNK, Codes, Ints, Longs, Mask, bounds, chunks, different, runs
from retrieval.index.base import IndexedPassage
from retrieval.index.labels import Labels, Pairs


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The different terms of row r, in order of their first occurrence, are ``terms[starts[r]:starts[r + 1]]``.

    Terms go by their number in the vocabulary. ``codes`` beside them point into ``kinds``: all pairs (length of a
    passage, frequency in it) that occur, and perhaps others, ascending, as ``length << 32 | frequency``. More than this
    pair BM25 does not know of a posting. ``lengths`` are in terms, ``ages`` as of ``age``, ``numbers`` the passages'
    own in their articles, ``article_of`` positions in ``articles.names``.
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
        postings = _Postings()
        ages, numbers = array("i"), array("i")
        articles, outlets, speakers = Pairs(), Pairs(), Pairs()
        for row, passage in enumerate(passages):
            postings.add([*map(number, passage.terms)])
            ages.append(age(passage.published))
            numbers.append(passage.number)
            articles.add(passage.article_id, row)
            if passage.outlet is not None:
                outlets.add(passage.outlet, row)
            for speaker in passage.speakers:
                speakers.add(speaker, row)
        postings.count()
        starts, lengths = bounds(_ints(postings.distinct)), _ints(postings.lengths)
        kinds, codes = _coded(starts, lengths, _ints(postings.frequencies))
        article_labels = articles.labels()
        return cls(
            terms=_ints(postings.terms),
            codes=codes,
            kinds=kinds,
            starts=starts,
            lengths=lengths,
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
        kinds = different(np.concatenate([rows.kinds for rows in parts]))
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


class _Postings:
    """Takes rows of terms as they come, and makes postings of them, many rows at a time."""

    def __init__(self) -> None:
        self.terms, self.frequencies = array("i"), array("i")
        self.distinct, self.lengths = array("i"), array("i")
        self._waiting = array("I")  # takes a list several times as fast as "i" does

    def add(self, row: list[int]) -> None:
        self._waiting.fromlist(row)
        self.lengths.append(len(row))
        if len(self._waiting) > CHUNK:
            self.count()

    def count(self) -> None:
        """Make postings of the rows that wait for it."""
        lengths = _ints(self.lengths)[len(self.distinct) :]
        terms, frequencies, distinct = _distinct(_ints(self._waiting), lengths)
        self.terms.frombytes(terms.tobytes())
        self.frequencies.frombytes(frequencies.tobytes())
        self.distinct.frombytes(distinct.tobytes())
        self._waiting = array("I")


def _distinct(terms: Ints, lengths: Ints) -> tuple[Ints, Ints, Ints]:
    """Of rows of these lengths, whose terms follow one another: the different terms of each in order of their first
    occurrence, how often each stands in its row, and how many each row has.
    """
    row_of = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    # Sorting term and place in one number is stable, and several times as fast as a stable argsort.
    ordered = np.sort((terms.astype(np.int64) << 32) | np.arange(len(terms)))
    place = ordered & 0xFFFFFFFF
    begins = runs((ordered & ~0xFFFFFFFF) | row_of[place])
    frequencies = np.zeros(len(terms), np.int32)
    frequencies[place[begins]] = np.diff(begins, append=len(terms))
    kept = np.flatnonzero(frequencies)
    return terms[kept], frequencies[kept], np.bincount(row_of[kept], minlength=len(lengths)).astype(np.int32)


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

    # Nearly all frequencies are 1, and these pairs are known without looking at each.
    ones = (different(lengths[lengths > 0]).astype(np.int64) << 32) | 1
    kinds = different(np.concatenate([ones, *(different(found[frequencies[here] > 1]) for here, found in pairs())]))
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
