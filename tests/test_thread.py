"""What earlier turns tell of where an answer stands, and when a question's own words tell of another matter."""

import coast
import pytest
from town import ARTICLES

from retrieval.analysis import terms
from retrieval.archive import MemoryArchive
from retrieval.index.okapi import OkapiIndex
from retrieval.indexing import indexed_passages
from retrieval.ingest import analyse
from retrieval.model import Answer
from retrieval.retriever import Retriever
from retrieval.thread import FADING, Earlier, Traced, thread, trace

ENTRIES = [analyse(article) for article in ARTICLES]
INDEX = OkapiIndex()
INDEX.add(passage for entry in ENTRIES for passage in indexed_passages(entry))
RETRIEVER = Retriever(MemoryArchive(ENTRIES), INDEX)

REPAIRS = "the repairs of the bridge The old bridge will close in April for repairs"
FARES = "the ferry company fares will rise by 4 per cent in May"


def traced(*turns: str, question: str = "How much was it?") -> dict[str, Traced]:
    told = thread([terms(turn) for turn in turns], terms(question), INDEX, standing="leaning")
    return trace(ENTRIES, told)


@pytest.mark.parametrize(("turn", "article"), [(REPAIRS, "bridge"), (FARES, "ferry"), ("a new school", "school")])
@pytest.mark.parametrize("share", ["bm25", "rare", "support", "pairs"])
def test_the_article_of_a_turn_tells_most_of_it(turn, article, share):
    shares = {found: getattr(one, share) for found, one in traced(turn).items()}
    assert max(shares, key=shares.get) == article
    assert all(0 <= value <= 1 for value in shares.values())


def test_the_latest_turn_counts_most():
    by_article = traced(FARES, REPAIRS)
    assert by_article["ferry"].support > by_article["bridge"].support


def test_a_turn_of_no_words_only_lets_the_turns_before_it_fade():
    told = thread([terms(FARES), [], terms(REPAIRS)], [], INDEX, standing="leaning")
    assert [turn.counts for turn in told.turns] == [1, pytest.approx(FADING**2)]


def test_turns_that_lie_far_back_tell_less():
    assert traced("", "", REPAIRS)["bridge"].support == pytest.approx(traced(REPAIRS)["bridge"].support * FADING**2)


def test_what_the_archive_never_says_is_no_part_of_a_thread():
    told = thread([terms("zeppelins over the bridge")], [], INDEX, standing="leaning")
    assert told.context.keys() == {"bridg"}


def test_the_terms_of_the_question_are_no_context():
    told = thread([terms(REPAIRS)], terms("When will the bridge close?"), INDEX, standing="leaning")
    assert not told.context.keys() & set(terms("When will the bridge close?"))
    assert sum(told.context.values()) == pytest.approx(1)


def test_sentences_are_the_nearer_the_fewer_lie_between():
    one = Traced(last=4, held=0.8)
    assert one.near(4) == 0.8
    assert one.near(5) == one.near(3) == 0.4
    assert one.ahead(5) == 0.8
    assert one.ahead(6) == 0.4
    assert one.ahead(4) == one.ahead(3) == 0


TUNNEL = "the cost of the tunnel under the sound"
SWITCHED = [
    ("Why did the strike end?", "strike-end"),
    ("How much of its catch will Denmark give up?", "fish"),
    ("How much does steel cost?", "tunnel"),
]


@pytest.mark.parametrize(("question", "article"), SWITCHED)
def test_words_of_its_own_take_a_question_out_of_a_thread_on_another_matter(question, article):
    found = coast.RETRIEVER.answer(question, Earlier((TUNNEL,), "either"))
    assert isinstance(found, Answer)
    assert found.quotes[0].article.id.startswith(article)


def test_a_pronoun_keeps_a_question_in_its_thread():
    found = coast.RETRIEVER.answer("Why did it end?", Earlier((TUNNEL,), "leaning"))
    nearest = found.quotes if isinstance(found, Answer) else found.closest
    assert nearest[0].article.id.startswith("tunnel")


def test_no_turns_tell_nothing():
    told = thread([], terms("When will the bridge close?"), INDEX, standing="alone")
    assert (told.turns, told.context) == ([], {})


@pytest.mark.parametrize(
    ("question", "before", "article"),
    [
        ("What did Reyes say?", "the school opens in September", "school"),
        ("What did Reyes say?", "the bridge and the ferry", "bridge"),
        ("Will the ferry crews strike?", REPAIRS, "ferry"),
        ("When will the school open?", FARES, "school"),
    ],
)
def test_of_a_question_that_stands_alone_the_thread_decides_only_between_equals(question, before, article):
    ranked = RETRIEVER.rank(question, Earlier((before,))).ranked
    assert ranked[0].candidate.entry.article.id == article
