"""A segment of which passages may have been removed, and the search in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index.arrays import Floats, Ints, Longs, Mask, chunks, spread
from retrieval.index.base import Filter
from retrieval.index.bm25 import Gains
from retrieval.index.rows import Rows, age
from retrieval.index.segment import Segment
from retrieval.index.topk import Loops, Run, best, loops_for

Span = tuple[int, int]

NOWHERE = 1 << 62  # a place behind all others
_LOOKUP = 16  # looking up one passage costs about as much as going through so many postings
_RARE = 256  # passages: where a rarer term stands first is looked for in its postings, of others in the rows
_WINDOW = 1 << 16  # places that are looked through at a time
_FEW = 1 << 11  # to look for one term costs about as much as to go through so many places


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Which slots of a segment are still held, and where each of its terms stands first in what is held.

    ``first`` are places in ``rows.terms``, or ``NOWHERE``.
    """

    alive: Mask
    first: Longs


@dataclass(frozen=True, eq=False)
class Part:
    """A segment, and what is still held of it."""

    segment: Segment
    held: Held

    @classmethod
    def of(cls, segment: Segment) -> Part:
        """All of it."""
        return cls(segment, Held(np.ones(len(segment), np.bool_), segment.first))

    @cached_property
    def count(self) -> int:
        return int(np.count_nonzero(self.held.alive))

    @property
    def whole(self) -> bool:
        return self.count == len(self.segment)

    @cached_property
    def alive_rows(self) -> Mask:
        return self.held.alive[self.segment.slot_of]

    @cached_property
    def length(self) -> int:
        """All passages' lengths together, in terms."""
        return int(self.segment.rows.lengths.sum(where=self.alive_rows))

    @cached_property
    def _average_length(self) -> float:
        return self.segment.rows.average_length

    def rows(self) -> Rows:
        return self.segment.rows.where(self.alive_rows)

    def slots(self, article_ids: Iterable[str]) -> Ints:
        """Those of the articles' passages that are held."""
        articles = self.segment.rows.articles
        rows = [found for article_id in article_ids if len(found := articles.find(article_id))]
        slots = self.segment.slot_of[np.concatenate(rows)] if rows else self.segment.slot_of[:0]
        return slots[self.held.alive[slots]]

    def places(self, slots: NDArray[np.integer[Any]]) -> Longs:
        """Those of the passages' terms in ``rows.terms``."""
        return spread(self.segment.rows.starts, self.segment.row_of[slots])

    def dfs(self) -> Ints:
        """Of each of the segment's terms, how many passages hold it."""
        segment = self.segment
        dfs = np.diff(segment.starts).astype(np.int32)
        gone = self.places(np.flatnonzero(~self.held.alive))
        np.subtract.at(dfs, np.searchsorted(segment.terms, segment.rows.terms[gone]), 1)
        return dfs

    def without(self, slots: Ints) -> Part:
        left = Part(self.segment, Held(self.held.alive.copy(), self.held.first.copy()))
        left.held.alive[slots] = False
        places = self.places(slots)
        terms = np.searchsorted(self.segment.terms, self.segment.rows.terms[places])
        moved = self.held.first[terms] == places
        left.held.first[terms[moved]] = left._next_places(terms[moved], places[moved])
        return left

    def _next_places(self, terms: NDArray[np.integer[Any]], after: Longs) -> Longs:
        """Where some of the segment's terms stand first in what is held; not before the places ``after``."""
        if len(terms) * _FEW < len(self.segment.rows.terms):
            pairs = zip(terms.tolist(), after.tolist(), strict=True)
            return np.array([self._next_place(term, place) for term, place in pairs], np.int64)
        first: Longs = self._first_places()[terms]
        return first

    def _first_places(self) -> Longs:
        """Where each of the segment's terms stands first in what is held."""
        rows, terms = self.segment.rows, self.segment.terms
        first = np.full(int(terms.max(initial=-1)) + 1, NOWHERE)  # by number, which is faster than to search each place
        for chunk in reversed([*chunks(rows.starts)]):
            held = chunk.start + np.flatnonzero(self.alive_rows[chunk])
            places = spread(rows.starts, held)[::-1]
            # Of repeated indices an assignment keeps the last, which is the first in reversed order.
            first[rows.terms[places]] = places
        found: Longs = first[terms]
        return found

    def _next_place(self, term: int, after: int) -> int:
        rows, number = self.segment.rows, self.segment.terms[term]
        begin, end = self.segment.starts[term : term + 2].tolist()
        if end - begin <= _RARE:
            slots = self.segment.slots[begin:end]
            places = self.places(slots[self.held.alive[slots]])
            return int(places[rows.terms[places] == number].min(initial=NOWHERE))
        for start in range(after, len(rows.terms), _WINDOW):
            found = start + np.flatnonzero(rows.terms[start : start + _WINDOW] == number)
            held = self.alive_rows[np.searchsorted(rows.starts, found, side="right") - 1]
            if held.any():
                return int(found[np.argmax(held)])
        return NOWHERE

    def search(self, idfs: Sequence[tuple[int, float]], gains: Gains, limit: int, where: Filter) -> tuple[Ints, Floats]:
        """The best slots and their scores, best first; ``idfs`` are the query's terms with their idf, in its order."""
        inside, loops = self._dates(where), loops_for(len(self.segment))
        runs = [run for term, idf in idfs if (run := self._run(term, idf, gains, inside, loops))]
        if not runs:
            return self.segment.slots[:0], gains.table[:0]
        allowed = None if self.whole else self.held.alive
        if where.outlet is None and where.speaker is None:
            return best(runs, limit, len(self.segment), allowed)
        labelled = self._labelled(where)
        among = labelled[(inside[0] <= labelled) & (labelled < inside[1]) & self.held.alive[labelled]]
        if len(among) * _LOOKUP < sum(len(run.slots) for run in runs):
            return best(runs, limit, len(self.segment), among=among)
        allowed = np.zeros(len(self.segment), np.bool_)
        allowed[among] = True
        return best(runs, limit, len(self.segment), allowed)

    def _run(self, term: int, idf: float, gains: Gains, inside: Span, loops: Loops) -> Run | None:
        segment, place = self.segment, self.segment.find(term)
        if place is None:
            return None
        begin, end = segment.starts[place : place + 2].tolist()
        if inside != (0, len(segment)):
            slots = segment.slots[begin:end].data
            begin, end = begin + bisect_left(slots, inside[0]), begin + bisect_left(slots, inside[1])
            if begin == end:
                return None
        # A gain grows with the average length, but never faster than it.
        most = segment.most[place] * max(gains.average_length / self._average_length, 1.0)
        return Run(segment.slots[begin:end], segment.codes[begin:end], gains.table, idf, idf * most, loops)

    def _dates(self, where: Filter) -> Span:
        """The slots from the first to before the second lie in the dates; what has no date does not."""
        if where.after is None and where.before is None:
            return 0, len(self.segment)
        ages = self.segment.ages.data
        low = bisect_left(ages, age(where.before)) if where.before else 0
        high = bisect_right(ages, age(where.after)) if where.after else bisect_left(ages, age(None))
        return low, max(low, high)

    def _labelled(self, where: Filter) -> Ints:
        """The slots of the outlet and the speaker, ascending."""
        rows, found = self.segment.rows, np.arange(0, dtype=np.int32)
        if where.outlet is not None:
            found = rows.outlets.find(where.outlet)
        if where.speaker is not None:
            spoken = rows.speakers.find(where.speaker)
            found = spoken if where.outlet is None else np.intersect1d(found, spoken, assume_unique=True)
        return np.sort(self.segment.slot_of[found])
