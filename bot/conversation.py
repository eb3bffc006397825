"""Threads and their turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class QuoteRef:
    """Where a quote stands: enough to make it anew from the archive."""

    article_id: str
    start: int
    end: int
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a thread and what came of it.

    ``speaker`` is whom the answer speaks of, ``topic`` the words asked about, ``answer`` the words that answered.
    ``quotes`` are all that were found, of which the first ``shown`` were seen; ``copies`` are the same statements in
    other articles. ``meant`` is the speaker whose name may have been misspelt.
    ``begins``: it has a topic of its own, of which no turn before has spoken.
    """

    said: str
    understood_as: str
    speaker: str | None = None
    topic: str = ""
    answer: str = ""
    quotes: tuple[QuoteRef, ...] = ()
    shown: int = 0
    copies: tuple[QuoteRef, ...] = ()
    meant: str | None = None
    begins: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON; ``from_dict`` is the way back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Turn:
        refs = {name: tuple(QuoteRef(**ref) for ref in data.get(name, ())) for name in ("quotes", "copies")}
        return cls(**{**data, **refs})


def seen(turns: Sequence[Turn]) -> set[tuple[str, int]]:
    """What these turns have shown, each as its article's id and its start, and the same statements elsewhere."""
    refs = (ref for turn in turns for ref in (*turn.quotes[: turn.shown], *turn.copies))
    return {(ref.article_id, ref.start) for ref in refs}


class Threads(Protocol):
    """Where the turns of each thread are kept."""

    def load(self, key: str) -> tuple[Turn, ...]:
        """The thread's turns, oldest first; none for a new thread."""

    def append(self, key: str, turn: Turn) -> None: ...

    def replace(self, key: str, number: int, turn: Turn) -> None:
        """Put ``turn`` in the place of turn ``number``, counted from 1."""


class MemoryThreads:
    """Threads in memory; the thread that was quiet longest goes when there are more than ``size``."""

    def __init__(self, size: int = 1_000) -> None:
        self._size = size
        self._threads: dict[str, tuple[Turn, ...]] = {}

    def load(self, key: str) -> tuple[Turn, ...]:
        return self._threads.get(key, ())

    def append(self, key: str, turn: Turn) -> None:
        turns = self._threads.pop(key, ())
        self._threads[key] = (*turns, turn)
        while len(self._threads) > self._size:
            del self._threads[next(iter(self._threads))]

    def replace(self, key: str, number: int, turn: Turn) -> None:
        turns = list(self._threads[key])
        turns[number - 1] = turn
        self._threads[key] = tuple(turns)
