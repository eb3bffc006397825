from __future__ import annotations

import pytest

from retrieval.answer_type import asks_for_several, holds_answer, question_kind
from retrieval.errors import QuestionError
from retrieval.model import SpeakerCount
from retrieval.question import LONGEST, understand
from retrieval.speakers import SpeakerList, SpeakerTable

TABLE = SpeakerTable(
    SpeakerList(
        [
            SpeakerCount("Jonas Lind", "Norwegian Prime Minister", 5),
            SpeakerCount("Karin Moe", "union head", 3),
            SpeakerCount("Lind", None, 1),
            SpeakerCount("the ferry company", None, 1),
            SpeakerCount("White House officials", None, 1),
        ]
    )
)

KINDS = [
    ("Who drew up the budget?", "who"),
    ("Which minister resigned, and whose fault was it?", "who"),
    ("When will the bridge open?", "when"),
    ("In what year did the mill burn?", "when"),
    ("How soon could the vaccine come?", "when"),
    ("Where do the talks take place?", "where"),
    ("In which city was he born?", "where"),
    ("How old is the mayor?", "age"),
    ("How many seats did they win?", "how_many"),
    ("What number of ships sank?", "how_many"),
    ("How much money was spent?", "how_much"),
    ("What percentage of voters stayed at home?", "how_much"),
    ("How tall is the tower?", "how_much"),
    ("Why was the match called off?", "why"),
    ("What is a quorum?", "definition"),
    ("Did the council agree?", "yes_no"),
    ("What did the council decide?", "what"),
    ("By whom was it built?", "who"),
    ("Whose idea was the tunnel?", "who"),
    ("Who are the owners?", "who"),
    ("What is the name of the ship?", "which"),
    ("Name the ship that sank.", "which"),
    ("List the islands.", "which"),
    ("Which of the ships sank?", "which"),
    ("Which ports are closed?", "which"),
    ("On which day did it open?", "when"),
    ("At what time does it leave?", "when"),
    ("How long ago was that?", "when"),
    ("What is the date of the vote?", "when"),
    ("How long did it last?", "how_much"),
    ("To which port did it sail?", "where"),
    ("What is the population of the town?", "how_many"),
    ("What will the tunnel cost?", "how_much"),
    ("What is the price of bread?", "how_much"),
    ("By how much did fares rise?", "how_much"),
    ("At what speed does it go?", "how_much"),
    ("At what age did he retire?", "age"),
    ("What made them stop?", "why"),
    ("How come it closed?", "why"),
    ("For what reasons did they stop?", "why"),
    ("Isn't it closed?", "yes_no"),
    ("Is it true that the mill burnt?", "yes_no"),
    ("What are quotas?", "definition"),
    ("What does NATO stand for?", "definition"),
    ("What is meant by a quorum?", "definition"),
    ("Define quorum", "definition"),
    ("What is it?", "what"),
    ("What happened?", "what"),
    ("How did they stop it?", "what"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_first_words_of_a_question_tell_its_kind(text, kind):
    assert question_kind(text)[0] == kind


SEVERAL = [
    ("Which countries will catch less cod?", True),
    ("What other plans did they draw up?", True),
    ("Which of the ships sank?", True),
    ("What people live there?", True),
    ("Who are the owners?", True),
    ("Name the islands.", True),
    ("List all islands.", True),
    ("Which country will catch less cod?", False),
    ("Which bus goes there?", False),
    ("What crisis was that?", False),
    ("What does it cost?", False),
    ("What was it?", False),
    ("What is its name?", False),
    ("Who is the owner?", False),
    ("Did the countries agree?", False),
]


@pytest.mark.parametrize(("text", "several"), SEVERAL)
def test_a_plural_behind_the_question_word_asks_for_several(text, several):
    assert asks_for_several(text) is several


HOLDERS = [
    ("how_many", "Seven ships sank.", True),
    ("how_many", "Many ships sank.", False),
    ("how_many", "A third of the ships sank.", True),
    ("how_many", "The third ship sank.", False),
    ("how_much", "It cost $12 a head.", True),
    ("when", "The mill burnt in 1871.", True),
    ("when", "It opens on Friday.", True),
    ("when", "It opens soon.", False),
    ("where", "They met in Oslo.", True),
    ("where", "They met again.", False),
    ("age", "The 54-year-old mayor resigned.", True),
    ("age", "The mayor of 54 towns resigned.", False),
    ("why", "It closed because of the flood.", True),
    ("why", "It closed.", False),
    ("who", "Ada Lindqvist drew it up.", True),
    ("definition", "A quorum is the least number of members.", True),
]


@pytest.mark.parametrize(("kind", "sentence", "holds"), HOLDERS)
def test_a_sentence_shows_an_answer_of_a_kind(kind, sentence, holds):
    assert holds_answer(kind, sentence, "?") is holds


def test_a_number_that_the_question_gives_itself_is_no_answer():
    assert holds_answer("how_many", "The 12 ships sank.", "How many of the 12 ships sank?") is False


def test_a_kind_without_marks_neither_has_nor_lacks_an_answer():
    assert holds_answer("what", "Anything.", "What?") is None


ASKED_FOR = [
    ("What did Lind say about the strike?", "Lind", {"Jonas Lind", "Lind"}, "the strike"),
    ("What does the prime minister think of the offer?", "the prime minister", {"Jonas Lind", "Lind"}, "the offer"),
    ("What has Norway's prime minister said on fares?", "Norway's prime minister", {"Jonas Lind", "Lind"}, "fares"),
    ("According to the ferry company, will fares rise?", "the ferry company", {"the ferry company"}, "fares rise"),
    ("What is Karin Moe's view on the offer?", "Karin Moe", {"Karin Moe"}, "the offer"),
    ("What's Moe's position on fares?", "Moe", {"Karin Moe"}, "fares"),
    ("Did Moe comment on the fares?", "Moe", {"Karin Moe"}, "the fares"),
    ("What did the White House say about fares?", "the White House", {"White House officials"}, "fares"),
    ("What did Okafor say about fares?", "Okafor", set(), "fares"),
]


@pytest.mark.parametrize(("text", "asked_for", "speakers", "topic"), ASKED_FOR)
def test_a_question_for_somebodys_words_names_him_and_the_topic(text, asked_for, speakers, topic):
    question = understand(text, TABLE)
    assert (question.asked_for, set(question.speakers), question.topic_text()) == (asked_for, speakers, topic)


NOT_ASKED_FOR = [
    ("Will Lind resign?", {"Jonas Lind", "Lind"}),
    ("Who said the fares would rise?", set()),
    ("What did they say about fares?", set()),
    ("What is the price of oil?", set()),
]


@pytest.mark.parametrize(("text", "speakers"), NOT_ASKED_FOR)
def test_a_question_that_only_names_somebody_does_not_ask_for_his_words(text, speakers):
    question = understand(text, TABLE)
    assert question.asked_for is None
    assert set(question.speakers) == speakers


def test_words_that_tell_the_kind_are_no_part_of_the_topic():
    assert understand("How much money did the bridge cost?", TABLE).topic_text() == "the bridge cost"
    assert understand("How old is the mayor?", TABLE).topic_text() == "the mayor"


WRONG = [
    ("", "There is no question in this message."),
    (" \n\t", "There is no question in this message."),
    ("?!…", "There is no word in this question."),
    ("😀", "There is no word in this question."),
    ("a" * (LONGEST + 1), "This question has 2,001 characters; please ask in 2,000 or fewer."),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_what_is_no_question_is_said_in_one_sentence(text, sentence):
    with pytest.raises(QuestionError) as error:
        understand(text, TABLE)
    assert str(error.value) == sentence


def test_a_short_name_belongs_to_the_one_who_bears_it():
    two_linds = SpeakerTable(
        SpeakerList(
            [
                SpeakerCount("Jonas Lind", "Prime Minister", 5),
                SpeakerCount("Eva Lind", "Judge", 2),
                SpeakerCount("Lind", None, 1),
            ]
        )
    )
    assert two_linds.named("the prime minister") == ["Jonas Lind", "Lind"]
    assert two_linds.named("Eva Lind") == ["Eva Lind", "Lind"]
    assert two_linds.named("Lind") == ["Jonas Lind", "Eva Lind", "Lind"]


def test_a_part_of_a_name_that_is_not_its_head_names_nobody():
    assert TABLE.named("the ferry") == []
    assert TABLE.named("the company") == ["the ferry company"]


FULL_NAMES = [
    ("What did the Northern Fishing Union win?", "en", ("Northern Fishing", "Fishing Union")),
    ("Who runs the Anglo-Norse ferry?", "en", ("Anglo-Norse",)),
    ("Did Norway or Denmark sign?", "en", ()),
    ("Lindqvist House burnt when?", "en", ()),  # every first word has a capital
    ("Hat die Regierung Schulen gebaut?", "de", ()),  # any noun has one
    ("Що сказав Андрій Левченко про школу?", "uk", ()),  # names have cases
]


@pytest.mark.parametrize(("text", "language", "names"), FULL_NAMES)
def test_words_of_a_name_that_stand_side_by_side_are_told_where_names_are_written_alike(text, language, names):
    question = understand(text, TABLE)
    assert (question.language, question.full_names) == (language, names)
