"""What an index holds at one moment, and the statistics that follow from it. Nothing in here changes once made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from retrieval.index import bm25
from retrieval.index.arrays import Ints
from retrieval.index.base import Filter, Hit
from retrieval.index.bm25 import Gains
from retrieval.index.merge import Merge, merged_from, totals_from
from retrieval.index.part import NOWHERE, Part
from retrieval.index.rows import Rows
from retrieval.index.segment import Segment
from retrieval.index.strings import Vocabulary

_AT_ONCE = 1 << 14  # passages that are merged while somebody waits


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
    def gains(self) -> tuple[Gains, ...]:
        """For every part, by the code of a posting."""
        return tuple(Gains.of(part.segment.rows.kinds, self.average_length) for part in self.parts)

    @cached_property
    def average_idf(self) -> float:
        """Over all terms that are held, in order of their first occurrence."""
        first = np.full(len(self.dfs), NOWHERE)
        end = sum(len(part.segment.rows.terms) for part in self.parts)
        for part in reversed(self.parts):  # so that the earliest part has the last word
            end -= len(part.segment.rows.terms)
            here = part.held.first < NOWHERE
            first[part.segment.terms[here]] = part.held.first[here] + end
        order = np.argsort(first, kind="stable")
        return bm25.average_idf(self.dfs[order[: np.count_nonzero(self.dfs)]], self.count)

    def df(self, term: str) -> int:
        number = self._number(term)
        return 0 if number is None else int(self.dfs[number])

    def idf(self, term: str) -> float:
        """0 for a term that no passage holds."""
        number = self._number(term)
        return 0.0 if number is None else self._idf(number)

    def _number(self, term: str) -> int | None:
        """That of a term which a passage holds, else None."""
        number = self.vocabulary.find(term)
        return None if number is None or number >= len(self.dfs) or not self.dfs[number] else number

    def _idf(self, number: int) -> float:
        df = int(self.dfs[number])
        return bm25.idf(df, self.count, self.average_idf if bm25.needs_average(df, self.count) else 0.0)

    def with_rows(self, rows: Rows) -> State:
        """With new passages, merged with the last small parts; large ones wait for ``merges``."""
        if not len(rows):
            return self
        new = Part.of(Segment.of(rows))
        dfs = np.zeros(max(len(self.dfs), int(new.segment.terms.max(initial=-1)) + 1), np.int32)
        dfs[: len(self.dfs)] = self.dfs
        dfs[new.segment.terms] += new.dfs()
        parts = (*self.parts, new)
        counts = [part.count for part in parts]
        large = sum(total > _AT_ONCE for total in totals_from(counts))
        last = parts[large + merged_from(counts[large:]) :]
        return State(self.vocabulary, Merge.of(last).into(parts) if last else parts, dfs)

    def without(self, article_ids: Collection[str]) -> State:
        found = [part.slots(article_ids) for part in self.parts]
        if not any(map(len, found)):
            return self
        dfs, parts = self.dfs.copy(), []
        for part, slots in zip(self.parts, found, strict=True):
            np.subtract.at(dfs, part.segment.rows.terms[part.places(slots)], 1)
            left = part.without(slots) if len(slots) else part
            if left.count:
                parts.append(left)
        return State(self.vocabulary, tuple(parts), dfs)

    def merges(self) -> Iterator[Merge]:
        """What brings the same passages into few parts that hold little else, for ``with_merge``; made one by one."""
        kept = merged_from([part.count for part in self.parts])
        if kept < len(self.parts):
            yield Merge.of(self.parts[kept:])
        yield from (Merge.of([part]) for part in self.parts[:kept] if 2 * part.count < len(part.segment))

    def with_merge(self, merge: Merge) -> State:
        """The same, also after other changes than those that the merge was made from."""
        return State(self.vocabulary, merge.into(self.parts), self.dfs)

    def search(self, terms: Sequence[str], limit: int, where: Filter) -> list[Hit]:
        numbers = (self._number(term) for term in terms)
        idfs = [(number, self._idf(number)) for number in numbers if number is not None]
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
