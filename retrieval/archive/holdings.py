"""What an archive tells of itself: how much it holds, and the texts that it has held under one id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from retrieval.model import Article


@dataclass(frozen=True, slots=True)
class Revision:
    """A text that the archive has held. ``withdrawn`` are the starts of its sentences that the newest text lacks."""

    article: Article
    added: datetime
    withdrawn: frozenset[int]


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much an archive holds. Sentences, passages and statements are those of the texts that count."""

    articles: int
    revisions: int
    sentences: int
    passages: int
    statements: int
    speakers: int
    outlets: int
    oldest: date | None
    newest: date | None
    change: int
