"""Whether an answer helped: one verdict for each member and answer, the last one counts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import and_, delete, insert

from bot.slack.store import Store
from bot.slack.tables import feedback


@dataclass(frozen=True, slots=True)
class Verdict:
    """A click on "Helpful" or "Not helpful" under the answer ``message`` (a ts) to one turn of a conversation."""

    team: str
    channel: str
    message: str
    member: str
    helpful: bool
    conversation: str
    turn: int


class FeedbackStore:
    def __init__(self, store: Store, *, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    def put(self, verdict: Verdict) -> None:
        c = feedback.c
        same = and_(
            c.team == verdict.team,
            c.channel == verdict.channel,
            c.message == verdict.message,
            c.member == verdict.member,
        )
        row = {name: getattr(verdict, name) for name in Verdict.__dataclass_fields__} | {"created": self._clock()}
        with self._store.write() as connection:
            connection.execute(delete(feedback).where(same))
            connection.execute(insert(feedback).values(row))
