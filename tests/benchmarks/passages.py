"""What the length of passages and their overlap are worth: python -m tests.benchmarks.passages DATA_FOLDER [SET ...]

For each length and overlap, in sentences: how often a passage that is searched for holds evidence, how often the first
passage does, and the mean reciprocal rank of the first that does. BM25 alone, over the words of the question.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from retrieval.archive import Archive
from retrieval.index.okapi import OkapiIndex
from retrieval.indexing import indexed_passages
from retrieval.model import Entry
from retrieval.question import understand
from retrieval.retriever import PASSAGES
from retrieval.segment import passages
from retrieval.speakers import SpeakerTable
from tests.benchmarks.qa_data import Gold, load, scorer

SETS = ("rtqa22", "mhrag500", "squad2")
CUTS = ((1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2), (5, 1), (5, 2), (8, 2))
QUESTIONS = 400  # of a set, at most


def cut(archive: Archive, length: int, overlap: int) -> dict[str, Entry]:
    """The archive's entries with other passages, by id."""
    return {
        e.article.id: replace(e, passages=passages(e.article, e.sentences, length, overlap)) for e in archive.entries()
    }


def ranks(entries: dict[str, Entry], questions: list[Gold], table: SpeakerTable, module) -> Iterator[int | None]:
    """For each question the rank of the first passage that holds evidence, from 1."""
    index = OkapiIndex()
    index.add(passage for entry in entries.values() for passage in indexed_passages(entry))
    for gold in questions:
        hits = index.search(understand(gold["question"], table).topic_terms(), PASSAGES)
        found = (n for n, hit in enumerate(hits, 1) if _holds(entries[hit.article_id], hit.number, gold, module))
        yield next(found, None)


def _holds(entry: Entry, number: int, gold: Gold, module) -> bool:
    passage, article = entry.passages[number], entry.article
    inside = entry.sentences[passage.first : passage.last + 1]
    quotes = ({"text": article.text[s.start : s.end], "article": {"id": article.id}} for s in inside)
    return any(module.is_hit(quote, gold) for quote in quotes)


def main(arguments: list[str]) -> None:
    folder, *names = arguments
    module = scorer(Path(folder))
    for name in names or SETS:
        qset = load(Path(folder), name)
        table = SpeakerTable(qset.archive)
        questions = [gold for gold in qset.questions if gold["answerable"]][:QUESTIONS]
        for length, overlap in CUTS:
            found = list(ranks(cut(qset.archive, length, overlap), questions, table, module))
            held = [rank for rank in found if rank]
            figures = (len(held), held.count(1), sum(1 / rank for rank in held))
            searched, first, mrr = (value / len(found) for value in figures)
            print(
                f"{name:9} length {length} overlap {overlap}: H@{PASSAGES} {searched:.3f} H@1 {first:.3f} MRR {mrr:.3f}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
