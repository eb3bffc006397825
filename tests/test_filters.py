from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from town import ARTICLES, assistant

from retrieval.archive import MemoryArchive
from retrieval.errors import QuestionError
from retrieval.filters import Filters, apart, bound, instead, parse
from retrieval.index.okapi import OkapiIndex
from retrieval.indexing import indexed_passages
from retrieval.ingest import analyse
from retrieval.model import Abstention, Answer, Dates
from retrieval.periods import are_dates, without_dates
from retrieval.retriever import Retriever

TODAY = date(2026, 3, 18)  # a Wednesday


def days(first=None, last=None):
    return Dates(*(date.fromisoformat(day) if day else None for day in (first, last)))


# What is read

READ = [
    ("Who spoke from:Reuters?", "Who spoke?", Filters(outlet="Reuters")),
    ('Who spoke from:"Valley Post"?', "Who spoke?", Filters(outlet="Valley Post")),
    ("Who spoke from:“Valley Post”?", "Who spoke?", Filters(outlet="Valley Post")),
    ("From: Reuters who spoke", "who spoke", Filters(outlet="Reuters")),
    ("bridge by:Reyes", "bridge", Filters(speaker="Reyes")),
    ('by:"Tomas Reyes"', "", Filters(speaker="Tomas Reyes")),
    ("Why? before:2026-03-01", "Why?", Filters(dates=days(None, "2026-02-28"))),
    ("Why? before:2026-03", "Why?", Filters(dates=days(None, "2026-02-28"))),
    ("Why? before:2026", "Why?", Filters(dates=days(None, "2025-12-31"))),
    ("Why? after:2026-03-01", "Why?", Filters(dates=days("2026-03-02"))),
    ("Why? after:2024-02", "Why?", Filters(dates=days("2024-03-01"))),
    ("Why? after:2025", "Why?", Filters(dates=days("2026-01-01"))),
    ("Why? after:yesterday", "Why?", Filters(dates=days("2026-03-18"))),
    ("Why? before:today", "Why?", Filters(dates=days(None, "2026-03-17"))),
    ("Why? after:tuesday", "Why?", Filters(dates=days("2026-03-18"))),
    ("Why? before:Thursday", "Why?", Filters(dates=days(None, "2026-03-11"))),
    ('Why? before:"last wednesday"', "Why?", Filters(dates=days(None, "2026-03-10"))),
    ('Why? before:"last week"', "Why?", Filters(dates=days(None, "2026-03-08"))),
    ('Why? after:"1 March"', "Why?", Filters(dates=days("2026-03-02"))),
    ('Why? after:"March 1, 2025"', "Why?", Filters(dates=days("2025-03-02"))),
    ("Why? after:april", "Why?", Filters(dates=days("2025-05-01"))),
    ("Why? after:2026-01 before:2026-03", "Why?", Filters(dates=days("2026-02-01", "2026-02-28"))),
    ("Why the repairs -ferry?", "Why the repairs?", Filters(without=("ferry",))),
    ('Why? -"stone by stone" -ferry', "Why?", Filters(without=("stone by stone", "ferry"))),
    ("Why the well-known bridge - now -5?", "Why the well-known bridge - now -5?", Filters()),
    ('Who? "stone by stone"', 'Who? "stone by stone"', Filters(phrases=("stone by stone",))),
    ("bridge “fair”", "bridge “fair”", Filters(phrases=("fair",))),
    ('Why? "offer" “fair”', 'Why? "offer" “fair”', Filters(phrases=("offer", "fair"))),
    ('"offer" bridge', '"offer" bridge', Filters(mentioned=("offer",))),
    ('Who said "stone by stone"?', 'Who said "stone by stone"?', Filters(mentioned=("stone by stone",))),
    ('Is it “fair”? "offer"', 'Is it “fair”? "offer"', Filters(mentioned=("fair",), phrases=("offer",))),
    ('Who said 6" or 7" or "..."?', 'Who said 6" or 7" or "..."?', Filters()),
    ('"Who said so?"', '"Who said so?"', Filters()),
    ("See http://from:80 and by itself", "See http://from:80 and by itself", Filters()),
]


@pytest.mark.parametrize(("asked", "rest", "filters"), READ)
def test_filters_are_read_out_of_a_question(asked, rest, filters):
    assert parse(asked, TODAY) == (rest, filters)


IN_WORDS = [
    ("Who died today?", "today", days("2026-03-18", "2026-03-18")),
    ("What did he say yesterday?", "yesterday", days("2026-03-17", "2026-03-17")),
    ("Who died this week?", "this week", days("2026-03-16", "2026-03-22")),
    ("Who died last week?", "last week", days("2026-03-09", "2026-03-15")),
    ("Last month, who won?", "Last month", days("2026-02-01", "2026-02-28")),
    ("Who won this month?", "this month", days("2026-03-01", "2026-03-31")),
    ("Who won this year?", "this year", days("2026-01-01", "2026-12-31")),
    ("Who won last year?", "last year", days("2025-01-01", "2025-12-31")),
    ("Who won in February?", "in February", days("2026-02-01", "2026-02-28")),
    ("Who won in March?", "in March", days("2026-03-01", "2026-03-31")),
    ("Who won in April?", "in April", days("2025-04-01", "2025-04-30")),
    ("In February 2024, who won?", "In February 2024", days("2024-02-01", "2024-02-29")),
    ("Who won during 2025?", "during 2025", days("2025-01-01", "2025-12-31")),
    ("What was said since March?", "since March", days("2026-03-01")),
    ("What did he say on Tuesday?", "on Tuesday", days("2026-03-17", "2026-03-18")),
    ("On Wednesday, who won?", "On Wednesday", days("2026-03-18", "2026-03-19")),
    ("On Thursday, who won?", "On Thursday", days("2026-03-12", "2026-03-13")),
    ("Who won last Wednesday?", "last Wednesday", days("2026-03-11", "2026-03-12")),
    ("What was said since Monday?", "since Monday", days("2026-03-16")),
    ("Who won on 5 March?", "on 5 March", days("2026-03-05", "2026-03-06")),
    ("Who won on March 25?", "on March 25", days("2025-03-25", "2025-03-26")),
    ("Who won on March 5, 2024?", "on March 5, 2024", days("2024-03-05", "2024-03-06")),
    ("Who won since 5 March 2024?", "since 5 March 2024", days("2024-03-05")),
    ("What was said since last month?", "since last month", days("2026-02-01")),
]


@pytest.mark.parametrize(("asked", "words", "dates"), IN_WORDS)
def test_dates_in_words_are_read_and_stay_in_the_question(asked, words, dates):
    text, filters = parse(asked, TODAY)
    assert (text, filters.in_words, text[slice(*filters.words)]) == (asked, dates, words)


NO_DATES = [
    "Who may win in may?",
    "Who won in 2,025 towns?",
    "What is today's date?",
    "Who won last time?",
    "In 3026?",
    "Who won on tuesday?",
    "Who owns Tuesday Books?",
]


@pytest.mark.parametrize("asked", NO_DATES)
def test_other_words_are_no_dates(asked):
    assert parse(asked, TODAY)[1] == Filters()


UNREADABLE = [
    ("Who? before:soon", "“soon” is no date that before: can read"),
    ("Who? after:2026-13", "“2026-13” is no date that after: can read"),
    ("Who? after:2026-02-30", "“2026-02-30” is no date"),
    ('Who? after:"1 March 2"', "“1 March 2” is no date"),
    ("Who? from:", "What from: should be is missing"),
    ('Who? by:""', "What by: should be is missing"),
    ("Who? by:Moe by:Berg", "There can be one by: in a question"),
    ("Who? after:2026-03-01 before:2026-03-02", "No day lies after 2026-03-01 and before 2026-03-02."),
]


@pytest.mark.parametrize(("asked", "message"), UNREADABLE)
def test_a_filter_that_cannot_be_read_is_an_error_of_one_line(asked, message):
    with pytest.raises(QuestionError) as error:
        parse(asked, TODAY)
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


@given(st.text(alphabet='abfromby:before after-"“”?0123456789 \n'), st.dates())
def test_any_text_is_read_or_refused_plainly(text, today):
    try:
        rest, filters = parse(text, today)
    except QuestionError:
        return
    assert rest == " ".join(rest.split())
    assert parse(rest, today)[1].outlet is None or filters.outlet is not None


@given(st.dates(min_value=date(1, 1, 9)), st.sampled_from(["week", "month", "year"]))
def test_last_week_ends_where_this_week_begins(today, unit):
    last = parse(f"Who won last {unit}?", today)[1].in_words
    this = parse(f"Who won this {unit}?", today)[1].in_words
    assert this.hold(today)
    assert not last.hold(today)
    assert this.after.toordinal() - last.before.toordinal() == 1


APART = [
    ("Why the repairs -ferry? after:2026-01", "Why the repairs?", ("after:2026-01", "-ferry")),
    ('Who? from:"Valley Post" -"stone by stone"', "Who?", ('from:"Valley Post"', '-"stone by stone"')),
    ('Who said "stone by stone" in March?', 'Who said "stone by stone" in March?', ()),
    ("from:Reuters", "", ("from:Reuters",)),
]


@pytest.mark.parametrize(("text", "question", "typed"), APART)
def test_filters_are_taken_off_as_they_were_typed(text, question, typed):
    assert apart(text) == (question, typed)


@pytest.mark.parametrize(("text", "question", "typed"), APART)
def test_what_was_taken_apart_means_the_same_together(text, question, typed):
    (_, whole), (_, joined) = parse(text, TODAY), parse(" ".join((question, *typed)), TODAY)
    assert joined == whole


INSTEAD = [
    (["after:2025"], ["after:2026"], ("after:2026",)),
    (["after:2025", "-x"], ["before:2024"], ("-x", "before:2024")),
    (["from:A", "-x"], ["From:B", "-y"], ("-x", "From:B", "-y")),
    (["-x"], ["-x"], ("-x",)),
    ([], ["by:A"], ("by:A",)),
]


@pytest.mark.parametrize(("kept", "given", "together"), INSTEAD)
def test_a_new_filter_takes_the_place_of_one_of_its_kind(kept, given, together):
    assert instead(kept, given) == together


BOUND = [
    ("before March", 'before:"March"'),
    ("After 2025-03", 'after:"2025-03"'),
    ("before tuesday", 'before:"tuesday"'),
    ("before the war", None),
    ("in March", None),
]


@pytest.mark.parametrize(("text", "typed"), BOUND)
def test_before_and_after_a_date_are_filters(text, typed):
    assert bound(text) == typed


def test_dates_in_words_are_told_from_questions_and_taken_out_of_them():
    assert [are_dates(text) for text in ("in March", "on Tuesday", "Who won in March", "in a march")] == [
        True,
        True,
        False,
        False,
    ]
    assert without_dates("What did he say on Tuesday about rain?") == "What did he say about rain?"
    assert without_dates("Who won in March?") == "Who won?"


# What is answered


def retriever(today=TODAY):
    archive, index = MemoryArchive([analyse(article) for article in ARTICLES]), OkapiIndex()
    index.add(passage for entry in archive.entries() for passage in indexed_passages(entry))
    return Retriever(archive, index, today=lambda: today)


RETRIEVER = retriever()

ANSWERED = [
    ("What did Reyes say?", ["bridge", "bridge", "school"]),
    ('What did Reyes say from:"valley post"', ["bridge", "bridge", "school"]),
    ("What did Reyes say from:“associated press”", ["bridge", "bridge"]),
    ("What did Reyes say about the bridge? from:“Associated Press”", ["bridge"]),
    ("What did Reyes say before:2026-03", ["school"]),
    ("What did Reyes say after:2026-02", ["bridge", "bridge"]),
    ("What did Reyes say -ferry", ["bridge", "school"]),
    ("What did Reyes say -FERRY -stone", ["school"]),
    ('What did Reyes say? "stone by stone"', ["bridge"]),
    ("What did Reyes say? “Stone, by stone”", ["bridge"]),
    ('Who will rebuild the bridge "stone by stone"?', ["bridge"]),
    ("What did Reyes say in February?", ["school"]),
    ("What did Reyes say last week?", ["bridge", "bridge"]),
    ("When will the school open in February?", ["school"]),
    ("When will the school open before:2026-02-03", ["school"]),
    ("by:Reyes after:2026-02", ["bridge", "bridge"]),
    ('by:"Tomas Reyes" before:yesterday school', ["school"]),
    ("by:Moe", ["ferry", "ferry"]),
    ("What will the ferry crews do? by:Moe", ["ferry"]),
    ("Who said that the ferry crews would not strike? from:“Coast Gazette”", ["ferry"]),
    ("Who said the offer is fair last week?", ["ferry"]),
    ("Who said the offer is “fair”?", ["ferry"]),
    ("How much do the bridge's repairs cost since March?", ["bridge"]),
]


@pytest.mark.parametrize(("text", "articles"), ANSWERED)
def test_what_answers_meets_the_filters(text, articles):
    found = RETRIEVER.answer(text)
    assert isinstance(found, Answer)
    assert [quote.article.id for quote in found.quotes] == articles
    assert found.understood_as == text


UNANSWERED = [
    ("When will the school open? after:2026-02", "outside_dates"),
    ("What did Reyes say? before:2026", "outside_dates"),
    ("When will the zeppelin land? after:2026-02", "no_match"),
    ('How much do the repairs cost? from:"Coast Gazette"', "no_match"),
    ('How much do the repairs cost? from:"Associated Press"', "weak_match"),
    ('What did Berg say about the budget? "stone by stone"', "speaker_silent"),
    ('What did Berg say about the "budget of the decade"?', "speaker_silent"),
    ("What did Moe say -fair -strike", "speaker_silent"),
    ('When will the school open? by:"Karin Moe"', "speaker_silent"),
]


@pytest.mark.parametrize(("text", "reason"), UNANSWERED)
def test_what_does_not_meet_the_filters_is_no_answer(text, reason):
    found = RETRIEVER.answer(text)
    assert isinstance(found, Abstention)
    assert found.reason == reason
    assert found.understood_as == text


def test_an_abstention_for_its_dates_tells_which_and_shows_what_there_is_outside_of_them():
    found = RETRIEVER.answer("What did Reyes say about the bridge? before:2026")
    assert isinstance(found, Abstention)
    assert (found.asked, found.held) == (days(None, "2025-12-31"), days("2026-03-11", "2026-03-11"))
    assert found.closest[0].text.startswith('"We will rebuild the bridge')


def test_articles_without_the_phrase_do_not_answer_but_are_shown_as_closest():
    found = RETRIEVER.answer('Who said that the "zeppelin" crews would not strike?')
    assert isinstance(found, Abstention)
    assert found.closest[0].article.id == "ferry"


def test_a_phrase_of_the_title_is_in_the_article():
    assert isinstance(RETRIEVER.answer("Who will rebuild the bridge after “Bridge to close”?"), Answer)


UNKNOWN = [
    (
        'Who spoke? from:"Vally Post"',
        "The archive knows no outlet “Vally Post”. The nearest that it knows: Valley Post;",
    ),
    ("Who spoke? from:gazette", "The archive knows no outlet “gazette”. The nearest that it knows: Coast Gazette;"),
    ("bridge by:Reyez", "The archive knows no speaker “Reyez”. The nearest that it knows: Reyes; Tomas Reyes;"),
]


@pytest.mark.parametrize(("text", "message"), UNKNOWN)
@pytest.mark.parametrize("ask", [RETRIEVER.answer, RETRIEVER.understand])
def test_an_unknown_name_is_an_error_with_the_nearest_known_ones(ask, text, message):
    with pytest.raises(QuestionError) as error:
        ask(text)
    assert str(error.value).startswith(message)


def test_an_archive_without_outlets_says_that_it_knows_none():
    with pytest.raises(QuestionError, match="knows no outlet “Reuters”, nor any other"):
        Retriever(MemoryArchive([]), OkapiIndex()).answer("Who spoke? from:Reuters")


def test_dates_in_words_go_by_the_day_on_which_they_are_asked():
    assert [q.article.id for q in retriever(date(2026, 2, 4)).answer("What did Reyes say this week?").quotes] == [
        "school"
    ]


def test_dates_in_words_are_no_requirement():
    """No article is of that year, of which one tells."""
    found = RETRIEVER.answer("What did the floods weaken in 1998?")
    assert isinstance(found, Answer)
    assert found.quotes[0].article.published == date(2026, 3, 11)


def test_the_topic_of_a_filtered_question_is_without_filters():
    question = RETRIEVER.understand('the bridge -ferry by:Reyes from:"Valley Post"')
    assert (question.topic_text(), question.asked_for) == ("the bridge", "Reyes")
    assert question.speakers[0].endswith("Reyes")


def test_a_thread_answers_a_filtered_question_and_goes_on():
    town = assistant()
    assert town.reply("t", "What did Reyes say about the ferry? -stone").outcome == "answered"
    assert town.reply("t", "Who spoke? from:Nobody").outcome == "error"
    assert town.reply("t", "/why 1").outcome == "command"
