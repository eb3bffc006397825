"""The index on OpenSearch: what several processes see of it, what a killed one leaves, and that its hits are right."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from datetime import date, timedelta

import opensearch_server
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opensearch_server import TERMS
from opensearchpy import OpenSearch
from reference_index import ReferenceIndex

from retrieval.errors import IndexAway, IndexUnusable
from retrieval.index.base import Filter, IndexedPassage
from retrieval.index.opensearch import OpenSearchIndex
from retrieval.index.opensearch_client import Cluster
from retrieval.index.opensearch_ranking import TEMPLATE, token


@pytest.fixture
def url(request):
    return opensearch_server.address(request)


@pytest.fixture
def name(url):
    with opensearch_server.a_name(url) as name:
        yield name


@pytest.fixture
def index(url, name):
    return opensearch_server.new_index(url, name)


@pytest.fixture
def other(url, name):
    """The index as another process opens it."""
    return lambda terms=TERMS: OpenSearchIndex(Cluster(url), name, nullcontext, terms)


@pytest.fixture
def client(url):
    return OpenSearch([url])


def article(article_id, *texts):
    return [IndexedPassage(article_id, number, text.split()) for number, text in enumerate(texts)]


def found(index, term):
    return [hit.article_id for hit in index.search([term], 100)]


def write(index, stamp, *articles):
    with index.turn():
        for passages in articles:
            index.add(passages)
        index.save(stamp)


def test_what_was_saved_is_there_for_another_process(index, other):
    write(index, 7, article("a", "treaty border", "weather"), article("b", "treaty strike"))
    opened = other()
    assert opened.refresh()
    assert (len(opened), opened.stamp) == (3, 7)
    assert opened.search(["treaty", "strike"], 5) == index.search(["treaty", "strike"], 5) != []
    assert not opened.refresh()


def test_others_count_anew_when_they_refresh(index, other):
    write(index, 1, article("a", "treaty"))
    reader = other()
    reader.refresh()
    assert (len(reader), reader.df("treaty")) == (1, 1)
    write(index, 2, article("b", "treaty"), article("c", "treaty"))
    assert set(found(reader, "treaty")) == {"a", "b", "c"}
    assert reader.refresh()
    assert (len(reader), reader.df("treaty"), reader.idf("treaty")) == (3, 3, index.idf("treaty"))


def test_a_name_that_has_no_index_holds_nothing_to_see(other):
    assert not other().refresh()


def test_a_name_that_has_no_index_is_told_in_a_sentence(other):
    with pytest.raises(IndexUnusable, match=r"^There is no such index on OpenSearch at http://.*\.$"):
        other().search(["treaty"], 5)
    with pytest.raises(IndexAway, match="cannot take what is written: no such index"):
        other().add(article("a", "treaty"))


UNUSABLE = [
    ({}, "is none of ours"),
    ({"terms": TERMS}, "is none of ours"),
    ({"terms": "of another analysis", "stamp": 1, "following": 0, "version": 1}, "has terms of another analysis"),
    ({"terms": TERMS, "stamp": 1, "following": 0, "version": 0}, "is of another version"),
]


@pytest.mark.parametrize(("meta", "why"), UNUSABLE)
def test_an_index_that_cannot_be_used_is_told_in_a_sentence(index, other, client, meta, why):
    client.indices.put_mapping(index=index._name, body={"_meta": meta})
    with pytest.raises(IndexUnusable, match=why):
        other().refresh()


def test_while_an_index_is_built_anew_the_old_one_is_searched(index, other, name, client):
    write(index, 1, article("old", "treaty"))
    reader = other()
    reader.refresh()
    builder = other()
    with builder.turn(anew=True):
        builder.add(article("new", "treaty", "strike"))
        assert (found(reader, "treaty"), found(builder, "treaty")) == (["old"], ["new"])
        builder.save(2)
    assert reader.refresh()
    assert (found(reader, "treaty"), found(builder, "treaty"), reader.stamp) == (["new"], ["new"], 2)
    assert len(client.indices.get(index=f"{name}-*")) == 1


def test_an_index_that_was_not_built_to_the_end_leaves_the_old_one_in_place(index, other, name, client):
    write(index, 1, article("old", "treaty"))
    builder = other()
    with suppress(KeyboardInterrupt), builder.turn(anew=True):
        builder.add(article("new", "treaty"))
        raise KeyboardInterrupt
    assert found(builder, "treaty") == found(index, "treaty") == ["old"]
    with index.turn(anew=True):
        index.save(2)
    assert len(client.indices.get(index=f"{name}-*")) == 1


def test_what_was_not_saved_goes_with_the_next_turn(index, other):
    write(index, 1, article("a", "treaty"))
    killed = other()
    killed.refresh()
    killed.add(article("b", "strike", "strike"))
    write(index, 2, article("c", "weather"))
    assert (found(index, "strike"), found(index, "weather"), len(index)) == ([], ["c"], 2)
    assert index.search(["treaty", "weather"], 5)[0].article_id == "a"


def test_numbers_of_shards_may_be_changed_in_the_template(index, url, client, other, name):
    before = client.indices.get_index_template(name="onrecord")["index_templates"][0]["index_template"]
    changed = {**TEMPLATE, "template": {**TEMPLATE["template"], "settings": {**before["template"]["settings"]}}}
    changed["template"]["settings"]["index"] = {**before["template"]["settings"]["index"], "number_of_shards": 3}
    client.indices.put_index_template(name="onrecord", body=changed)
    try:
        builder = other()
        with builder.turn(anew=True):
            builder.add([*article("a", "treaty border"), *article("b", "treaty"), *article("c", "strike")])
            builder.save(1)
        [made] = client.indices.get(index=f"{name}-*").values()
        assert made["settings"]["index"]["number_of_shards"] == "3"
        assert found(builder, "treaty") == ["b", "a"]
    finally:
        client.indices.put_index_template(name="onrecord", body=TEMPLATE)


PASSAGE = IndexedPassage("a", 0, ["treaty", "border", "treaty"], date(2024, 1, 1), "Gazette", frozenset({"Ann", "Bob"}))
OTHERWISE = [
    [],
    [PASSAGE, PASSAGE],
    [IndexedPassage("a", 1, PASSAGE.terms, PASSAGE.published, PASSAGE.outlet, PASSAGE.speakers)],
    [IndexedPassage("a", 0, ["treaty", "border"], PASSAGE.published, PASSAGE.outlet, PASSAGE.speakers)],
    [IndexedPassage("a", 0, PASSAGE.terms, date(2024, 1, 2), PASSAGE.outlet, PASSAGE.speakers)],
    [IndexedPassage("a", 0, PASSAGE.terms, None, PASSAGE.outlet, PASSAGE.speakers)],
    [IndexedPassage("a", 0, PASSAGE.terms, PASSAGE.published, None, PASSAGE.speakers)],
    [IndexedPassage("a", 0, PASSAGE.terms, PASSAGE.published, PASSAGE.outlet, frozenset({"Ann"}))],
]


def test_it_tells_what_it_holds(index):
    index.add([PASSAGE, *article("b", "treaty")])
    assert index.holds("a", [PASSAGE])
    assert index.holds("nowhere", [])
    assert [index.holds("a", passages) for passages in OTHERWISE] == [False] * len(OTHERWISE)


def test_names_of_any_length_may_be_kept(index):
    long = "x" * 40_000
    index.add([IndexedPassage(long, 0, ["treaty"], None, long, frozenset({long})), *article("b", "treaty")])
    assert [hit.article_id for hit in index.search(["treaty"], 5, Filter(long, long))] == [long]
    index.remove(long)
    assert found(index, "treaty") == ["b"]


def test_many_terms_are_counted_at_once(index):
    index.add(article("a", *(f"word{n} treaty" for n in range(600))))
    assert index.dfs([*(f"word{n}" for n in range(600)), "treaty", "unheard"]) == [*[1] * 600, 600, 0]


def test_a_question_of_very_many_words_is_answered(index):
    index.add([*article("a", " ".join(f"word{n}" for n in range(1_200))), *article("b", "word1"), *article("c", "x")])
    assert set(found(index, "word1")) == {"a", "b"}
    assert index.search([f"word{n}" for n in range(1_200)], 1)[0].article_id == "a"


def test_it_tells_whether_it_can_be_searched(index, other):
    index.check()
    with pytest.raises(IndexUnusable):
        OpenSearchIndex(index._cluster, "onrecord-nowhere", nullcontext, TERMS).check()
    with pytest.raises(IndexAway, match="cannot be reached"):
        OpenSearchIndex(Cluster("http://127.0.0.1:1"), "onrecord-nowhere", nullcontext, TERMS).check()


WORDS = st.sampled_from("abcdefgh")
DAYS = st.none() | st.integers(0, 3).map(lambda days: date(2024, 1, 1) + timedelta(days))
PASSAGES = st.lists(
    st.builds(
        IndexedPassage,
        article_id=st.sampled_from("ABCDEFG"),
        number=st.just(0),
        terms=st.lists(WORDS, max_size=6),
        published=DAYS,
        outlet=st.none() | st.sampled_from(["Gazette", "Herald"]),
        speakers=st.frozensets(st.sampled_from(["Ann", "Bob"])),
    ),
    max_size=12,
    unique_by=lambda passage: passage.article_id,
)
FILTERS = st.builds(Filter, st.none() | st.just("Gazette"), st.none() | st.just("Ann"), DAYS, DAYS)


CHANGES = st.tuples(PASSAGES, PASSAGES, st.sets(st.sampled_from("ABCDEFG")))


@given(CHANGES, st.lists(WORDS | st.just("z"), max_size=5), FILTERS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hits_are_the_references_after_any_changes(index, changes, query, where):
    first, then, gone = changes
    reference = ReferenceIndex()
    index.remove(*"ABCDEFG")
    for held in (index, reference):
        held.add(iter(first))
        held.add(iter(then))
        held.remove(*gone)
    assert index.search(query, 5, where) == reference.search(query, 5, where)
    assert [index.idf(term) for term in "abz"] == [reference.idf(term) for term in "abz"]


@pytest.mark.parametrize("text", ["treaty", "візит", "a b", "", "x" * 256])
def test_what_can_be_a_token_is_one_as_it_is(text):
    assert token(text) == text


@pytest.mark.parametrize("text", ["\ud800", "x" * 257, "візит" * 30])
def test_what_lucene_or_json_would_not_take_becomes_one_of_its_own(text):
    assert token(text) != token(text + "x") != text
    assert len(token(text)) < 100


def test_what_was_counted_while_a_change_came_is_not_taken_for_what_is_there(index):
    index.add(article("a", "treaty border"))
    search = index._cluster.search

    def overtaken(at, body):
        answer = search(at, body)
        index._cluster.search = search
        index.add(article("b", "treaty"))
        return answer

    index._cluster.search = overtaken
    index.df("treaty")
    assert (len(index), index.df("treaty")) == (2, 2)
