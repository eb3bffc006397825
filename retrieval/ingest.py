"""An article's path into the archive: read, segment, attribute, keep, index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from retrieval import analysis, attribution, readers, segment
from retrieval.archive import MemoryArchive
from retrieval.errors import ArchiveEmpty, ReadError
from retrieval.index.base import IndexedPassage, PassageIndex
from retrieval.index.okapi import OkapiIndex
from retrieval.model import Article, Entry, Passage, Statement

TERMS = f"{analysis.VERSION}.1"  # the last number is to be raised when ``indexed_passages`` takes other texts


def analyse(article: Article) -> Entry:
    """Find everything that can be found in an article. Its outlet is learnt from the text when nothing names it."""
    if article.outlet is None:
        article = replace(article, outlet=attribution.infer_outlet(article))
    sentences = segment.sentences(article)
    return Entry(
        article=article,
        sentences=sentences,
        passages=segment.passages(article, sentences),
        statements=attribution.attribute(article, sentences),
    )


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


def read_archive(paths: Sequence[Path]) -> tuple[MemoryArchive, PassageIndex, list[ReadError]]:
    """Read files and folders into an archive and its index, both in memory.

    Also returns what could not be read. Raises ArchiveMissing when a path does not exist, ArchiveEmpty when there is
    nothing to read at all.
    """
    archive, index, problems = MemoryArchive(), OkapiIndex(), []
    for path in paths:
        for found in readers.read(path):
            if isinstance(found, ReadError):
                problems.append(found)
            elif found.id in archive:
                problems.append(ReadError(str(path), f"an article with the id {found.id!r} was read before"))
            else:
                archive.put(analyse(found))
    if not archive:
        raise ArchiveEmpty(paths[0], problems)
    index.add(passage for entry in archive.entries() for passage in indexed_passages(entry))
    return archive, index, problems
