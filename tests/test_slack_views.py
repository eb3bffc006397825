"""The App Home and the views over a message, as Slack is given them."""

from dataclasses import replace
from datetime import date

import pytest
import samples
import slack_rules as rules
from hostile import HOSTILE
from hypothesis import given

from bot.render import blocks
from bot.render.buttons import ButtonValue
from bot.reply import ArticleView, Overview, Why
from retrieval.model import Article, Check, Checked, Difference, SpeakerCount
from retrieval.segment import sentences
from retrieval.sources.source import Health

OVERVIEW = Overview(
    articles=2,
    outlets=("Harbour News",),
    newest=date(2026, 3, 4),
    speakers=(SpeakerCount("Ada Lindqvist", "Mayor", 3),),
    suggestions=("What did Ada Lindqvist say?",),
)


def view_of(text: str, marked: tuple[int, int] | None = None) -> ArticleView:
    article = Article("a1", text)
    return ArticleView(article, sentences(article), marked)


def words_of(view: dict) -> str:
    return "\n".join(
        rules.joined(item)
        for block in view["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        for item in (part["elements"] if part["type"] == "rich_text_list" else [part])
    )


def test_the_home_tells_what_there_is_how_to_ask_and_what_was_asked():
    view = blocks.home(OVERVIEW, ["And about the pier?"])
    rules.check_view(view)
    for line in (
        "The archive holds 2 articles from Harbour News, the newest of 4 March 2026.",
        "Ada Lindqvist, Mayor: 3 statements",
        "What did Ada Lindqvist say?",
        "And about the pier?",
    ):
        assert line in words_of(view).splitlines()


def test_the_home_of_an_empty_archive_is_a_view_too():
    rules.check_view(blocks.home(Overview(0, (), None, (), ()), []))


def test_the_home_tells_how_the_sources_do_those_that_fail_first_and_nothing_secret_of_them():
    noon = 1_772_625_600.0
    well = Health(tried=noon, succeeded=noon, added=1_204, revised=3, unread={"no_text": 2, "gone": 1})
    failing = Health(tried=noon, succeeded=noon - 90_000, failures=4, error="does not answer in time")
    health = {"https://a.example/rss?key=secret": well, "https://b.example/": failing, "/srv/incoming": Health()}
    view = blocks.home(OVERVIEW, [], health)
    rules.check_view(view)
    lines = words_of(view).splitlines()
    assert lines[lines.index("3 sources; 1 cannot be read now.") :][1:4] == [
        "b.example: does not answer in time; 4 looks failed, read last on 3 March 2026, 11:00 UTC",
        "incoming: not looked at yet",
        "a.example/rss: 1,204 added, 3 revised, 3 not read; looked at on 4 March 2026, 12:00 UTC",
    ]


def test_the_home_lists_ten_sources_and_counts_the_others():
    view = blocks.home(OVERVIEW, [], {f"https://n{number}.example/": Health() for number in range(200)})
    rules.check_view(view)
    assert "200 sources." in words_of(view)
    assert "190 more" in words_of(view)


def test_the_home_shows_the_first_of_long_lists():
    view = blocks.home(Overview(1, (), None, (SpeakerCount("Bo Ek", None, 1),) * 500, ("Why?",) * 500), ["When?"] * 500)
    rules.check_view(view)
    assert words_of(view).splitlines().count("Bo Ek: 1 statement") == 10


@given(HOSTILE)
def test_the_home_takes_any_text(words):
    overview = Overview(1, (words,) * 9, None, (SpeakerCount(words, words, 1),) * 12, (words,) * 12)
    health = {f"{words}{number}": Health(tried=1.0, failures=1, error=words) for number in range(12)}
    rules.check_view(blocks.home(overview, [words] * 12, health))


def test_an_article_opens_where_the_quote_stands_and_marks_it():
    filler = "This sentence fills the article. " * 400
    view = view_of(filler + "Here it is. " + filler, (len(filler), len(filler) + len("Here it is.")))
    modal = blocks.article_modal(view)
    rules.check_view(modal)
    (quote,) = rules.elements(modal["blocks"], "rich_text_quote")
    assert quote["elements"] == [{"type": "text", "text": "Here it is.", "style": {"bold": True}}]


def test_turning_the_pages_reads_the_whole_article():
    text = "".join(f"This is sentence number {n} of the article. " for n in range(900)).strip()
    view, read, page = view_of(text, (5, 9)), [], 1
    while True:
        modal = blocks.article_modal(view, page)
        rules.check_view(modal)
        read.append("".join(line for line in words_of(modal).splitlines()[1:] if not line.startswith("Page ")))
        turn = rules.buttons(modal["blocks"]).get("Next page")
        if turn is None:
            break
        value = ButtonValue.loads(turn["value"])
        assert (value.article, value.start, value.end) == ("a1", 5, 9)
        page = value.page
    assert page > 3
    assert all(part.endswith("of the article.") for part in read)
    assert "".join(read).replace(" ", "") == text.replace(" ", "")


def test_a_sentence_longer_than_a_page_goes_on_on_the_next_and_the_page_says_so():
    view = view_of("word " * 3_000)
    assert "The last sentence is longer than a page and goes on on the next." in words_of(blocks.article_modal(view, 1))
    assert "The last sentence" not in words_of(blocks.article_modal(view, 99))


@given(HOSTILE)
def test_an_article_of_any_text_is_shown_to_the_letter(text):
    view = view_of(text, (0, 1))
    modal = blocks.article_modal(view, 1)
    rules.check_view(modal)
    if len(text) < 5_000:
        parts = [part for block in modal["blocks"][1:] if block["type"] == "rich_text" for part in block["elements"]]
        assert "".join(map(rules.joined, parts)).replace("\n", "") == text.replace("\n", "")


def test_why_tells_the_words_and_the_evidence():
    modal = blocks.why_modal(Why(1, samples.DIRECT, samples.EVIDENCE, 0.875, "Will ferries leave the pier?"))
    rules.check_view(modal)
    for line in (
        "pier: 75%, in the quote",
        "ferries: 25%, not in the quote",
        "share of the question's words: 0.75 x 2.00 = 1.50",
        "Confidence of the answer: 0.88 of 1.",
    ):
        assert line in words_of(modal).splitlines()


DIFFERS = Checked(
    "We will sell the old pier",
    "differs",
    samples.DIRECT,
    (
        Difference("same", "We will "),
        Difference("record", "not "),
        Difference("same", "sell the "),
        Difference("said", "new "),
        Difference("record", "old "),
        Difference("same", "pier"),
    ),
)


def test_a_misquotation_is_shown_word_by_word():
    modal = blocks.check_modal(Check((DIFFERS,)))
    rules.check_view(modal)
    verdict, compared, *_ = rules.elements(modal["blocks"], "rich_text_section")
    assert rules.joined(verdict) == "The record has other words:"
    assert [(part["text"], part.get("style", {})) for part in compared["elements"]] == [
        ("We will ", {}),
        ("not ", {"bold": True}),
        ("sell the ", {}),
        ("new ", {"strike": True}),
        ("old ", {"bold": True}),
        ("pier", {}),
    ]


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (replace(DIFFERS, verdict="verbatim", differences=()), "The record has these words:"),
        (replace(DIFFERS, verdict="verbatim"), "The record has these words. What the message marks as changed:"),
        (replace(DIFFERS, verdict="close", differences=()), "The record speaks of this, in other words:"),
        (Checked("Claim.", "not_found", None), "The record does not have this:"),
        (
            replace(DIFFERS, credited_to="Bo Ek"),
            "The message credits Bo Ek; the record credits Ada Lindqvist, Mayor.",
        ),
    ],
)
def test_every_verdict_is_told_in_plain_words(item, line):
    assert line in words_of(blocks.check_modal(Check((item,)))).splitlines()


def test_a_message_with_more_sentences_than_are_shown_says_how_many_more():
    modal = blocks.check_modal(Check((DIFFERS,) * 50, left=13))
    rules.check_view(modal)
    assert "The message has 43 more sentences than are shown here." in words_of(modal)


def test_a_message_without_claims_says_so():
    modal = blocks.check_modal(Check(()))
    rules.check_view(modal)
    assert words_of(modal) == "There is nothing in this message that could be held against the record."


@given(HOSTILE)
def test_a_check_of_any_text_is_a_view_that_slack_takes(text):
    item = Checked(text, "differs", samples.DIRECT, (Difference("said", text), Difference("record", text)), text)
    rules.check_view(blocks.check_modal(Check((item,) * 3)))
