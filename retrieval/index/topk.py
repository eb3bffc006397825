"""The best passages of a segment, without scoring those that cannot be among them.

MaxScore (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995), term at a time: terms with the
largest possible gain go first. As soon as the remaining terms together cannot lift a new passage to the limit-th best
score, only passages that were seen already are looked up in them. Sums made on that way serve to choose; the scores
that are returned are summed in the order of the query, so they are the package's to the bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segment import Codes, Ints, Mask

Scores = NDArray[np.float64]

_SLACK = 1 - 1e-9  # more than sums in another order can differ


@dataclass(frozen=True, slots=True)
class Run:
    """The postings of one term of the query: ascending slots, and what each adds to its passage, ``gains[codes]``."""

    slots: Ints
    codes: Codes
    gains: Scores
    most: float

    def gain(self, slots: Ints) -> Scores:
        """What the term adds to each of ``slots`` (ascending); 0 where it does not stand."""
        places = np.minimum(np.searchsorted(self.slots, slots), len(self.slots) - 1)
        return np.where(self.slots[places] == slots, self.gains[self.codes[places]], 0.0)


def best(
    runs: Sequence[Run], limit: int, size: int, allowed: Mask | None = None, among: Ints | None = None
) -> tuple[Ints, Scores]:
    """The ``limit`` best slots and their scores, best first, ties in order of slots.

    ``runs`` are in the order of the query; there is one, and none is empty. ``allowed`` tells of each of the ``size``
    slots whether it may be found; where only few may, they are given as ``among`` instead.
    """
    ordered = sorted(runs, key=lambda run: (-run.most, len(run.slots)))
    rest = [*accumulate((run.most for run in reversed(ordered)), initial=0.0)][::-1]
    if among is None:
        slots, sums, used = _gathered(ordered, rest, limit, size, allowed)
    else:
        slots, sums, used = among, np.zeros(len(among)), 0
    for position in range(used, len(ordered)):
        slots, sums = _hopeful(slots, sums, limit, rest[position])
        sums = sums + ordered[position].gain(slots)
    slots, _ = _hopeful(slots, sums, limit, 0.0)
    scores = np.zeros(len(slots))
    for run in runs:
        scores += run.gain(slots)
    return _top(slots, scores, limit)


def _gathered(
    ordered: Sequence[Run], rest: Sequence[float], limit: int, size: int, allowed: Mask | None
) -> tuple[Ints, Scores, int]:
    """Passages that hold the first terms, with their sums, and how many terms were needed until no other can win."""
    sums = np.zeros(size)
    seen: list[Ints] = []
    used, hopeless = 0, False
    while used < len(ordered) and not hopeless:
        slots, codes, gains = ordered[used].slots, ordered[used].codes, ordered[used].gains
        used += 1
        if allowed is not None:
            kept = allowed[slots]
            slots, codes = slots[kept], codes[kept]
        before = sums[slots]
        sums[slots] = before + gains[codes]
        seen.append(slots[before == 0])
        if rest[0] - rest[used] > rest[used]:  # else the best of all could not be good enough
            hopeless = _threshold(sums[np.concatenate(seen)], limit) * _SLACK > rest[used]
    slots = np.concatenate(seen)
    slots.sort()
    return slots, sums[slots], used


def _hopeful(slots: Ints, sums: Scores, limit: int, rest: float) -> tuple[Ints, Scores]:
    """Those that may still be among the best when ``rest`` is the most that can be added."""
    hopeful = sums + rest >= _threshold(sums, limit) * _SLACK
    return slots[hopeful], sums[hopeful]


def _threshold(sums: Scores, limit: int) -> float:
    """The ``limit``-th best sum."""
    if len(sums) < limit:
        return 0.0
    return float(np.partition(sums, len(sums) - limit)[len(sums) - limit])


def _top(slots: Ints, scores: Scores, limit: int) -> tuple[Ints, Scores]:
    found = np.flatnonzero(scores > 0)
    order = found[np.argsort(-scores[found], kind="stable")][:limit]
    return slots[order], scores[order]
