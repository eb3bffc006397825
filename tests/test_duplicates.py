from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.duplicates import is_same_statement, merged
from retrieval.model import Article, Quote, Statement

TABLE = yaml.safe_load((Path(__file__).parent / "data" / "same_statements.yaml").read_text(encoding="utf-8"))
CASES = [(case, same) for same in (True, False) for case in TABLE["same" if same else "different"]]


def quote(text, speaker=None, *, article="a", published=None, said_on=None, score=1.0, outlet=None):
    """A quote that is a whole article; the words in [brackets] are attributed."""
    start, end = text.find("["), text.find("]") - 1
    plain = text.replace("[", "").replace("]", "")
    said = Statement(start, end, speaker, None, None, "direct", "said", said_on=said_on) if start >= 0 else None
    return Quote(plain, 0, len(plain), Article(article, plain, outlet=outlet, published=published), said, score)


def pair(case):
    by = case["by"] if isinstance(case["by"], list) else [case["by"]] * 2
    days = case.get("said", [None, None])
    return (
        quote(case["one"], by[0], article="one", said_on=days[0]),
        quote(case["other"], by[1], article="other", said_on=days[1]),
    )


@pytest.mark.parametrize(("case", "same"), CASES, ids=[case["why"] for case, _ in CASES])
def test_two_quotes_are_one_statement_or_two(case, same):
    one, other = pair(case)
    assert is_same_statement(one, other) is same
    assert is_same_statement(other, one) is same


FAIR = '["The offer to the crews is fair,"] Moe said.'
BRIDGE = '["We will rebuild the bridge stone by stone,"] Reyes said.'


def published(day, text=FAIR, speaker="Karin Moe", **changes):
    return quote(text, speaker, article=f"{speaker} {day}", published=date(2026, 3, day), **changes)


def test_the_earliest_publication_is_shown_and_the_others_follow_it_by_age():
    (one,) = merged([published(14), published(12), published(13)])
    assert [q.article.published.day for q in (one, *one.also)] == [12, 13, 14]


def test_of_one_day_the_earlier_hour_is_shown():
    late, early = (
        Quote(
            q.text,
            0,
            len(q.text),
            Article(name, q.text, published=date(2026, 3, 2), published_at=when),
            q.statement,
            1.0,
        )
        for name, q, when in (
            ("a", published(1), datetime(2026, 3, 2, 18, tzinfo=UTC)),
            ("b", published(1), datetime(2026, 3, 2, 9, tzinfo=UTC)),
        )
    )
    assert merged([late, early])[0].article.id == "b"


def test_an_undated_copy_comes_last():
    undated = quote(FAIR, "Karin Moe", article="undated")
    assert merged([undated, published(14)])[0].article.published == date(2026, 3, 14)


def test_a_group_stands_where_its_first_stood_with_its_score():
    first, between, copy = (
        published(14, score=0.9),
        published(3, BRIDGE, "Tomas Reyes", score=0.5),
        published(12, score=0.1),
    )
    assert [(q.article.published.day, q.score) for q in merged([first, between, copy])] == [(12, 0.9), (3, 0.5)]


def test_two_quotes_of_one_article_stay_two():
    text = f"{FAIR} {FAIR}".replace("[", "").replace("]", "")
    article, half = Article("a", text), text.index(" Moe said.") + len(" Moe said.")
    twice = [
        Quote(text[:half], 0, half, article, None, 1.0),
        Quote(text[half + 1 :], half + 1, len(text), article, None, 1.0),
    ]
    assert merged(twice) == twice


quotes = st.builds(
    lambda case, side, day, number: quote(
        case[side],
        case["by"] if not isinstance(case["by"], list) else case["by"][side == "other"],
        article=f"{number}",
        published=day and date(2026, 3, 1) + timedelta(days=day),
        score=number / 100,
    ),
    st.sampled_from([case for case, _ in CASES]),
    st.sampled_from(["one", "other"]),
    st.none() | st.integers(0, 5),
    st.integers(0, 99),
)
rankings = st.lists(quotes, max_size=12, unique_by=lambda q: (q.article.id, q.start))


def groups(found):
    return {frozenset((q.article.id, q.text) for q in (one, *one.also)) for one in found}


@given(rankings, st.randoms())
def test_groups_do_not_depend_on_the_order(ranking, random):
    shuffled = random.sample(ranking, len(ranking))
    assert groups(merged(shuffled)) == groups(merged(ranking))


@given(rankings)
def test_to_merge_twice_changes_nothing(ranking):
    once = merged(ranking)
    assert merged(once) == once


@given(rankings)
def test_no_quote_is_lost_and_none_is_shown_twice(ranking):
    found = sorted((q.article.id, q.text) for one in merged(ranking) for q in (one, *one.also))
    assert found == sorted((q.article.id, q.text) for q in ranking)


@given(rankings)
def test_the_first_group_holds_the_first_quote(ranking):
    for one in merged(ranking)[:1]:
        assert ranking[0].article.id in {q.article.id for q in (one, *one.also)}
