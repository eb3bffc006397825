from __future__ import annotations

from datetime import date

import pytest

from bot.suggestions import is_name, suggestions
from retrieval.archive import MemoryArchive
from retrieval.model import Article, Entry, Statement


def archive_of(*said: tuple[str, str | None, str]) -> MemoryArchive:
    """One article in which each speaker, of that role, says these words."""
    text = "\n".join(words for _, _, words in said)
    statements, start = [], 0
    for speaker, role, words in said:
        statements.append(Statement(start, start + len(words), speaker, speaker, role, "paraphrase", "said"))
        start += len(words) + 1
    return MemoryArchive([Entry(Article("a", text, published=date(2026, 3, 4)), (), (), tuple(statements))])


@pytest.mark.parametrize(
    ("speaker", "reads_as_a_name"),
    [
        ("Lena Okafor", True),
        ("Okafor", True),
        ("NATO", True),
        ("White House", True),
        ("Ministry of Health", True),
        ("Jean-Luc van der Berg", True),
        ("Officials", False),
        ("Police", False),
        ("The ministry", False),
        ("Senior officials", False),
        ("A source", False),
    ],
)
def test_a_name_has_capitals_and_is_no_common_word_alone(speaker, reads_as_a_name):
    assert is_name(speaker) == reads_as_a_name


def test_names_come_before_common_words_and_those_with_a_role_first():
    archive = archive_of(
        ("Officials", None, "a"),
        ("Officials", None, "b"),
        ("The ministry", None, "c"),
        ("Okafor", None, "d"),
        ("Okafor", None, "e"),
        ("Lind", "mayor", "f"),
        ("A statement released after a long meeting", None, "g"),
    )

    assert suggestions(archive, lambda _: False) == [
        "What did Lind say?",
        "What did Okafor say?",
        "What did officials say?",
        "What did the ministry say?",
    ]
    assert suggestions(archive, lambda _: False, limit=1) == ["What did Lind say?"]


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("We will leave Norway in May", " about Norway"),
        ("ferries from Bergen to Oslo, and Oslo, too", " about Oslo"),
        ("this is for the European Union to decide", " about the European Union"),
        ("It is Norway's ferry", " about Norway"),
        ("The ferry of Norwegian Lines", " about Norwegian Lines"),
        ("ferries are for Okafor, said Lena Okafor", ""),
        ("The ferry runs. She is late", ""),
        ("a Norwegian ferry runs on Monday", ""),
    ],
)
def test_a_topic_is_a_name_within_a_statement_that_is_not_an_adjective_nor_a_day(said, topic):
    archive = archive_of(("Lena Okafor", None, said))

    assert suggestions(archive, lambda _: True) == [f"What did Lena Okafor say{topic}?"]


def test_a_topic_that_would_not_be_answered_is_not_suggested():
    archive = archive_of(("Lena Okafor", None, "ferries from Bergen to Oslo"))

    assert suggestions(archive, lambda question: "Oslo" in question) == ["What did Lena Okafor say about Oslo?"]
    assert suggestions(archive, lambda _: False) == ["What did Lena Okafor say?"]
