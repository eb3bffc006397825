"""What speaks against a sentence that shares a question's words, and the opposites that it needs."""

from importlib.resources import files

import pytest

from retrieval.agreement import LONG, agreement
from retrieval.analysis import terms
from retrieval.archive import MemoryArchive
from retrieval.coverage import weigh
from retrieval.index.okapi import OkapiIndex
from retrieval.lexicon.opposites import opposites
from retrieval.question import understand
from retrieval.speakers import SpeakerTable

TABLE = SpeakerTable(MemoryArchive([]))


def against(question: str, sentence: str) -> set[str]:
    """What speaks against the sentence, of which nothing stands around it."""
    asked = understand(question, TABLE)
    weighed, held = weigh(asked.topic_terms(), OkapiIndex()), terms(sentence)
    matches = weighed.matches(frozenset(held))
    return {name for name, value in agreement(asked, held, set(held), matches, weighed).items() if value < 1}


@pytest.mark.parametrize(
    ("question", "sentence", "found"),
    [
        ("When will the bridge close?", "The bridge will close in April.", set()),
        ("Who did not sign the treaty?", "Moldova did not sign the treaty.", set()),
        ("Who did not sign the treaty?", "Moldova signed the treaty.", {"agrees", "denies", "weighty"}),
        ("Who didn’t sign the treaty?", "Moldova signed the treaty.", {"agrees", "denies", "weighty"}),
        ("Who never signed the treaty?", "Moldova refused; it never signed the treaty.", set()),
        ("Who did not sign the treaty?", "Moldova signed the treaty, but Romania did not pay.", {"denies"}),
        ("Who refused to sign the treaty?", "Moldova has refused the signature of the treaty.", set()),
        ("Who signed the treaty?", "Moldova did not sign the treaty.", set()),  # a question may be answered by "no"
        ("Who increased the fares?", "The company decreased the fares.", {"unopposed", "weighty"}),
        ("Who increased the fares?", "The company increased the fares and decreased the costs.", set()),
        ("Which fleet is larger?", "The northern fleet is small.", {"weighty"}),
        ("Who won in 1998?", "Okafor won in 2002.", {"numbers", "weighty"}),
        ("Who won in 1998?", "Okafor won in 1998.", set()),
    ],
)
def test_what_speaks_against_a_sentence(question, sentence, found):
    assert against(question, sentence) == found


def test_nothing_speaks_against_the_sentences_of_a_long_question():
    words = [f"word{letter}" for letter in "abcdefghijklmnopq"[: LONG + 1]]
    assert against(f"Which did not {' '.join(words)}?", "Nothing of it.") == set()
    assert against(f"Which did not {' '.join(words[:5])}?", "Some of it.") == {"agrees", "denies", "weighty"}


@pytest.mark.parametrize(
    ("word", "opposite"), [("increase", "decrease"), ("success", "failure"), ("male", "female"), ("north", "south")]
)
def test_opposites_are_known_both_ways(word, opposite):
    (one,), (other,) = terms(word), terms(opposite)
    assert other in opposites(one)
    assert one in opposites(other)


def test_what_has_no_opposite_has_none():
    assert opposites("bridg") == frozenset()


def test_the_file_of_opposites_is_symmetric_and_sorted():
    notice, _, table = files("retrieval.lexicon").joinpath("opposites.txt").read_text("ascii").partition("\n\n")
    assert "WordNet 3.0" in notice
    lines = table.splitlines()
    pairs = {(term, other) for line in lines for term, *others in [line.split()] for other in others}
    assert pairs == {(other, term) for term, other in pairs}
    assert lines == sorted(lines, key=lambda line: f"{line.split()[0]} ")
