from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import coast
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import DIRECT

from retrieval.freshness import OLD, outdated
from retrieval.model import Answer

NEWEST = date(2026, 3, 12)
LATER = date(2026, 11, 24)


def on(day: date | None, *copies: date) -> object:
    dated = [replace(DIRECT, article=replace(DIRECT.article, published=d)) for d in (day, *copies)]
    return replace(dated[0], also=tuple(dated[1:]))


CASES = [
    ("old", [on(NEWEST - OLD - timedelta(days=1))], LATER, NEWEST - OLD - timedelta(days=1)),
    ("old to the day", [on(NEWEST - OLD)], LATER, None),
    ("one of them new", [on(date(2024, 1, 1)), on(NEWEST)], LATER, None),
    ("the newest of several", [on(date(2024, 1, 1)), on(date(2025, 1, 1))], LATER, date(2025, 1, 1)),
    ("a copy that is new", [on(date(2024, 1, 1), NEWEST)], LATER, None),
    ("asked before the archive ends", [on(date(2025, 12, 1))], date(2026, 1, 1), None),
    ("a day that is not known", [on(date(2024, 1, 1)), on(None)], LATER, None),
    ("nothing", [], LATER, None),
]


@pytest.mark.parametrize(("_why", "quotes", "today", "day"), CASES, ids=[case[0] for case in CASES])
def test_an_answer_is_old_beside_the_newest_article(_why, quotes, today, day):
    assert outdated(quotes, NEWEST, today) == day


def test_an_archive_without_dates_makes_nothing_old():
    assert outdated([on(date(1999, 1, 1))], None, LATER) is None


@given(st.lists(st.dates(), min_size=1), st.dates(), st.dates())
def test_a_newer_source_never_makes_an_answer_older(days, newest, today):
    quotes = [on(day) for day in days]
    if outdated(quotes, newest, today) is None:
        assert outdated([*quotes, on(max(days))], newest, today) is None


def test_a_reply_tells_of_its_old_source():
    old, new = (
        coast.conversation(question)[0]
        for question in ("What did Dahl say about the hole in the water?", "What did Berg say about the budget?")
    )
    assert (old.outdated.source, old.outdated.archive) == (date(2025, 9, 10), NEWEST)
    assert new.outdated is None


def test_of_equally_good_quotes_the_newer_comes_first():
    """The two articles differ in their day alone."""
    twins = [replace(coast.ARCHIVE.entry("strike").article, id=str(day), published=day) for day in (NEWEST, LATER)]
    for order in (twins, twins[::-1]):
        found = coast.retriever(*order).rank("How many people would stop working?")
        assert [r.candidate.entry.article.published for r in found.ranked[:2]] == [LATER, NEWEST]


def test_of_one_statement_in_two_articles_the_older_is_shown():
    twins = [replace(coast.ARCHIVE.entry("strike").article, id=str(day), published=day) for day in (NEWEST, LATER)]
    found = coast.retriever(*twins).answer("How many people would stop working?")
    assert isinstance(found, Answer)
    assert [q.article.published for q in (found.quotes[0], *found.quotes[0].also)] == [NEWEST, LATER]
