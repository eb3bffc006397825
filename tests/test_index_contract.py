"""What every PassageIndex does alike. A new index joins by one line in INDEXES, or where it needs more in ``make``."""

from contextlib import ExitStack
from datetime import date
from itertools import count

import opensearch_server
import pytest
from reference_index import ReferenceIndex
from reopened_index import ReopenedIndex

from retrieval.index.base import Filter, IndexedPassage
from retrieval.index.okapi import OkapiIndex
from retrieval.index.stored import StoredIndex

INDEXES = {
    "reference": lambda folder: ReferenceIndex(),
    "in memory": lambda folder: OkapiIndex(),
    "stored": lambda folder: StoredIndex(folder, "terms"),
    "reopened": ReopenedIndex,
}


@pytest.fixture(params=[*INDEXES, "opensearch"])
def make(request, tmp_path):
    """Makes empty indexes of one kind."""
    numbers = count()
    if request.param != "opensearch":
        yield lambda: INDEXES[request.param](tmp_path / str(next(numbers)))
        return
    url = opensearch_server.address(request)
    with ExitStack() as names:
        yield lambda: opensearch_server.new_index(url, names.enter_context(opensearch_server.a_name(url)))


@pytest.fixture
def index(make):
    return make()


def passage(article_id, text, number=0, **more):
    return IndexedPassage(article_id, number, text.split(), **more)


def found(index, text, limit=10, **where):
    return [(hit.article_id, hit.number) for hit in index.search(text.split(), limit, Filter(**where))]


ARCHIVE = [
    passage("old", "treaty border", published=date(2024, 1, 1), outlet="Gazette", speakers=frozenset({"Ann"})),
    passage("old", "harvest weather", 1, published=date(2024, 1, 1), outlet="Gazette"),
    passage("mid", "treaty harvest", published=date(2024, 2, 1), outlet="Herald", speakers=frozenset({"Ann", "Bob"})),
    passage("new", "treaty election", published=date(2024, 3, 1), outlet="Gazette", speakers=frozenset({"Bob"})),
    passage("undated", "treaty strike", outlet="Herald"),
    passage("other", "football weather", published=date(2024, 3, 1)),
    passage("other", "football transfer", 1, published=date(2024, 3, 1)),
    passage("other", "football score", 2, published=date(2024, 3, 1)),
    passage("other", "football season", 3, published=date(2024, 3, 1)),
]


def test_an_empty_index_finds_nothing(index):
    assert (len(index), found(index, "treaty"), index.idf("treaty"), index.df("treaty")) == (0, [], 0, 0)


def test_adding_nothing_changes_nothing(index):
    index.add([])
    assert len(index) == 0


def test_a_passage_is_found_by_its_terms(index):
    index.add(ARCHIVE)
    assert found(index, "strike") == [("undated", 0)]
    assert found(index, "transfer season") == [("other", 1), ("other", 3)]


def test_a_passage_without_a_term_of_the_query_is_not_found(index):
    index.add(ARCHIVE)
    assert found(index, "parliament") == []
    assert found(index, "") == []


def test_the_rarer_term_ranks_higher(index):
    index.add(ARCHIVE)
    assert found(index, "treaty election")[0] == ("new", 0)
    assert index.idf("election") > index.idf("treaty") > 0


def test_ties_go_to_the_newer_article_and_what_has_no_date_is_the_oldest(index):
    index.add(ARCHIVE)
    assert found(index, "treaty") == [("new", 0), ("mid", 0), ("old", 0), ("undated", 0)]


def test_ties_of_one_day_go_to_the_article_added_first_then_to_the_earlier_passage(index):
    index.add([passage("b", "same", 0), passage("b", "same", 1), passage("x", "else"), passage("y", "else")])
    index.add([passage("a", "same", 0), passage("z", "else")])
    assert found(index, "same") == [("b", 0), ("b", 1), ("a", 0)]


def test_a_repeated_term_counts_again(index):
    index.add(ARCHIVE)
    once, twice = index.search(["strike"], 1), index.search(["strike", "strike"], 1)
    assert twice[0].score == 2 * once[0].score


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (-1, 0), (1, 1), (3, 3), (4, 4), (5, 4), (10**9, 4)])
def test_no_more_hits_come_than_asked_for(index, limit, count):
    index.add(ARCHIVE)
    assert len(index.search(["treaty"], limit)) == count


def test_an_added_article_is_found_at_once_beside_the_others(index):
    index.add(ARCHIVE)
    index.add([passage("late", "treaty", published=date(2025, 1, 1))])
    assert found(index, "treaty", 2) == [("late", 0), ("new", 0)]
    assert len(index) == len(ARCHIVE) + 1


def test_an_article_that_is_added_again_is_replaced(index):
    index.add(ARCHIVE)
    index.add([passage("old", "football", published=date(2020, 1, 1))])
    assert found(index, "border") == []
    assert ("old", 0) in found(index, "football")
    assert len(index) == len(ARCHIVE) - 1


def test_a_removed_article_is_gone_from_the_statistics_too(index, make):
    index.add(ARCHIVE)
    index.add([passage("gone", "treaty treaty scandal")])
    index.remove("gone")
    assert found(index, "scandal") == []
    assert (index.df("treaty"), index.df("scandal"), index.idf("scandal")) == (4, 0, 0)
    untouched = make()
    untouched.add(ARCHIVE)
    assert index.search(["treaty", "weather"], 10) == untouched.search(["treaty", "weather"], 10)


def test_many_articles_are_removed_at_once(index, make):
    index.add(ARCHIVE)
    index.remove("old", "nowhere", "other")
    left = make()
    left.add(passage for passage in ARCHIVE if passage.article_id not in {"old", "other"})
    assert (len(index), index.search(["treaty"], 5)) == (len(left), left.search(["treaty"], 5))


def test_an_idf_that_hangs_on_the_average_follows_every_change(index, make):
    index.add([*ARCHIVE, *(passage(f"t{n}", f"treaty word{n} word{n + 1}") for n in range(4))])
    index.remove("t1", "old")
    index.add([passage("mid", "treaty harvest weather")])
    untouched = make()
    untouched.add(passage for passage in ARCHIVE if passage.article_id not in {"old", "mid"})
    untouched.add([passage(f"t{n}", f"treaty word{n} word{n + 1}") for n in (0, 2, 3)])
    untouched.add([passage("mid", "treaty harvest weather")])
    assert 2 * index.df("treaty") > len(index)
    assert index.idf("treaty") == untouched.idf("treaty") > 0
    assert index.search(["treaty", "weather"], 9) == untouched.search(["treaty", "weather"], 9)


def test_removing_what_is_not_there_changes_nothing(index):
    index.add(ARCHIVE)
    index.remove("nowhere")
    assert len(index) == len(ARCHIVE)


def test_everything_may_be_removed(index):
    index.add(ARCHIVE)
    for article_id in {passage.article_id for passage in ARCHIVE}:
        index.remove(article_id)
    assert (len(index), found(index, "treaty"), index.idf("treaty")) == (0, [], 0)
    index.add(ARCHIVE)
    assert found(index, "strike") == [("undated", 0)]


FILTERS = [
    ({"outlet": "Gazette"}, ["new", "old"]),
    ({"outlet": "Nobody's"}, []),
    ({"speaker": "Ann"}, ["mid", "old"]),
    ({"speaker": "Bob", "outlet": "Gazette"}, ["new"]),
    ({"speaker": "Bob", "outlet": "Herald", "after": date(2024, 2, 2)}, []),
    ({"after": date(2024, 2, 1)}, ["new", "mid"]),
    ({"before": date(2024, 2, 1)}, ["mid", "old"]),
    ({"after": date(2024, 1, 2), "before": date(2024, 2, 29)}, ["mid"]),
    ({"after": date(2024, 3, 1), "before": date(2024, 1, 1)}, []),
    ({"after": date.min}, ["new", "mid", "old"]),
    ({"before": date.max}, ["new", "mid", "old"]),
]


@pytest.mark.parametrize(("where", "articles"), FILTERS)
def test_a_filter_leaves_only_what_meets_all_of_it(index, where, articles):
    index.add(ARCHIVE)
    assert [article for article, _ in found(index, "treaty", **where)] == articles


def test_a_filter_that_few_of_many_meet_finds_those_that_are_held(index):
    many = [passage(f"m{n}", f"treaty word{n}", published=date(2024, 1, 1)) for n in range(120)]
    few = [passage(f"f{n}", "treaty", published=date(2024, 1, n), speakers=frozenset({"Ann"})) for n in range(1, 5)]
    index.add([*many, *few])
    index.remove("f2")
    assert found(index, "treaty", speaker="Ann") == [("f4", 0), ("f3", 0), ("f1", 0)]
    assert found(index, "treaty", speaker="Ann", before=date(2024, 1, 3)) == [("f3", 0), ("f1", 0)]


def test_a_filter_does_not_change_scores(index):
    index.add(ARCHIVE)
    everything = index.search(["treaty"], 10)
    assert index.search(["treaty"], 10, Filter(outlet="Herald")) == [
        h for h in everything if h.article_id in {"mid", "undated"}
    ]


@pytest.mark.parametrize("term", ["\x00", "👍", "візит", "a b", "\ud800", "x" * 100_000])
def test_any_string_may_be_a_term(index, term):
    index.add([*ARCHIVE, IndexedPassage("odd", 0, [term])])
    assert [hit.article_id for hit in index.search([term], 3)] == ["odd"]


def test_a_passage_may_be_empty(index):
    index.add([IndexedPassage("blank", 0, []), *ARCHIVE])
    assert len(index) == len(ARCHIVE) + 1
    assert found(index, "strike") == [("undated", 0)]


def test_an_archive_of_empty_passages_finds_nothing(index):
    index.add([IndexedPassage("blank", 0, []), IndexedPassage("blank", 1, [])])
    assert found(index, "strike") == []
