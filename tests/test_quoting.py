from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import ARTICLES, BRIDGE, SCHOOL

from retrieval.archive import MemoryArchive
from retrieval.candidates import Candidate
from retrieval.choice import LONG, SHORT, Weights, load_weights, probability, weighted
from retrieval.coverage import INITIALS, short_forms, weigh
from retrieval.features import features, held_against_the_best, in_articles
from retrieval.index.okapi import OkapiIndex
from retrieval.indexing import indexed_passages
from retrieval.ingest import analyse
from retrieval.model import Abstention, Answer, Article
from retrieval.question import understand
from retrieval.retriever import Retriever
from retrieval.speakers import SpeakerTable
from retrieval.thread import Earlier, Thread, Turn


def index_of(*articles):
    archive, index = MemoryArchive([analyse(article) for article in articles]), OkapiIndex()
    index.add(passage for entry in archive.entries() for passage in indexed_passages(entry))
    return archive, index


ARCHIVE, INDEX = index_of(*ARTICLES)
RETRIEVER = Retriever(ARCHIVE, INDEX)
EASY = replace(load_weights(), floor=0.0)
HARD = replace(load_weights(), floor=1.0)


def ranked(text):
    return RETRIEVER.rank(text).ranked


# Weights of terms


def test_the_shares_of_a_questions_terms_sum_to_one():
    weighed = weigh(["bridg", "cost", "zeppelin"], INDEX)
    assert sum(weighed.shares.values()) == pytest.approx(1.0)


def test_a_word_that_the_archive_does_not_hold_weighs_most():
    weighed = weigh(["bridg", "zeppelin"], INDEX)
    assert weighed.shares["zeppelin"] > weighed.shares["bridg"]
    assert weighed.known == weighed.shares["bridg"]


def test_an_everyday_word_weighs_little_though_the_archive_does_not_hold_it():
    weighed = weigh(["make", "zeppelin"], INDEX)
    assert weighed.shares["make"] < weighed.shares["zeppelin"]


def test_a_related_word_covers_a_term_in_part():
    weighed = weigh(["recognit"], INDEX)
    assert 0 < weighed.covered(weighed.matches(frozenset({"recogn"}))) < 1


def test_nothing_asked_is_wholly_covered():
    assert weigh([], INDEX).covered({}) == 1.0


def test_an_abbreviation_meets_its_name_and_a_name_its_abbreviation():
    table = SpeakerTable(ARCHIVE)
    assert f"{INITIALS}eu" in short_forms(understand("Will it join the EU?", table))["eu"]
    assert "eu" in short_forms(understand("Will it join the European Union?", table))["union"]


@given(terms=st.lists(st.sampled_from(["bridg", "cost", "ferri", "zeppelin", "school"]), max_size=6))
def test_coverage_lies_between_nothing_and_all(terms):
    weighed = weigh(terms, INDEX)
    assert 0 <= weighed.covered(weighed.matches(frozenset({"bridg", "ferri"}))) <= 1 + 1e-9


# Features: which of two sentences has more of it

MORE = [
    ("coverage", "Why will the bridge close?", "The old bridge will close", '"The offer is fair,"'),
    ("nearby", "How often will the ferry run?", "He added that the ferry", "The council voted"),
    (
        "pairs",
        "Who sits on the Harbour Street council?",
        "The council voted for a new school on Harbour Street",
        "Berg declined",
    ),
    (
        "focus",
        "The old bridge will close in April. How often will the ferry run?",
        "He added that the ferry",
        "The old bridge will close",
    ),
    ("outlet", "What does the Coast Gazette report?", '"The offer is fair,"', "The old bridge will close"),
    ("unopposed", "Why will the bridge open?", "Reyes said the school", "The old bridge will close"),
    ("denies", "Why would the ferry crews not strike?", "Union head Karin Moe said the ferry", '"The offer is fair,"'),
    ("whole_names", "What of the Valley Post?", "The old bridge will close", "Union head Karin Moe said the ferry"),
    ("title", "When will the bridge close for repairs?", "He added that the ferry", "Reyes said the school"),
    ("article", "What will the floods and arches of the bridge cost?", "Engineer Lena Okafor", "The council voted"),
    ("answer", "How much do the repairs cost?", "The old bridge will close", '"Nobody was hurt,"'),
    ("shows", "How much do the repairs cost?", "The old bridge will close", '"Nobody was hurt,"'),
    ("lead", "Why will the bridge close?", "The old bridge will close", '"Nobody was hurt,"'),
    ("spoken", "What did Reyes say about the ferry?", "He added that the ferry", "Union head Karin Moe said the ferry"),
    (
        "referred",
        "What did Reyes say of rebuilding, stone by stone?",
        "He added that the ferry",
        "The old bridge will close",
    ),
]


@pytest.mark.parametrize(("name", "question", "more", "less"), MORE)
def test_a_feature_is_greater_where_there_is_more_of_it(name, question, more, less):
    values = {start: value_of(name, question, start) for start in (more, less)}
    assert values[more] > values[less]


def value_of(name, text, start):
    question = understand(text, SpeakerTable(ARCHIVE))
    weighed = weigh(question.topic_terms(), INDEX)
    everything = all_candidates()
    articles = in_articles(everything, weighed, Thread())
    found = next(c for c in everything if c.text.startswith(start))
    return features(found, question, weighed, articles[found.entry.article.id])[name]


def all_candidates():
    return [Candidate(entry, n, 0.5) for entry in ARCHIVE.entries() for n in range(len(entry.sentences))]


def test_a_thing_of_the_kind_asked_for_counts():
    archive, index = index_of(Article("a", "Officials said the patrols would use satellites. Nobody came. It rained."))
    first = Retriever(archive, index).rank("What equipment would the patrols use?").ranked[0]
    assert first.features["thing"] == 1.0


def test_a_sentence_that_only_asks_tells_nothing():
    archive, index = index_of(Article("a", "Will the mill close? The mill will close in May. It rained."))
    by_text = {
        r.candidate.text: r.features["tells"] for r in Retriever(archive, index).rank("Will the mill close?").ranked
    }
    assert by_text["Will the mill close?"] < by_text["The mill will close in May."]


def test_shares_of_the_best_are_one_for_the_best_and_less_for_others():
    rows = held_against_the_best(
        [
            {"coverage": 0.4, "passage": 0.2, "context": 0.0, "article_context": 0.0, "thread_pairs": 0.0},
            {"coverage": 0.2, "passage": 0.4, "context": 0.0, "article_context": 0.0, "thread_pairs": 0.0},
        ]
    )
    assert [row["coverage_of_best"] for row in rows] == [1.0, 0.5]
    assert [row["passage_of_best"] for row in rows] == [0.5, 1.0]
    assert [row["context_of_best"] for row in rows] == [0.0, 0.0]


# Weights file


def test_every_weight_belongs_to_a_feature_and_none_is_negative():
    known = set(ranked("Why will the bridge close?")[0].features)
    models = [*load_weights().choice.values(), *load_weights().confidence.values()]
    assert {name for weights in models for name in weights} <= known | {"bias"}
    assert all(value >= 0 for weights in models for name, value in weights.items() if name != "bias")


LEANING, EITHER = Thread(standing="leaning"), Thread(standing="either")
IN_THREAD = Thread(turns=(Turn({}, frozenset(), 1.0),))


@given(
    coverage=st.floats(0, 1),
    lead=st.floats(0, 1),
    told=st.sampled_from([LEANING, EITHER, IN_THREAD]),
    terms=st.integers(0, 30),
)
def test_more_evidence_never_makes_a_sentence_less_likely(coverage, lead, told, terms):
    weights = load_weights().confidence_in(told, terms)
    less, more = {"nearby": coverage * lead, "title": lead}, {"nearby": coverage, "title": lead}
    assert probability(weights, less) <= probability(weights, more) < 1
    assert weighted(weights, less) <= weighted(weights, more)


WEIGHTS = Weights(
    choice={"alone": {"title": 1.0}, "thread": {"near": 2.0}, "leaning": {"title": 3.0}},
    confidence={
        "short": {"bias": -2.0, "names": 4.0},
        "long": {"bias": -1.0, "title": 2.0},
        "leaning": {"bias": 0.0},
        "either": {"bias": -3.0},
    },
    floor=0.4,
)


@pytest.mark.parametrize(
    ("terms", "weights"),
    [
        (0, {"bias": -2.0, "names": 4.0, "title": 0.0}),
        (SHORT, {"bias": -2.0, "names": 4.0, "title": 0.0}),
        ((SHORT + LONG) / 2, {"bias": -1.5, "names": 2.0, "title": 1.0}),
        (LONG, {"bias": -1.0, "names": 0.0, "title": 2.0}),
        (LONG + 9, {"bias": -1.0, "names": 0.0, "title": 2.0}),
    ],
)
def test_the_weights_of_confidence_change_evenly_from_short_questions_to_long_ones(terms, weights):
    assert WEIGHTS.confidence_in(Thread(), terms) == weights
    assert WEIGHTS.confidence_in(IN_THREAD, terms) == weights


def test_a_question_that_leans_on_its_thread_has_weights_of_its_own():
    assert WEIGHTS.choice_in(LEANING) == {"title": 3.0}
    assert WEIGHTS.choice_in(EITHER) == {"title": 3.0}
    assert WEIGHTS.confidence_in(LEANING, LONG) == {"bias": 0.0}
    assert WEIGHTS.confidence_in(EITHER, LONG) == {"bias": -3.0}
    assert WEIGHTS.choice_in(IN_THREAD) == {"title": 1.0, "near": 2.0}
    assert WEIGHTS.choice_in(Thread()) == {"title": 1.0}


# Deciding


def decided(text, weights):
    return Retriever(ARCHIVE, INDEX, weights).answer(text)


def test_candidates_come_best_first():
    scores = [r.score for r in ranked("Why will the bridge close?")]
    assert scores == sorted(scores, reverse=True)


def test_an_answer_shows_one_to_three_quotes_and_keeps_the_others_behind_them():
    answer = decided("What will the repairs of the bridge cost?", EASY)
    assert isinstance(answer, Answer)
    assert 1 <= len(answer.quotes) <= 3
    scores = [q.score for q in (*answer.quotes, *answer.more)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1.0


def test_below_the_floor_there_is_no_answer_but_the_closest_passages():
    abstention = decided("What will the repairs of the bridge cost?", HARD)
    assert isinstance(abstention, Abstention)
    assert abstention.reason == "weak_match"
    assert abstention.closest[0].text.startswith("The old bridge will close")


def test_a_question_that_no_sentence_covers_is_not_answered_however_low_the_floor():
    assert isinstance(decided("What did Okafor say about zeppelins?", EASY), Abstention)


def test_the_words_that_are_missing_are_told_as_they_were_asked():
    abstention = decided("What will the zeppelins of the bridge cost?", HARD)
    assert "zeppelins" in abstention.missing
    assert "bridge" not in abstention.missing


def test_every_quote_of_an_asked_speaker_is_his():
    answer = decided("What did Reyes say about the school?", EASY)
    assert {q.speaker for q in (*answer.quotes, *answer.more) if q.speaker} <= {"Tomas Reyes", "Reyes"}


def test_of_equal_sentences_the_newer_article_comes_first():
    older = replace(BRIDGE, id="older", published=SCHOOL.published)
    archive, index = index_of(older, BRIDGE)
    first = Retriever(archive, index).rank("Why will the bridge close?").ranked[0]
    assert first.candidate.entry.article.id == BRIDGE.id


def test_matched_words_are_marked_where_they_stand():
    quote = decided("What will the repairs of the bridge cost?", EASY).quotes[0]
    marked = {quote.article.text[start:end] for start, end in quote.matches}
    assert {"bridge", "repairs", "cost"} <= marked


def test_the_evidence_of_a_quote_adds_up_to_why_it_was_chosen():
    quote = decided("What will the repairs of the bridge cost?", EASY).quotes[0]
    first = ranked("What will the repairs of the bridge cost?")[0]
    assert sum(f.value * f.weight for f in quote.evidence.features) == pytest.approx(first.score)


def test_weights_with_another_floor_keep_all_else():
    assert WEIGHTS.with_floor(0.9) == replace(WEIGHTS, floor=0.9)
    assert WEIGHTS.with_floor(None) is WEIGHTS


def test_what_was_seen_is_left_out():
    seen = {
        (r.candidate.entry.article.id, r.candidate.sentence.start) for r in ranked("Why will the bridge close?")[:2]
    }
    left = RETRIEVER.answer("Why will the bridge close?", seen=seen)
    assert not seen & {(q.article.id, q.start) for q in (left.quotes if isinstance(left, Answer) else left.closest)}


def test_words_of_earlier_turns_find_the_sentence_that_the_question_alone_does_not():
    found = RETRIEVER.rank("How much was it?", Earlier(("the repairs of the bridge",), standing="leaning")).ranked
    assert found[0].candidate.text.startswith("The old bridge will close")


@pytest.mark.parametrize(("question", "outcome"), [("How much?", Answer), ("How old?", Abstention)])
def test_a_question_that_tells_only_its_kind_is_answered_by_what_shows_that_kind(question, outcome):
    before = Earlier(("the repairs of the bridge",), standing="leaning")
    assert isinstance(Retriever(ARCHIVE, INDEX, EASY).answer(question, before), outcome)


def test_a_credit_that_is_a_guess_is_shown_as_unattributed_and_answers_for_nobody():
    entry = analyse(Article("a", "Mayor Tomas Reyes said the mill would close. It rained."))
    guessed = replace(entry, statements=tuple(replace(s, certainty=0.2) for s in entry.statements))
    archive = MemoryArchive([guessed])
    index = OkapiIndex()
    index.add(indexed_passages(guessed))
    guessing = Retriever(archive, index, EASY)
    assert guessing.answer("When will the mill close?").quotes[0].speaker is None
    assert isinstance(guessing.answer("What did Reyes say about the weather?"), Abstention)


def test_a_misspelt_speaker_is_asked_after_and_never_taken_for_the_one_meant():
    abstention = RETRIEVER.answer("What did Tomas Reyez say about the ferry?")
    assert isinstance(abstention, Abstention)
    assert abstention.did_you_mean == "Tomas Reyes"


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("How old is Tomas Reyes?", False),
        ("How many arches were weakened?", False),
        ("How many votes did the school get?", True),
    ],
)
def test_without_a_number_there_is_no_answer_to_how_many(question, answered):
    found = decided(question, EASY.with_floor(0.01))
    assert isinstance(found, Answer) == answered
