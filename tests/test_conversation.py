from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import MemoryThreads, QuoteRef, Turn, seen
from bot.followups import Resolved, resolve
from retrieval.model import SpeakerCount
from retrieval.speakers import SpeakerList, SpeakerTable

TABLE = SpeakerTable(
    SpeakerList(
        [
            SpeakerCount("Jonas Lind", "Prime Minister", 5),
            SpeakerCount("Karin Moe", "union head", 3),
            SpeakerCount("Ola Berg", "Finance Minister", 2),
        ]
    )
)


def named(phrase):
    """As the assistant asks it: what is nearly a name is one."""
    return ["Moee"] if phrase == "Moee" else TABLE.named(phrase)


QUOTES = (QuoteRef("a", 0, 10), QuoteRef("a", 20, 30))

LIND_ON_FARES = Turn(
    said="What did Lind say about fares?",
    understood_as="What did Lind say about fares?",
    speaker="Jonas Lind",
    topic="fares",
    answer="Fares will not rise.",
    quotes=QUOTES,
    shown=1,
)
WHY_CLOSED = Turn(
    said="Why did the mill close?",
    understood_as="Why did the mill close?",
    topic="the mill close",
    answer="The mill closed after the flood.",
    quotes=QUOTES,
    shown=1,
)
TROOPS_OF_FRANCE = Turn(
    said="How many troops will France send?",
    understood_as="How many troops will France send?",
    topic="troops will France send",
    answer="France will send 2,000 troops.",
    quotes=QUOTES,
    shown=2,
)
NOTHING_FOUND = Turn(
    said="What did Moe say about rain?", understood_as="What did Moe say about rain?", speaker="Karin Moe", topic="rain"
)

WHEN_IT_CLOSED = replace(WHY_CLOSED, understood_as="When did it close?", topic="it close")
LIND_BLAMED = replace(LIND_ON_FARES, understood_as="What did Jonas Lind blame?", topic="Jonas Lind blame")
MISSPELT = replace(
    NOTHING_FOUND, understood_as="What did Karen Moe say about rain?", speaker="Karen Moe", meant="Karin Moe"
)
WHO_SAID = replace(LIND_ON_FARES, understood_as="Who said that fares will rise?", topic="fares will rise")
LIND_SINCE_MAY = replace(LIND_ON_FARES, understood_as="What did Lind say about fares? after:2026-05 -bus")
FARES_BY_LIND = replace(LIND_ON_FARES, understood_as="fares by:Lind from:Post")
LIND_IN_MAY = replace(LIND_ON_FARES, understood_as="What did Lind say about fares in May?")

# class of follow-up, the turns before, the message, the question understood
REWRITTEN = [
    ("another topic", [LIND_ON_FARES], "And about the strike?", "What did Jonas Lind say about the strike?"),
    ("another topic", [LIND_ON_FARES], "What about the strike?", "What did Jonas Lind say about the strike?"),
    ("another topic", [LIND_ON_FARES], "and the strike", "What did Jonas Lind say about the strike?"),
    ("a topic that is a speaker", [LIND_ON_FARES], "And about Karin Moe?", "What did Jonas Lind say about Karin Moe?"),
    ("another speaker", [LIND_ON_FARES], "What about Moe?", "What did Karin Moe say about fares?"),
    ("another speaker", [LIND_ON_FARES], "And the finance minister?", "What did Ola Berg say about fares?"),
    ("correction", [LIND_ON_FARES], "No, I meant the finance minister", "What did Ola Berg say about fares?"),
    ("correction", [LIND_ON_FARES], "I mean the strike", "What did Jonas Lind say about the strike?"),
    ("correction to a question", [LIND_ON_FARES], "No, I meant why did the mill close?", "Why did the mill close?"),
    ("another name", [TROOPS_OF_FRANCE], "And Germany?", "How many troops will Germany send?"),
    ("a part that fits nowhere", [WHY_CLOSED], "What about the bakery?", "What about the bakery?"),
    ("pronoun", [LIND_ON_FARES], "What did he say about the strike?", "What did Jonas Lind say about the strike?"),
    ("pronoun", [LIND_ON_FARES], "And did she mention the strike?", "Did Jonas Lind mention the strike?"),
    ("possessive", [LIND_ON_FARES], "What is his view on the strike?", "What is Jonas Lind's view on the strike?"),
    ("more of a speaker", [LIND_ON_FARES], "What else did he say?", "What did Jonas Lind say?"),
    ("more of a speaker", [LIND_ON_FARES], "anything else?", "What did Jonas Lind say?"),
    ("others on a topic", [LIND_ON_FARES], "Who else?", "Who commented on fares?"),
    ("others on a topic", [WHO_SAID], "And who else said that?", "Who said that fares will rise?"),
    ("more on a topic", [LIND_ON_FARES], "What else did Moe say about rain?", "What did Karin Moe say about rain?"),
    ("the topic before", [LIND_ON_FARES], "What did Moe say about it?", "What did Moe say about fares?"),
    ("correction of a thing", [WHEN_IT_CLOSED], "I meant the bakery", "When did the bakery close?"),
    ("another who does it", [LIND_BLAMED], "And Berg?", "What did Ola Berg blame?"),
    (
        "whom the last turn is about",
        [LIND_ON_FARES, NOTHING_FOUND],
        "What else did she say?",
        "What did Karin Moe say?",
    ),
    ("whom an earlier turn was about", [LIND_ON_FARES, WHY_CLOSED], "What did he say?", "What did Jonas Lind say?"),
    ("several things", [LIND_ON_FARES], "How many people live on them?", "How many people live on them?"),
    ("several people", [LIND_ON_FARES], "What did they say about rain?", "What did Jonas Lind say about rain?"),
    ("yes to a name", [MISSPELT], "Yes, please.", "What did Karin Moe say about rain?"),
    ("a name that may be misspelt", [LIND_ON_FARES], "And Moee?", "What did Moee say about fares?"),
    ("a new question", [LIND_ON_FARES], "Who owns the mill in Farnham?", "Who owns the mill in Farnham?"),
    ("a new question", [LIND_ON_FARES], "And what did Moe say about the mill?", "What did Moe say about the mill?"),
]


@pytest.mark.parametrize(("_class", "turns", "text", "question"), REWRITTEN)
def test_a_follow_up_is_rewritten_as_a_question_that_stands_alone(_class, turns, text, question):
    resolved = resolve(turns, text, named)
    assert (resolved.does, resolved.question) == ("ask", question)


# class, the turn before, the message, the question understood
FILTERED = [
    (
        "another speaker keeps them",
        LIND_SINCE_MAY,
        "And Moe?",
        "What did Karin Moe say about fares? after:2026-05 -bus",
    ),
    ("another topic keeps them", LIND_SINCE_MAY, "And rain?", "What did Jonas Lind say about rain? after:2026-05 -bus"),
    ("what else keeps them", LIND_SINCE_MAY, "What else?", "What did Jonas Lind say? after:2026-05 -bus"),
    ("a new question drops them", LIND_SINCE_MAY, "Who owns the mill in Farnham?", "Who owns the mill in Farnham?"),
    (
        "a new question has its own",
        LIND_SINCE_MAY,
        "Who owns the mill from:Post in Farnham?",
        "Who owns the mill from:Post in Farnham?",
    ),
    ("a filter alone", LIND_ON_FARES, "from:Post", "What did Lind say about fares? from:Post"),
    ("a filter alone", LIND_SINCE_MAY, "And from:Post?", "What did Lind say about fares? after:2026-05 -bus from:Post"),
    ("in the place of another", LIND_SINCE_MAY, "after:2026-07", "What did Lind say about fares? -bus after:2026-07"),
    ("another time", LIND_SINCE_MAY, "And before May?", 'What did Lind say about fares? -bus before:"May"'),
    ("dates in words", LIND_ON_FARES, "And in March?", "What did Lind say about fares in March?"),
    ("dates in words", LIND_ON_FARES, "what about last week?", "What did Lind say about fares last week?"),
    ("in the place of others", LIND_IN_MAY, "And on Tuesday?", "What did Lind say about fares on Tuesday?"),
    ("a speaker of a filter", FARES_BY_LIND, "And Moe?", "What did Karin Moe say about fares? from:Post"),
    ("a speaker of a filter", FARES_BY_LIND, "And rain?", "What did Jonas Lind say about rain? from:Post"),
    (
        "a speaker of a filter",
        FARES_BY_LIND,
        "since March",
        "What did Jonas Lind say about fares since March? from:Post",
    ),
]


@pytest.mark.parametrize(("_class", "turn", "text", "question"), FILTERED)
def test_a_follow_up_keeps_the_filters_of_the_question_that_it_takes_up(_class, turn, text, question):
    assert resolve([turn], text, named).question == question


def test_yes_is_no_answer_where_nobody_was_meant():
    assert resolve([LIND_ON_FARES], "Yes", named).question == "Yes"


def test_another_matter_is_farther_off_than_the_last_one():
    """Each turn counts for less than the one after it, and five more are put between."""
    another = replace(WHY_CLOSED, begins=True)
    before = [resolve([LIND_ON_FARES, last], "Was it old?", named).earlier for last in (another, WHY_CLOSED)]
    of_two, of_one = (earlier.turns for earlier in before)
    assert of_two == (of_one[0], "", "", "", "", "", of_one[1])


BEGINS = [
    ("Who owns the castle in Farnham?", True),
    ("Who set the fares in Farnham?", False),  # they spoke of fares
    ("And the castle?", True),
    ("And about fares on Sunday?", False),
    ("Was it old?", False),
]


@pytest.mark.parametrize(("text", "begins"), BEGINS)
def test_a_question_without_a_word_of_the_turns_before_begins_another_matter(text, begins):
    assert resolve([LIND_ON_FARES], text, named).begins is begins


OF_THE_ANSWER = [
    ("more", "more"),
    ("Show me more.", "more"),
    ("next", "more"),
    ("Who said that?", "again"),
    ("who?", "again"),
    ("When?", "again"),
    ("When did he say that?", "again"),
    ("Source?", "again"),
]


@pytest.mark.parametrize(("text", "does"), OF_THE_ANSWER)
def test_what_is_asked_of_the_answer_itself_shows_it_on_or_again(text, does):
    assert resolve([LIND_ON_FARES], text, TABLE.named).does == does


def test_who_said_that_speaks_of_the_last_answer_that_had_quotes():
    resolved = resolve([LIND_ON_FARES, NOTHING_FOUND], "Who said that?", TABLE.named)
    assert (resolved.does, resolved.turn) == ("again", 1)


def test_who_said_that_is_a_question_where_nothing_was_answered():
    assert resolve([NOTHING_FOUND], "Who said that?", TABLE.named).does == "ask"


def test_what_else_leaves_out_what_was_shown():
    for text in ("What else did he say?", "Who else?"):
        assert resolve([LIND_ON_FARES], text, TABLE.named).new_only


def test_who_else_asks_for_others_where_there_is_a_topic():
    of_everything = replace(LIND_ON_FARES, understood_as="What did Jonas Lind say?", topic="")
    assert resolve([LIND_ON_FARES], "Who else?", TABLE.named).others
    assert not resolve([of_everything], "Who else?", TABLE.named).others


def test_what_else_without_a_speaker_goes_on_with_the_answer():
    assert resolve([WHY_CLOSED], "what else?", TABLE.named).does == "more"


STANDING = [
    ("Was it old?", "leaning"),
    ("Where did that happen?", "leaning"),
    ("How much?", "leaning"),
    ("Why?", "leaning"),
    ("How much did it cost the town of Farnham?", "either"),
    ("Why did the strike end?", "either"),
    ("Who in Farnham sold the wheel with its iron buckets?", "either"),
    ("Which shop in Farnham will lose half its trade when it closes its doors early?", "alone"),
    ("Who owns the mill in Farnham?", "alone"),
]


@pytest.mark.parametrize(("text", "standing"), STANDING)
def test_a_question_leans_on_the_turns_before_by_a_pronoun_and_by_saying_little(text, standing):
    assert resolve([WHY_CLOSED], text, TABLE.named).earlier.standing == standing


def test_the_words_of_earlier_turns_come_latest_first():
    before = resolve([WHY_CLOSED, LIND_ON_FARES], "Was it old?", TABLE.named).earlier.turns
    assert before == ("fares Fares will not rise.", "the mill close The mill closed after the flood.")


def test_the_first_message_of_a_thread_is_a_question_as_it_stands():
    assert resolve([], "What about the strike?", TABLE.named) == Resolved("ask", "What about the strike?")


@given(text=st.text(max_size=80))
def test_any_message_means_something(text):
    assert resolve([LIND_ON_FARES, WHY_CLOSED], text, TABLE.named).does in {"ask", "more", "again"}


refs = st.builds(QuoteRef, st.text(max_size=5), st.integers(0, 99), st.integers(0, 99))
turns = st.builds(
    Turn,
    said=st.text(max_size=9),
    understood_as=st.text(max_size=9),
    speaker=st.none() | st.text(max_size=9),
    quotes=st.lists(refs, max_size=3).map(tuple),
    copies=st.lists(refs, max_size=3).map(tuple),
    meant=st.none() | st.text(max_size=9),
    begins=st.booleans(),
    shown=st.integers(0, 3),
)


@given(turn=turns)
def test_a_turn_comes_back_from_json_as_it_was(turn):
    assert Turn.from_dict(json.loads(json.dumps(turn.as_dict()))) == turn


def test_a_turn_that_was_kept_before_copies_were_still_comes_back():
    data = WHY_CLOSED.as_dict()
    del data["copies"], data["meant"], data["begins"]
    assert Turn.from_dict(data) == WHY_CLOSED


def test_seen_is_what_was_shown_in_any_turn_and_its_copies():
    copied = replace(TROOPS_OF_FRANCE, quotes=(QuoteRef("b", 0, 5),), copies=(QuoteRef("c", 7, 9),), shown=1)
    assert seen([LIND_ON_FARES, copied]) == {("a", 0), ("b", 0), ("c", 7)}


def test_the_thread_that_was_quiet_longest_is_forgotten_first():
    threads = MemoryThreads(size=2)
    for key in ("first", "second", "first", "third"):
        threads.append(key, WHY_CLOSED)
    assert [len(threads.load(key)) for key in ("first", "second", "third")] == [2, 0, 1]


def test_a_turn_can_be_put_in_the_place_of_another():
    threads = MemoryThreads()
    threads.append("thread", WHY_CLOSED)
    threads.replace("thread", 1, LIND_ON_FARES)
    assert threads.load("thread") == (LIND_ON_FARES,)
