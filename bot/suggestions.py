"""Questions to try, made from the archive: each is one that it can answer."""

from __future__ import annotations

from retrieval.archive import Archive


def suggestions(archive: Archive, limit: int = 4) -> list[str]:
    """Up to ``limit`` questions after the words of the most quoted speakers."""
    return [f"What did {speaker.name} say?" for speaker in archive.speakers(limit)]
