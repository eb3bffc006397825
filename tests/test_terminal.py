import io
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from samples import (
    ABSTENTION,
    ARTICLE,
    DIRECT,
    EVIDENCE,
    NARRATION,
    PARAPHRASE,
    TEXT,
    abstained,
    answered,
    quote_of,
    span,
)

from bot.render import terminal
from bot.render.layout import inert
from bot.reply import (
    ArticleView,
    Check,
    ContextView,
    Help,
    Notice,
    Overview,
    Reply,
    Sources,
    Speakers,
    Timeline,
    Why,
)
from retrieval.model import Answer, Checked, Difference, Entry, Sentence, SpeakerCount


def piped(what) -> str:
    out = io.StringIO()
    terminal.show(terminal.console(out), what)
    return out.getvalue()


def on_terminal(what, width=60, **options) -> str:
    out = io.StringIO()
    environment = {"TERM": "xterm-256color", **options.pop("env", {})}
    console = Console(
        file=out, width=width, force_terminal=True, markup=False, emoji=False, highlight=False, _environ=environment,
        **options,
    )  # fmt: skip
    terminal.show(console, what)
    return out.getvalue()


def unstyled(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def reply(body, outcome="command", asked="/x") -> Reply:
    return Reply(outcome, body, asked)


def test_in_a_pipe_an_answer_is_whole_lines_without_colour_or_bars():
    assert piped(terminal.reply(answered())) == (
        '1. "We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.\n'
        "   Ada Lindqvist, Mayor · quoted word for word\n"
        "   Harbour News, citing Coast Gazette · said on 3 March 2026, published on 4 March 2026\n"
        "   “Council keeps the pier” · https://news.example/pier\n"
    )


def test_on_a_terminal_quotes_stand_behind_a_bar_and_wrap_at_its_width():
    assert unstyled(on_terminal(terminal.reply(answered()), width=44)) == (
        '1 │ "We will not sell the old pier," Mayor\n'
        "  │ Ada Lindqvist told the Coast Gazette.\n"
        "    Ada Lindqvist, Mayor\n"
        "    quoted word for word\n"
        "    Harbour News, citing Coast Gazette\n"
        "    said on 3 March 2026, published on 4\n"
        "      March 2026\n"
        "    “Council keeps the pier”\n"
        "    https://news.example/pier\n"
    )


def test_matched_words_are_bold():
    shown = on_terminal(terminal.reply(answered()))

    assert "\x1b[1msell\x1b[0m the old \x1b[1mpier\x1b[0m" in shown


def test_without_colour_bold_still_tells_what_matched():
    shown = on_terminal(terminal.reply(answered()), env={"NO_COLOR": "1"})

    assert "\x1b[1msell\x1b[0m" in shown
    assert not re.search(r"\x1b\[[0-9;]*(3[0-9]|9[0-7])[;m]", shown)


def test_a_dumb_terminal_gets_what_a_pipe_gets():
    dumb = on_terminal(terminal.reply(answered()), env={"TERM": "dumb"})

    assert dumb == piped(terminal.reply(answered()))


def test_an_encoding_without_the_bar_gets_an_ascii_one():
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="backslashreplace")
    console = Console(file=out, width=60, force_terminal=True, _environ={"TERM": "xterm"})
    terminal.show(console, terminal.reply(answered()))
    out.flush()

    assert b"1 | " in unstyled(out.buffer.getvalue().decode("ascii")).encode()


def test_quotes_come_out_to_the_letter_past_everything_that_rich_reads_as_markup():
    hostile = "[sic] :smile: [bold]x[/bold] [/] [link=https://a.example]y[/link] \\[z] 3 < 4 `c` *d* _e_"

    assert f"1. {hostile}\n" in piped(terminal.reply(answered(body=Answer("", (quote_of(hostile),), (), 1))))
    assert f"1 │ {hostile}\n" in unstyled(
        on_terminal(terminal.reply(answered(body=Answer("", (quote_of(hostile),), (), 1))), width=120)
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mred\x1b[0m", "a␛[31mred␛[0m"),
        ("a\x1b]0;title\x07b", "a␛]0;title␇b"),
        ("a\rb\x08c\x00d\x7fe", "a␍b␈c␀d␡e"),
        ("a\x9b31mb", "a<U+009B>31mb"),
        ("a\u202eb\u2066c", "a<U+202E>b<U+2066>c"),
        ("a\u2028b", "a<U+2028>b"),
        ("a\ud800b", "a<U+D800>b"),
        ("tab\tand line\nstay", "tab\tand line\nstay"),
        ("Сибіга’s “мир” 日本 👩‍👧 e\u0301", "Сибіга’s “мир” 日本 👩‍👧 e\u0301"),
    ],
)
def test_what_a_terminal_might_obey_is_shown_instead(text, shown):
    assert inert(text) == shown


@given(st.text(min_size=1))
@example("[sic]")
@example("\x1b[2J")
@example("a\tb  c ")
def test_a_pipe_gets_every_quote_to_the_letter(text):
    shown = piped(terminal.quote(1, quote_of(text)))

    lines = inert(text).split("\n")
    assert shown.startswith("1. " + "\n   ".join(lines) + "\n")


@given(
    text=st.text(st.sampled_from("ab \n[]:日👍\x1b\u202e"), min_size=1, max_size=80),
    spans=st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4),
    width=st.integers(20, 40),
)
def test_no_line_is_wider_than_a_narrow_terminal_and_no_character_is_lost(text, spans, width):
    shown = unstyled(on_terminal(terminal.quote(1, quote_of(text, tuple(spans))), width=width))

    lines = shown.splitlines()
    assert max(map(cell_len, lines)) <= width
    barred = "".join(line[4:] for line in lines if line[2:3] == "│")
    assert re.sub(r"\s", "", barred) == re.sub(r"\s", "", inert(text))


def test_every_line_of_a_quote_of_several_lines_stands_behind_the_bar():
    shown = unstyled(on_terminal(terminal.quote(12, quote_of("one\n\ntwo"))))

    assert shown.startswith("12 │ one\n   │ \n   │ two\n")


def test_a_follow_up_shows_what_it_was_taken_for():
    shown = piped(terminal.reply(answered("And the pier?")))

    assert shown.startswith("Understood as: What did Ada Lindqvist say about the pier?\n\n1. ")


def outline(text: str) -> list[str]:
    return re.findall(r"^(?:\d+(?=\. )|Ranked.*)", text, re.MULTILINE)


def test_quotes_behind_more_go_on_counting_and_are_told_to_rank_behind():
    more = Answer("", (PARAPHRASE, NARRATION), (), 0.5)

    assert outline(piped(terminal.reply(answered(body=more, first=4)))) == ["Ranked behind the quotes above:", "4", "5"]


@pytest.mark.parametrize(
    ("limit", "lines"),
    [
        (None, ["1"]),
        (1, ["1"]),
        (2, ["1", "Ranked behind the quotes above:", "2"]),
        (9, ["1", "Ranked behind the quotes above:", "2", "3"]),
    ],
)
def test_a_limit_shows_also_what_answers_less_well_and_says_so(limit, lines):
    assert outline(piped(terminal.reply(answered(), limit))) == lines


def test_an_abstention_says_what_was_looked_for_why_there_is_no_answer_and_what_comes_closest():
    assert piped(terminal.reply(abstained())) == (
        "No answer to “What did Ada Lindqvist say about ferries?”\n"
        "The archive has 3 statements by Ada Lindqvist; none of them speaks of “ferries”. "
        "“What did Ada Lindqvist say?” shows them.\n"
        "\n"
        "Closest passages (not an answer):\n"
        "\n"
        "1. The harbour council met on Tuesday.\n"
        "   Harbour News · in its own words\n"
        "   4 March 2026\n"
        "   “Council keeps the pier” · https://news.example/pier\n"
    )


@pytest.mark.parametrize(
    ("count", "limit", "shown", "rest"),
    [
        (3, None, 3, ""),
        (4, None, 3, "And 1 more passage that comes close."),
        (10, None, 3, "And 7 more passages that come close."),
        (10, 5, 5, "And 5 more passages that come close."),
        (10, 10, 10, ""),
    ],
)
def test_an_abstention_shows_three_passages_or_as_many_as_asked_for_and_tells_of_the_others(count, limit, shown, rest):
    told = piped(terminal.reply(abstained(body=replace(ABSTENTION, closest=(NARRATION,) * count)), limit))

    assert told.count(NARRATION.text) == shown
    assert told.count("come") == bool(rest)
    assert told.endswith(f"{rest}\n")


def test_an_abstention_with_nothing_close_offers_nothing():
    shown = piped(terminal.reply(abstained(body=replace(ABSTENTION, closest=()))))

    assert shown.count("\n") == 2


def test_what_was_asked_is_inert_too():
    shown = on_terminal(terminal.reply(abstained("\x1b[2J", body=replace(ABSTENTION, understood_as="\x1b[2J"))))

    assert "\x1b[2J" not in shown


COMMANDS = {
    "notice": (Notice("Nothing more [here]."), "Nothing more [here].\n"),
    "help": (
        Help((("/help", "this list"), ("/article N", "the whole article"))),
        """\
  /help       this list
  /article N  the whole article
""",
    ),
    "sources": (
        Sources((ARTICLE, replace(ARTICLE, id="b", title=None, outlet=None, author=None, published=None, url=None))),
        """\
Council keeps the pier
  Harbour News · Jo Berg · 4 March 2026
  https://news.example/pier
  id pier-1

The harbour council met on Tuesday. Money "We will not …
  id b
""",
    ),
    "the newest sources": (
        Sources((ARTICLE,), left=2),
        """\
Council keeps the pier
  Harbour News · Jo Berg · 4 March 2026
  https://news.example/pier
  id pier-1

And 2 older articles.
""",
    ),
    "speakers": (
        Speakers((SpeakerCount("Ada Lindqvist", "Mayor", 3), SpeakerCount("Bo", None, 1))),
        """\
Ada Lindqvist, Mayor: 3 statements
Bo: 1 statement
""",
    ),
    "nobody": (Speakers(()), "Nobody is quoted in the archive.\n"),
    "context": (
        ContextView(1, PARAPHRASE, DIRECT.start, len(TEXT)),
        """\
"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.

> She said that the repair would cost 3 million crowns [sic] :smile: and take two years.

"It is ours," she said.
""",
    ),
    "why": (
        Why(2, DIRECT, EVIDENCE, 0.875, "Will ferries leave the pier?"),
        """\
2. "We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.
   Ada Lindqvist, Mayor · quoted word for word
   Harbour News, citing Coast Gazette · said on 3 March 2026, published on 4 March 2026
   “Council keeps the pier” · https://news.example/pier

Words of the question, and their share of its weight:
  pier     75%  in the quote
  ferries  25%  not in the quote

What speaks for the quote, as value x weight:
  share of the question's words  0.75 x 2.00 = 1.50
  tells and does not ask         1.00 x 0.50 = 0.50

Confidence of the answer: 0.88 of 1.
""",
    ),
    "timeline": (
        Timeline("Ada Lindqvist", "the pier", (NARRATION,)),
        """\
What Ada Lindqvist said on “the pier”, oldest first:

1. The harbour council met on Tuesday.
   Harbour News · in its own words
   4 March 2026
   “Council keeps the pier” · https://news.example/pier
""",
    ),
    "overview": (
        Overview(1, ("Harbour News",), None, (SpeakerCount("Bo", None, 1),), ("What did Bo say?",)),
        """\
The archive holds 1 article from Harbour News.
Most quoted: Bo (1).
Try: What did Bo say?
""",
    ),
}


@pytest.mark.parametrize(("body", "shown"), COMMANDS.values(), ids=COMMANDS.keys())
def test_each_command_reads_like_this_in_a_pipe(body, shown):
    assert piped(terminal.reply(reply(body))) == shown


def test_an_article_points_at_the_quote_and_leaves_out_what_was_metadata():
    article = replace(ARTICLE, text="date 2026-03-04 " + TEXT, body=16)
    start, end = span("It is ours", article.text)

    shown = piped(terminal.reply(reply(ArticleView(article, (), (start, end)))))

    assert "date 2026-03-04" not in shown
    assert '\n\nMoney\n\n"We will' in shown
    assert "\n\n> It is ours\n\n" in shown


def test_an_article_can_be_read_without_a_mark():
    shown = piped(terminal.reply(reply(ArticleView(ARTICLE, ()))))

    assert shown.endswith("id pier-1\n\n" + TEXT)


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        (
            Checked("We sell it.", "differs", DIRECT, (Difference("said", "We"), Difference("record", "We will not"))),
            ["The record has other words:", "[-We-]{+We will not+}", "Ada Lindqvist, Mayor"],
        ),
        (Checked("We will.", "verbatim", DIRECT), ["The record has these words:", "“We will.”", "1. "]),
        (
            Checked("We will.", "verbatim", DIRECT, credited_to="Bo"),
            ["The message credits Bo; the record credits Ada Lindqvist, Mayor."],
        ),
        (Checked("We will.", "close", DIRECT), ["The record speaks of this, in other words:", "1. "]),
        (Checked("We will.", "not_found", None), ["The record does not have this:"]),
    ],
)
def test_a_checked_message_stands_beside_the_record(item, shown):
    text = piped(terminal.reply(reply(Check((item,)))))

    assert all(piece in text for piece in shown)


def test_inspection_numbers_the_sentences_and_tells_who_speaks_in_each():
    sentences = (Sentence(0, 35), Sentence(DIRECT.start, DIRECT.end, "Money", 1))
    entry = Entry(ARTICLE, sentences, (), (replace(DIRECT.statement, speaker_text="Mayor"),))

    assert piped(terminal.inspection(entry)) == (
        "Council keeps the pier\n"
        "  Harbour News · Jo Berg · 4 March 2026\n"
        "  https://news.example/pier\n"
        "  id pier-1\n"
        "\n"
        "  1  The harbour council met on Tuesday.\n"
        "     narration\n"
        "\n"
        "[Money]\n"
        "\n"
        '  2  "We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.\n'
        "     direct · Ada Lindqvist (“Mayor”), Mayor · cue “told” · Harbour News > Coast Gazette"
        " · said on 3 March 2026\n"
        '       "We will not sell the old pier,"\n'
    )
