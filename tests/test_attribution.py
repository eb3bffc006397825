"""Golden cases by class of phenomenon, held against the naive rule that the nearest capitalised name spoke."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval.attribution import attribute
from retrieval.model import Article, Statement
from retrieval.segment import sentences

CLASSES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "attribution_cases.yaml").read_text(encoding="utf-8")
)
PUBLISHED = date(2026, 3, 11)
NAME = re.compile(r"(?:[A-Z][\w.-]+ )*[A-Z][\w.-]+")


def cases() -> Iterator[Any]:
    for name, rows in CLASSES.items():
        for number, case in enumerate(rows, 1):
            yield pytest.param(case, id=f"{name} {number}")


def statements(case: dict[str, Any]) -> tuple[Statement, ...]:
    article = Article("case", case["text"], outlet=case.get("outlet"), published=PUBLISHED)
    return attribute(article, sentences(article))


def holding(case: dict[str, Any]) -> list[Statement]:
    """The statements that hold all of the case's words, the shortest first."""
    start = case["text"].index(case["words"])
    end = start + len(case["words"])
    found = [s for s in statements(case) if s.start <= start and s.end >= end]
    return sorted(found, key=lambda s: s.end - s.start)


def naive(case: dict[str, Any]) -> str | None:
    """The capitalised name nearest to the words said."""
    at = case["text"].index(case["words"])
    names = [m for m in NAME.finditer(case["text"]) if not at <= m.start() < at + len(case["words"])]
    nearest = min(names, key=lambda m: min(abs(m.start() - at), abs(m.end() - at)), default=None)
    return nearest.group() if nearest else None


@pytest.mark.parametrize("case", list(cases()))
def test_words_are_credited_as_an_editor_would(case):
    found = holding(case)
    speakers = [s.speaker for s in found]
    if case["speaker"] is None:
        assert speakers == ([None] if case.get("unnamed") else [])
        return
    assert case["speaker"] in speakers
    statement = found[speakers.index(case["speaker"])]
    for field in ("kind", "role"):
        if field in case:
            assert getattr(statement, field) == case[field]
    if "via" in case:
        assert statement.via == tuple(case["via"])
    if "said_on" in case:
        assert statement.said_on == case["said_on"]


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_has_a_case_that_the_naive_rule_gets_wrong(name):
    assert any(naive(case) != case["speaker"] for case in CLASSES[name])


def test_there_are_at_least_150_cases():
    assert sum(map(len, CLASSES.values())) >= 150
