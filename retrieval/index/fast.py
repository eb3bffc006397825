"""The loops of ``plain``, compiled by numba (the extra ``fast``): the same results, and other threads run meanwhile."""

from __future__ import annotations

import numba  # type: ignore[import-not-found,import-untyped,unused-ignore]  # an extra, and without types
import numpy as np

from retrieval.index.arrays import Codes, Floats, Ints


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator,unused-ignore]
def add(slots: Ints, codes: Codes, gains: Floats, idf: float, sums: Floats) -> Ints:
    new = np.empty(len(slots), np.int32)
    count = 0
    for place in range(len(slots)):
        slot = slots[place]
        if sums[slot] == 0:
            new[count] = slot
            count += 1
        sums[slot] += idf * gains[codes[place]]
    return new[:count]


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator,unused-ignore]
def collect(slots: Ints, sums: Floats, least: float) -> tuple[Ints, Floats]:
    kept, found = np.empty(len(slots), np.int32), np.empty(len(slots))
    count = 0
    for slot in slots:
        if sums[slot] >= least:
            kept[count] = slot
            found[count] = sums[slot]
            count += 1
        sums[slot] = 0
    return kept[:count], found[:count]


@numba.njit(cache=True, nogil=True)  # type: ignore[untyped-decorator,unused-ignore]
def look_up(slots: Ints, codes: Codes, gains: Floats, idf: float, wanted: Ints) -> Floats:
    found = np.zeros(len(wanted))
    place, end = 0, len(slots)
    for number in range(len(wanted)):
        # From the last place on in steps that double, then by halves.
        step = 1
        while place + step < end and slots[place + step] < wanted[number]:
            place += step
            step *= 2
        high = min(place + step, end)
        while place < high:
            middle = (place + high) // 2
            if slots[middle] < wanted[number]:
                place = middle + 1
            else:
                high = middle
        if place == end:
            break
        if slots[place] == wanted[number]:
            found[number] = idf * gains[codes[place]]
    return found
