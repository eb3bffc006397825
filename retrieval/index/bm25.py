"""BM25 by the rule of rank_bm25's BM25Okapi: the same numbers to the bit, from the counts of an index.

The package's idf is log(N - df + .5) - log(df + .5) and, where that is negative, epsilon times its average over all
terms. Where the rule breaks, Lucene's idf, log(1 + (N - df + .5) / (df + .5)), takes its place. It breaks

- in an archive of one or two passages: every idf is zero, negative, or an accident of so few;
- for a term in exactly half of the passages: its idf is zero, so that it would match nothing;
- for a negative idf while the average is not positive: a match would lower the score, or not count.
"""

from __future__ import annotations

import inspect
import math
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

_PARAMETERS = inspect.signature(BM25Okapi).parameters
K1: float = _PARAMETERS["k1"].default
B: float = _PARAMETERS["b"].default
EPSILON: float = _PARAMETERS["epsilon"].default


class Gains(NamedTuple):
    """What a term with idf 1 adds to a passage, by the kind of its posting (see ``Rows``), at an average length."""

    table: NDArray[np.float64]
    average_length: float

    @classmethod
    def of(cls, kinds: NDArray[np.int64], average_length: float) -> Self:
        lengths, frequencies = kinds >> 32, kinds & 0xFFFFFFFF
        # Written as the package writes it, since another order of operations has other last bits.
        table = frequencies * (K1 + 1) / (frequencies + K1 * (1 - B + B * lengths / average_length))
        return cls(table, average_length)


def raw_idf(df: int, count: int) -> float:
    """The idf of a term that ``df`` of ``count`` passages hold, before any floor; it may be negative."""
    return math.log(count - df + 0.5) - math.log(df + 0.5)


def average_idf(dfs: NDArray[np.int32], count: int) -> float:
    """The average of ``raw_idf`` over terms with these frequencies, added up in the order given, as the package does.

    0 without terms.
    """
    if not len(dfs):
        return 0.0
    # numpy's log may differ from math's in the last bit, so each different df is worked out by math, once.
    table = np.zeros(int(dfs.max()) + 1)
    for df in np.flatnonzero(np.bincount(dfs)).tolist():
        table[df] = raw_idf(df, count)
    # accumulate adds one by one; sum would add pairwise.
    return float(np.add.accumulate(table[dfs])[-1]) / len(dfs)


def idf(df: int, count: int, average: float) -> float:
    """The idf that ranks. ``average`` counts only where ``needs_average`` says so."""
    raw = raw_idf(df, count)
    if count > 2 and raw > 0:
        return raw
    if needs_average(df, count) and average > 0:
        return EPSILON * average
    return lucene_idf(df, count)


def lucene_idf(df: int, count: int) -> float:
    return math.log(1 + (count - df + 0.5) / (df + 0.5))


def needs_average(df: int, count: int) -> bool:
    return count > 2 and 2 * df > count
