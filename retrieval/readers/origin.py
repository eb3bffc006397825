"""Where bytes come from, and what is known of their article before they are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import ReadError
from retrieval.readers.fields import make_article

if TYPE_CHECKING:
    from retrieval.model import Article


@dataclass(frozen=True, slots=True)
class Origin:
    """``where`` names the place in an error; ``name`` is the id of an article that has none of its own.

    ``url`` is the address that was fetched and ``charset`` the one that its server named; a file has neither.
    """

    where: str
    name: str
    url: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside the text of an article, as far as it is told. See ``Article``."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: datetime | date | None = None
    modified: datetime | None = None
    url: str | None = None
    language: str | None = None
    correction: str | None = None
    based_on: tuple[str, ...] = ()


def build(text: str, facts: Facts, raw: bytes, *, where: str, name: str) -> Article:
    """The article of a text, of the facts beside it, and of the bytes that both were taken from.

    Raises:
        ReadError: there is no text, or it is none that could be stored.
    """
    given = {
        "title": facts.title,
        "outlet": facts.outlet,
        "author": facts.author,
        "published": facts.published.isoformat() if facts.published else None,
        "url": facts.url,
        "language": facts.language,
        "modified": facts.modified.isoformat() if facts.modified else None,
        "correction": facts.correction,
        "based_on": facts.based_on,
    }
    return make_article(text, given, raw, where=where, name=name)


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a file. Raises ReadError when they are more than ``limit``."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise ReadError(str(path), f"is larger than {limit // 1_000_000} MB", "too_large")
    return data
