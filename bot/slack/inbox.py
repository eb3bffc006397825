"""The inbox: what was heard becomes rows of the ledger's table, each question once.

All calls are synchronous, and raise SQLAlchemyError when the store is away.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.slack.incoming import Asked, Deleted, Edited, Place
from bot.slack.store import Store
from bot.slack.tables import questions as q

Verdict = Literal["answer", "limited", "refused"]


class Inbox:
    """``clock`` gives seconds since 1970."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    def is_new(self, event: str, asked: Asked) -> bool:
        """Whether ``store`` would accept it, told without waiting for the writers: most of what is heard is not new."""
        place = asked.place
        here = select(q.c.id).where(or_(q.c.event == event, _message(place))).limit(1)
        with self._store.read() as connection:
            if connection.execute(here).first():
                return False
            if asked.way != "follow_up":
                return True
            return _conversation(connection, place.team, place.channel, place.thread) is not None

    def store(self, event: str, asked: Asked, *, enterprise: str | None, verdict: Verdict) -> bool:
        """Accept a question; False when it is here already, or is not for us.

        Both the event and the message are unique: a mention comes as two events with one message. What is refused
        is kept without its words, so that it is told once.
        """
        with self._store.write() as connection:
            return self._insert(connection, event, asked, enterprise=enterprise, verdict=verdict)

    def share(self, event: str, asked: Asked, *, enterprise: str | None, reply_url: str | None) -> bool:
        """Accept a question that is to be answered in the channel itself, for all to see.

        ``reply_url`` is where Slack takes a word to the asker alone, for a short time.
        """
        more = {"way": "share", "root": None, "reply_url": reply_url}
        with self._store.write() as connection:
            return self._insert(connection, event, asked, enterprise=enterprise, verdict="answer", **more)

    def edit(self, event: str, edited: Edited, *, enterprise: str | None, verdict: Verdict) -> bool:
        """Take a question's new words; False when they are not new. An edit may come before its message does."""
        asked = edited.asked
        newer = or_(q.c.edited.is_(None), q.c.edited < edited.edited)
        changed = (
            update(q)
            .where(_message(asked.place), newer, q.c.text != asked.text, q.c.verdict == "answer", ~q.c.deleted)
            .values(text=asked.text, edited=edited.edited, **_revised())
        )
        with self._store.write() as connection:
            if connection.execute(changed).rowcount:
                return True
            return self._insert(connection, event, asked, enterprise=enterprise, verdict=verdict, edited=edited.edited)

    def delete(self, event: str, deleted: Deleted) -> bool:
        """Forget a question's words and have its answer taken back; False when there is nothing to do.

        The row stays, so that the message, should it come after its deletion, is not answered.
        """
        gone = update(q).where(_message(deleted.place), ~q.c.deleted).values(text="", deleted=True, **_revised())
        with self._store.write() as connection:
            if connection.execute(gone).rowcount:
                return True
            if deleted.asked:
                asked = Asked(deleted.place, "", "", "mention")
                self._insert(connection, event, asked, enterprise=None, verdict="refused", deleted=True, state="done")
            return False

    def note(self, event: str, asked: Asked) -> None:
        """Keep a question that was answered in the acknowledgement itself, as those of commands are."""
        with self._store.write() as connection:
            self._insert(
                connection, event, asked, enterprise=None, verdict="answer", way="command", root=None, state="done"
            )

    def asked_since(self, team: str, user: str, since: float) -> int:
        """How many questions a user has had answered since."""
        wanted = and_(q.c.team == team, q.c.asker == user, q.c.created >= since, q.c.verdict == "answer")
        with self._store.read() as connection:
            return connection.execute(select(func.count()).where(wanted)).scalar_one()

    def recent(self, team: str, user: str, limit: int = 5) -> list[str]:
        """A user's own latest questions, newest first."""
        wanted = and_(q.c.team == team, q.c.asker == user, q.c.text != "", q.c.verdict == "answer")
        latest = select(q.c.text).where(wanted).order_by(q.c.created.desc()).limit(limit)
        with self._store.read() as connection:
            return list(connection.execute(latest).scalars())

    def _insert(
        self, connection: Connection, event: str, asked: Asked, *, enterprise: str | None, verdict: Verdict, **more: Any
    ) -> bool:
        place = asked.place
        known = None if place.thread == place.ts else _conversation(connection, place.team, place.channel, place.thread)
        if asked.way == "follow_up" and known is None:
            return False
        row = {
            "event": event,
            "enterprise": enterprise,
            "team": place.team,
            "channel": place.channel,
            "ts": place.ts,
            "root": place.thread,
            "conversation": known or place.conversation,
            "asker": asked.user,
            "way": asked.way,
            "text": asked.text if verdict == "answer" else "",
            "verdict": verdict,
            "state": "waiting",
            "created": self._clock(),
        }
        try:
            with connection.begin_nested():
                connection.execute(insert(q).values(row | more))
        except IntegrityError:
            return False
        return True


def _message(place: Place) -> ColumnElement[bool]:
    return and_(q.c.team == place.team, q.c.channel == place.channel, q.c.ts == place.ts)


def _revised() -> dict[str, Any]:
    """What an edit and a deletion do to a row: it waits again, unless it is worked on, when its end will see them."""
    state = case((q.c.state == "working", "working"), else_="waiting")
    return {"revision": q.c.revision + 1, "state": state, "not_before": 0, "failures": 0, "crashes": 0}


def _conversation(connection: Connection, team: str, channel: str, thread: str) -> str | None:
    """A thread is ours by a question in it, or because its root is a post of ours."""
    here = and_(q.c.team == team, q.c.channel == channel, or_(q.c.root == thread, q.c.answer == thread))
    ours = and_(here, q.c.verdict == "answer")
    return connection.execute(select(q.c.conversation).where(ours).order_by(q.c.id).limit(1)).scalar_one_or_none()
