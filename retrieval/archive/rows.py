"""Entries to rows of the tables and back."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, insert, select

from retrieval.archive.schema import articles, passages, revisions, sentences, statements
from retrieval.model import Article, Entry, Passage, Sentence, Statement

_ASKED_AT_ONCE = 500  # keys in one query
_FIELDS = ("text", "title", "outlet", "author", "published", "url", "language", "body")  # of an article, in order

T = TypeVar("T")
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filed:
    """An entry to be kept. ``digest`` is that of the article as it was read; ``source`` tells from where."""

    entry: Entry
    digest: str
    source: str | None = None


def digest(article: Article) -> str:
    """What is the same for the same text with the same metadata, whatever the article's id: SHA-256, in hexadecimal."""
    fields = [getattr(article, name) for name in _FIELDS]
    return hashlib.sha256(json.dumps(fields, default=str).encode()).hexdigest()


def revision_values(article: Article) -> Values:
    return {name: getattr(article, name) for name in _FIELDS}


def insert_found(connection: Connection, found: Collection[tuple[int, Entry]]) -> None:
    """Write what was found in articles, for each with the key of its revision."""
    _insert(
        connection,
        sentences,
        [
            {"key": key, "position": n, "start": s.start, "end": s.end, "section": s.section, "paragraph": s.paragraph}
            for key, entry in found
            for n, s in enumerate(entry.sentences)
        ],
    )
    _insert(
        connection,
        passages,
        [
            {"key": key, "position": n, **{name: getattr(p, name) for name in Passage.__slots__}}
            for key, entry in found
            for n, p in enumerate(entry.passages)
        ],
    )
    _insert(
        connection,
        statements,
        [
            {"key": key, "position": n, **{name: getattr(s, name) for name in Statement.__slots__}}
            for key, entry in found
            for n, s in enumerate(entry.statements)
        ],
    )


def _insert(connection: Connection, table: Table, rows: list[Values]) -> None:
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
    own_sentences = _grouped(connection, sentences, Sentence.__slots__, keys, lambda values: Sentence(*values))
    own_passages = _grouped(connection, passages, Passage.__slots__, keys, lambda values: Passage(*values))
    own_statements = _grouped(connection, statements, Statement.__slots__, keys, _statement)
    return {
        key: Entry(article, tuple(own_sentences[key]), tuple(own_passages[key]), tuple(own_statements[key]))
        for key, article in read.items()
    }


def load_articles(connection: Connection, keys: Sequence[int]) -> dict[int, Article]:
    """The articles of these revisions, without what was found in them."""
    columns = (articles.c.id, *(revisions.c[name] for name in _FIELDS), revisions.c.revision)
    wanted = select(revisions.c.key, *columns).join(articles, revisions.c.article == articles.c.number)
    return {row[0]: Article(*row[1:]) for row in connection.execute(wanted.where(revisions.c.key.in_(keys)))}


def _grouped(
    connection: Connection, table: Table, names: Iterable[str], keys: Sequence[int], make: Callable[[Sequence[Any]], T]
) -> defaultdict[int, list[T]]:
    """What hangs on each revision, in its order."""
    columns = [table.c.key, *(table.c[name] for name in names)]
    wanted = select(*columns).where(table.c.key.in_(keys)).order_by(table.c.key, table.c.position)
    grouped: defaultdict[int, list[T]] = defaultdict(list)
    for row in connection.execute(wanted):
        grouped[row[0]].append(make(row[1:]))
    return grouped


def _statement(values: Sequence[Any]) -> Statement:
    start, end, speaker, speaker_text, role, kind, cue, via, said_on, certainty = values
    return Statement(start, end, speaker, speaker_text, role, kind, cue, tuple(via), said_on, certainty)
