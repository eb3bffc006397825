"""An index of the articles' languages, so that they are told without reading texts."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("revisions_language", "revisions", ["language"], if_not_exists=True)
