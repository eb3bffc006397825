"""On a real node, which ranks by itself: its proposals hold the best, so that hits are those of the index in memory."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import accumulate

import opensearch_server
import pytest
from opensearchpy import OpenSearch

from retrieval.index.base import Filter, IndexedPassage
from retrieval.index.okapi import OkapiIndex
from retrieval.index.opensearch_ranking import PROPOSED, TEMPLATE

pytestmark = pytest.mark.skipif(
    not opensearch_server.REAL, reason="needs a real OpenSearch: make test-cluster, or OPENSEARCH_URL"
)

WORDS = [f"w{n}" for n in range(8_000)]
CHANCES = [*accumulate(1 / (n + 1) ** 0.9 for n in range(len(WORDS)))]
DAY = date(2024, 1, 1)


def an_article(chance, number):
    published = DAY + timedelta(chance.randrange(500)) if chance.random() < 0.95 else None
    outlet = chance.choice(["Gazette", "Herald", None])
    return [
        IndexedPassage(
            f"a{number}",
            place,
            chance.choices(WORDS, cum_weights=CHANCES, k=chance.randint(0, 140)),
            published,
            outlet,
            frozenset(chance.sample(["Ann", "Bob", "Cleo"], chance.randint(0, 2))),
        )
        for place in range(5)
    ]


def a_question(chance):
    words = chance.choices(WORDS[10:], cum_weights=CHANCES[10:], k=chance.choice([1, 2, 3, 6, 10]))
    return words + words[:1] if chance.random() < 0.2 else words


FILTERS = [
    Filter(),
    Filter(outlet="Gazette"),
    Filter(speaker="Ann"),
    Filter(after=DAY + timedelta(100), before=DAY + timedelta(130)),
    Filter("Herald", "Bob", DAY + timedelta(50)),
]


@pytest.fixture(scope="module", params=[1, 3], ids=["one shard", "three shards"])
def grown(request):
    """The index on the node and the one in memory after the same additions, replacements and removals."""
    url = opensearch_server.REAL
    client = OpenSearch([url])
    settings = {**TEMPLATE["template"]["settings"], "number_of_shards": request.param}
    template = {**TEMPLATE, "template": {**TEMPLATE["template"], "settings": settings}}
    with opensearch_server.a_name(url) as name:
        client.indices.put_index_template(name="onrecord", body=template)
        index, in_memory = opensearch_server.new_index(url, name), OkapiIndex()
        client.indices.put_index_template(name="onrecord", body=TEMPLATE)
        chance = random.Random(1)
        first = [passage for number in range(1_600) for passage in an_article(chance, number)]
        again = [passage for number in range(0, 1_600, 9) for passage in an_article(chance, number)]
        gone = [f"a{number}" for number in range(3, 1_600, 11)]
        for held in (index, in_memory):
            held.add(first)
            held.add(again)
            held.remove(*gone)
        yield index, in_memory


@pytest.mark.parametrize("where", FILTERS, ids=str)
@pytest.mark.parametrize("limit", [10, 40, 400])
def test_hits_are_those_of_the_index_in_memory(grown, where, limit):
    index, in_memory = grown
    chance = random.Random(limit)
    for _ in range(12):
        question = a_question(chance)
        assert index.search(question, limit, where) == in_memory.search(question, limit, where)


def test_a_term_in_most_passages_ranks_as_in_memory(grown):
    index, in_memory = grown
    assert 2 * in_memory.df("w0") > len(in_memory)
    assert index.idf("w0") == in_memory.idf("w0")
    assert index.search(["w0", "w40"], 40) == in_memory.search(["w0", "w40"], 40)


def test_the_best_of_very_many_equals_are_the_newest(grown):
    index, in_memory = grown
    same = [
        IndexedPassage(f"same{n}", 0, ["same"] * (1 + n % 2), DAY + timedelta(n * 7919 % 12_000)) for n in range(3_000)
    ]
    for held in (index, in_memory):
        held.add(same)
    assert index.search(["same"], 40) == in_memory.search(["same"], 40)


def test_the_first_proposal_is_enough_for_most_questions(grown):
    index, _ = grown
    asked = []
    search = index._cluster.search
    index._cluster.search = lambda at, body: asked.append(body["size"]) or search(at, body)
    try:
        chance = random.Random(7)
        for _ in range(40):
            index.search(a_question(chance), 40)
    finally:
        index._cluster.search = search
    proposals = [size for size in asked if size]
    assert proposals.count(PROPOSED[0]) == 40
    assert len(proposals) <= 44
