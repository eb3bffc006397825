"""What of an entry is indexed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from retrieval import analysis
from retrieval.index.base import IndexedPassage
from retrieval.model import Entry, Passage, Statement

TERMS = f"{analysis.VERSION}.1"  # the last number is to be raised when ``indexed_passages`` takes other texts


def indexed_passages(entry: Entry) -> Iterator[IndexedPassage]:
    """The passages as the index takes them: each with its title, its section and its speakers' names.

    A passage that only says "he" is so found by his name.
    """
    article = entry.article
    title = analysis.terms(article.title or "", article.language)
    for number, passage in enumerate(entry.passages):
        speakers = _speakers(entry.statements, passage)
        names = [term for name in speakers for term in analysis.terms(name, article.language)]
        text = analysis.terms(article.text[passage.start : passage.end], article.language)
        section = analysis.terms(passage.section or "", article.language)
        yield IndexedPassage(
            article_id=article.id,
            number=number,
            terms=[*text, *title, *section, *names],
            published=article.published,
            outlet=article.outlet,
            speakers=frozenset(speakers),
        )


def _speakers(statements: Sequence[Statement], passage: Passage) -> list[str]:
    inside = (s.speaker for s in statements if s.start < passage.end and s.end > passage.start)
    return sorted({name for name in inside if name})
