"""An article's path into the archive: read, segment, attribute, keep, index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from retrieval import attribution, readers, segment
from retrieval.archive import MemoryArchive
from retrieval.errors import ArchiveEmpty, ReadError
from retrieval.index.base import PassageIndex
from retrieval.index.okapi import OkapiIndex
from retrieval.indexing import indexed_passages
from retrieval.model import Article, Entry


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
                problems.append(
                    ReadError(str(path), f"an article with the id {found.id!r} was read before", "duplicate")
                )
            else:
                archive.put(analyse(found))
    if not archive:
        raise ArchiveEmpty(paths[0], problems)
    index.add(passage for entry in archive.entries() for passage in indexed_passages(entry))
    return archive, index, problems
