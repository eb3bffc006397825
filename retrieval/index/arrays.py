"""The types of the index's arrays, and lists of lists in two of them: bounds, and all members one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Codes = NDArray[np.unsignedinteger[Any]]
Mask = NDArray[np.bool_]

_Number = TypeVar("_Number", bound=np.integer[Any])

CHUNK = 1 << 17
"""Members of lists that are worked on at a time; bounds the memory beside the result."""


def bounds(sizes: NDArray[np.integer[Any]]) -> Longs:
    """Where each of lists of these sizes begins, and after the last where it ends."""
    totals = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=totals[1:])
    return totals


def spread(starts: Longs, lists: NDArray[np.integer[Any]]) -> Longs:
    """The places of all members of some lists: ``starts[n]`` to before ``starts[n + 1]``, for every n in ``lists``."""
    begins = starts[lists]
    sizes = starts[lists + 1] - begins
    totals = bounds(sizes)
    places: Longs = np.repeat(begins - totals[:-1], sizes) + np.arange(totals[-1])
    return places


def runs(ordered: NDArray[Any]) -> Longs:
    """Where each run of equal numbers begins."""
    begins = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    return np.flatnonzero(begins)


def different(numbers: NDArray[_Number]) -> NDArray[_Number]:
    """The different numbers, ascending; as ``np.unique``, whose first call loads another part of numpy."""
    ordered = np.sort(numbers)
    return ordered[runs(ordered)]


def chunks(starts: Longs) -> Iterator[slice]:
    """Neighbouring lists that have about ``CHUNK`` members together, from how ``bounds`` tells where they begin."""
    cuts = np.searchsorted(starts, np.arange(0, starts[-1], CHUNK)).tolist()
    return (slice(begin, end) for begin, end in pairwise([*cuts, len(starts) - 1]) if begin < end)
