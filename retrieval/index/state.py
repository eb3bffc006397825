"""What an index holds at one moment, and the statistics that follow from it. Nothing in here changes once made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from retrieval.index import bm25
from retrieval.index.base import Filter, Hit
from retrieval.index.segment import Ints, Longs, Mask, Rows, Segment, age, spread
from retrieval.index.topk import Run, Scores, best

_RATIO = 3  # a part holds at least so many times as many passages as the next, which keeps parts few
_LOOKUP = 16  # looking up one passage costs about as much as going through so many postings


@dataclass(frozen=True, eq=False)
class Part:
    """A segment, and which of its slots are still held."""

    segment: Segment
    alive: Mask

    @classmethod
    def of(cls, rows: Rows) -> Part:
        return cls(Segment.of(rows), np.ones(len(rows), np.bool_))

    @cached_property
    def count(self) -> int:
        return int(np.count_nonzero(self.alive))

    @cached_property
    def alive_rows(self) -> Mask:
        return self.alive[self.segment.slot_of]

    @cached_property
    def length(self) -> int:
        """All passages' lengths together, in terms."""
        return int(self.segment.rows.lengths.sum(where=self.alive_rows))

    def rows(self) -> Rows:
        return self.segment.rows.where(self.alive_rows)

    def slots(self, article_id: str) -> Ints:
        """Those of an article's passages."""
        slots = self.segment.slot_of[self.segment.rows.articles.find(article_id)]
        return slots[self.alive[slots]]

    def without(self, slots: Ints) -> Part:
        alive = self.alive.copy()
        alive[slots] = False
        return Part(self.segment, alive)

    def first(self) -> tuple[Ints, Longs]:
        """The terms that are held, and the place in ``rows.terms`` where each stands first."""
        segment, rows = self.segment, self.segment.rows
        if self.count == len(segment):
            return segment.terms, segment.first
        first = segment.first.copy()
        gone = spread(rows.starts, np.flatnonzero(~self.alive_rows))
        places = np.searchsorted(segment.terms, rows.terms[gone])
        for place in places[first[places] == gone].tolist():
            first[place] = self._next(place)
        held = first >= 0
        return segment.terms[held], first[held]

    def _next(self, place: int) -> int:
        """Where in ``rows.terms`` the term at ``place`` of the segment's terms stands first now; -1 for nowhere."""
        segment, rows = self.segment, self.segment.rows
        slots = segment.slots[segment.starts[place] : segment.starts[place + 1]]
        held = segment.row_of[slots[self.alive[slots]]]
        if not len(held):
            return -1
        row = int(held.min())
        begin, end = int(rows.starts[row]), int(rows.starts[row + 1])
        return begin + int(np.argmax(rows.terms[begin:end] == segment.terms[place]))

    def search(
        self, idfs: Sequence[tuple[int, float]], gains: Scores, limit: int, where: Filter
    ) -> tuple[Ints, Scores]:
        """The best slots and their scores, best first; ``idfs`` are the query's terms with their idf, in its order."""
        low, high = self._dates(where)
        runs = [run for term, idf in idfs if len((run := self._run(term, idf * gains, low, high)).slots)]
        if not runs:
            return self.segment.slots[:0], gains[:0]
        allowed = None if self.count == len(self.segment) else self.alive
        if where.outlet is None and where.speaker is None:
            return best(runs, limit, len(self.segment), allowed)
        labelled = self._labelled(where)
        among = labelled[(low <= labelled) & (labelled < high) & self.alive[labelled]]
        if len(among) * _LOOKUP < sum(len(run.slots) for run in runs):
            return best(runs, limit, len(self.segment), among=among)
        allowed = np.zeros(len(self.segment), np.bool_)
        allowed[among] = True
        return best(runs, limit, len(self.segment), allowed)

    def _run(self, term: int, gains: Scores, low: int, high: int) -> Run:
        postings = self.segment.postings(term)
        slots, codes = self.segment.slots[postings], self.segment.codes[postings]
        if (low, high) != (0, len(self.segment)):
            inside = slice(*np.searchsorted(slots, (low, high)).tolist())
            slots, codes = slots[inside], codes[inside]
        return Run(slots, codes, gains, float(gains.max()))

    def _dates(self, where: Filter) -> tuple[int, int]:
        """The slots from the first to before the second lie in the dates; what has no date does not."""
        if where.after is None and where.before is None:
            return 0, len(self.segment)
        ages = self.segment.ages
        low = np.searchsorted(ages, age(where.before)) if where.before else 0
        high = np.searchsorted(ages, age(where.after), side="right") if where.after else np.searchsorted(ages, 0)
        return int(low), max(int(low), int(high))

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
    """Parts in order of adding, and ``dfs``: of every term, by its number, how many passages hold it."""

    parts: tuple[Part, ...] = ()
    dfs: Ints = field(default_factory=lambda: np.zeros(0, np.int32))

    @cached_property
    def count(self) -> int:
        return sum(part.count for part in self.parts)

    @cached_property
    def average_length(self) -> float:
        return sum(part.length for part in self.parts) / self.count

    @cached_property
    def gains(self) -> tuple[Scores, ...]:
        """For every part, what a term with idf 1 adds, by the code of a posting."""
        return tuple(
            bm25.gains(part.segment.rows.kinds >> 32, part.segment.rows.kinds & 0xFFFFFFFF, self.average_length)
            for part in self.parts
        )

    @cached_property
    def average_idf(self) -> float:
        """Over all terms that are held, in order of their first occurrence."""
        first = np.full(len(self.dfs), -1, np.int64)
        end = sum(len(part.segment.rows.terms) for part in self.parts)
        for part in reversed(self.parts):  # so that the earliest part has the last word
            end -= len(part.segment.rows.terms)
            terms, places = part.first()
            first[terms] = places + end
        held = np.flatnonzero(first >= 0)
        return bm25.average_idf(self.dfs[held[np.argsort(first[held], kind="stable")]], self.count)

    def df(self, term: int) -> int:
        return int(self.dfs[term]) if term < len(self.dfs) else 0

    def idf(self, term: int) -> float:
        """0 for a term that no passage holds."""
        df = self.df(term)
        if df == 0:
            return 0.0
        return bm25.idf(df, self.count, self.average_idf if bm25.needs_average(df, self.count) else 0.0)

    def with_rows(self, rows: Rows) -> State:
        counts = np.bincount(rows.terms, minlength=len(self.dfs)).astype(np.int32)
        counts[: len(self.dfs)] += self.dfs
        size, kept = len(rows), len(self.parts)
        while kept and self.parts[kept - 1].count < _RATIO * size:
            kept -= 1
            size += self.parts[kept].count
        joined = Rows.joined([*(part.rows() for part in self.parts[kept:]), rows])
        return State((*self.parts[:kept], Part.of(joined)), counts)

    def without(self, article_id: str) -> State:
        found = [part.slots(article_id) for part in self.parts]
        if not any(map(len, found)):
            return self
        dfs, parts = self.dfs.copy(), []
        for part, slots in zip(self.parts, found, strict=True):
            rows = part.segment.rows
            np.subtract.at(dfs, rows.terms[spread(rows.starts, part.segment.row_of[slots])], 1)
            left = part.without(slots) if len(slots) else part
            if left.count * 2 < len(left.segment):
                left = Part.of(left.rows())
            if left.count:
                parts.append(left)
        return replace(self, parts=tuple(parts), dfs=dfs)

    def search(self, terms: Sequence[int], limit: int, where: Filter) -> list[Hit]:
        idfs = [(term, idf) for term in terms if (idf := self.idf(term))]
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
