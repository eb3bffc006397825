"""Making one part out of several, also while passages are added and removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from retrieval.index.part import Part
from retrieval.index.rows import Rows
from retrieval.index.segment import Segment

_RATIO = 3


@dataclass(frozen=True, slots=True, eq=False)
class Merge:
    """Neighbouring parts, and a segment of all that they held when it was made."""

    parts: tuple[Part, ...]
    segment: Segment

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Merge:
        """Takes as long as it takes to index so many passages."""
        return cls(tuple(parts), Segment.of(Rows.joined([part.rows() for part in parts])))

    def into(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """``parts`` with the segment in place of what it was made of, less what was removed since.

        They stay as they are when what it was made of is no longer among them, since others merged it.
        """
        segments = [part.segment for part in self.parts]
        end = len(segments)
        for place in range(len(parts) - end + 1):
            current = parts[place : place + end]
            if all(part.segment is segment for part, segment in zip(current, segments, strict=True)):
                return (*parts[:place], self._less(current), *parts[place + end :])
        return parts

    def _less(self, current: Sequence[Part]) -> Part:
        """The segment's rows that the current parts still hold."""
        pairs = zip(self.parts, current, strict=True)
        held = np.concatenate([now.alive_rows[before.alive_rows] for before, now in pairs])
        part = Part.of(self.segment)
        return part if held.all() else part.without(self.segment.slot_of[~held])


def merged_from(sizes: Sequence[int]) -> int:
    """From which on to merge, so that each of the rest is ``_RATIO`` times as large as all that follow it together.

    The number of sizes when none has to be.
    """
    totals = totals_from(sizes)
    return next((n for n, size in enumerate(sizes[:-1]) if size < _RATIO * totals[n + 1]), len(sizes))


def totals_from(sizes: Sequence[int]) -> list[int]:
    """Of every size with all that follow it."""
    return [*accumulate(reversed(sizes))][::-1]
