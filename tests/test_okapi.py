"""OkapiIndex against rank_bm25: equal means equal to the last bit."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from rank_bm25 import BM25Okapi
from reference_index import ReferenceIndex, breaks, lucene_idf
from reopened_index import ReopenedIndex, tidy

from retrieval.index import plain
from retrieval.index.base import Filter, IndexedPassage
from retrieval.index.merge import Merge
from retrieval.index.okapi import OkapiIndex
from retrieval.index.part import Part
from retrieval.index.rows import Rows
from retrieval.index.segment import Segment
from retrieval.index.state import State

TERMS = st.sampled_from("abcdefghij")
DAYS = st.none() | st.integers(0, 5).map(lambda days: date(2024, 1, 1) + timedelta(days))
OUTLETS = st.none() | st.sampled_from(["Gazette", "Herald"])
SPEAKERS = st.frozensets(st.sampled_from(["Ann", "Bob"]))
CORPORA = st.lists(st.lists(TERMS, max_size=12), min_size=1, max_size=30)
QUERIES = st.lists(TERMS | st.just("unheard"), max_size=6)
FILTERS = st.builds(
    Filter, outlet=OUTLETS, speaker=st.none() | st.sampled_from(["Ann", "Bob", "Eve"]), after=DAYS, before=DAYS
)
PASSAGES = st.builds(
    IndexedPassage,
    article_id=st.just(""),
    number=st.just(0),
    terms=st.lists(TERMS, max_size=8),
    published=DAYS,
    outlet=OUTLETS,
    speakers=SPEAKERS,
)


def one_passage_articles(corpus):
    return [IndexedPassage(str(position), 0, terms) for position, terms in enumerate(corpus)]


@given(CORPORA, QUERIES)
def test_scores_are_the_packages_to_the_bit(corpus, query):
    assume(any(corpus))
    package = BM25Okapi(corpus)
    dfs = {term: sum(term in passage for passage in corpus) for term in query}
    assume(not any(breaks(df, len(corpus), package.average_idf) for df in dfs.values() if df))
    index = OkapiIndex()
    index.add(one_passage_articles(corpus))
    scores = package.get_scores(query)
    found = {int(hit.article_id): hit.score for hit in index.search(query, len(corpus))}
    assert found == {place: score for place, score in enumerate(scores) if set(query) & set(corpus[place])}
    assert [index.idf(term) for term in query] == [package.idf.get(term, 0) for term in query]


BREAKS = [
    ([["a"]], "a", "one passage"),
    ([["a"], ["b"]], "a", "two passages"),
    ([["a"], ["a"]], "a", "a term in both of two passages"),
    ([["a"], ["a"], ["b"], ["c"]], "a", "a term in exactly half"),
    ([["a"], ["a"], ["a", "b"]], "a", "a negative average"),
    ([["a"], ["a"], ["a"]], "a", "a negative average of one term"),
]


@pytest.mark.parametrize(("corpus", "term", "why"), BREAKS)
def test_lucenes_idf_stands_in_for(corpus, term, why):
    index = OkapiIndex()
    index.add(one_passage_articles(corpus))
    df = sum(term in passage for passage in corpus)
    assert BM25Okapi(corpus).idf[term] <= 0.1
    assert index.idf(term) == lucene_idf(df, len(corpus)) > 0
    assert len(index.search([term], 10)) == df


@given(
    st.lists(PASSAGES, min_size=1, max_size=30),
    QUERIES,
    FILTERS,
    st.integers(0, 31),
)
def test_hits_are_the_references(passages, query, where, limit):
    index, reference = OkapiIndex(), ReferenceIndex()
    for held in (index, reference):
        held.add(
            IndexedPassage(str(place // 3), place % 3, p.terms, p.published, p.outlet, p.speakers)
            for place, p in enumerate(passages)
        )
    assert index.search(query, limit, where) == reference.search(query, limit, where)


class Archive(RuleBasedStateMachine):
    """Any sequence of additions, replacements and removals leaves what an index built just now would hold."""

    def __init__(self):
        super().__init__()
        self.folder = TemporaryDirectory()
        self.reference = ReferenceIndex()
        self.indexes = [OkapiIndex(), ReopenedIndex(Path(self.folder.name))]
        self.merge = None

    def teardown(self):
        self.folder.cleanup()

    @rule(articles=st.dictionaries(st.sampled_from("ABCDEFGHIJKLMNOP"), st.lists(PASSAGES, max_size=4), max_size=6))
    def add(self, articles):
        passages = [
            IndexedPassage(article_id, number, p.terms, p.published, p.outlet, p.speakers)
            for article_id, found in articles.items()
            for number, p in enumerate(found)
        ]
        for index in (self.reference, *self.indexes):
            index.add(iter(passages))

    @rule(article_id=st.sampled_from("ABCDEFGHIJKLMNOP"))
    def remove(self, article_id):
        for index in (self.reference, *self.indexes):
            index.remove(article_id)

    @rule()
    def tidy(self):
        tidy(self.indexes[0])
        self.indexes[1].tidy()

    @precondition(lambda self: self.indexes[0]._state.parts)
    @rule(data=st.data())
    def begin_a_merge(self, data):
        parts = self.indexes[0]._state.parts
        begin = data.draw(st.integers(0, len(parts) - 1))
        self.merge = Merge.of(parts[begin : data.draw(st.integers(begin + 1, len(parts)))])

    @precondition(lambda self: self.merge)
    @rule()
    def finish_the_merge(self):
        self.indexes[0]._take(self.merge)

    @rule(query=QUERIES, limit=st.integers(1, 12), where=FILTERS)
    def search(self, query, limit, where):
        hits = self.reference.search(query, limit, where)
        assert [index.search(query, limit, where) for index in self.indexes] == [hits, hits]

    @invariant()
    def counts_agree(self):
        assert [*map(len, self.indexes)] == [len(self.reference)] * 2

    @invariant()
    def frequencies_agree(self):
        for term in "abj":
            expected = (self.reference.df(term), self.reference.idf(term))
            assert [(index.df(term), index.idf(term)) for index in self.indexes] == [expected] * 2


Archive.TestCase.settings = settings(max_examples=25, stateful_step_count=25)
TestArchive = Archive.TestCase


def zipf_corpus(size, words=400, seed=1, longest=40):
    chance = random.Random(seed)
    vocabulary = [f"w{n}" for n in range(words)]
    cumulative = list(accumulate(1 / (n + 1) for n in range(words)))
    return [chance.choices(vocabulary, cum_weights=cumulative, k=chance.randint(5, longest)) for _ in range(size)]


@pytest.mark.parametrize(
    ("size", "longest", "queries"), [(3000, 40, 25), (70_000, 12, 4)], ids=["small", "in more than one chunk"]
)
def test_in_a_larger_archive_hits_are_the_packages_at_every_limit(size, longest, queries):
    corpus = zipf_corpus(size, longest=longest)
    package, index = BM25Okapi(corpus), OkapiIndex()
    index.add(one_passage_articles(corpus))
    for query in zipf_corpus(queries, seed=2):
        scores = package.get_scores(query[:8]).tolist()
        best = sorted((-score, place) for place, score in enumerate(scores) if score > 0)
        for limit in (1, 10, 100, 3000):
            hits = [(-hit.score, int(hit.article_id)) for hit in index.search(query[:8], limit)]
            assert hits == best[:limit]


def test_the_average_follows_when_the_oldest_articles_go():
    corpus = zipf_corpus(6000)
    index = OkapiIndex()
    index.add(one_passage_articles(corpus))
    for gone in range(0, 300, 3):
        index.remove(str(gone))
    left = [terms for place, terms in enumerate(corpus) if place >= 300 or place % 3]
    package = BM25Okapi(left)
    assert package.average_idf > 0
    assert 2 * sum("w0" in terms for terms in left) > len(left)
    assert index.idf("w0") == package.idf["w0"]


def test_the_average_is_that_of_the_order_of_adding_over_several_parts():
    corpus = zipf_corpus(460, words=5000)
    passages = one_passage_articles(corpus)
    index = OkapiIndex()
    for begin, end in ((0, 350), (350, 440), (440, 460)):
        index.add(passages[begin:end])
    assert len(index._state.parts) == 3
    assert index.idf("w0") == BM25Okapi(corpus).idf["w0"]


@given(st.lists(CORPORA, min_size=1, max_size=3))
def test_no_term_adds_more_than_it_is_known_to_add_at_most(corpora):
    assume(any(map(any, corpora)))
    state = OkapiIndex()._state
    for number, corpus in enumerate(corpora):
        passages = [IndexedPassage(f"{number}-{p.article_id}", 0, p.terms) for p in one_passage_articles(corpus)]
        segment = Segment.of(Rows.read(passages, state.vocabulary.number))
        state = State.of(state.vocabulary, [*state.parts, Part.of(segment)])
    for part, gains in zip(state.parts, state.gains, strict=True):
        for term in part.segment.terms.tolist():
            run = part._run(term, 1.0, gains, (0, len(part.segment)), plain)
            assert run.gains[run.codes].max() <= run.most * (1 + 1e-12)


def test_a_merge_is_given_up_when_what_it_was_made_of_is_no_longer_there():
    index = OkapiIndex()
    parts = [
        Part.of(Segment.of(Rows.read([IndexedPassage(name, 0, [name])], index._state.vocabulary.number)))
        for name in "abcd"
    ]
    merge = Merge.of(parts[1:3])
    for current in ([parts[0], parts[1], parts[3]], [parts[2]], [], [parts[2], parts[1]]):
        assert merge.into(tuple(current)) == tuple(current)
    assert [part.segment for part in merge.into(tuple(parts))] == [parts[0].segment, merge.segment, parts[3].segment]


def test_searches_go_on_while_others_write():
    corpus = zipf_corpus(300)
    index = OkapiIndex()
    index.add(one_passage_articles(corpus))

    def search(turn):
        return index.search(["w1", "w5"], 300)

    def write(turn):
        index.add([IndexedPassage(f"new{turn}", 0, ["w1", f"n{turn}"])])
        index.remove(f"new{turn - 1}")

    with ThreadPoolExecutor(4) as pool:
        writes = [pool.submit(write, turn) for turn in range(60)]
        searches = [pool.submit(search, turn) for turn in range(60)]
        for done in writes + searches:
            done.result()
    for turn in range(60):
        index.remove(f"new{turn}")
    untouched = OkapiIndex()
    untouched.add(one_passage_articles(corpus))
    assert index.search(["w1", "w5"], 300) == untouched.search(["w1", "w5"], 300)


def test_an_index_of_which_only_empty_passages_are_left_can_be_tidied():
    index = OkapiIndex()
    index.add([IndexedPassage("full", 0, ["a", "b"]), *(IndexedPassage("empty", number, []) for number in range(3))])
    index.remove("full")
    tidy(index)
    index.add([IndexedPassage("new", 0, ["a"])])
    assert [hit.article_id for hit in index.search(["a"], 5)] == ["new"]
