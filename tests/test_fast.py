"""The compiled loops against the plain ones. Needs the extra ``fast``."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index import plain, topk

fast = pytest.importorskip("retrieval.index.fast")

SLOTS = st.lists(st.integers(0, 300), unique=True, max_size=80).map(lambda slots: np.array(sorted(slots), np.int32))
GAINS = np.array([0.5, 0.1, 2.25, 1e-9])


def codes_of(slots):
    return (slots % len(GAINS)).astype(np.uint16)


@given(SLOTS.filter(len), SLOTS)
def test_compiled_look_ups_find_the_same(slots, wanted):
    arguments = (slots, codes_of(slots), GAINS, 0.7, wanted)
    np.testing.assert_array_equal(fast.look_up(*arguments), plain.look_up(*arguments))


@given(st.lists(SLOTS, max_size=4))
def test_compiled_additions_and_collections_give_the_same(runs):
    sums, compiled_sums = np.zeros(301), np.zeros(301)
    for slots in runs:
        new = plain.add(slots, codes_of(slots), GAINS, 0.7, sums)
        compiled_new = fast.add(slots, codes_of(slots), GAINS, 0.7, compiled_sums)
        np.testing.assert_array_equal(compiled_new, new)
        np.testing.assert_array_equal(compiled_sums, sums)
    slots = np.arange(0, 301, 2, dtype=np.int32)
    for compiled, array in zip(fast.collect(slots, compiled_sums, 0.4), plain.collect(slots, sums, 0.4), strict=True):
        np.testing.assert_array_equal(compiled, array)
    np.testing.assert_array_equal(compiled_sums, sums)
    assert not sums[slots].any()


def test_only_those_who_ask_large_segments_often_load_the_compiler():
    small = [topk.loops_for(100) for _ in range(2 * topk.PATIENCE)]
    large = [topk.loops_for(1_000_000) for _ in range(2 * topk.PATIENCE)]
    assert set(small) == {plain}
    assert large[-topk.PATIENCE :] == [fast] * topk.PATIENCE
    assert large[0] is plain
