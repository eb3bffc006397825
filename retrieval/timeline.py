"""What one speaker said on a topic over time, from an answer to the question for it. Pure, and without a verdict."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from retrieval.model import Answer, Quote

ON_TOPIC = 0.5  # of the weight of the topic's words a quote holds at least that much


def timeline(answer: Answer, speakers: Collection[str]) -> tuple[Quote, ...]:
    """The statements of these speakers on the topic asked about, oldest first; those without a date last.

    Beside those that answer, these are the ones behind them that hold most of the topic.
    """
    found = (*answer.quotes, *(quote for quote in answer.more if is_on_topic(quote)))
    return tuple(sorted((q for q in found if q.speaker in speakers), key=_age))


def days(quotes: Collection[Quote]) -> int:
    """On how many different days the statements were made, as far as known."""
    return len({day for quote in quotes if (day := said(quote))})


def is_on_topic(quote: Quote) -> bool:
    """Whether a quote holds ``ON_TOPIC`` of the weight of what was asked about; all are where nothing was."""
    if quote.evidence is None:
        return True
    return sum(term.weight for term in quote.evidence.terms if term.matched) >= ON_TOPIC


def said(quote: Quote) -> date | None:
    """The day on which it was said; that of the article where the text does not tell."""
    return (quote.statement and quote.statement.said_on) or quote.article.published


def _age(quote: Quote) -> tuple[date, str, int]:
    return said(quote) or date.max, quote.article.id, quote.start
