"""The memory of conversations in SQL: the ``Threads`` port of the assistant."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import Connection, and_, delete, insert, select

from bot.conversation import Turn
from bot.slack.store import Store
from bot.slack.tables import turns


@dataclass(slots=True)
class Draft:
    """A conversation that is tried out: its ``key`` for the assistant, and what that changed, turns by their numbers.

    ``added`` are new turns, ``changed`` are new versions of those that were there.
    """

    key: str
    turns: list[Turn]
    added: dict[int, Turn] = field(default_factory=dict)
    changed: dict[int, Turn] = field(default_factory=dict)

    def put(self, number: int, turn: Turn) -> None:
        is_new = number > len(self.turns) or number in self.added
        self.turns[number - 1 : number] = [turn]
        (self.added if is_new else self.changed)[number] = turn


class SqlThreads:
    """Turns by conversation, numbered from 1. ``clock`` gives seconds since 1970; old turns expire with the ledger."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock
        self._drafts: dict[str, Draft] = {}

    def load(self, key: str) -> tuple[Turn, ...]:
        """The thread's turns, oldest first; none for a new thread."""
        if key in self._drafts:
            return tuple(self._drafts[key].turns)
        wanted = select(turns.c.data).where(turns.c.conversation == key).order_by(turns.c.number)
        with self._store.read() as connection:
            return tuple(Turn.from_dict(json.loads(data)) for data in connection.execute(wanted).scalars())

    def append(self, key: str, turn: Turn) -> None:
        self.replace(key, len(self.load(key)) + 1, turn)

    def replace(self, key: str, number: int, turn: Turn) -> None:
        """Put ``turn`` in the place of turn ``number``, counted from 1."""
        draft = self._drafts.get(key)
        if draft:
            draft.put(number, turn)
            return
        with self._store.write() as connection:
            put_turns(connection, key, {number: turn}, self._clock())

    @contextmanager
    def draft(self, key: str, length: int | None = None) -> Iterator[Draft]:
        """The first ``length`` turns of a conversation (all without it), to go on from without changing it.

        The ledger keeps what comes of it, in the transactions in which it notes how far the answer is.
        """
        draft = Draft(f"draft:{uuid4().hex}", list(self.load(key)[:length]))
        self._drafts[draft.key] = draft
        try:
            yield draft
        finally:
            del self._drafts[draft.key]


def put_turns(connection: Connection, key: str, changed: Mapping[int, Turn], now: float) -> None:
    """Write turns into a conversation, in the place of those that had their numbers."""
    for number, turn in changed.items():
        data = json.dumps(turn.as_dict(), ensure_ascii=False)
        connection.execute(delete(turns).where(and_(turns.c.conversation == key, turns.c.number == number)))
        row = {"conversation": key, "number": number, "data": data, "created": now}
        connection.execute(insert(turns).values(row))
