"""An archive in memory: what ``seeds/`` and every ``--archive PATH`` is read into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from retrieval.model import Article, Entry, SpeakerCount
from retrieval.speakers import SpeakerList, count_speakers

OLDEST = date.min


class MemoryArchive:
    """An ``Archive`` that ends with the process."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._speakers: SpeakerList | None = None
        self._change = 0
        for entry in entries:
            self.put(entry)

    @property
    def change(self) -> int:
        return self._change

    def put(self, entry: Entry) -> None:
        self._entries[entry.article.id] = entry
        self._changed()

    def remove(self, article_id: str) -> None:
        if self._entries.pop(article_id, None):
            self._changed()

    def entry(self, article_id: str) -> Entry:
        return self._entries[article_id]

    def revision(self, article_id: str, number: int) -> Entry:
        entry = self._entries[article_id]
        if entry.article.revision != number:
            raise KeyError(article_id, number)
        return entry

    def find(self, article_ids: Collection[str]) -> dict[str, Entry]:
        return {wanted: self._entries[wanted] for wanted in article_ids if wanted in self._entries}

    def entries(self) -> list[Entry]:
        return sorted(self._entries.values(), key=lambda e: e.article.published or OLDEST, reverse=True)

    def spoken_by(self, names: Collection[str]) -> Iterator[Entry]:
        return (entry for entry in self.entries() if any(s.speaker in names for s in entry.statements))

    def articles(self) -> Iterator[Article]:
        return (entry.article for entry in self.entries())

    def speakers(self, limit: int | None = None) -> list[SpeakerCount]:
        return self._listed().speakers[:limit]

    def speaker(self, name: str) -> SpeakerCount | None:
        return self._listed().speaker(name)

    def speakers_with(self, words: Collection[str]) -> set[SpeakerCount]:
        return self._listed().speakers_with(words)

    def outlets(self) -> list[str]:
        return sorted({e.article.outlet for e in self._entries.values() if e.article.outlet}, key=str.casefold)

    def languages(self) -> list[str]:
        counts = Counter(e.article.language for e in self._entries.values())
        return sorted(counts, key=lambda language: (-counts[language], language))

    def cited(self) -> list[str]:
        named = {outlet for e in self._entries.values() for s in e.statements for outlet in s.via}
        return sorted(named, key=str.casefold)

    def newest(self) -> date | None:
        return max((e.article.published for e in self._entries.values() if e.article.published), default=None)

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def _changed(self) -> None:
        self._change += 1
        self._speakers = None

    def _listed(self) -> SpeakerList:
        listed = self._speakers
        if listed is None:
            listed = SpeakerList(count_speakers(s for e in self.entries() for s in e.statements))
            self._speakers = listed
        return listed
