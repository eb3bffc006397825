"""Questions to try, made from the archive: each is one that it can answer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from retrieval.archive import Archive


def suggestions(archive: Archive, limit: int = 4) -> list[str]:
    """Up to ``limit`` questions after the words of the most quoted speakers."""
    return list(islice(_questions(archive), limit))


def _questions(archive: Archive) -> Iterator[str]:
    for speaker in archive.speakers():
        yield f"What did {speaker.name} say?"
