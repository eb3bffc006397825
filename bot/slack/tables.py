"""The tables of the state store. ``migrations`` makes them and takes older ones on; a test holds the two together.

Times are seconds since 1970. A Slack ``ts`` is text of a fixed width, so it sorts in the order of sending.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from retrieval.archive.migrate import Migrations

MIGRATIONS = Migrations("bot.slack:migrations", head="0001", table="state_version")

metadata = MetaData()

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event", String(255), nullable=False, unique=True, comment="Slack's event id, or one made for a share"),
    Column("enterprise", String(32), comment="where an app is installed for a whole organisation"),
    Column("team", String(32), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False, comment="of the question's message"),
    Column("root", String(32), comment="ts of the thread's root; NULL: answered in the channel itself"),
    Column("conversation", String(255), nullable=False, comment="the key of the thread's memory"),
    Column("asker", String(32), nullable=False),
    Column("way", String(16), nullable=False, comment="mention, direct, follow_up or share"),
    Column("text", Text, nullable=False),
    Column("verdict", String(16), nullable=False, comment="answer, limited or refused"),
    Column("edited", String(32), comment="ts of the newest edit"),
    Column("deleted", Boolean, nullable=False, server_default=false()),
    Column("revision", Integer, nullable=False, server_default="0", comment="grows with each edit and the deletion"),
    Column("state", String(16), nullable=False, comment="waiting, working, done or failed"),
    Column("owner", String(64), comment="the process that works on it"),
    Column("lease", Float, nullable=False, server_default="0", comment="until when it belongs to the owner"),
    Column("not_before", Float, nullable=False, server_default="0"),
    Column("crashes", Integer, nullable=False, server_default="0", comment="leases that ran out"),
    Column("failures", Integer, nullable=False, server_default="0", comment="tries that Slack did not take"),
    Column("posting", Boolean, nullable=False, server_default=false(), comment="a post may have gone out"),
    Column("answer", String(32), comment="ts of our post"),
    Column("turn", Integer, comment="which turn of the conversation it became; NULL: none"),
    Column("outcome", String(16)),
    Column("reply_url", Text, comment="of a share: where its asker is told what came of it"),
    Column("created", Float, nullable=False),
    UniqueConstraint("team", "channel", "ts", name="one_row_a_message"),
    Index("questions_open", "state", "not_before"),
    Index("questions_conversation", "conversation", "state"),
    Index("questions_root", "team", "channel", "root"),
    Index("questions_answer", "team", "channel", "answer"),
    Index("questions_asker", "team", "asker", "created"),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation", String(255), primary_key=True),
    Column("number", Integer, primary_key=True, comment="counts from 1"),
    Column("data", Text, nullable=False, comment="the turn as JSON"),
    Column("created", Float, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("message", String(32), primary_key=True, comment="ts of the answer"),
    Column("member", String(32), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("conversation", String(255), nullable=False),
    Column("turn", Integer, nullable=False),
    Column("created", Float, nullable=False),
)
