"""A PassageIndex that is saved after every change and opened from its files before every question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from retrieval.index.base import Filter, Hit, IndexedPassage
from retrieval.index.okapi import OkapiIndex
from retrieval.index.stored import StoredIndex

TERMS = "terms"


def tidy(index: OkapiIndex) -> None:
    for step in index.tidying():
        step()


class ReopenedIndex:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changes = 0
        index = StoredIndex(folder, TERMS)
        with index.turn():
            index.save(0)

    def __len__(self) -> int:
        return len(self._open())

    def add(self, passages: Iterable[IndexedPassage]) -> None:
        index = self._open()
        with index.turn():
            index.add(passages)
            self._save(index)

    def remove(self, *article_ids: str) -> None:
        index = self._open()
        with index.turn():
            index.remove(*article_ids)
            self._save(index)

    def tidy(self) -> None:
        index = self._open()
        with index.turn():
            tidy(index)
            self._save(index)

    def search(self, terms: Sequence[str], limit: int, where: Filter | None = None) -> list[Hit]:
        return self._open().search(terms, limit, where)

    def df(self, term: str) -> int:
        return self._open().df(term)

    def idf(self, term: str) -> float:
        return self._open().idf(term)

    def _open(self) -> StoredIndex:
        return StoredIndex.open(self._folder, TERMS)

    def _save(self, index: StoredIndex) -> None:
        self._changes += 1
        index.save(self._changes)
