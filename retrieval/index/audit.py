"""Compares what an index holds of an article with what it should hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from retrieval.index.base import IndexedPassage
from retrieval.index.rows import Rows, age
from retrieval.index.state import State
from retrieval.index.strings import Vocabulary


def holds(state: State, article_id: str, passages: Sequence[IndexedPassage]) -> bool:
    """Whether exactly these passages of the article are held: with their terms, their date, outlet and speakers."""
    held = [
        (part.segment.rows, row)
        for part in state.parts
        for row in part.segment.row_of[part.slots([article_id])].tolist()
    ]
    return len(held) == len(passages) and all(
        _is(rows, row, passage, state.vocabulary)
        for (rows, row), passage in zip(
            sorted(held, key=lambda one: int(one[0].numbers[one[1]])), passages, strict=True
        )
    )


def _is(rows: Rows, row: int, passage: IndexedPassage, vocabulary: Vocabulary) -> bool:
    begin, end = rows.starts[row : row + 2].tolist()
    frequencies = (rows.kinds[rows.codes[begin:end]] & 0xFFFFFFFF).tolist()
    counts = {vocabulary.find(term): n for term, n in Counter(passage.terms).items()}
    return (
        dict(zip(rows.terms[begin:end].tolist(), frequencies, strict=True)) == counts
        and (rows.numbers[row], rows.lengths[row]) == (passage.number, len(passage.terms))
        and rows.ages[row] == age(passage.published)
        and (passage.outlet is None or row in rows.outlets.find(passage.outlet))
        and all(row in rows.speakers.find(name) for name in passage.speakers)
    )
