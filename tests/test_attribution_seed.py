"""The seed article, sentence by sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.attribution import attribute
from retrieval.model import Article, Statement
from retrieval.readers import read
from retrieval.segment import sentences

SEEDS = Path(__file__).parent.parent / "seeds"
CHAIN = ("UNN", "Reuters")


@pytest.fixture(scope="module")
def article() -> Article:
    found = next(iter(read(SEEDS)))
    assert isinstance(found, Article)
    return found


@pytest.fixture(scope="module")
def statements(article) -> tuple[Statement, ...]:
    return attribute(article, sentences(article))


def overlapping(article: Article, statements: tuple[Statement, ...], text: str) -> list[Statement]:
    start = article.text.index(text)
    return [s for s in statements if s.start < start + len(text) and s.end > start]


@pytest.mark.parametrize(
    ("words", "speaker", "kind"),
    [
        (
            "any country's decision during a peace settlement to recognize Russia's sovereignty",
            "Andriy Sybiha",
            "mixed",
        ),
        ("has confirmed to Ukraine its readiness", "Andriy Sybiha", "paraphrase"),
        ("Personally, at this stage", "Andriy Sybiha", "direct"),
        ("allies would participate", "statement", "paraphrase"),
        ("this would likely include drones", "Officials", "paraphrase"),
        ("some other countries", "Andriy Sybiha", "paraphrase"),
        ("there should be a mechanism", "Andriy Sybiha", "paraphrase"),
        ("Ukraine's proposed membership", "Andriy Sybiha", "paraphrase"),
        ("Ukraine wants to join the 27-country bloc", "Zelenskyy", "paraphrase"),
        ("concern about bilateral talks", "Zelenskyy", "paraphrase"),
        ("included a Moscow proposal", "Zelenskyy", "paraphrase"),
        ("some of these discussions", "Andriy Sybiha", "paraphrase"),
        ("Ukraine's eastern industrial heartland, would be", "Andriy Sybiha", "mixed"),
        ("We will never recognize this", "Andriy Sybiha", "direct"),
        ("This is not about Ukraine", "Andriy Sybiha", "direct"),
    ],
)
def test_every_statement_is_credited_through_the_whole_chain(article, statements, words, speaker, kind):
    found = overlapping(article, statements, words)
    assert found
    assert all(speaker in (s.speaker or "").split() or s.speaker == speaker for s in found)
    assert {s.kind for s in found} >= {kind}
    assert all(s.via == CHAIN for s in found)


@pytest.mark.parametrize(
    "words",
    [
        "Ukraine is focused on obtaining",
        "UNN reports with reference",
        "coalition of the willing",
        "ground contingent",
        "he declined to name them",
    ],
)
def test_the_outlet_s_own_words_are_nobody_s_statement(article, statements, words):
    assert overlapping(article, statements, words) == []


def test_his_title_is_known_wherever_he_speaks(statements):
    assert {s.role for s in statements if s.speaker == "Andriy Sybiha"} == {"Ukrainian Foreign Minister"}


def test_a_weekday_is_resolved_against_the_article_s_date(article, statements):
    concern = overlapping(article, statements, "concern about bilateral talks")
    assert {s.said_on for s in concern} == {date(2026, 2, 7)}
