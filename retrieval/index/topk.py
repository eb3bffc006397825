"""The best passages of a segment, without scoring those that cannot be among them.

MaxScore (Turtle and Flood, "Query evaluation: strategies and optimizations", 1995), term at a time: short lists of
postings go first. As soon as the remaining terms together cannot lift a passage that was not seen yet to the
``limit``-th best score, only those that were seen are looked up in the longer lists, fewer with every list. Sums that
are made on the way serve to choose; the scores that are returned are summed in the order of the query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, count
from threading import Semaphore
from typing import Protocol

import numpy as np

from retrieval.index import plain
from retrieval.index.arrays import Codes, Floats, Ints, Mask

LARGE = 200_000  # passages
PATIENCE = 100  # searches in large segments before the compiler is loaded
_large_searches = count()

_SLACK = 1 - 1e-9  # sums in another order differ by less
_LONG = 1 << 14  # postings: to go through fewer is cheaper than to find out whether one must
_SOME = 1 << 12  # passages, those with rare terms first, among which good ones are looked for
_SAMPLE = 48  # passages that are scored in full to learn how good the best ones are


class Loops(Protocol):
    """The module ``plain`` or ``fast``."""

    def add(self, slots: Ints, codes: Codes, gains: Floats, idf: float, sums: Floats) -> Ints: ...

    def collect(self, slots: Ints, sums: Floats, least: float) -> tuple[Ints, Floats]: ...

    def look_up(self, slots: Ints, codes: Codes, gains: Floats, idf: float, wanted: Ints) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Run:
    """The postings of one term of the query: ascending slots, and what it adds to each of them.

    That is ``idf * gains[codes]``, and not more than ``most``.
    """

    slots: Ints
    codes: Codes
    gains: Floats
    idf: float
    most: float
    loops: Loops

    def add_to(self, sums: Floats, allowed: Mask | None) -> Ints:
        """Add to the sums of the slots that are ``allowed``; returns those whose sum was 0."""
        slots, codes = self.slots, self.codes
        if allowed is not None:
            kept = allowed[slots]
            slots, codes = slots[kept], codes[kept]
        return self.loops.add(slots, codes, self.gains, self.idf, sums)

    def gain(self, slots: Ints) -> Floats:
        """What the term adds to each of ``slots`` (ascending); 0 where it does not stand."""
        return self.loops.look_up(self.slots, self.codes, self.gains, self.idf, slots)


def loops_for(size: int) -> Loops:
    """The loops for one search in a segment of so many passages: compiled where the compiler is installed and pays.

    It takes half a second to load, so a process that asks only a few questions goes without.
    """
    return _compiled() if size >= LARGE and next(_large_searches) >= PATIENCE else plain


@cache
def _compiled() -> Loops:
    try:
        from retrieval.index import fast  # noqa: PLC0415  see loops_for
    except ImportError:
        return plain
    return fast


def best(
    runs: Sequence[Run], limit: int, size: int, allowed: Mask | None = None, among: Ints | None = None
) -> tuple[Ints, Floats]:
    """The ``limit`` best slots and their scores, best first, ties in order of slots.

    ``runs`` are in the order of the query; there is one, and none is empty. ``allowed`` tells of each of the ``size``
    slots whether it may be found; where only few may, they are given as ``among`` instead.
    """
    with _turns:
        return _best(runs, limit, size, allowed, among)


def _best(runs: Sequence[Run], limit: int, size: int, allowed: Mask | None, among: Ints | None) -> tuple[Ints, Floats]:
    ordered = sorted(runs, key=lambda run: len(run.slots))
    # rest[n]: the most that the runs from the n-th on can add.
    rest = [*accumulate((run.most for run in reversed(ordered)), initial=0.0)][::-1]
    if among is None:
        slots, sums, used = _gathered(ordered, rest, limit, size, allowed)
    else:
        slots, sums, used = among, np.zeros(len(among)), 0
    for place, run in enumerate(ordered[used:], start=used + 1):
        slots, sums = _hopeful(slots, sums + run.gain(slots), ordered[place:], limit, rest[place])
    scores = np.zeros(len(slots))
    for run in runs:
        scores += run.gain(slots)
    found = np.flatnonzero(scores)
    order = found[np.argsort(-scores[found], kind="stable")][:limit]
    return slots[order], scores[order]


def _gathered(
    ordered: Sequence[Run], rest: Sequence[float], limit: int, size: int, allowed: Mask | None
) -> tuple[Ints, Floats, int]:
    """Passages that hold one of the first terms, ascending, with their sums, and the number of these terms.

    There are enough of them that no other passage can be among the best.
    """
    sums = _scratch.take(size)
    seen: list[Ints] = []
    reached = 0.0
    for used, run in enumerate(ordered):
        if used and len(run.slots) > _LONG and rest[0] - rest[used] > rest[used]:
            some = np.concatenate(seen)[:_SOME]
            reached = _reached(some, sums[some], ordered[used:], limit)
            if reached > rest[used]:
                break
        seen.append(run.add_to(sums, allowed))
    else:
        used = len(ordered)
        some = np.concatenate(seen)[:_SOME]
        reached = _reached(some, sums[some], (), limit)
    collected = [ordered[0].loops.collect(new, sums, reached - rest[used]) for new in seen]
    _scratch.give(sums)
    slots, found = (np.concatenate(pieces) for pieces in zip(*collected, strict=True))
    order = np.argsort(slots)
    return slots[order], found[order], used


def _hopeful(slots: Ints, sums: Floats, left: Sequence[Run], limit: int, rest: float) -> tuple[Ints, Floats]:
    """Those that may still be among the best when the runs that are ``left`` can add ``rest``."""
    if len(slots) <= max(limit, _SAMPLE):
        return slots, sums  # so few are looked up faster than told apart
    hopeful = sums + rest >= _reached(slots, sums, left, limit)
    return slots[hopeful], sums[hopeful]


def _reached(slots: Ints, sums: Floats, left: Sequence[Run], limit: int) -> float:
    """A score that ``limit`` passages reach for certain, found by scoring in full the best so far."""
    sample = max(limit, _SAMPLE)
    if len(slots) < limit:
        return 0.0
    if len(slots) > sample:
        front = np.flatnonzero(sums >= _nth_best(sums, sample))[:sample]
        slots, sums = slots[front], sums[front]
    order = np.argsort(slots)
    slots, sums = slots[order], sums[order]
    for run in left:
        sums = sums + run.gain(slots)
    return _nth_best(sums, limit) * _SLACK


def _nth_best(sums: Floats, n: int) -> float:
    return float(np.partition(sums, len(sums) - n)[len(sums) - n])


class _Scratch:
    """Arrays of zeros, as large as the largest segment, that are used again: to make one costs more than a search."""

    def __init__(self) -> None:
        self._free: list[Floats] = []

    def take(self, size: int) -> Floats:
        try:
            zeros = self._free.pop()
        except IndexError:  # to ask before would let another thread come between
            return np.zeros(size)
        return np.zeros(size) if len(zeros) < size else zeros

    def give(self, zeros: Floats) -> None:
        """Give it back, all zero."""
        self._free.append(zeros)


_scratch = _Scratch()

_turns = Semaphore(2)
"""Two threads search at a time: more of them hand the interpreter to and fro between loops this short, for longer than
further cores gain.
"""
