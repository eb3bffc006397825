"""The ledger: what becomes of every accepted question.

A question waits, is claimed by one process for the time of a lease, and ends done or failed. A lease that runs out
(the process died) makes the question free again. Within a conversation one question is worked on at a time, in the
order of sending. All calls are synchronous; the async side runs them in threads.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)

from bot.conversation import Turn
from bot.slack import tables
from bot.slack.inbox import Verdict
from bot.slack.store import Store
from bot.slack.tables import questions as q
from bot.slack.threads import put_turns

Turns = Mapping[int, Turn]

NO_TURNS: Turns = {}

LEASE = 6.0  # seconds; renewed every third of it while the process lives


@dataclass(frozen=True, slots=True)
class Question:
    """A claimed row: what is needed to answer it.

    ``posting`` is True when a post of ours may already stand there; ``answer`` is the ts of the one that surely does,
    and then this is an edit or a deletion. ``root`` is None where the answer goes to the channel itself. ``turn`` is
    the turn of the conversation that it has become, if it was answered before.
    """

    id: int
    event: str
    enterprise: str | None
    team: str
    channel: str
    ts: str
    root: str | None
    conversation: str
    asker: str
    way: str
    text: str
    verdict: Verdict
    deleted: bool
    revision: int
    crashes: int
    failures: int
    posting: bool
    answer: str | None
    turn: int | None
    reply_url: str | None
    created: float


_COLUMNS = [q.c[name] for name in Question.__dataclass_fields__]


class Ledger:
    """``owner`` names this process among those that share the store; ``clock`` gives seconds since 1970."""

    def __init__(
        self, store: Store, owner: str, *, clock: Callable[[], float] = time.time, lease: float = LEASE
    ) -> None:
        self._store = store
        self._owner = owner
        self._clock = clock
        self.lease = lease

    def claim(self, limit: int, busy: Collection[str] = ()) -> list[Question]:
        """Up to ``limit`` questions for this process to answer now, oldest first, at most one a conversation.

        Those of the channels that are ``busy`` are left for later.
        """
        now = self._clock()
        free = or_(
            and_(q.c.state == "waiting", q.c.not_before <= now),
            and_(q.c.state == "working", q.c.lease < now),
        )
        candidates = (
            select(q.c.id, q.c.conversation)
            .where(free, ~_blocked(now), q.c.channel.not_in(busy))
            .order_by(q.c.created, q.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with self._store.write() as connection:
            rows = connection.execute(candidates).all()
            return [taken for row in rows if (taken := self._take(connection, row.id, row.conversation, free, now))]

    def _take(
        self, connection: Connection, number: int, conversation: str, free: ColumnElement[bool], now: float
    ) -> Question | None:
        if connection.dialect.name == "postgresql" and not _lock_conversation(connection, conversation):
            return None
        claimed = (
            update(q)
            .where(q.c.id == number, free, ~_blocked(now))
            .values(
                state="working",
                owner=self._owner,
                lease=now + self.lease,
                crashes=q.c.crashes + case((q.c.state == "working", 1), else_=0),
            )
            .returning(*_COLUMNS)
        )
        row = connection.execute(claimed).one_or_none()
        return Question(**row._mapping) if row else None  # noqa: SLF001  # the documented way to a row as a mapping

    def renew(self, numbers: Collection[int]) -> None:
        """Keep the questions of these ids for another lease."""
        mine = and_(q.c.id.in_(numbers), q.c.owner == self._owner, q.c.state == "working")
        with self._store.write() as connection:
            connection.execute(update(q).where(mine).values(lease=self._clock() + self.lease))

    def about_to_post(self, question: Question, added: Turns = NO_TURNS) -> bool:
        """Note that a post goes out now; False when the question is no longer ours to answer.

        ``added`` are the turns that the conversation gets by it. They are there before the answer is, as its buttons
        speak of them; when it has to be answered again, it becomes the same turn.
        """
        turn = max(added, default=question.turn)
        noted = self._mine(question).values(posting=True, turn=turn, lease=self._clock() + self.lease)
        with self._store.write() as connection:
            ours = connection.execute(noted).rowcount == 1
            if ours:
                put_turns(connection, question.conversation, added, self._clock())
            return ours

    def done(self, question: Question, *, answer: str | None, outcome: str, changed: Turns = NO_TURNS) -> bool:
        """Mark it answered by the post ``answer``; False when it was edited meanwhile, and waits again.

        ``changed`` are turns of the conversation that have become others by it.
        """
        with self._store.write() as connection:
            state = self._end(connection, question, "done", answer=answer or question.answer, outcome=outcome)
            if state is not None:
                put_turns(connection, question.conversation, changed, self._clock())
            return state != "waiting"

    def fail(self, question: Question, reason: str) -> None:
        """Give it up: Slack will never take an answer there. ``reason`` is Slack's error code.

        A share is forgotten, so that it can be shared again.
        """
        with self._store.write() as connection:
            if question.way == "share":
                connection.execute(delete(q).where(q.c.id == question.id, q.c.owner == self._owner))
                return
            self._end(connection, question, "failed", answer=question.answer, outcome=reason[:16])

    def _end(self, connection: Connection, question: Question, state: str, **values: Any) -> str | None:
        """The state in which it is then; None when it is no longer ours, and whoever has it ends it."""
        ended = case((q.c.revision == question.revision, state), else_="waiting")
        end = self._mine(question).values(state=ended, owner=None, posting=False, crashes=0, failures=0, **values)
        return connection.execute(end.returning(q.c.state)).scalar_one_or_none()

    def release(self, question: Question, delay: float) -> None:
        """Put it back for a later try, ``delay`` seconds from now."""
        with self._store.write() as connection:
            back = self._mine(question).values(
                state="waiting", owner=None, failures=q.c.failures + 1, not_before=self._clock() + delay
            )
            connection.execute(back)

    def _mine(self, question: Question) -> Any:
        return update(q).where(q.c.id == question.id, q.c.owner == self._owner, q.c.state == "working")

    def age(self, question: Question) -> float:
        """Seconds since a question was accepted."""
        return self._clock() - question.created

    def open_questions(self) -> int:
        """How many wait or are worked on."""
        with self._store.read() as connection:
            is_open = q.c.state.in_(["waiting", "working"])
            return connection.execute(select(func.count()).where(is_open)).scalar_one()

    def expire(self, before: float) -> int:
        """Delete what ended and is older than ``before``, with its conversations; how many questions went."""
        ended = and_(q.c.created < before, q.c.state.in_(["done", "failed"]))
        with self._store.write() as connection:
            connection.execute(delete(tables.turns).where(tables.turns.c.created < before))
            connection.execute(delete(tables.feedback).where(tables.feedback.c.created < before))
            return connection.execute(delete(q).where(ended)).rowcount


def _blocked(now: float) -> ColumnElement[bool]:
    """Whether another question of the conversation is worked on, or was sent before and is still open."""
    other = q.alias()
    return exists().where(
        other.c.conversation == q.c.conversation,
        other.c.id != q.c.id,
        or_(
            and_(other.c.state == "working", other.c.lease >= now),
            and_(other.c.state.in_(["waiting", "working"]), other.c.ts < q.c.ts),
        ),
    )


def _lock_conversation(connection: Connection, conversation: str) -> bool:
    """Hold the conversation until the transaction ends, so that no other process claims a question of it meanwhile."""
    lock = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:conversation, 0))")
    return bool(connection.execute(lock, {"conversation": conversation}).scalar_one())
