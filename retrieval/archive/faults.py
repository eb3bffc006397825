"""Looks over the tables of an archive for what cannot be so."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from retrieval.archive import directory
from retrieval.archive.schema import articles, changes, revisions
from retrieval.archive.writing import credited


def faults(connection: Connection) -> Iterator[str]:
    """What is wrong, each in a line."""
    if connection.dialect.name == "sqlite":
        yield from _broken_file(connection)
    yield from _broken_chains(connection)
    yield from directory.faults(connection, credited(connection))


def _broken_file(connection: Connection) -> Iterator[str]:
    yield from (
        f"the file is damaged: {said}"
        for said in connection.exec_driver_sql("PRAGMA quick_check").scalars()
        if said != "ok"
    )
    for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} belongs to nothing in {other}"


def _broken_chains(connection: Connection) -> Iterator[str]:
    """Revisions run from 1 to the one that counts; the last change of an article is in the log."""
    chain = (func.count(revisions.c.key), func.min(revisions.c.revision), func.max(revisions.c.revision))
    joined = select(articles.c.id, articles.c.revision, *chain).join(
        revisions, revisions.c.article == articles.c.number, isouter=True
    )
    for article_id, last, *found in connection.execute(joined.group_by(articles.c.id, articles.c.revision)):
        if found != [last, 1, last]:
            yield f"article {article_id}: it lacks a revision"
    last_changes = select(changes.c.article, func.max(changes.c.change).label("change")).group_by(changes.c.article)
    logged = last_changes.subquery()
    strange = select(articles.c.id).join(logged, logged.c.article == articles.c.id, isouter=True)
    for article_id in connection.scalars(strange.where(func.coalesce(logged.c.change, 0) != articles.c.change)):
        yield f"article {article_id}: the log does not tell its last change"
