from importlib.resources import files
from pathlib import Path

import pytest

from retrieval.analysis import terms
from retrieval.lexicon.related import related

PAIRS = [
    line.split() for line in (Path(__file__).parent / "data/lexicon_pairs.txt").read_text("utf-8").splitlines()[1:]
]
LINES = [
    line
    for line in files("retrieval.lexicon").joinpath("related.txt").read_text("ascii").splitlines()
    if line and not line.startswith("#")
]


def _term(word: str) -> str:
    (term,) = terms(f"the {word}")
    return term


@pytest.mark.parametrize(("one", "other"), [(one, other) for sign, one, other in PAIRS if sign == "+"])
def test_words_that_mean_nearly_the_same_are_related(one, other):
    assert _term(other) in related(_term(one))


@pytest.mark.parametrize(("one", "other"), [(one, other) for sign, one, other in PAIRS if sign == "-"])
def test_words_of_different_meaning_are_not_related(one, other):
    assert _term(one) != _term(other)
    assert _term(other) not in related(_term(one))


@pytest.mark.parametrize(
    ("closer", "word", "farther"),
    [
        ("Ukrainian", "Ukraine", "Kyiv"),
        ("French", "France", "Paris"),
        ("bigger", "big", "large"),
    ],
)
def test_the_closer_a_word_the_more_it_weighs(closer, word, farther):
    near = related(_term(word))
    assert near[_term(closer)] > near[_term(farther)]


def test_a_term_that_is_not_known_has_none_related():
    assert related("qwertz") == {}
    assert related("") == {}
    assert related("#") == {}


def test_every_relation_goes_both_ways_with_one_weight():
    for line in LINES:
        term = line.split()[0]
        for other, weight in related(term).items():
            assert related(other)[term] == weight, (term, other)


def test_no_term_is_related_to_itself_and_weights_lie_between_0_and_1():
    for line in LINES:
        term, *entries = line.split()
        near = related(term)
        assert len(near) == len(entries) > 0
        assert term not in near
        assert all(0 < weight < 1 for weight in near.values())


def test_the_file_is_sorted_so_that_changes_can_be_read():
    assert [line.split()[0] for line in LINES] == sorted({line.split()[0] for line in LINES})


def test_the_file_carries_the_notices_of_its_sources():
    folder = files("retrieval.lexicon")
    notice = folder.joinpath("NOTICE").read_text("utf-8")
    head = "\n".join(
        line.removeprefix("#").removeprefix(" ")
        for line in folder.joinpath("related.txt").read_text("utf-8").splitlines()
        if line.startswith("#")
    )
    assert head.strip() == notice.strip()
    assert "Princeton University" in head
