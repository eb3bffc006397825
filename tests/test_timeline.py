"""Timelines, from the question to the reply: what somebody said on a topic, oldest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import coast
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import DIRECT, NARRATION, PARAPHRASE, SPEAKER

from bot.commands import speaker_and_topic, timeline_command
from bot.reply import Timeline
from retrieval.model import Abstention, Answer, Evidence, Quote, TermWeight
from retrieval.timeline import days, is_on_topic, said, timeline


def on(day: str | None, quote: Quote = DIRECT) -> Quote:
    """The quote in an article of that day, with no day of its own."""
    article = replace(quote.article, published=day and date.fromisoformat(day))
    return replace(quote, article=article, statement=replace(quote.statement, said_on=None))


def answer(*quotes: Quote, more: tuple[Quote, ...] = ()) -> Answer:
    return Answer("?", quotes, more, 1.0)


def test_the_oldest_comes_first_and_what_has_no_date_last():
    dated = [on("2026-03-05"), on(None), on("2026-01-20")]
    assert [said(q) for q in timeline(answer(*dated), [SPEAKER])] == [date(2026, 1, 20), date(2026, 3, 5), None]


def test_the_day_on_which_it_was_said_goes_before_the_day_of_the_article():
    early = replace(on("2026-03-05"), statement=replace(DIRECT.statement, said_on=date(2026, 1, 1)))
    assert timeline(answer(on("2026-02-01"), early), [SPEAKER])[0] == early


def test_only_the_speaker_speaks_in_it():
    other = replace(PARAPHRASE, statement=replace(PARAPHRASE.statement, speaker="Somebody Else"))
    assert timeline(answer(DIRECT, other, NARRATION), [SPEAKER]) == (DIRECT,)


def test_what_ranks_behind_is_in_it_where_it_holds_most_of_the_topic():
    def behind(*, held: bool) -> Quote:
        terms = (TermWeight("pier", 0.75, matched=held), TermWeight("ferri", 0.25, matched=True))
        return replace(PARAPHRASE, evidence=Evidence(terms, ()))

    assert [is_on_topic(behind(held=held)) for held in (True, False)] == [True, False]
    assert len(timeline(answer(DIRECT, more=(behind(held=True), behind(held=False))), [SPEAKER])) == 2


@given(st.lists(st.none() | st.dates()))
def test_days_are_counted_once(dates):
    assert days([on(day and day.isoformat()) for day in dates]) == len({day for day in dates if day})


def test_a_timeline_shows_one_statement_of_several_outlets_once():
    (reply,) = coast.conversation("/timeline Lind on the tunnel")
    assert isinstance(reply.body, Timeline)
    assert reply.body.speaker == "Jonas Lind"
    shown = [said(quote) for quote in reply.body.quotes]
    assert shown == sorted(shown)
    (price,) = (quote for quote in reply.body.quotes if "9 billion" in quote.text)
    assert {other.article.outlet for other in price.also} == {"Coast Gazette", "Valley Post"}


WORDINGS = [
    "/timeline Jonas Lind about the tunnel",
    "timeline of Lind on the tunnel",
    "Show me a timeline of what Lind said about the tunnel.",
    "/TIMELINE Lind on the tunnel?",
]


@pytest.mark.parametrize("text", WORDINGS)
def test_a_timeline_may_be_asked_for_in_words(text):
    reply = coast.conversation(text)[0]
    assert isinstance(reply.body, Timeline)
    assert (reply.body.speaker, reply.body.topic) == ("Jonas Lind", "the tunnel")


def test_words_that_name_no_speaker_are_a_question():
    (reply,) = coast.conversation("timeline of events on Sunday")
    assert reply.outcome in {"answered", "abstained"}


WRONG = [
    ("/timeline", "A timeline needs a speaker and a topic, as in /timeline Jane Doe on the budget."),
    ("/timeline Lind", "A timeline needs a speaker and a topic, as in /timeline Jane Doe on the budget."),
    (
        "/timeline Lindt on the tunnel",
        "The archive knows no speaker “Lindt”. The nearest that it knows: ",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_what_is_wrong_with_a_timeline_is_said_in_one_sentence(text, sentence):
    (reply,) = coast.conversation(text)
    assert reply.outcome == "error"
    assert reply.body.text.startswith(sentence)


def test_a_timeline_of_nothing_is_an_abstention_with_its_reason():
    (reply,) = coast.conversation("/timeline Moe on the cod")
    assert isinstance(reply.body, Abstention)
    assert (reply.body.reason, reply.body.speaker) == ("speaker_silent", "Karin Moe")


def test_numbers_of_a_timeline_are_those_of_its_quotes():
    shown, context = coast.conversation("/timeline Lind on the tunnel", "/context 2")
    assert context.body.quote.text == shown.body.quotes[1].text


def test_a_timeline_can_be_followed_up():
    _, reply = coast.conversation("/timeline Lind on the tunnel", "And Berg?")
    assert reply.understood_as == "What did Ola Berg say about the tunnel?"


def test_an_answer_of_several_days_offers_its_timeline():
    first, shown = coast.conversation(
        "What did Lind say about the tunnel?", timeline_command("Jonas Lind", "the tunnel")
    )
    assert first.timeline == shown.asked
    assert len(shown.body.quotes) > len(first.body.quotes)


NOT_OFFERED = [
    "What did Moe say about a decent wage?",  # one day
    "What will the tunnel cost?",  # nobody's words are asked for
    "What did Lind say?",  # no topic
    "What did Moe say about cod?",  # no answer
]


@pytest.mark.parametrize("text", NOT_OFFERED)
def test_other_answers_offer_none(text):
    assert coast.conversation(text)[0].timeline is None


@given(
    st.from_regex(r"[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", fullmatch=True), st.from_regex(r"the [a-z]{3,9}", fullmatch=True)
)
def test_the_command_reads_back_as_it_was_made(speaker, topic):
    assert speaker_and_topic(timeline_command(speaker, topic)) == (speaker, topic)


def test_what_else_never_shows_a_statement_again_that_was_shown_in_any_outlet():
    replies = coast.conversation("What did Lind say about the tunnel?", *["What else did he say?"] * 3)
    shown = [q for reply in replies for q in getattr(reply.body, "quotes", ())]
    assert len({(q.article.id, q.start) for q in shown}) == len(shown)
    assert sum("9 billion" in quote.text for quote in shown) == 1


def test_a_copy_keeps_its_number_and_its_reasons_when_it_is_asked_for():
    asked = coast.assistant()
    shown = asked.reply("t", "What did Lind say about the price of the tunnel?", limit=1).body.quotes
    assert asked.reply("t", "/why 1").body.quote == shown[0]


def test_merging_leaves_the_order_and_the_limit():
    few, many = (coast.assistant(limit=n).reply("t", "What did Lind say about the tunnel?") for n in (1, 3))
    assert few.body.quotes == many.body.quotes[:1]
    assert few.remaining == many.remaining + 2
