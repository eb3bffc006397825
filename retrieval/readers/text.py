"""Plain text: one article a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from retrieval.readers.decoding import decode
from retrieval.readers.fields import make_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from retrieval.model import Article


def read(path: Path, name: str) -> Iterator[Article]:
    """The one article of a plain text file."""
    where = str(path)
    raw = path.read_bytes()
    yield make_article(decode(raw, where), {}, raw, where=where, name=name)
