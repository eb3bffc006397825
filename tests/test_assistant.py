from __future__ import annotations

import pytest
import town
from hypothesis import given
from hypothesis import strategies as st

from bot.reply import ContextView, Help, Notice, Sources, Speakers, Why
from retrieval.model import Abstention, Answer

ASSISTANT = town.assistant()


def conversation(*messages):
    assistant = town.assistant()
    return [assistant.reply("thread", message) for message in messages]


def test_an_answer_quotes_and_credits():
    (reply,) = conversation("What did Reyes say about the bridge?")
    first = reply.body.quotes[0]
    assert first.text.startswith('"We will rebuild the bridge stone by stone,"')
    assert (first.speaker, first.kind, first.via) == ("Tomas Reyes", "direct", ("Valley Post", "Associated Press"))


def test_another_persons_words_are_never_offered_as_those_of_the_one_asked_for():
    (reply,) = conversation("What did Okafor say about the ferry strike?")
    assert isinstance(reply.body, Abstention)
    assert (reply.body.reason, reply.body.speaker) == ("speaker_silent", "Lena Okafor")
    assert reply.body.by_speaker == 2


def test_a_speaker_whom_the_archive_does_not_know_is_silent():
    (reply,) = conversation("What did Putin say about the ferry?")
    assert (reply.body.reason, reply.body.speaker, reply.body.by_speaker) == ("speaker_silent", "Putin", 0)


def test_a_question_without_a_word_in_the_archive_has_no_match():
    (reply,) = conversation("What is the capital of France?")
    assert (reply.outcome, reply.body.reason, reply.body.closest) == ("abstained", "no_match", ())


def test_a_question_for_all_that_somebody_said_is_answered_newest_first():
    (reply,) = conversation("What did Reyes say?")
    assert [quote.article.id for quote in reply.body.quotes] == ["bridge", "bridge", "school"]


def test_more_goes_on_counting_where_the_answer_stopped():
    assistant = town.assistant()
    first = assistant.reply("thread", "What did Reyes say?", limit=1)
    second = assistant.reply("thread", "more")
    assert (first.first, first.remaining, second.first, second.remaining) == (1, 2, 2, 0)
    assert not {quote.start for quote in first.body.quotes} & {quote.start for quote in second.body.quotes}


def test_when_nothing_is_left_more_says_so():
    assert (
        conversation("What did Reyes say?", "more")[-1].body.text == "There is nothing more to show on this question."
    )


def test_who_said_that_shows_the_answer_again_with_what_it_answered():
    asked, again = conversation("What will the repairs of the bridge cost?", "Who said that?")
    assert again.body.quotes == asked.body.quotes
    assert again.understood_as == "What will the repairs of the bridge cost?"


def test_what_else_shows_what_was_not_shown():
    assistant = town.assistant()
    asked = assistant.reply("thread", "What did Okafor say about the arches?", limit=1)
    other = assistant.reply("thread", "What else did she say?")
    assert asked.body.quotes[0].text.startswith("Engineer Lena Okafor said the arches")
    assert [quote.text for quote in other.body.quotes] == ['"Nobody was hurt," she said.']


def test_who_else_brings_others_than_those_already_quoted_on_the_topic():
    asked, others, nobody = conversation("What did Reyes say about the bridge?", "Who else?", "Who else?")
    speakers = {quote.speaker for quote in others.body.quotes}
    assert speakers
    assert None not in speakers
    assert speakers.isdisjoint(quote.speaker for quote in asked.body.quotes)
    assert nobody.outcome == "abstained"


def test_who_was_quoted_on_another_topic_may_be_somebody_else():
    bridge, school = "What did Reyes say about the bridge?", "What did Berg say about the school?"
    *_, others = conversation(bridge, school, "Who else?")
    assert [quote.speaker for quote in others.body.quotes] == ["Reyes"]


def test_thanks_are_no_question():
    asked, thanked, more = conversation("What did Reyes say about the bridge?", "Thanks!", "Who said that?")
    assert (thanked.outcome, thanked.body) == ("command", Notice("You are welcome. Ask on whenever you like."))
    assert more.body.quotes == asked.body.quotes


def test_a_greeting_in_a_thread_is_no_follow_up():
    assert conversation("What did Reyes say about the bridge?", "hello")[-1].outcome == "abstained"


def test_threads_do_not_know_of_each_other():
    assistant = town.assistant()
    assistant.reply("one", "What did Reyes say about the bridge?")
    reply = assistant.reply("two", "more")
    assert isinstance(reply.body, Answer | Abstention | Notice)
    assert reply.understood_as != "What did Reyes say about the bridge?"


def test_turns_from_elsewhere_can_be_followed_up():
    assistant = town.assistant()
    assistant.remember("thread", [{"q": "What did Reyes say about the bridge?", "a": "He will rebuild it."}])
    assert (
        assistant.reply("thread", "And about the ferry?").understood_as == "What did Tomas Reyes say about the ferry?"
    )


COMMANDS = [
    ("/help", Help),
    ("/sources", Sources),
    ("/speakers", Speakers),
    ("/why 1", Why),
    ("/context 1", ContextView),
]


@pytest.mark.parametrize(("command", "body"), COMMANDS)
def test_a_command_shows_what_its_name_says(command, body):
    reply = conversation("What did Reyes say about the bridge?", command)[-1]
    assert (reply.outcome, type(reply.body)) == ("command", body)


def test_the_context_of_a_quote_holds_its_neighbours():
    view = conversation("What did Okafor say about the arches?", "/context 1")[-1].body
    text = view.quote.article.text[view.start : view.end]
    assert text.startswith("He added that the ferry")
    assert text.endswith('"Nobody was hurt," she said.')


def test_a_command_can_speak_of_an_earlier_turn():
    assistant = town.assistant()
    assistant.reply("thread", "What did Reyes say about the bridge?")
    assistant.reply("thread", "What did Moe say about the offer?")
    reply = assistant.reply("thread", "/context 1", turn=1)
    assert reply.body.quote.speaker == "Tomas Reyes"


WRONG = [
    ("/nonsense", "There is no command /nonsense. /help lists them."),
    ("/why", "There is no quote yet for /why. Ask a question first."),
    ("/more", "There is no answer in this thread yet. Ask a question first."),
    ("", "There is no question in this message."),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_what_cannot_be_done_is_said_in_one_sentence(text, sentence):
    (reply,) = conversation(text)
    assert (reply.outcome, reply.body.text) == ("error", sentence)


def test_a_number_that_no_quote_has_is_named_with_those_that_have_one():
    reply = conversation("What did Reyes say?", "/context 99")[-1]
    assert reply.body.text == "/context takes the number of a quote, from 1 to 3."


def test_the_overview_counts_and_suggests_questions_that_it_can_answer():
    overview = town.assistant().overview()
    assert (overview.articles, overview.outlets) == (3, ("Coast Gazette", "Valley Post"))
    assert overview.suggestions
    assert all(town.assistant().reply("thread", question).outcome == "answered" for question in overview.suggestions)


@given(text=st.text(max_size=200))
def test_any_text_gets_a_reply_and_every_quote_stands_in_its_article(text):
    reply = ASSISTANT.reply(text[:5], text)
    quotes = getattr(reply.body, "quotes", ()) or getattr(reply.body, "closest", ())
    assert all(quote.article.text[quote.start : quote.end] == quote.text for quote in quotes)
