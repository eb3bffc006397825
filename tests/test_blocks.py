"""Messages as Slack is given them: what they say, and that no text can break, stretch or escape them."""

import json
from dataclasses import replace
from datetime import date

import pytest
import samples
import slack_rules as rules
from hostile import HOSTILE
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.render import blocks
from bot.render.buttons import ButtonValue
from bot.reply import (
    ArticleView,
    ContextView,
    Help,
    Notice,
    Outdated,
    Overview,
    Reply,
    Sources,
    Speakers,
    Timeline,
    Why,
)
from retrieval.model import (
    Abstention,
    Answer,
    Article,
    Check,
    Checked,
    Difference,
    Evidence,
    Quote,
    Sentence,
    SpeakerCount,
    Statement,
)


def answered(*quotes: Quote, **changes) -> Reply:
    return replace(Reply("answered", Answer("Why?", quotes, (), 0.8), "Why?", "Why?", turn=1), **changes)


def one_quote(text: str, start: int = 0, end: int | None = None, **article) -> Quote:
    end = len(text) if end is None else end
    return Quote(text[start:end], start, end, Article("a1", text, **article), None, 1.0)


def quoted(message: blocks.Message) -> list[str]:
    return [rules.joined(quote) for quote in rules.elements(message.blocks, "rich_text_quote")]


def lines(message: blocks.Message) -> list[str]:
    return [rules.joined(section) for section in rules.elements(message.blocks, "rich_text_section")]


def test_an_answer_shows_the_quote_to_the_letter_and_who_said_it():
    message = blocks.message(samples.answered(), thread_ref="T:C:1")
    assert quoted(message) == [samples.DIRECT_WORDS]
    (attribution,) = lines(message)
    assert attribution.splitlines() == [
        "Ada Lindqvist, Mayor · quoted word for word",
        "Harbour News, citing Coast Gazette · said on 3 March 2026, published on 4 March 2026 · Council keeps the pier",
    ]
    assert list(rules.buttons(message.blocks)) == [
        "Context", "Open article", "Why", "More (2)", "Helpful", "Not helpful",
    ]  # fmt: skip


def test_matched_words_are_bold():
    (quote,) = rules.elements(blocks.message(samples.answered(), thread_ref="t").blocks, "rich_text_quote")
    assert [part["text"] for part in quote["elements"] if part.get("style") == {"bold": True}] == ["sell", "pier"]


def test_the_notification_says_who_and_what():
    message = blocks.message(samples.answered(), thread_ref="t")
    assert message.text == f"Ada Lindqvist, Mayor: {samples.DIRECT_WORDS}"


def test_a_long_notification_ends_after_a_word():
    message = blocks.message(answered(one_quote("many words " * 100, outlet="Daily")), thread_ref="t")
    assert message.text.startswith("Daily: many words many")
    assert message.text.endswith(("many…", "words…"))
    assert len(message.text) <= 300


def test_a_follow_up_shows_how_it_was_understood():
    message = blocks.message(samples.answered("And about the pier?"), thread_ref="t")
    assert lines(message)[0] == f"Understood as: {samples.ANSWER.understood_as}"


def test_several_quotes_are_numbered_on_from_those_shown_before():
    reply = answered(samples.DIRECT, samples.PARAPHRASE, first=4)
    assert [line[:3] for line in lines(blocks.message(reply, thread_ref="t"))] == ["4. ", "5. "]


def test_an_abstention_says_why_and_keeps_the_closest_passages_behind_a_button():
    message = blocks.message(samples.abstained(), thread_ref="t")
    why = "The archive has 3 statements by Ada Lindqvist; none of them speaks of “ferries”. "
    help_ = "“What did Ada Lindqvist say?” shows them."
    assert lines(message) == ["No answer to “What did Ada Lindqvist say about ferries?”", why + help_]
    assert quoted(message) == []
    assert list(rules.buttons(message.blocks)) == ["Closest passages", "Helpful", "Not helpful"]
    value = ButtonValue.loads(rules.buttons(message.blocks)["Closest passages"]["value"])
    assert (value.turn, value.ask) == (2, samples.ABSTENTION.understood_as)


def test_the_closest_passages_are_never_shown_as_an_answer():
    message = blocks.message(samples.abstained(), thread_ref="t", closest=True)
    assert quoted(message) == [samples.NARRATION_WORDS]
    assert "Closest passages (not an answer):" in lines(message)
    assert "Closest passages" not in rules.buttons(message.blocks)
    assert message.text == blocks.message(samples.abstained(), thread_ref="t").text


def test_an_answer_in_private_can_be_shared_and_is_not_rated():
    message = blocks.ephemeral(samples.answered(), thread_ref="T:C:1")
    assert list(rules.buttons(message.blocks)) == ["Context", "Open article", "Why", "More (2)", "Share in channel"]
    assert ButtonValue.loads(rules.buttons(message.blocks)["Share in channel"]["value"]).thread == "T:C:1"


def test_a_note_stands_above_the_answer():
    message = blocks.message(samples.answered(), thread_ref="t", note="The question was edited.")
    assert lines(message)[0] == "The question was edited."


CONTEXT = ContextView(1, samples.DIRECT, 0, samples.span("take two years.")[1])


def test_context_unfolds_in_place_and_folds_again():
    message = blocks.message(samples.answered(), thread_ref="t")
    shown = blocks.with_context(message.blocks, CONTEXT, thread_ref="t", turn=1)
    unfolded = blocks.Message(message.text, shown)
    assert quoted(unfolded) == quoted(message)
    assert lines(unfolded)[0] == "The harbour council met on Tuesday.\n\nMoney"
    assert lines(unfolded)[1] == lines(message)[0]
    assert lines(unfolded)[2] == samples.PARAPHRASE_WORDS
    hide = ButtonValue.loads(rules.buttons(shown)["Hide context"]["value"])
    assert hide.show is False
    assert blocks.with_context(shown, CONTEXT, thread_ref="t", turn=1, show=hide.show) == message.blocks


def test_context_of_one_quote_leaves_the_others_alone():
    message = blocks.message(answered(samples.PARAPHRASE, samples.DIRECT, first=1), thread_ref="t")
    shown = blocks.with_context(message.blocks, replace(CONTEXT, number=2), thread_ref="t", turn=1)
    assert [block["block_id"] for block in shown] == [block["block_id"] for block in message.blocks]
    assert shown[:2] == message.blocks[:2]
    assert shown[4:] == message.blocks[4:]


def test_context_for_a_quote_that_the_message_does_not_show_changes_nothing():
    message = blocks.message(samples.answered(), thread_ref="t")
    assert blocks.with_context(message.blocks, replace(CONTEXT, number=7), thread_ref="t", turn=1) == message.blocks


@given(HOSTILE, HOSTILE)
def test_context_of_any_text_stays_within_the_limits(before, after):
    text = f"{before} The quote. {after}"
    start = text.index("The quote.", len(before))
    quote = one_quote(text, start, start + len("The quote."))
    message = blocks.message(answered(quote, one_quote("More. " * 300), one_quote("More. " * 300)), thread_ref="t")
    shown = blocks.with_context(message.blocks, ContextView(1, quote, 0, len(text)), thread_ref="t", turn=1)
    rules.check_message(message.text, shown)
    folded = blocks.with_context(shown, ContextView(1, quote, 0, len(text)), thread_ref="t", turn=1, show=False)
    assert folded == message.blocks


@given(HOSTILE, HOSTILE, HOSTILE)
@example("x" * 50_000, "x", "x")
@example("One. " * 10_000, "x", "x")
@example("😀" * 200, "😀" * 200, "😀" * 200)
def test_any_text_is_shown_to_the_letter_or_cut_at_a_sentence_and_said_so(body, name, question):
    statement = Statement(0, len(body), name, name, name, "paraphrase", "said", (name, name), date(2026, 1, 1))
    article = Article(name, body, name, name, name, date(2026, 1, 1), "https://news.example/a")
    quote = Quote(body, 0, len(body), article, statement, 1.0, ((0, 1), (0, 3), (2, 9)))
    reply = Reply("answered", Answer(question, (quote,) * 3, (quote,), 1.0), name, question, 1, 1, 4)
    message = blocks.message(reply, thread_ref="T:C:1")
    rules.check_message(message.text, message.blocks)
    notes = [line for line in lines(message) if "Open article" in line]
    if len(body) <= 1_000:
        assert quoted(message) == [body] * 3
    else:
        assert all(body.startswith(shown) for shown in quoted(message))
        assert len(notes) == (0 if quoted(message) == [body] * 3 else 3)


@given(HOSTILE)
def test_a_quote_is_never_cut_inside_a_sentence(filler):
    sentence = "This sentence ends with its own last word, which is harbour. "
    text = sentence * 45 + filler
    (shown,) = quoted(blocks.message(answered(one_quote(text)), thread_ref="t"))
    assert shown == text or shown.endswith("harbour.")


def test_a_sentence_longer_than_a_message_is_not_shown_in_part():
    message = blocks.message(answered(one_quote("word " * 10_000 + "end.")), thread_ref="t")
    assert quoted(message) == []
    assert "This sentence of 50,004 characters is too long for a message. It is behind Open article." in lines(message)


def test_what_no_encoding_can_write_is_replaced():
    message = blocks.message(
        answered(one_quote("half \ud83d a pair", title="\udc00", url=samples.ARTICLE.url)), thread_ref="t"
    )
    assert quoted(message) == ["half \ufffd a pair"]
    json.dumps([message.text, message.blocks], ensure_ascii=False).encode()


@given(HOSTILE)
def test_nothing_in_a_notification_is_parsed(text):
    said = blocks.message(answered(one_quote(text)), thread_ref="t").text
    assert "<" not in said
    assert ">" not in said
    for rest in said.split("&")[1:]:
        assert rest.startswith(("amp;", "lt;", "gt;"))


@given(HOSTILE, HOSTILE)
def test_directions_in_foreign_text_do_not_reach_the_words_beside_it(name, question):
    statement = Statement(0, 5, name, name, name, "direct", "said")
    quote = Quote("Words", 0, 5, Article("a", "Words", name, name), statement, 1.0)
    reply = Reply("answered", Answer(question, (quote,), (), 1.0), "asked", question, 1)
    for line in lines(blocks.message(reply, thread_ref="t")):
        depth = 0
        for character in line:
            depth += character in "\u2066\u2067\u2068"
            depth -= character == "\u2069"
            assert depth >= 0
        assert depth == 0


BODIES = [
    samples.ANSWER,
    samples.ABSTENTION,
    Notice("Done."),
    Help((("/sources", "the articles"), ("/why N", "why"))),
    Sources((samples.ARTICLE,) * 500, left=1),
    Sources(()),
    Speakers((SpeakerCount("Ada Lindqvist", "Mayor", 3),) * 500),
    ArticleView(samples.ARTICLE, (), samples.span("old pier")),
    ArticleView(Article("long", "A sentence. " * 3_000), tuple(Sentence(12 * n, 12 * n + 11) for n in range(3_000))),
    CONTEXT,
    Why(1, samples.DIRECT, samples.EVIDENCE, 0.9),
    Why(1, samples.DIRECT, Evidence((), ()), 0.9),
    Check(()),
    Check((Checked("Claim.", "differs", samples.DIRECT, (Difference("said", "a"), Difference("record", "b"))),) * 60),
    Timeline("Ada Lindqvist", "the pier", (samples.DIRECT,) * 20),
    Timeline("Ada Lindqvist", "the pier", ()),
    Overview(3, ("Harbour News",), date(2026, 1, 1), (SpeakerCount("Ada Lindqvist", "Mayor", 3),), ("Why?",)),
    Abstention("Why?", "no_match", (), 0.0),
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: type(body).__name__)
@pytest.mark.parametrize("show", [blocks.message, blocks.ephemeral], ids=["message", "ephemeral"])
def test_every_page_of_every_kind_of_reply_is_one_that_slack_takes(body, show):
    page, seen = 1, []
    while True:
        message = show(Reply("command", body, "/asked", turn=1), thread_ref="t", page=page)
        rules.check_message(message.text, message.blocks)
        seen += message.blocks
        following = rules.buttons(message.blocks).get("Next page")
        if following is None:
            break
        value = ButtonValue.loads(following["value"])
        assert (value.page, value.ask) == (page + 1, "/asked")
        page += 1
    assert len(rules.elements(seen, "rich_text_quote")) >= len(getattr(body, "items", getattr(body, "quotes", ())))


def test_a_list_longer_than_a_message_is_shown_whole_over_its_pages():
    names = [f"Speaker number {number}" for number in range(1_000)]
    reply = Reply("command", Speakers(tuple(SpeakerCount(name, None, 1) for name in names)), "/speakers")
    shown, page = [], 1
    while f"Page {page - 1} of {page - 1}" not in shown:
        message = blocks.message(reply, thread_ref="t", page=page)
        shown += [
            rules.joined(item) for part in rules.elements(message.blocks, "rich_text_list") for item in part["elements"]
        ]
        shown += lines(message)
        page += 1
    assert [line for line in shown if line.startswith("Speaker")] == [f"{name}: 1 statement" for name in names]


@pytest.mark.parametrize("page", [-1, 0, 99])
def test_a_page_that_does_not_exist_is_the_nearest_that_does(page):
    message = blocks.message(samples.answered(), thread_ref="t", page=page)
    assert message == blocks.message(samples.answered(), thread_ref="t")


@given(HOSTILE)
def test_plain_words_are_shown_to_the_letter(words):
    message = blocks.plain(words)
    rules.check_message(message.text, message.blocks)
    if len(words) <= 1_000:
        assert lines(message) == [words]


@settings(max_examples=30)
@given(st.text(max_size=100), st.integers(0, 9), HOSTILE, HOSTILE)
def test_a_button_carries_its_value_there_and_back(thread, turn, article, ask):
    value = ButtonValue(thread, turn, 2, article, 3, 9, ask=ask)
    dumped = value.dumps()
    assert len(dumped) <= 2_000
    assert ButtonValue.loads(dumped) in {value, replace(value, article="", ask="")}


@pytest.mark.parametrize("value", ["", "{", "[]", "null", '{"turn": "1"}', '{"no": 1}', '{"turn": true}'])
def test_a_value_that_no_button_of_ours_carries_is_refused(value):
    with pytest.raises(ValueError):
        ButtonValue.loads(value)


def test_a_name_that_may_have_been_misspelt_is_followed_by_the_one_meant():
    body = replace(samples.ABSTENTION, speaker="Ada Lindkvist", by_speaker=0, did_you_mean="Ada Lindqvist")

    message = blocks.message(samples.abstained(body=body), thread_ref="t")

    assert lines(message)[1] == "The archive has no statement by Ada Lindkvist. Did you mean Ada Lindqvist?"


def test_a_timeline_that_is_offered_is_a_button_that_carries_its_command():
    message = blocks.message(replace(samples.answered(), timeline="/timeline Ada on the pier"), thread_ref="t")
    timeline = rules.buttons(message.blocks)["Timeline"]
    assert ButtonValue.loads(timeline["value"]).ask == "/timeline Ada on the pier"
    assert "Timeline" not in rules.buttons(blocks.message(samples.answered(), thread_ref="t").blocks)


def test_an_old_source_is_told_under_the_answer():
    old = replace(samples.answered(), outdated=Outdated(date(2025, 9, 10), date(2026, 3, 4)))
    assert lines(blocks.message(old, thread_ref="t"))[-1].startswith(
        "The newest source of this is of 10 September 2025"
    )


def test_a_quote_tells_of_its_copies_and_its_article_and_why_names_them():
    corrected = replace(samples.ARTICLE, correction="The price was wrong.")
    other = replace(samples.DIRECT, article=replace(corrected, id="o", outlet="Globe"), statement=None)
    quote = replace(samples.DIRECT, article=corrected, also=(other,))
    said = "\n".join(lines(blocks.message(answered(quote), thread_ref="t")))
    assert "in an article that was corrected · also in 1 other outlet" in said
    why = blocks.why_modal(Why(1, quote, samples.EVIDENCE, 0.9, "?"))
    told = "\n".join(lines(blocks.Message("", why["blocks"])))
    assert "The same statement: Globe, 4 March 2026." in told
    assert "Corrected: The price was wrong." in told
