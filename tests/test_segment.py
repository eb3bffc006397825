from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Article
from retrieval.segment import passages, sentences
from retrieval.segment.blocks import blocks

CUT = "‖"


def golden():
    language = name = ""
    for line in (Path(__file__).parent / "data" / "segment.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            language, name = (part.strip() for part in line.strip("= ").split(":"))
        elif line.strip() and not line.startswith("#"):
            yield pytest.param(language, line, id=f"{name}: {line}")


def cut(text, **metadata):
    article = Article("a", text, **metadata)
    return [text[sentence.start : sentence.end] for sentence in sentences(article)]


def sections(text, **metadata):
    article = Article("a", text, **metadata)
    return [(sentence.section, text[sentence.start : sentence.end]) for sentence in sentences(article)]


@pytest.mark.parametrize(("language", "line"), list(golden()))
def test_a_paragraph_is_cut_where_its_sentences_end(language, line):
    expected = [part.strip() for part in line.split(CUT)]
    text = line.replace(f" {CUT} ", " ").replace(CUT, "")
    assert cut(text, language=language) == expected


PROSE = "The talks began on Monday."
MORE = "They ended a day later."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"{PROSE}\n\nDetails\n\n{MORE}", [(None, PROSE), ("Details", MORE)], id="a short line alone"),
        pytest.param(f"{PROSE}\nDetails\n{MORE}", [(None, PROSE), ("Details", MORE)], id="without blank lines"),
        pytest.param(
            f"{PROSE}\n\nDetails\n\n{MORE}\n\nAddendum\n\n{PROSE}",
            [(None, PROSE), ("Details", MORE), ("Addendum", PROSE)],
            id="the next heading takes over",
        ),
        pytest.param(f"# The talks\n\n{PROSE}", [("The talks", PROSE)], id="Markdown"),
        pytest.param(
            f"{PROSE}\n\n## Is it over?\n{MORE}", [(None, PROSE), ("Is it over?", MORE)], id="Markdown, asked"
        ),
        pytest.param(f"{PROSE}\n\n**Details**\n\n{MORE}", [(None, PROSE), ("Details", MORE)], id="a bold line"),
        pytest.param(f"{PROSE}\n\n4. Trade\n\n{MORE}", [(None, PROSE), ("4. Trade", MORE)], id="numbered"),
        pytest.param(
            f"{PROSE}\n\n‘Uneasy’ from the start\n\n{MORE}",
            [(None, PROSE), ("‘Uneasy’ from the start", MORE)],
            id="begun with a mark",
        ),
        pytest.param(
            f"{PROSE}\n\nThe record (2019)\n\n{MORE}", [(None, PROSE), ("The record (2019)", MORE)], id="with brackets"
        ),
        pytest.param(
            f"Деталі\n\n{PROSE}\n\nДовідково\n\n{MORE}", [("Деталі", PROSE), ("Довідково", MORE)], id="Ukrainian"
        ),
    ],
)
def test_a_heading_is_no_sentence_and_names_the_section(text, expected):
    assert sections(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "OSLO, Norway —",
        "KYIV (KNA) -",
        "By Ines Roth",
        "Photo: Ines Roth",
        "Ines Roth/KNA",
        "Ines Roth/Getty Images",
        "The Associated Press",
        "https://example.com/talks",
        "More:How the bridge fell",
        "He said:",
        "We will not stop.",
        "**We will not stop.**",
        "“We will not stop”,",
        "and so it goes",
        "- Ferries and buses",
        "* Ferries and buses",
        "• Ferries and buses",
        "> Ferries and buses",
        "This line has no full stop at its end but is longer than any heading that a newspaper prints",
    ],
)
def test_a_line_that_only_looks_like_a_heading_stays_a_sentence(line):
    assert sections(f"{PROSE}\n\n{line}\n\n{MORE}") == [(None, PROSE), (None, line), (None, MORE)]


def test_a_heading_that_says_more_than_a_label_is_a_sentence_of_its_section_as_well():
    headline = "Storm cuts off three villages"
    text = f"{PROSE}\n\n## **{headline}**\n\n{MORE}"
    assert sections(text) == [(None, PROSE), (headline, headline), (headline, MORE)]
    assert [sentence.paragraph for sentence in sentences(Article("a", text))] == [0, 1, 2]


def test_a_line_in_which_a_sentence_ends_is_no_heading():
    assert sections(f"The storm is over. Nobody was hurt\n{PROSE}") == [
        (None, "The storm is over."),
        (None, "Nobody was hurt"),
        (None, PROSE),
    ]


def test_three_short_lines_in_a_row_are_a_list_and_two_are_headings():
    assert sections(f"Ferries\nBuses\nTrams\n{PROSE}") == [
        (None, "Ferries"),
        (None, "Buses"),
        (None, "Trams"),
        (None, PROSE),
    ]
    assert sections(f"Travel\nFerries\n{PROSE}") == [("Ferries", PROSE)]


def test_a_short_line_at_the_end_heads_nothing():
    assert sections(f"{PROSE}\n\nIna Roth") == [(None, PROSE), (None, "Ina Roth")]


def test_the_title_repeated_above_the_text_is_no_section():
    title = "Talks begin in the old port"
    text = f"{title}\n\n{PROSE}"
    assert sections(text, title=title) == [(None, PROSE)]
    assert sections(text) == [(title, title), (title, PROSE)]


def test_what_stands_before_the_body_is_no_sentence():
    text = f"date 2026-01-02 {PROSE}"
    assert cut(text, body=text.index(PROSE)) == [PROSE]


def test_paragraphs_are_counted_through_the_article_without_headings():
    text = f"{PROSE} {MORE}\n\nDetails\n\n{PROSE}\n{MORE}"
    assert [sentence.paragraph for sentence in sentences(Article("a", text))] == [0, 0, 1, 2]


def test_text_wrapped_to_a_width_is_joined_within_a_paragraph():
    text = "The talks began on Monday and\nended a day later. Nobody\nsigned."
    text += "\n\n# Details\nof the talks\n## Travel\n- ferries and\n  buses\n- trams"
    assert sections(text) == [
        (None, "The talks began on Monday and\nended a day later."),
        (None, "Nobody\nsigned."),
        ("Details", "of the talks"),
        ("Travel", "- ferries and\n  buses"),
        ("Travel", "- trams"),
    ]


def test_a_quotation_does_not_reach_over_paragraphs():
    assert cut("“It is over. It never began.\n“Nobody noticed. Nobody cared,” he said.") == [
        "“It is over.",
        "It never began.",
        "“Nobody noticed. Nobody cared,” he said.",
    ]


def test_marks_too_far_apart_are_no_quotation():
    filler = f"{PROSE} " * 200
    assert len(cut(f"“{filler}” {MORE}")) > 200


def test_a_heading_of_nothing_but_markup_is_none():
    assert sections(f"# **\n{PROSE}") == [(None, "# **"), (None, PROSE)]


def test_an_article_of_white_space_or_headings_has_no_sentences():
    assert cut(" \n\t\n\u00a0") == []
    assert cut("# Talks\n\n## Details") == []
    assert passages(Article("a", ""), ()) == ()


@pytest.mark.parametrize(
    "hostile", ['"', "“", "'", " 'a", "(", "(. ", "“a. ", "“»", "A. ", "... ", " ", "\n", "# a\n", "“ ”"]
)
def test_hostile_text_is_cut_like_any_other(hostile):
    text = hostile * (100_000 // len(hostile))
    assert all(piece.strip() == piece != "" for piece in cut(text))


# What holds for every text

MARKS_AND_SPACE = ["''", *"'\"“”„«»‘’()[].?!…,—。 \n\t\u00a0\u2028\x85", "\n\n"]
WORDS_AND_SUCH = ["Details", "he said", "Ann Reed said", "It’s over", "Mr.", "U.S.", "5 p.m.", "Monday", "A", "b", "7"]
OTHER_LETTERS = ["Київ", "м.", "😀", "é", "e\u0301"]
LINES = ["# ", "- ", "1. ", "**", "The end. Then", "“We go. We stay,” she said."]
FRAGMENTS = st.sampled_from([*MARKS_AND_SPACE, *WORDS_AND_SUCH, *OTHER_LETTERS, *LINES])
TEXTS = st.lists(FRAGMENTS, max_size=40).map("".join) | st.text(max_size=60)


@given(TEXTS, st.integers(0, 5), st.sampled_from(["en", "uk", "xx", ""]))
def test_sentences_are_trimmed_in_order_and_apart_and_with_the_headings_hold_the_whole_body(text, body, language):
    article = Article("a", text, body=min(body, len(text)), language=language)
    found = sentences(article)
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    covered = set()
    for span in [*found, *(block for block in blocks(article) if block.is_heading)]:
        assert article.body <= span.start < span.end <= len(text)
        covered.update(range(span.start, span.end))
    assert all(text[at].isspace() or text[at] in "#*_" for at in range(article.body, len(text)) if at not in covered)


WORDS = st.lists(st.sampled_from(["ferries", "stop", "now", "мости", "Anna", "😀", "it’s"]), min_size=2, max_size=6)
SPOKEN = st.lists(WORDS.map(lambda words: f"We {' '.join(words)}."), min_size=1, max_size=5).map(" ".join)


@given(SPOKEN, st.sampled_from(["“”", '""', "«»", "„“", "‘’"]), st.sampled_from(["“No,” he said.", "The end.", "Why?"]))
def test_a_closed_quotation_is_never_cut(spoken, marks, neighbour):
    quoted = f"{marks[0]}{spoken[:-1]},{marks[1]} she said."
    assert cut(f"{neighbour} {quoted} {neighbour}") == [neighbour, quoted, neighbour]


@given(st.lists(st.sampled_from([None, "A", "B"]), max_size=30), st.integers(1, 6), st.data())
def test_passages_hold_every_sentence_stay_in_their_section_and_share_the_overlap(names, length, data):
    overlap = data.draw(st.integers(0, length - 1))
    text = "\n".join("Go." if name is None else f"# {name}\nGo. Stay." for name in names)
    article = Article("a", text)
    found = sentences(article)
    windows = passages(article, found, length, overlap)
    assert {number for w in windows for number in range(w.first, w.last + 1)} == set(range(len(found)))
    for window in windows:
        assert (window.start, window.end) == (found[window.first].start, found[window.last].end)
        assert window.last - window.first < length
        assert {s.section for s in found[window.first : window.last + 1]} == {window.section}
    for before, after in pairwise(windows):
        assert after.last > before.last
        shared = before.last + 1 - after.first
        assert shared == (overlap if found[before.last + 1].section == before.section else 0)


def test_a_passage_must_be_longer_than_its_overlap():
    with pytest.raises(ValueError, match="longer than its overlap"):
        passages(Article("a", PROSE), (), length=2, overlap=2)
