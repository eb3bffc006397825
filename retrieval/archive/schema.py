"""The tables of an archive in SQL. ``migrations`` makes them and takes older ones on; a test holds the two together.

Offsets are characters in the revision's text. Everything that was found hangs on a revision, so that what an older one
said stays on record.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

from retrieval.archive.migrate import Migrations

MIGRATIONS = Migrations("retrieval.archive:migrations", head="0003", table="archive_version")

metadata = MetaData()

# Compared and sorted by code points everywhere, as Python does.
Name = Text().with_variant(Text(collation="C"), "postgresql")


class Moment(TypeDecorator[datetime]):
    """A time with the offset that it was given with, or without one; no type of a database keeps both."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        return value.isoformat() if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # as above
        return datetime.fromisoformat(value) if value else None


class Names(TypeDecorator[tuple[str, ...]]):
    """A tuple of strings, as JSON."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002  # as above
        return tuple(value or ())


about = Table(
    "archive",
    metadata,
    Column("identity", String(32), primary_key=True, comment="made up with the archive; no two have the same"),
    Column(
        "analysis", String(16), nullable=False, comment="the version of the analysis that the speakers' words are of"
    ),
    comment="one row",
)

changes = Table(
    "changes",
    metadata,
    Column("change", Integer, primary_key=True),
    Column("at", DateTime, nullable=False, comment="UTC"),
    Column("event", String(16), nullable=False, comment="added, revised, removed or analysed"),
    Column("article", Name, nullable=False, comment="its id; there may be no such article any more"),
    Column("source", Text, comment="where it was read from"),
    sqlite_autoincrement=True,
    comment="the ingest log; its greatest number is the archive's change number",
)

articles = Table(
    "articles",
    metadata,
    Column("number", Integer, primary_key=True, comment="in order of adding"),
    Column("id", Name, nullable=False, unique=True),
    Column("change", Integer, nullable=False, comment="its last one; never that of two articles"),
    Column("revision", Integer, nullable=False, comment="the number of the one that counts, from 1"),
    Column("published", Date),
    Column("outlet", Name),
    Index("articles_published", "published"),
    Index("articles_outlet", "outlet"),
    sqlite_autoincrement=True,
)

revisions = Table(
    "revisions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("article", ForeignKey("articles.number", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("added", DateTime, nullable=False, comment="UTC"),
    Column("digest", String(64), nullable=False, comment="of the article as it was read"),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("outlet", Name),
    Column("author", Text),
    Column("published", Date),
    Column("url", Text),
    Column("language", Text, nullable=False),
    Column("body", Integer, nullable=False),
    Column("published_at", Moment),
    Column("modified", Moment),
    Column("correction", Text),
    Column("based_on", Names, nullable=False),
    Column("raw_hash", String(64)),
    UniqueConstraint("article", "revision", name="one_of_a_number"),
    Index("revisions_digest", "digest"),
    Index("revisions_language", "language"),
    sqlite_autoincrement=True,
)


def _of_a_revision() -> tuple[Column[int], Column[int]]:
    return (
        Column("key", ForeignKey("revisions.key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
        Column("position", Integer, primary_key=True, autoincrement=False, comment="from 0"),
    )


sentences = Table(
    "sentences",
    metadata,
    *_of_a_revision(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("section", Text),
    Column("paragraph", Integer, nullable=False),
    Column("withdrawn", Boolean, nullable=False, server_default=false(), comment="a newer revision lacks its words"),
    sqlite_with_rowid=False,
)

passages = Table(
    "passages",
    metadata,
    *_of_a_revision(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("section", Text),
    sqlite_with_rowid=False,
)

statements = Table(
    "statements",
    metadata,
    *_of_a_revision(),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("speaker", Name),
    Column("speaker_text", Text),
    Column("role", Text),
    Column("kind", String(16), nullable=False),
    Column("cue", Text),
    Column("via", Names, nullable=False),
    Column("said_on", Date),
    Column("certainty", Double, nullable=False),
    Index("statements_speaker", "speaker", "key"),
    sqlite_with_rowid=False,
)

roles = Table(
    "speaker_roles",
    metadata,
    Column("name", Name, primary_key=True),
    Column("role", Name, primary_key=True, comment="empty for none"),
    Column("statements", Integer, nullable=False),
    sqlite_with_rowid=False,
    comment="how many statements of the articles as they are now credit a speaker in a role",
)

speakers = Table(
    "speakers",
    metadata,
    Column("name", Name, primary_key=True),
    Column("role", Text, comment="the most frequent one"),
    Column("statements", Integer, nullable=False),
    Index("speakers_statements", "statements"),
    comment="follows from speaker_roles",
)

speaker_words = Table(
    "speaker_words",
    metadata,
    Column("word", Name, primary_key=True, comment="a term of the name or of the role"),
    Column("name", ForeignKey("speakers.name", ondelete="CASCADE"), primary_key=True),
    Index("speaker_words_name", "name"),
    sqlite_with_rowid=False,
)

sources = Table(
    "sources",
    metadata,
    Column("key", Name, primary_key=True, comment="the address of a feed, the path of a folder, the name of a list"),
    Column("health", JSON, nullable=False, comment="see retrieval.sources.source.Health"),
    Column("memory", JSON, nullable=False, comment="see retrieval.sources.source.Memory"),
    comment="what is known of the places that articles come from by themselves",
)
