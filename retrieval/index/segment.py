"""A part of the index that never changes: passages and their postings, in arrays.

Two orders matter. *Rows* are passages in the order in which they were added, the one in which the package would be
given them. *Slots* are the same passages, newest article first, those of one day in order of their rows: the order
in which ties are broken, and in which a range of dates is a range of slots. Terms go by their number in the vocabulary.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from retrieval.index.base import IndexedPassage
from retrieval.index.strings import StringTable

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Codes = NDArray[np.unsignedinteger[Any]]
Mask = NDArray[np.bool_]

_CHUNK = 1 << 21  # postings that are sorted at a time; bounds the memory beside the result


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Which rows carry a name, of an article, an outlet or a speaker.

    Those of name n are ``rows[starts[n]:starts[n + 1]]``, ascending.
    """

    names: StringTable
    starts: Longs
    rows: Ints

    @classmethod
    def of(cls, names: Sequence[str], owners: Ints, rows: Ints) -> Self:
        """From pairs in any order: a position in ``names``, and a row that carries this name."""
        order = np.lexsort((rows, owners))
        return cls(StringTable.of(names), _bounds(np.bincount(owners, minlength=len(names))), rows[order])

    @classmethod
    def joined(cls, parts: Iterable[tuple[Labels, Ints]]) -> Self:
        """From several, each with the new number of every row; -1 leaves it out, and names that lose all rows."""
        numbers: dict[str, int] = {}
        owners, rows = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
        for labels, becomes in parts:
            kept = becomes[labels.rows] >= 0
            names, owner = np.unique(labels.owners()[kept], return_inverse=True)
            new = [numbers.setdefault(labels.names[int(name)], len(numbers)) for name in names]
            owners.append(np.array(new, np.int32)[owner])
            rows.append(becomes[labels.rows[kept]])
        return cls.of(list(numbers), np.concatenate(owners), np.concatenate(rows))

    def find(self, name: str) -> Ints:
        number = self.names.find(name)
        return self.rows[:0] if number is None else self.rows[self.starts[number] : self.starts[number + 1]]

    def owners(self) -> Ints:
        """For each of ``rows``, the number of the name that it carries."""
        return np.repeat(np.arange(len(self.names), dtype=np.int32), np.diff(self.starts))


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Passages in order of adding, not yet turned into postings.

    The different terms of row r, in order of their first occurrence, are ``terms[starts[r]:starts[r + 1]]``. ``codes``
    beside them point into ``kinds``: all pairs (length of a passage, frequency in it) that occur, ascending, as
    ``length << 32 | frequency``. More than this pair BM25 does not know of a posting. ``ages`` see ``age``.
    """

    terms: Ints
    codes: Codes
    kinds: Longs
    starts: Longs
    lengths: Ints
    ages: Ints
    numbers: Ints
    articles: Labels
    article_of: Ints
    outlets: Labels
    speakers: Labels

    def __len__(self) -> int:
        return len(self.lengths)

    @classmethod
    def read(cls, passages: Iterable[IndexedPassage], number: Callable[[str], int]) -> Self:
        """``number`` gives a term's number in the vocabulary."""
        terms, frequencies, distinct = array("i"), array("i"), array("i")
        lengths, ages, numbers = array("i"), array("i"), array("i")
        articles, outlets, speakers = _Pairs(), _Pairs(), _Pairs()
        for row, passage in enumerate(passages):
            counts = Counter(passage.terms)
            terms.extend(map(number, counts))
            frequencies.extend(counts.values())
            distinct.append(len(counts))
            lengths.append(len(passage.terms))
            ages.append(age(passage.published))
            numbers.append(passage.number)
            articles.add(passage.article_id, row)
            if passage.outlet is not None:
                outlets.add(passage.outlet, row)
            for speaker in passage.speakers:
                speakers.add(speaker, row)
        kind_of = (np.repeat(_ints(lengths).astype(np.int64), distinct) << 32) | _ints(frequencies)
        kinds = np.unique(kind_of)
        return cls(
            terms=_ints(terms),
            codes=_codes(np.searchsorted(kinds, kind_of), kinds),
            kinds=kinds,
            starts=np.fromiter(accumulate(distinct, initial=0), np.int64, len(distinct) + 1),
            lengths=_ints(lengths),
            ages=_ints(ages),
            numbers=_ints(numbers),
            articles=articles.labels(),
            article_of=_ints(articles.owners),
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
        articles = Labels.joined([(self.articles, becomes)])
        return Rows(
            terms=self.terms[postings],
            codes=self.codes[postings],
            kinds=self.kinds,
            starts=_bounds(distinct[kept]),
            lengths=self.lengths[kept],
            ages=self.ages[kept],
            numbers=self.numbers[kept],
            articles=articles,
            article_of=articles.owners()[np.argsort(articles.rows)],
            outlets=Labels.joined([(self.outlets, becomes)]),
            speakers=Labels.joined([(self.speakers, becomes)]),
        )

    @classmethod
    def joined(cls, parts: Sequence[Rows]) -> Rows:
        """One after the other."""
        if len(parts) == 1:
            return parts[0]
        kinds = np.unique(np.concatenate([rows.kinds for rows in parts]))
        offsets = accumulate(map(len, parts), initial=0)
        becomes = [np.arange(o, o + len(rows), dtype=np.int32) for rows, o in zip(parts, offsets, strict=False)]
        articles = Labels.joined((rows.articles, new) for rows, new in zip(parts, becomes, strict=True))
        return cls(
            terms=np.concatenate([rows.terms for rows in parts]),
            codes=np.concatenate([_codes(np.searchsorted(kinds, rows.kinds), kinds)[rows.codes] for rows in parts]),
            kinds=kinds,
            starts=_bounds(np.concatenate([np.diff(rows.starts) for rows in parts])),
            lengths=np.concatenate([rows.lengths for rows in parts]),
            ages=np.concatenate([rows.ages for rows in parts]),
            numbers=np.concatenate([rows.numbers for rows in parts]),
            articles=articles,
            article_of=articles.owners()[np.argsort(articles.rows)],
            outlets=Labels.joined((rows.outlets, new) for rows, new in zip(parts, becomes, strict=True)),
            speakers=Labels.joined((rows.speakers, new) for rows, new in zip(parts, becomes, strict=True)),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """Rows with their postings.

    ``row_of`` takes a slot to its row, ``slot_of`` back. The postings of term ``terms[i]`` (ascending) are
    ``slots[starts[i]:starts[i + 1]]``, ascending, with ``codes`` beside them as in ``rows``. ``first[i]`` is the place
    in ``rows.terms`` where the term stands first.
    """

    rows: Rows
    row_of: Ints
    slot_of: Ints
    ages: Ints
    terms: Ints
    starts: Longs
    slots: Ints
    codes: Codes
    first: Longs

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def of(cls, rows: Rows) -> Self:
        row_of = np.argsort(rows.ages, kind="stable").astype(np.int32)
        slot_of = np.empty_like(row_of)
        slot_of[row_of] = np.arange(len(rows), dtype=np.int32)
        counts = np.bincount(rows.terms)
        terms = np.flatnonzero(counts).astype(np.int32)
        slots, codes = _inverted(rows, row_of, counts)
        return cls(
            rows=rows,
            row_of=row_of,
            slot_of=slot_of,
            ages=rows.ages[row_of],
            terms=terms,
            starts=_bounds(counts[terms]),
            slots=slots,
            codes=codes,
            first=_first(rows.terms, len(counts))[terms],
        )

    def postings(self, term: int) -> slice:
        """Where in ``slots`` and ``codes`` the postings of a term stand; empty when it has none."""
        place = int(np.searchsorted(self.terms, term))
        if place == len(self.terms) or self.terms[place] != term:
            return slice(0, 0)
        return slice(int(self.starts[place]), int(self.starts[place + 1]))


def spread(starts: Longs, rows: NDArray[np.integer]) -> Longs:
    """The places from ``starts[r]`` to before ``starts[r + 1]``, for every r in ``rows``, one after the other."""
    begins, lengths = starts[rows], np.diff(starts)[rows]
    bounds = _bounds(lengths)
    places: Longs = np.repeat(begins - bounds[:-1], lengths) + np.arange(bounds[-1])
    return places


def age(published: date | None) -> int:
    """Newer is smaller; what has no date is the oldest."""
    return -published.toordinal() if published else 0


class _Pairs:
    """Names and the rows that carry them, as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.owners, self._rows = array("i"), array("i")

    def add(self, name: str, row: int) -> None:
        self.owners.append(self._numbers.setdefault(name, len(self._numbers)))
        self._rows.append(row)

    def labels(self) -> Labels:
        return Labels.of(list(self._numbers), _ints(self.owners), _ints(self._rows))


def _inverted(rows: Rows, row_of: Ints, counts: Longs) -> tuple[Ints, Codes]:
    """The postings of all terms, in order of terms and, inside a term, of slots."""
    slots = np.empty(len(rows.terms), np.int32)
    codes = np.empty_like(rows.codes)
    free = np.cumsum(counts) - counts  # where the next posting of a term goes
    distinct = np.diff(rows.starts)[row_of]
    for chunk in _chunks(distinct):
        source = spread(rows.starts, row_of[chunk])
        # Sorting term and place in one number is stable, and several times as fast as a stable argsort.
        ordered = np.sort((rows.terms[source].astype(np.int64) << 32) | np.arange(len(source)))
        term, place = ordered >> 32, ordered & 0xFFFFFFFF
        here = np.bincount(term, minlength=len(counts))
        target = free[term] + np.arange(len(term)) - (np.cumsum(here) - here)[term]
        slots[target] = np.repeat(np.arange(chunk.start, chunk.stop, dtype=np.int32), distinct[chunk])[place]
        codes[target] = rows.codes[source[place]]
        free += here
    return slots, codes


def _first(terms: Ints, size: int) -> Longs:
    """The first place of every term in ``terms``. Of repeated indices numpy's assignment keeps the last value."""
    first = np.zeros(size, np.int64)
    for begin in reversed(range(0, len(terms), _CHUNK)):
        chunk = terms[begin : begin + _CHUNK]
        first[chunk[::-1]] = np.arange(begin, begin + len(chunk))[::-1]
    return first


def _chunks(sizes: Longs) -> Iterator[slice]:
    """Neighbours that hold about ``_CHUNK`` postings together."""
    bounds = _bounds(sizes)
    cuts = np.searchsorted(bounds, np.arange(0, bounds[-1], _CHUNK)).tolist()
    return (slice(begin, end) for begin, end in pairwise([*cuts, len(sizes)]) if begin < end)


def _bounds(sizes: Longs) -> Longs:
    """0 and the running totals."""
    bounds = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=bounds[1:])
    return bounds


def _ints(numbers: array[int]) -> Ints:
    return np.frombuffer(numbers, np.int32)


def _codes(places: NDArray[np.intp], kinds: Longs) -> Codes:
    return places.astype(np.uint16 if len(kinds) <= 1 << 16 else np.uint32)
