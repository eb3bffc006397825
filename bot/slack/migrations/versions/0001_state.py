"""Questions, the turns of conversations, and feedback.

There were state stores before there were versions of them: their tables are these, and are taken over as they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=255), nullable=False),
        sa.Column("enterprise", sa.String(length=32)),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("root", sa.String(length=32)),
        sa.Column("conversation", sa.String(length=255), nullable=False),
        sa.Column("asker", sa.String(length=32), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("edited", sa.String(length=32)),
        sa.Column("deleted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("owner", sa.String(length=64)),
        sa.Column("lease", sa.Float(), server_default="0", nullable=False),
        sa.Column("not_before", sa.Float(), server_default="0", nullable=False),
        sa.Column("crashes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("posting", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answer", sa.String(length=32)),
        sa.Column("turn", sa.Integer()),
        sa.Column("outcome", sa.String(length=16)),
        sa.Column("reply_url", sa.Text()),
        sa.Column("created", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event"),
        sa.UniqueConstraint("team", "channel", "ts", name="one_row_a_message"),
        if_not_exists=True,
    )
    for name, columns in (
        ("questions_open", ["state", "not_before"]),
        ("questions_conversation", ["conversation", "state"]),
        ("questions_root", ["team", "channel", "root"]),
        ("questions_answer", ["team", "channel", "answer"]),
        ("questions_asker", ["team", "asker", "created"]),
    ):
        op.create_index(name, "questions", columns, if_not_exists=True)
    op.create_table(
        "turns",
        sa.Column("conversation", sa.String(length=255), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "number"),
        if_not_exists=True,
    )
    op.create_table(
        "feedback",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("message", sa.String(length=32), nullable=False),
        sa.Column("member", sa.String(length=32), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("conversation", sa.String(length=255), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("created", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("team", "channel", "message", "member"),
        if_not_exists=True,
    )
