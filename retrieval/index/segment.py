"""A part of the index that never changes: rows with their postings.

Two orders matter. *Rows* are passages in the order in which they were added, the one in which the package would be
given them. *Slots* are the same passages, newest article first, those of one day in order of their rows: the order
in which ties are broken, and in which a range of dates is a range of slots.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.index.arrays import CHUNK, Codes, Floats, Ints, Longs, bounds, chunks, runs, spread
from retrieval.index.bm25 import Gains
from retrieval.index.rows import Rows


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """``row_of`` takes a slot to its row, ``slot_of`` back; ``ages`` are those of the slots, ascending.

    The postings of term ``terms[i]`` (ascending) are ``slots[starts[i]:starts[i + 1]]``, ascending, with ``codes``
    beside them as in ``rows``. ``first[i]`` is the place in ``rows.terms`` where the term stands first. ``most[i]`` is
    the most that the term adds to a passage, with idf 1, while the average length is that of these rows.
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
    most: Floats

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def of(cls, rows: Rows) -> Self:
        row_of = np.argsort(rows.ages, kind="stable").astype(np.int32)
        slot_of = np.empty_like(row_of)
        slot_of[row_of] = np.arange(len(rows), dtype=np.int32)
        terms, counts = _counts(rows.terms)
        starts = bounds(counts)
        slots, codes = _inverted(rows, row_of, terms, starts)
        return cls(
            rows=rows,
            row_of=row_of,
            slot_of=slot_of,
            ages=rows.ages[row_of],
            terms=terms,
            starts=starts,
            slots=slots,
            codes=codes,
            first=_first(rows.terms)[terms],
            most=_most(rows, codes, starts),
        )

    def find(self, term: int) -> int | None:
        """The position of a term in ``terms``, None when no passage holds it."""
        place = bisect_left(self.terms.data, term)
        return place if place < len(self.terms) and self.terms[place] == term else None


def _counts(terms: Ints) -> tuple[Ints, Longs]:
    """The different numbers in ``terms``, ascending, and how often each stands there."""
    if len(terms) < CHUNK:
        ordered = np.sort(terms)  # an article's few terms may be any of a large vocabulary
        begins = runs(ordered)
        return ordered[begins], np.diff(begins, append=len(ordered))
    counts = np.zeros(int(terms.max()) + 1, np.int64)
    for begin in range(0, len(terms), CHUNK):
        counts += np.bincount(terms[begin : begin + CHUNK], minlength=len(counts))
    different = np.flatnonzero(counts)
    return different.astype(np.int32), counts[different]


def _inverted(rows: Rows, row_of: Ints, terms: Ints, starts: Longs) -> tuple[Ints, Codes]:
    """The postings of all terms, in order of terms and, inside a term, of slots."""
    slots = np.empty(len(rows.terms), np.int32)
    codes = np.empty_like(rows.codes)
    free = np.empty(int(terms.max(initial=-1)) + 1, np.int64)  # by a term's number, where its next posting goes
    free[terms] = starts[:-1]
    sizes = np.diff(rows.starts)[row_of]
    for chunk in chunks(bounds(sizes)):
        source = spread(rows.starts, row_of[chunk])
        # Sorting term and place in one number is stable, and several times as fast as a stable argsort.
        ordered = np.sort((rows.terms[source].astype(np.int64) << 32) | np.arange(len(source)))
        term, place = (ordered >> 32).astype(np.int32), ordered & 0xFFFFFFFF
        begins = runs(term)
        counts = np.diff(begins, append=len(term))
        target = np.repeat(free[term[begins]] - begins, counts) + np.arange(len(term))
        slots[target] = np.repeat(np.arange(chunk.start, chunk.stop, dtype=np.int32), sizes[chunk])[place]
        codes[target] = rows.codes[source[place]]
        free[term[begins]] += counts
    return slots, codes


def _first(terms: Ints) -> Longs:
    """The first place of every number in ``terms``; what is not there has no meaning."""
    first = np.empty(int(terms.max(initial=-1)) + 1, np.int64)
    for begin in reversed(range(0, len(terms), CHUNK)):
        chunk = terms[begin : begin + CHUNK]
        # Of repeated indices an assignment keeps the last, which is the first in reversed order.
        first[chunk[::-1]] = np.arange(begin, begin + len(chunk))[::-1]
    return first


def _most(rows: Rows, codes: Codes, starts: Longs) -> Floats:
    """Of every term's postings the largest gain."""
    gains = Gains.of(rows.kinds, rows.average_length)
    most = np.empty(len(starts) - 1)
    for chunk in chunks(starts):
        begin, end = starts[chunk.start], starts[chunk.stop]
        most[chunk] = np.maximum.reduceat(gains.table[codes[begin:end]], starts[chunk] - begin)
    return most
