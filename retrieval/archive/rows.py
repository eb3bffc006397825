"""Entries to rows of the tables and back."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from retrieval.archive.schema import articles, passages, revisions, sentences, statements
from retrieval.model import Article, Entry, Passage, Sentence, Statement

_ASKED_AT_ONCE = 500  # keys in one query
_FIELDS = [field.name for field in fields(Article) if field.name not in {"id", "revision"}]
_IDENTITY = ("text", "title", "outlet", "author", "published", "url", "language")  # what makes it the same article

# What is found in an article. A table has the name of the entry's field, its columns have those of the fields inside.
_FOUND: tuple[tuple[Table, type[Any]], ...] = ((sentences, Sentence), (passages, Passage), (statements, Statement))


@dataclass(frozen=True, slots=True)
class Filed:
    """An entry to be kept. ``digest`` is that of the article as it was read; ``source`` tells from where."""

    entry: Entry
    digest: str
    source: str | None = None


def digest(article: Article) -> str:
    """What is the same for the same text with the same metadata, whatever the article's id: SHA-256, in hexadecimal."""
    values = [getattr(article, name) for name in _IDENTITY]
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()


def revision_values(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in _FIELDS}


def insert_found(connection: Connection, found: Collection[tuple[int, Entry]]) -> None:
    """Write what was found in articles, for each with the key of its revision."""
    for table, kind in _FOUND:
        rows = [
            {"key": key, "position": n, **{name: getattr(item, name) for name in kind.__slots__}}
            for key, entry in found
            for n, item in enumerate(getattr(entry, table.name))
        ]
        if rows:
            connection.execute(insert(table), rows)


def load(connection: Connection, keys: Sequence[int]) -> dict[int, Entry]:
    """The entries of these revisions."""
    found: dict[int, Entry] = {}
    for begin in range(0, len(keys), _ASKED_AT_ONCE):
        found |= _load(connection, keys[begin : begin + _ASKED_AT_ONCE])
    return found


def _load(connection: Connection, keys: Sequence[int]) -> dict[int, Entry]:
    read = load_articles(connection, keys)
    own = [_grouped(connection, table, kind, keys) for table, kind in _FOUND]
    return {key: Entry(article, *(tuple(grouped[key]) for grouped in own)) for key, article in read.items()}


def load_articles(connection: Connection, keys: Sequence[int]) -> dict[int, Article]:
    """The articles of these revisions, without what was found in them."""
    columns = [articles.c.id if name == "id" else revisions.c[name] for name in Article.__slots__]
    wanted = select(revisions.c.key, *columns).join(articles, revisions.c.article == articles.c.number)
    return {row[0]: Article(*row[1:]) for row in connection.execute(wanted.where(revisions.c.key.in_(keys)))}


def _grouped(connection: Connection, table: Table, kind: type[Any], keys: Sequence[int]) -> defaultdict[int, list[Any]]:
    """What hangs on each revision, in its order."""
    columns = [table.c.key, *(table.c[name] for name in kind.__slots__)]
    wanted = select(*columns).where(table.c.key.in_(keys)).order_by(table.c.key, table.c.position)
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for key, *values in connection.execute(wanted):
        grouped[key].append(kind(*values))
    return grouped
