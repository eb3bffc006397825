"""What an index holds at one moment, and the statistics that follow from it. Nothing in here changes once made."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.index import bm25
from retrieval.index.arrays import Floats, Ints, Longs, Mask, spread
from retrieval.index.base import Filter, Hit
from retrieval.index.rows import Rows, age
from retrieval.index.segment import Segment
from retrieval.index.strings import Vocabulary
from retrieval.index.topk import Run, best

_RATIO = 3
_AT_ONCE = 1 << 14  # passages that are merged while somebody waits
_LOOKUP = 16  # looking up one passage costs about as much as going through so many postings
_RARE = 256  # passages: where a rarer term stands first is looked for in its postings, of others in the rows
_WINDOW = 1 << 16  # places that are looked through at a time
_NOWHERE = 1 << 62  # a place behind all others


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Which slots of a segment are still held, and where each of its terms stands first in what is held.

    ``first`` are places in ``rows.terms``, or ``_NOWHERE``.
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

    def rows(self) -> Rows:
        return self.segment.rows.where(self.alive_rows)

    def slots(self, article_id: str) -> Ints:
        """Those of an article's passages."""
        slots = self.segment.slot_of[self.segment.rows.articles.find(article_id)]
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
        segment, places = self.segment, self.places(slots)
        left = Part(segment, Held(self.held.alive.copy(), self.held.first.copy()))
        left.held.alive[slots] = False
        terms = np.searchsorted(segment.terms, segment.rows.terms[places])
        moved = left.held.first[terms] == places
        for term, place in zip(terms[moved].tolist(), places[moved].tolist(), strict=True):
            left.held.first[term] = left.next_place(term, place)
        return left

    def next_place(self, term: int, after: int) -> int:
        """The first place of the segment's ``term`` in what is held, when there is none before ``after``."""
        rows, number = self.segment.rows, self.segment.terms[term]
        begin, end = self.segment.starts[term : term + 2].tolist()
        if end - begin <= _RARE:
            slots = self.segment.slots[begin:end]
            places = self.places(slots[self.held.alive[slots]])
            return int(places[rows.terms[places] == number].min(initial=_NOWHERE))
        for start in range(after, len(rows.terms), _WINDOW):
            found = start + np.flatnonzero(rows.terms[start : start + _WINDOW] == number)
            held = self.alive_rows[np.searchsorted(rows.starts, found, side="right") - 1]
            if held.any():
                return int(found[np.argmax(held)])
        return _NOWHERE

    def search(
        self, idfs: Sequence[tuple[int, float]], gains: Floats, limit: int, where: Filter
    ) -> tuple[Ints, Floats]:
        """The best slots and their scores, best first; ``idfs`` are the query's terms with their idf, in its order."""
        low, high = self._dates(where)
        runs = [run for term, idf in idfs if len((run := self._run(term, idf * gains, low, high)).slots)]
        if not runs:
            return self.segment.slots[:0], gains[:0]
        allowed = None if self.whole else self.held.alive
        if where.outlet is None and where.speaker is None:
            return best(runs, limit, len(self.segment), allowed)
        labelled = self._labelled(where)
        among = labelled[(low <= labelled) & (labelled < high) & self.held.alive[labelled]]
        if len(among) * _LOOKUP < sum(len(run.slots) for run in runs):
            return best(runs, limit, len(self.segment), among=among)
        allowed = np.zeros(len(self.segment), np.bool_)
        allowed[among] = True
        return best(runs, limit, len(self.segment), allowed)

    def _run(self, term: int, gains: Floats, low: int, high: int) -> Run:
        postings = self.segment.postings(term)
        slots, codes = self.segment.slots[postings], self.segment.codes[postings]
        if (low, high) != (0, len(self.segment)):
            inside = slice(bisect_left(slots.data, low), bisect_left(slots.data, high))
            slots, codes = slots[inside], codes[inside]
        return Run(slots, codes, gains, float(gains.max()))

    def _dates(self, where: Filter) -> tuple[int, int]:
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


@dataclass(frozen=True, eq=False)
class State:
    """Parts in order of adding, and ``dfs``: of every term, by its number, how many passages hold it.

    The vocabulary may come to know more terms; nothing here holds them.
    """

    vocabulary: Vocabulary
    parts: tuple[Part, ...]
    dfs: Ints

    @classmethod
    def of(cls, vocabulary: Vocabulary, parts: Sequence[Part] = ()) -> State:
        dfs = np.zeros(len(vocabulary), np.int32)
        for part in parts:
            dfs[part.segment.terms] += part.dfs()
        return cls(vocabulary, tuple(parts), dfs)

    @cached_property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @cached_property
    def average_length(self) -> float:
        return sum(part.length for part in self.parts) / self.count

    @cached_property
    def gains(self) -> tuple[Floats, ...]:
        """For every part, what a term with idf 1 adds, by the code of a posting."""
        return tuple(
            bm25.gains(part.segment.rows.kinds >> 32, part.segment.rows.kinds & 0xFFFFFFFF, self.average_length)
            for part in self.parts
        )

    @cached_property
    def average_idf(self) -> float:
        """Over all terms that are held, in order of their first occurrence."""
        first = np.full(len(self.dfs), _NOWHERE)
        end = sum(len(part.segment.rows.terms) for part in self.parts)
        for part in reversed(self.parts):  # so that the earliest part has the last word
            end -= len(part.segment.rows.terms)
            here = part.held.first < _NOWHERE
            first[part.segment.terms[here]] = part.held.first[here] + end
        order = np.argsort(first, kind="stable")
        return bm25.average_idf(self.dfs[order[: np.count_nonzero(self.dfs)]], self.count)

    def df(self, term: str) -> int:
        number = self.vocabulary.find(term)
        return 0 if number is None or number >= len(self.dfs) else int(self.dfs[number])

    def idf(self, term: str) -> float:
        """0 for a term that no passage holds."""
        df = self.df(term)
        if df == 0:
            return 0.0
        return bm25.idf(df, self.count, self.average_idf if bm25.needs_average(df, self.count) else 0.0)

    def with_rows(self, rows: Rows) -> State:
        """With new passages, merged with the last small parts; large ones wait for ``tidied``."""
        if not len(rows):
            return self
        dfs = np.zeros(max(len(self.dfs), int(rows.terms.max(initial=-1)) + 1), np.int32)
        dfs[: len(self.dfs)] = self.dfs
        np.add.at(dfs, rows.terms, 1)
        return State(self.vocabulary, _merged((*self.parts, Part.of(Segment.of(rows))), _AT_ONCE), dfs)

    def without(self, article_id: str) -> State:
        found = [part.slots(article_id) for part in self.parts]
        if not any(map(len, found)):
            return self
        dfs, parts = self.dfs.copy(), []
        for part, slots in zip(self.parts, found, strict=True):
            np.subtract.at(dfs, part.segment.rows.terms[part.places(slots)], 1)
            left = part.without(slots) if len(slots) else part
            if left.count:
                parts.append(left)
        return State(self.vocabulary, tuple(parts), dfs)

    def tidied(self) -> State:
        """The same passages in few parts, without what is no longer held. Takes as long as building them."""
        parts = _merged(self.parts, self.count)
        tight = (Part.of(Segment.of(part.rows())) if 2 * part.count < len(part.segment) else part for part in parts)
        return State(self.vocabulary, tuple(tight), self.dfs)

    def search(self, terms: Sequence[str], limit: int, where: Filter) -> list[Hit]:
        idfs = [(self.vocabulary.number(term), idf) for term in terms if (idf := self.idf(term))]
        if limit < 1 or not idfs:
            return []
        hits = []
        for number, (part, gains) in enumerate(zip(self.parts, self.gains, strict=True)):
            slots, scores = part.search(idfs, gains, limit, where)
            rows = part.segment.rows
            for slot, score in zip(slots.tolist(), scores.tolist(), strict=True):
                row = int(part.segment.row_of[slot])
                hit = Hit(rows.articles.names[int(rows.article_of[row])], int(rows.numbers[row]), score)
                hits.append((-score, int(part.segment.ages[slot]), number, slot, hit))
        return [hit for *_, hit in sorted(hits, key=lambda entry: entry[:4])[:limit]]


def _merged(parts: Sequence[Part], size: int) -> tuple[Part, ...]:
    """The same passages in few parts; merges only parts that hold not more than ``size`` passages together."""
    counts = [part.count for part in parts]
    skipped = sum(total > size for total in _totals(counts))
    kept = skipped + merged_from(counts[skipped:])
    if kept == len(parts):
        return tuple(parts)
    return (*parts[:kept], Part.of(Segment.of(Rows.joined([part.rows() for part in parts[kept:]]))))


def merged_from(sizes: Sequence[int]) -> int:
    """From which on to merge, so that each of the rest is ``_RATIO`` times as large as all that follow it together."""
    totals = _totals(sizes)
    return next((n for n, size in enumerate(sizes[:-1]) if size < _RATIO * totals[n + 1]), len(sizes))


def _totals(sizes: Sequence[int]) -> list[int]:
    """Of every size with all that follow it."""
    return [*accumulate(reversed(sizes))][::-1]
