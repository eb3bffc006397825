"""The choice of the best passages against scoring them all."""

from itertools import pairwise

import numpy as np
import pytest

from retrieval.index import plain, topk

LOOPS = [pytest.param(plain, id="plain")]
try:
    from retrieval.index import fast
except ImportError:
    pass
else:
    LOOPS.append(pytest.param(fast, id="fast"))

SIZE = 60_000
SHAPES = {
    "one long list": [50_000],
    "one short list": [30],
    "rare and frequent terms": [40, 900, 20_000, 55_000],
    "lists of one length": [25_000, 25_000, 25_000, 25_000],
    "a rare term hardly better": [3, 18_000, 19_000, 59_000],
    "many terms": [5, 50, 500, 5_000, 17_000, 30_000, 30_000, 40_000, 59_000],
}
WEIGHTS = {
    "rarity": lambda lengths, chance: np.log(SIZE / lengths),
    "all alike": lambda lengths, chance: np.ones(len(lengths)),
    "by chance": lambda lengths, chance: chance.uniform(0.01, 5, len(lengths)),
}


def runs_of(lengths, weights, loops, chance):
    """In an order by chance. Few different gains make many ties."""
    gains = np.sort(chance.uniform(0.2, 2.2, 6))
    lists = [np.sort(chance.choice(SIZE, length, replace=False)).astype(np.int32) for length in lengths]
    codes = [chance.integers(0, len(gains), length).astype(np.uint16) for length in lengths]
    return [
        topk.Run(lists[n], codes[n], gains, float(weights[n]), float(weights[n] * gains[codes[n]].max()), loops)
        for n in chance.permutation(len(lengths))
    ]


def scored(runs, allowed):
    scores = np.zeros(SIZE)
    for run in runs:
        scores[run.slots] += run.idf * run.gains[run.codes]
    return np.where(allowed, scores, 0)


def expected(scores, limit):
    order = np.argsort(-scores, kind="stable")[:limit]
    order = order[scores[order] > 0]
    return order.tolist(), scores[order].tolist()


@pytest.mark.parametrize("loops", LOOPS)
@pytest.mark.parametrize("weighting", WEIGHTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_best_are_those_of_all(shape, weighting, loops):
    chance = np.random.default_rng([*map(ord, shape + weighting)])
    for _ in range(3):
        lengths = np.array(SHAPES[shape])
        runs = runs_of(lengths, WEIGHTS[weighting](lengths, chance), loops, chance)
        some = chance.random(SIZE) < 0.3
        few = np.sort(chance.choice(SIZE, 500, replace=False)).astype(np.int32)
        of_few = np.isin(np.arange(SIZE), few)
        for limit in (1, 10, 300):
            for allowed, arguments in (
                (True, {}),
                (some, {"allowed": some}),
                (of_few, {"among": few}),
            ):
                slots, scores = topk.best(runs, limit, SIZE, **arguments)
                assert (slots.tolist(), scores.tolist()) == expected(scored(runs, allowed), limit)


@pytest.mark.parametrize("loops", LOOPS)
def test_in_long_lists_most_passages_are_not_gone_through(loops):
    chance = np.random.default_rng(1)
    lengths = np.array([40, 900, 20_000, 55_000])
    runs = runs_of(lengths, np.array([9.0, 6.0, 1.0, 0.1]), loops, chance)
    ordered = sorted(runs, key=lambda run: len(run.slots))
    rest = [sum(run.most for run in ordered[place:]) for place in range(5)]
    slots, _, used = topk._gathered(ordered, rest, 10, SIZE, None)
    assert used == 2
    assert len(slots) <= 940


def test_scratch_is_clean_for_the_next_search():
    chance = np.random.default_rng(2)
    lengths = np.array([20_000, 30_000])
    first, second = (runs_of(lengths, np.ones(2), plain, chance) for _ in range(2))
    alone = topk.best(second, 10, SIZE)
    topk.best(first, 10, SIZE)
    again = topk.best(second, 10, SIZE)
    assert [part.tolist() for part in again] == [part.tolist() for part in alone]
    assert all(better >= worse for better, worse in pairwise(again[1].tolist()))
