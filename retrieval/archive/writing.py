"""Writing to an archive in SQL: what becomes of an article, and a transaction that puts it in or takes it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, Table, and_, bindparam, delete, func, insert, select, update

from retrieval.archive import directory, rows
from retrieval.archive.rows import Filed
from retrieval.archive.schema import articles, changes, passages, revisions, sentences, statements
from retrieval.model import Entry

Event = Literal["added", "revised", "unchanged", "copy"]

current = and_(revisions.c.article == articles.c.number, revisions.c.revision == articles.c.revision)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of an article that is put into the archive; of a ``copy``, ``other`` is the id of the original."""

    event: Event
    article_id: str
    other: str | None = None

    @property
    def is_written(self) -> bool:
        return self.event in {"added", "revised"}


class Writing:
    """A transaction that writes: what was found in articles, and who says it, is written together at its end."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._now = datetime.now(UTC).replace(tzinfo=None)
        self._found: dict[int, Entry] = {}
        self._credits: directory.Credits = Counter()

    def put(self, filed: Filed) -> Outcome:
        article = filed.entry.article
        outcome, held = judge(self._connection, article.id, filed.digest)
        if not outcome.is_written:
            return outcome
        values = {
            "change": self._log(outcome.event, article.id, filed.source),
            "revision": held.revision + 1 if held else 1,
            "published": article.published,
            "outlet": article.outlet,
        }
        if held:
            if held.key in self._found:
                self.finish()
            self._uncredit(held.key)
            self._connection.execute(update(articles).where(articles.c.number == held.number).values(values))
            self._withdraw(held.number, article.text)
            number = held.number
        else:
            number = self._insert(articles, id=article.id, **values)
        kept = {"article": number, "revision": values["revision"], "added": self._now, "digest": filed.digest}
        key = self._insert(revisions, **kept, **rows.revision_values(article))
        self._find(key, filed.entry)
        return outcome

    def renew(self, entry: Entry) -> bool:
        article = entry.article
        held = _held(self._connection, article.id)
        if held is None:
            return False
        before = rows.load(self._connection, [held.key])[held.key]
        if before == entry or before.article != article:
            return False
        change = self._log("analysed", article.id, None)
        self._connection.execute(update(articles).where(articles.c.number == held.number).values(change=change))
        self._uncredit(held.key)
        for table in (sentences, passages, statements):
            self._connection.execute(delete(table).where(table.c.key == held.key))
        self._find(held.key, entry)
        return True

    def remove(self, article_id: str) -> bool:
        held = _held(self._connection, article_id)
        if held is None:
            return False
        self._uncredit(held.key)
        self._connection.execute(delete(articles).where(articles.c.number == held.number))
        self._log("removed", article_id, None)
        return True

    def finish(self) -> None:
        rows.insert_found(self._connection, self._found.items())
        self._found = {}
        directory.apply(self._connection, self._credits)
        self._credits = Counter()

    def _log(self, event: str, article_id: str, source: str | None) -> int:
        return self._insert(changes, at=self._now, event=event, article=article_id, source=source)

    def _insert(self, table: Table, **values: Any) -> int:
        primary = self._connection.execute(insert(table), values).inserted_primary_key
        assert primary is not None  # noqa: S101  # every table that is written so has one
        return int(primary[0])

    def _find(self, key: int, entry: Entry) -> None:
        self._found[key] = entry
        self._credits.update(directory.credited(entry.statements))

    def _uncredit(self, key: int) -> None:
        self._credits.subtract(credited(self._connection, key))

    def _withdraw(self, number: int, text: str) -> None:
        """Flag the sentences of older revisions that the new text lacks, and those alone."""
        older = select(revisions.c.key, revisions.c.text).where(revisions.c.article == number)
        for key, old in self._connection.execute(older).all():
            own = sentences.c.key == key
            spans = self._connection.execute(
                select(sentences.c.position, sentences.c.start, sentences.c.end).where(own)
            )
            gone = [position for position, start, end in spans if old[start:end] not in text]
            self._connection.execute(update(sentences).where(own).values(withdrawn=sentences.c.position.in_(gone)))


def keys() -> Select[Any]:
    """The revisions that count."""
    return select(articles.c.number, articles.c.change, articles.c.revision, revisions.c.key, revisions.c.digest).join(
        revisions, current
    )


# Made once: to make a statement takes longer than to carry it out.
_OF_ID = keys().where(articles.c.id == bindparam("id"))
_OF_DIGEST = select(articles.c.id).join(revisions, current).where(revisions.c.digest == bindparam("digest"))
_FIRST_OF_DIGEST = _OF_DIGEST.order_by(articles.c.number).limit(1)


def _held(connection: Connection, article_id: str) -> Row[Any] | None:
    """The row of ``keys`` of the article with this id."""
    return connection.execute(_OF_ID, {"id": article_id}).first()


def judge(connection: Connection, article_id: str, digest: str) -> tuple[Outcome, Row[Any] | None]:
    """What becomes of an article, and the row of ``keys`` of the one that has its id."""
    held = _held(connection, article_id)
    if held:
        event: Event = "unchanged" if held.digest == digest else "revised"
        return Outcome(event, article_id), held
    original = connection.scalar(_FIRST_OF_DIGEST, {"digest": digest})
    return Outcome("copy" if original is not None else "added", article_id, original), None


def credited(connection: Connection, key: int | None = None) -> directory.Credits:
    """What the statements of one revision, or of all that count, credit."""
    counted = select(statements.c.speaker, func.coalesce(statements.c.role, ""), func.count())
    if key is None:
        counted = counted.join(revisions, statements.c.key == revisions.c.key).join(articles, current)
    else:
        counted = counted.where(statements.c.key == key)
    grouped = counted.where(statements.c.speaker.is_not(None)).group_by(statements.c.speaker, statements.c.role)
    total: directory.Credits = Counter()
    for speaker, role, n in connection.execute(grouped):
        if speaker:
            total[speaker, role] += n
    return total
