"""The port to an archive: what is asked of it and told to it, wherever it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from retrieval.model import Article, Entry, SpeakerCount
from retrieval.speakers import Speakers


class Archive(Speakers, Protocol):
    """Articles and all that was found in them. Many threads may read while one writes; entries change as a whole.

    "Newest first" puts articles without a date last, and those of one day in the order in which they were added.
    """

    @property
    def change(self) -> int:
        """A number that every change makes greater."""

    def put(self, entry: Entry) -> None:
        """Add an article, or replace the one of the same id."""

    def remove(self, article_id: str) -> None:
        """Take an article out. Nothing happens when it is not there."""

    def entry(self, article_id: str) -> Entry:
        """The article of that id with what was found in it. Raises KeyError."""

    def revision(self, article_id: str, number: int) -> Entry:
        """The article as it was in that revision. Raises KeyError."""

    def find(self, article_ids: Collection[str]) -> dict[str, Entry]:
        """The entries of those of these ids that there are."""

    def entries(self) -> Iterable[Entry]:
        """All entries, newest first."""

    def spoken_by(self, names: Collection[str]) -> Iterable[Entry]:
        """The entries in which one of these speakers speaks, newest first."""

    def articles(self) -> Iterable[Article]:
        """All articles, newest first."""

    def speakers(self, limit: int | None = None) -> list[SpeakerCount]:
        """Who is quoted, most quoted first, then by name; at most ``limit`` of them."""

    def outlets(self) -> list[str]:
        """The outlets that published, in alphabetical order."""

    def languages(self) -> list[str]:
        """The languages of the articles and their revisions, that of most first."""

    def cited(self) -> list[str]:
        """The outlets that stand in the way of a statement, in alphabetical order; every statement is looked at."""

    def newest(self) -> date | None:
        """The date of the newest article; None when none has a date."""

    def __contains__(self, article_id: str) -> bool: ...

    def __len__(self) -> int:
        """The number of articles."""
