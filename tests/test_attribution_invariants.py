"""What holds for every text: spans, order, determinism, and an end to reading even of hostile text."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.attribution import attribute, infer_outlet
from retrieval.model import Article, Sentence
from retrieval.segment import sentences

PUBLISHED = date(2026, 3, 11)
PIECES = [
    *"“”„«»‘’\"'.,:;?!()-—\n ",
    *(
        "''",
        "``",
        " said ",
        "said",
        "Says",
        " according to ",
        " that ",
        " who ",
        " and ",
        " but ",
        " he ",
        " she ",
        "They",
    ),
    *(
        "Jonas Lind",
        "Karin Moe",
        "The minister",
        "officials",
        "Prime Minister ",
        " told ",
        " citing ",
        " reports ",
        "KNA",
    ),
    *(
        " on Monday",
        " 3 March",
        "Reuters",
        "'s ",
        " his claim that ",
        ", adding that ",
        " as ",
        " had ",
        "n't ",
        "U.S.",
    ),
    *("İ", "ß", "Ё", "\u200b", "\x00", "🙂", "e\u0301", "2026", "1,000", "R-Ky.,", "&", "@", "van der "),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=60).map("".join)


def read(text):
    article = Article("hostile", text, published=PUBLISHED)
    return article, attribute(article, sentences(article))


@given(texts)
def test_spans_lie_in_the_text_and_in_order(text):
    _, found = read(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert [s.start for s in found] == sorted(s.start for s in found)


@given(texts)
def test_statements_start_and_end_with_words_or_marks_never_with_space(text):
    _, found = read(text)
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in found)


@given(texts)
def test_statements_of_one_speaker_never_cross(text):
    _, found = read(text)
    for one, other in pairwise(found):
        crosses = one.start < other.start < one.end < other.end
        assert not (crosses and one.speaker_text == other.speaker_text and one.cue == other.cue)


@given(texts)
def test_certainty_is_a_probability_and_a_speaker_has_its_words(text):
    _, found = read(text)
    assert all(0 <= s.certainty <= 1 for s in found)
    assert all(s.speaker_text for s in found if s.speaker)


@given(texts)
def test_reading_twice_gives_the_same(text):
    assert read(text)[1] == read(text)[1]


@given(texts, st.integers(0, 40))
def test_what_stands_before_the_body_is_never_read(text, body):
    article = Article("late", text, body=min(body, len(text)), published=PUBLISHED)
    assert all(s.start >= article.body for s in attribute(article, sentences(article)))


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "“",
        "'",
        "''",
        "said ",
        "Smith ",
        "A",
        ".",
        ", ",
        "\n",
        "(",
        "J. ",
        '"a," he said. ',
        "Smith, who ",
        "KNA reports citing ABC ",
    ],
)
def test_a_long_row_of_one_piece_is_read_to_its_end(piece):
    text = piece * (20_000 // len(piece))
    article = Article("row", text, published=PUBLISHED)
    found = attribute(article, (Sentence(0, len(text)),))
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    infer_outlet(article)


@pytest.mark.parametrize("piece", ['"', "A", "said "])
def test_a_very_long_row_of_one_piece_is_read_to_its_end(piece):
    text = piece * (300_000 // len(piece) if piece != "said " else 20_000)
    article = Article("row", text, published=PUBLISHED)
    assert all(s.end <= len(text) for s in attribute(article, (Sentence(0, len(text)),)))


def test_an_article_without_sentences_has_no_statements():
    assert attribute(Article("empty", ""), ()) == ()
