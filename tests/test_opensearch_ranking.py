"""How hits are made of what OpenSearch proposes: pure."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval.index import bm25
from retrieval.index.base import Filter, IndexedPassage
from retrieval.index.okapi import OkapiIndex
from retrieval.index.opensearch_ranking import Counts, Weight, document, kept_length, proposal, ranked

# From the table LENGTH_TABLE of Lucene's BM25Similarity.
KEPT = [(0, 0), (1, 1), (39, 39), (40, 40), (41, 40), (42, 42), (55, 54), (56, 56), (59, 56), (60, 60), (95, 88)]
KEPT += [(152, 152), (167, 152), (168, 168), (1_000, 984), (100_000, 98_328)]


@pytest.mark.parametrize(("length", "kept"), KEPT)
def test_a_length_is_kept_as_lucene_keeps_it(length, kept):
    assert kept_length(length) == kept


@given(st.integers(0, 10**6))
def test_a_kept_length_is_at_most_an_eighth_short(length):
    assert length * 7 / 8 <= kept_length(length) <= length


def roughly(passages, weights, average_length):
    """What OpenSearch proposes, all of it in its order: Lucene's formula with lengths as kept, in single precision."""
    proposed = []
    for order, passage in enumerate(passages):
        norm = bm25.K1 * (1 - bm25.B + bm25.B * kept_length(len(passage.terms)) / average_length)
        counts = [passage.terms.count(term) for term, _ in weights]
        score = sum(
            np.float32(idf * (bm25.K1 + 1) * n / (n + norm)) for (_, idf), n in zip(weights, counts, strict=True) if n
        )
        if score:
            key = (-score, len(passage.terms), order)
            proposed.append((key, {"_source": document(passage, order), "sort": [float(score)]}))
    return [one for _, one in sorted(proposed, key=lambda pair: pair[0])]


TERMS = st.sampled_from("abcd")
PASSAGES = st.lists(st.tuples(st.lists(TERMS, min_size=1, max_size=6), st.integers(0, 120)), min_size=3, max_size=30)


@given(PASSAGES, st.lists(TERMS, min_size=1, max_size=4), st.integers(1, 30))
def test_hits_are_right_and_what_was_not_proposed_is_below_the_ceiling(corpus, query, size):
    passages = [
        IndexedPassage(str(place), 0, terms + ["filler"] * length) for place, (terms, length) in enumerate(corpus)
    ]
    index = OkapiIndex()
    index.add(passages)
    weights = [Weight(term, index.idf(term)) for term in query if index.df(term)]
    assume(weights)
    average = sum(len(passage.terms) for passage in passages) / len(passages)
    everything = roughly(passages, weights, average)

    hits, ceiling = ranked(everything[:size], weights, average)

    right = index.search(query, len(passages))
    proposed = {one["_source"]["id"] for one in everything[:size]}
    assert hits == [hit for hit in right if hit.article_id in proposed]
    assert all(hit.score <= ceiling for hit in right if hit.article_id not in proposed)


def test_nothing_proposed_is_nothing_found():
    assert ranked([], [Weight("a", 1.0)], 10.0) == ([], 0.0)


def test_boosts_turn_lucenes_idf_into_ours_as_often_as_a_term_stands_in_the_question():
    counts = Counts(10, 100, {"a": 2, "b": 5})
    body = proposal([Weight("a", 1.5), Weight("b", 0.5), Weight("a", 1.5)], counts, Filter(), 200)
    boosts = {clause["term"]["terms"]["value"]: clause["term"]["terms"]["boost"] for clause in should(body)}
    assert boosts["a"] * bm25.lucene_idf(2, 10) == pytest.approx(3.0)
    assert boosts["b"] * bm25.lucene_idf(5, 10) == pytest.approx(0.5)


def test_of_very_many_terms_the_rarest_are_looked_for():
    counts = Counts(10_000, 10**6, {f"w{n}": 2_000 - n for n in range(1_500)})
    body = proposal([Weight(term, 1.0) for term in counts.dfs], counts, Filter(), 200)
    assert {clause["term"]["terms"]["value"] for clause in should(body)} == {f"w{n}" for n in range(500, 1_500)}


def should(body):
    return body["query"]["bool"]["should"]
