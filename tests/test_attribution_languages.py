"""Attribution in languages beside English: golden cases, and that every offset is right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.attribution import attribute
from retrieval.model import Article, Statement
from retrieval.segment import sentences

PUBLISHED = date(2026, 3, 11)
LANGUAGES = {"uk": 60, "de": 20}  # with the least number of their cases


def rows(language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    path = Path(__file__).parent / "data" / f"attribution_cases_{language}.yaml"
    for name, cases in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for number, case in enumerate(cases, 1):
            yield f"{language}: {name} {number}", {"language": language, **case}


CASES = [pytest.param(case, id=name) for language in LANGUAGES for name, case in rows(language)]


def statements(case: dict[str, Any]) -> tuple[Statement, ...]:
    article = Article("case", case["text"], outlet=case.get("outlet"), published=PUBLISHED, language=case["language"])
    return attribute(article, sentences(article))


@pytest.mark.parametrize("case", CASES)
def test_words_are_credited_as_an_editor_would(case):
    start = case["text"].index(case["words"])
    end = start + len(case["words"])
    found = [s for s in statements(case) if s.start <= start and s.end >= end]
    speakers = [s.speaker for s in found]
    if case["speaker"] is None:
        assert speakers == ([None] if case.get("unnamed") else [])
        return
    assert case["speaker"] in speakers
    statement = found[speakers.index(case["speaker"])]
    for field in ("kind", "role", "cue", "said_on"):
        if field in case:
            assert getattr(statement, field) == case[field]
    if "via" in case:
        assert statement.via == tuple(case["via"])


@pytest.mark.parametrize("case", CASES)
def test_statements_are_spans_of_the_text_in_its_order(case):
    found = statements(case)
    assert all(0 <= s.start < s.end <= len(case["text"]) for s in found)
    assert [s.start for s in found] == sorted(s.start for s in found)


WORDS = {
    "uk": 'сказав заявила що , — : . « » " „ “ за словами Іваненка про це він вона міністр освіти Олена Коваль у заяві '
    "йдеться з посиланням на Reuters й додав закликав ( ) \n як Про За її словами не поліція У ст. 5 жінка",
    "de": "sagte erklärte dass , — : . „ “ » « laut Weber das teilte mit die Ministerin Anna Reuß so zufolge wie er "
    "sie und der Polizei Nach Angaben von ( ) \n unter Berufung auf dpa Das heißt es in einer Mitteilung 3. März",
}


@pytest.mark.parametrize("language", WORDS)
@given(data=st.data())
def test_any_order_of_words_gives_statements_in_the_order_of_the_text(language, data):
    text = " ".join(data.draw(st.lists(st.sampled_from(WORDS[language].split(" ")), max_size=40)))
    found = statements({"text": text, "language": language})
    assert all(0 <= s.start < s.end <= len(text) and 0 <= s.certainty <= 1 for s in found)
    assert [s.start for s in found] == sorted(s.start for s in found)


@pytest.mark.parametrize(("language", "least"), LANGUAGES.items())
def test_there_are_enough_cases(language, least):
    assert len(list(rows(language))) >= least
