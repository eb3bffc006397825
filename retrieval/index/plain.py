"""The inner loops of a search, in numpy. ``fast`` has the same, compiled."""

from __future__ import annotations

import numpy as np

from retrieval.index.arrays import Codes, Floats, Ints


def add(slots: Ints, codes: Codes, gains: Floats, idf: float, sums: Floats) -> Ints:
    """Add ``idf * gains[codes]``, all positive, to the sums of ``slots``; returns those whose sum was 0."""
    before = sums[slots]
    sums[slots] = before + idf * gains[codes]
    new: Ints = slots[before == 0]
    return new


def collect(slots: Ints, sums: Floats, least: float) -> tuple[Ints, Floats]:
    """Those of ``slots`` whose sum is not under ``least``, and these sums; sets the sums of all of them to 0."""
    found = sums[slots]
    sums[slots] = 0
    kept = found >= least
    return slots[kept], found[kept]


def look_up(slots: Ints, codes: Codes, gains: Floats, idf: float, wanted: Ints) -> Floats:
    """The gain of each of ``wanted``, 0 for those that are not in ``slots``. Both ascend; ``slots`` is not empty."""
    places = np.minimum(np.searchsorted(slots, wanted), len(slots) - 1)
    return np.where(slots[places] == wanted, idf * gains[codes[places]], 0.0)
