"""The archive: articles and all that was found in them, kept in memory.

Readers look entries up by id while others may be added; each change swaps whole entries, never parts of one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from retrieval.model import Entry, SpeakerCount
from retrieval.speakers import count_speakers

OLDEST = date.min


class Archive:
    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._speakers: list[SpeakerCount] | None = None
        for entry in entries:
            self.put(entry)

    def put(self, entry: Entry) -> None:
        """Add an article, or replace the one of the same id."""
        self._entries[entry.article.id] = entry
        self._speakers = None

    def remove(self, article_id: str) -> None:
        """Take an article out. Nothing happens when it is not there."""
        self._entries.pop(article_id, None)
        self._speakers = None

    def entry(self, article_id: str) -> Entry:
        """The article of that id with what was found in it. Raises KeyError."""
        return self._entries[article_id]

    def entries(self) -> list[Entry]:
        """All entries, newest first; those without a date last, in the order they were added."""
        return sorted(self._entries.values(), key=lambda e: e.article.published or OLDEST, reverse=True)

    def speakers(self) -> list[SpeakerCount]:
        """Who is quoted, most quoted first."""
        if self._speakers is None:
            self._speakers = count_speakers(s for e in self._entries.values() for s in e.statements)
        return self._speakers

    def outlets(self) -> list[str]:
        """The outlets that published, in alphabetical order."""
        return sorted({e.article.outlet for e in self._entries.values() if e.article.outlet}, key=str.casefold)

    def newest(self) -> date | None:
        """The date of the newest article; None when none has a date."""
        return max((e.article.published for e in self._entries.values() if e.article.published), default=None)

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._entries

    def __len__(self) -> int:
        return len(self._entries)
