"""An archive in a database. Readers never wait; writers, in any process, take turns; a transaction is whole or nothing.

What changed is told by change numbers: every change of an article has one, greater than all before it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Row, Select, Text, cast, distinct, func, select, update

from retrieval import analysis
from retrieval.archive import directory, rows
from retrieval.archive.database import Database
from retrieval.archive.faults import faults
from retrieval.archive.holdings import Holdings, Revision
from retrieval.archive.remembered import Remembered
from retrieval.archive.rows import Filed, digest
from retrieval.archive.schema import about, articles, changes, passages, revisions, sentences, speakers, statements
from retrieval.archive.upgrade import upgrade
from retrieval.archive.writing import Outcome, Writing, credited, current, judge, keys
from retrieval.model import Article, Entry, SpeakerCount

_READ_AT_ONCE = 100  # articles
_REMEMBERED = 1_000  # entries: those of the questions of some minutes

_newest_first = (articles.c.published.desc().nulls_last(), articles.c.number)


class SqlArchive:
    """An ``Archive`` that stays. Raises ArchiveError where the database is away, full, damaged or read-only."""

    def __init__(self, database: Database) -> None:
        upgrade(database)
        self.database = database
        with database.read() as connection:
            self.identity, made_by = connection.execute(select(about.c.identity, about.c.analysis)).one()
        if made_by != analysis.VERSION:
            self.recount()
        self._remembered: Remembered[int, Entry] = Remembered(_REMEMBERED)  # by the article's last change

    def close(self) -> None:
        self.database.close()

    # Writing

    def put(self, entry: Entry) -> None:
        self.put_all([Filed(entry, digest(entry.article))])

    def put_all(self, filed: Sequence[Filed]) -> list[Outcome]:
        """Put articles in, all or, when something fails, none of them.

        One that is there already is left alone; one with another text or other metadata becomes a new revision.
        """
        with self.database.write() as connection:
            writing = Writing(connection)
            outcomes = [writing.put(one) for one in filed]
            writing.finish()
        return outcomes

    def renew(self, entries: Sequence[Entry]) -> int:
        """Keep what was found anew in articles whose texts are the same; how many of them differ from before."""
        with self.database.write() as connection:
            writing = Writing(connection)
            renewed = sum(map(writing.renew, entries))
            writing.finish()
        return renewed

    def remove(self, article_id: str) -> None:
        self.remove_all([article_id])

    def remove_all(self, article_ids: Sequence[str]) -> list[str]:
        """Take articles out with all their revisions; those of them that were there."""
        with self.database.write() as connection:
            writing = Writing(connection)
            removed = [article_id for article_id in article_ids if writing.remove(article_id)]
            writing.finish()
        return removed

    def recount(self) -> None:
        """Count the speakers anew, and find their words anew."""
        with self.database.write() as connection:
            directory.rebuild(connection, credited(connection))
            connection.execute(update(about).values(analysis=analysis.VERSION))

    # Reading

    def judge(self, read: Sequence[Article]) -> list[Outcome]:
        """What would become of these articles."""
        with self.database.read() as connection:
            return [judge(connection, article.id, digest(article))[0] for article in read]

    @property
    def change(self) -> int:
        with self.database.read() as connection:
            return _change(connection)

    def changed_since(self, change: int) -> tuple[list[str], int]:
        """The ids of the articles that changed after ``change``, removed ones too, and the change number by now."""
        with self.database.read() as connection:
            last = func.max(changes.c.change)
            wanted = (
                select(changes.c.article).where(changes.c.change > change).group_by(changes.c.article).order_by(last)
            )
            return list(connection.scalars(wanted)), _change(connection)

    def entry(self, article_id: str) -> Entry:
        return self.find([article_id])[article_id]

    def revision(self, article_id: str, number: int) -> Entry:
        wanted = select(revisions.c.key).join(articles, revisions.c.article == articles.c.number)
        own = (articles.c.id == article_id, revisions.c.revision == number)
        with self.database.read() as connection:
            key = connection.scalar(wanted.where(*own))
            if key is None:
                raise KeyError(article_id, number)
            return rows.load(connection, [key])[key]

    def find(self, article_ids: Collection[str]) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        wanted = iter(article_ids)
        with self.database.read() as connection:
            while some := list(islice(wanted, _READ_AT_ONCE)):
                chosen = connection.execute(keys().where(articles.c.id.in_(some))).all()
                found |= {entry.article.id: entry for entry in self._load(connection, chosen)}
        return found

    def entries(self) -> Iterator[Entry]:
        return self._each(keys().order_by(*_newest_first))

    def spoken_by(self, names: Collection[str]) -> Iterator[Entry]:
        spoken = select(statements.c.key).where(statements.c.speaker.in_(names))
        return self._each(keys().where(revisions.c.key.in_(spoken)).order_by(*_newest_first))

    def articles(self) -> Iterator[Article]:
        with self.database.read() as connection:
            chosen = connection.execute(keys().order_by(*_newest_first)).all()
        for some in _portions(chosen):
            with self.database.read() as connection:
                read = rows.load_articles(connection, [row.key for row in some])
            yield from (read[row.key] for row in some if row.key in read)

    def speakers(self, limit: int | None = None) -> list[SpeakerCount]:
        with self.database.read() as connection:
            return directory.listed(connection, limit)

    def speaker(self, name: str) -> SpeakerCount | None:
        with self.database.read() as connection:
            return directory.named(connection, name)

    def speakers_with(self, words: Collection[str]) -> set[SpeakerCount]:
        with self.database.read() as connection:
            return directory.with_words(connection, words)

    def outlets(self) -> list[str]:
        wanted = select(articles.c.outlet).where(articles.c.outlet.is_not(None)).distinct()
        with self.database.read() as connection:
            return sorted(connection.scalars(wanted), key=str.casefold)

    def languages(self) -> list[str]:
        language, number = revisions.c.language, func.count().desc()
        wanted = select(language).group_by(language).order_by(number, language)
        with self.database.read() as connection:
            return list(connection.scalars(wanted))

    def cited(self) -> list[str]:
        found = statements.join(revisions, statements.c.key == revisions.c.key).join(articles, current)
        ways = select(cast(statements.c.via, Text)).select_from(found).distinct()  # JSON itself has no equality
        with self.database.read() as connection:
            named = {outlet for way in connection.scalars(ways) for outlet in json.loads(way)}
        return sorted(named, key=str.casefold)

    def newest(self) -> date | None:
        with self.database.read() as connection:
            newest: date | None = connection.scalar(select(func.max(articles.c.published)))
        return newest

    def history(self, article_id: str) -> list[Revision]:
        """All texts that the archive has held under this id, oldest first; none for an id that it does not know."""
        own = select(revisions.c.key, revisions.c.added).join(articles, revisions.c.article == articles.c.number)
        with self.database.read() as connection:
            kept = connection.execute(own.where(articles.c.id == article_id).order_by(revisions.c.revision)).all()
            read = rows.load_articles(connection, [row.key for row in kept])
            return [Revision(read[row.key], row.added, _withdrawn(connection, row.key)) for row in kept]

    def changed_at(self) -> datetime | None:
        """When it changed last, in UTC; None for never."""
        with self.database.read() as connection:
            at: datetime | None = connection.scalar(select(changes.c.at).order_by(changes.c.change.desc()).limit(1))
        return at

    def holdings(self) -> Holdings:
        with self.database.read() as connection:

            def count(table: Any) -> int:
                return connection.scalar(select(func.count()).select_from(table)) or 0

            def found(table: Any) -> int:
                return count(table.join(revisions, table.c.key == revisions.c.key).join(articles, current))

            dates = select(func.min(articles.c.published), func.max(articles.c.published))
            oldest, newest = connection.execute(dates).one()
            return Holdings(
                articles=count(articles),
                revisions=count(revisions),
                sentences=found(sentences),
                passages=found(passages),
                statements=found(statements),
                speakers=count(speakers),
                outlets=connection.scalar(select(func.count(distinct(articles.c.outlet)))) or 0,
                oldest=oldest,
                newest=newest,
                change=_change(connection),
            )

    def faults(self) -> list[str]:
        """What is wrong with the tables, each in a line; what stands in the texts is not looked at."""
        with self.database.read() as connection:
            return list(faults(connection))

    def digested(self) -> Iterator[tuple[Entry, str]]:
        """All entries with the digests of the articles as they were read, in order of adding."""
        with self.database.read() as connection:
            chosen = connection.execute(keys().order_by(articles.c.number)).all()
        for some in _portions(chosen):
            with self.database.read() as connection:
                loaded = rows.load(connection, [row.key for row in some])
            yield from ((loaded[row.key], row.digest) for row in some if row.key in loaded)

    def texts(self, *, older: bool = False) -> Iterator[tuple[Article, str]]:
        """All articles with the digests of them as they were read, in order of adding.

        With ``older``, each comes after the older revisions of it.
        """
        of_which = revisions.c.article == articles.c.number if older else current
        wanted: Select[Any] = select(revisions.c.key, revisions.c.digest).join(articles, of_which)
        with self.database.read() as connection:
            chosen = connection.execute(wanted.order_by(articles.c.number, revisions.c.revision)).all()
        for some in _portions(chosen):
            with self.database.read() as connection:
                read = rows.load_articles(connection, [row.key for row in some])
            yield from ((read[row.key], row.digest) for row in some if row.key in read)

    def __contains__(self, article_id: str) -> bool:
        with self.database.read() as connection:
            return connection.scalar(select(articles.c.number).where(articles.c.id == article_id)) is not None

    def __len__(self) -> int:
        with self.database.read() as connection:
            return connection.scalar(select(func.count()).select_from(articles)) or 0

    def _each(self, wanted: Select[Any]) -> Iterator[Entry]:
        with self.database.read() as connection:
            chosen = connection.execute(wanted).all()
        for some in _portions(chosen):
            with self.database.read() as connection:
                loaded = self._load(connection, some)
            yield from loaded

    def _load(self, connection: Connection, chosen: Sequence[Row[Any]]) -> list[Entry]:
        """The entries of these rows of ``keys``, in their order, but for those that are gone by now."""
        held = {row.change: entry for row in chosen if (entry := self._remembered.get(row.change))}
        missing = [row for row in chosen if row.change not in held]
        loaded = rows.load(connection, [row.key for row in missing])
        for row in missing:
            if row.key in loaded:
                held[row.change] = self._remembered.keep(row.change, loaded[row.key])
        return [held[row.change] for row in chosen if row.change in held]


def _change(connection: Connection) -> int:
    return connection.scalar(select(func.max(changes.c.change))) or 0


def _withdrawn(connection: Connection, key: int) -> frozenset[int]:
    return frozenset(connection.scalars(select(sentences.c.start).where(sentences.c.key == key, sentences.c.withdrawn)))


def _portions(chosen: Sequence[Row[Any]]) -> Iterator[Sequence[Row[Any]]]:
    return (chosen[begin : begin + _READ_AT_ONCE] for begin in range(0, len(chosen), _READ_AT_ONCE))
