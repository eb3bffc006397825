"""Sources, with how they do apart from what is remembered of them, which may be long."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    made = op.create_table(
        "sources",
        sa.Column("key", NAME, nullable=False),
        sa.Column("health", sa.JSON(), nullable=False),
        sa.Column("memory", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    connection = op.get_bind()
    if not sa.inspect(connection).has_table("source_states"):  # nothing was ever watched
        return
    before = sa.table("source_states", sa.column("key"), sa.column("state", sa.JSON()))
    rows = [_parted(row.key, row.state) for row in connection.execute(sa.select(before))]
    if rows:
        op.bulk_insert(made, rows)
    op.drop_table("source_states")


def _parted(key: str, state: dict[str, Any]) -> dict[str, Any]:
    """What could not be read was one number before it was counted by its sort."""
    health = dict(state["health"])
    number = health.pop("refused")
    health["unread"] = {"unreadable": number} if number else {}
    return {"key": key, "health": health, "memory": state["memory"]}
