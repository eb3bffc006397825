from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import terms
from retrieval.lexicon.background import passage_share

TEXT = files("retrieval.lexicon").joinpath("background.txt").read_text("ascii")
NOTICE, _, TABLE = TEXT.partition("\n\n")


def _share(word: str) -> float:
    (term,) = terms(word)
    return passage_share(term)


@pytest.mark.parametrize("word", ["use", "makes", "said", "year", "first", "people", "find", "come", "three"])
def test_everyday_words_stand_in_many_passages(word):
    assert 0.02 < _share(word) < 0.3


@pytest.mark.parametrize("word", ["name", "person", "group", "country", "member", "start"])
def test_common_nouns_stand_in_some(word):
    assert 0.005 < _share(word) < 0.08


@pytest.mark.parametrize("word", ["hydrogen", "satellite", "treaty", "volcano", "referendum"])
def test_words_that_tell_something_stand_in_few(word):
    assert _share(word) < 0.005


def test_terms_that_are_not_known_stand_in_none():
    assert [passage_share(term) for term in ("qwertz", "", "#", "making")] == [0, 0, 0, 0]


def test_the_more_common_a_word_the_larger_its_share():
    shares = [_share(word) for word in ("say", "use", "name", "hydrogen", "qwertz")]
    assert all(more > less for more, less in pairwise(shares))


def test_a_share_is_that_of_thirty_terms_drawn_from_all():
    lines = dict(line.split() for line in TABLE.splitlines())
    assert passage_share("use") == pytest.approx(1 - (1 - int(lines["use"]) / 1e6) ** 30)


@given(st.text())
def test_any_text_has_a_share(term):
    assert 0 <= passage_share(term) < 1


def test_the_file_is_sorted_small_and_carries_its_notice():
    lines = TABLE.splitlines()
    assert lines == sorted(lines)
    assert len(TEXT) < 100_000
    assert "WordNet 3.0 Copyright 2006 by Princeton University." in NOTICE
    assert all(line.startswith("#") for line in NOTICE.splitlines())
