"""Articles with their revisions, what is found in them, the ingest log, and who is quoted."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "archive",
        sa.Column("identity", sa.String(length=32), nullable=False),
        sa.Column("analysis", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("identity"),
    )
    op.create_table(
        "articles",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", NAME, nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published", sa.Date()),
        sa.Column("outlet", NAME),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
        sqlite_autoincrement=True,
    )
    op.create_index("articles_outlet", "articles", ["outlet"])
    op.create_index("articles_published", "articles", ["published"])
    op.create_table(
        "changes",
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("event", sa.String(length=16), nullable=False),
        sa.Column("article", NAME, nullable=False),
        sa.Column("source", sa.Text()),
        sa.PrimaryKeyConstraint("change"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "speaker_roles",
        sa.Column("name", NAME, nullable=False),
        sa.Column("role", NAME, nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", "role"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "speakers",
        sa.Column("name", NAME, nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index("speakers_statements", "speakers", ["statements"])
    op.create_table(
        "revisions",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("added", sa.DateTime(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("outlet", NAME),
        sa.Column("author", sa.Text()),
        sa.Column("published", sa.Date()),
        sa.Column("url", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.String(40)),
        sa.Column("modified", sa.String(40)),
        sa.Column("correction", sa.Text()),
        sa.Column("based_on", sa.JSON(), nullable=False),
        sa.Column("raw_hash", sa.String(length=64)),
        sa.ForeignKeyConstraint(["article"], ["articles.number"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("article", "revision", name="one_of_a_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("revisions_digest", "revisions", ["digest"])
    op.create_table(
        "speaker_words",
        sa.Column("word", NAME, nullable=False),
        sa.Column("name", NAME, nullable=False),
        sa.ForeignKeyConstraint(["name"], ["speakers.name"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("word", "name"),
        sqlite_with_rowid=False,
    )
    op.create_index("speaker_words_name", "speaker_words", ["name"])
    op.create_table(
        "passages",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text()),
        sa.ForeignKeyConstraint(["key"], ["revisions.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sentences",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text()),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["revisions.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statements",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("speaker", NAME),
        sa.Column("speaker_text", sa.Text()),
        sa.Column("role", sa.Text()),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("cue", sa.Text()),
        sa.Column("via", sa.JSON(), nullable=False),
        sa.Column("said_on", sa.Date()),
        sa.Column("certainty", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["revisions.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("statements_speaker", "statements", ["speaker", "key"])
    about = sa.table("archive", sa.column("identity"), sa.column("analysis"))
    op.execute(sa.insert(about).values(identity=uuid4().hex, analysis=""))
