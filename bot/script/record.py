"""Writes a live chat as a script, which then passes when it is rehearsed over the same archive."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.script import files
from bot.script.examine import observed, quotes
from bot.script.write import flow
from retrieval.errors import OnrecordError
from retrieval.model import Abstention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from bot.reply import Reply

_KEYS = ("text", "speaker", "kind", "via", "article")


class RecordError(OnrecordError):
    """The chat cannot be written where it was to be."""


class Recorder:
    """Keeps a chat in a file that is whole after every turn, so that nothing is lost however the chat ends.

    ``archive`` and ``now`` are what the chat was held over. Raises RecordError when there is a file already, or no
    folder to put it into.
    """

    def __init__(self, path: Path, *, archive: Sequence[Path] = (), now: date | None = None) -> None:
        if path.exists():
            raise RecordError(f"{path} is there already; the chat needs a file of its own.")
        if not os.access(path.parent, os.W_OK):
            raise RecordError(f"{path} cannot be written: {path.parent} is no folder that can be written to.")
        self._path = path
        self._head = "\n".join(_head(path, archive, now))
        self._turns: list[str] = []
        self._written = 0

    def add(self, text: str, reply: Reply) -> None:
        """Write a turn. Raises RecordError; the turn is then written with the next one, or when the chat ends."""
        self._turns.append("\n".join(_turn(text, reply)))
        self._write()

    def close(self) -> None:
        """Write what is not written yet. Raises RecordError."""
        if self._written < len(self._turns):
            self._write()

    def _write(self) -> None:
        try:
            files.replace(self._path, "\n".join([self._head, *self._turns, ""]))
        except OSError as error:
            raise RecordError(f"{self._path} cannot be written: {error.strerror}.") from None
        self._written = len(self._turns)


def _head(path: Path, archive: Sequence[Path], now: date | None) -> Iterator[str]:
    yield "version: 1"
    if archive or now:
        yield "defaults:"
    if archive:
        yield f"  archive: {flow([_beside(path, place) for place in archive])}"
    if now:
        yield f"  now: {now.isoformat()}"
    yield "conversations:"
    yield f"  - name: {_name(path)}"
    yield "    turns:"


def _beside(path: Path, place: Path) -> str:
    """The way from the script's folder to a place, without links: ".." leads elsewhere through them."""
    return Path(os.path.relpath(place.resolve(), path.parent.resolve())).as_posix()


def _name(path: Path) -> str:
    """The file's name without its suffixes, as a conversation may be called."""
    return re.sub(r"[^\w-]", "-", path.name.partition(".")[0]).lstrip("-") or "chat"


def _turn(text: str, reply: Reply) -> Iterator[str]:
    yield f"      - user: {flow(text)}"
    yield "        bot:"
    for key, value in _expected(reply).items():
        if key == "quotes" and value:
            yield "          quotes:"
            yield from (line for quote in value for line in _quote(quote))
        else:
            yield f"          {key}: {flow(value)}"


def _quote(quote: dict[str, Any]) -> Iterator[str]:
    margin = "            - "
    for key, value in quote.items():
        yield f"{margin}{key}: {flow(value)}"
        margin = " " * len(margin)


def _expected(reply: Reply) -> dict[str, Any]:
    """What the reply was, as an expectation."""
    expected: dict[str, Any] = {"outcome": reply.outcome}
    if isinstance(reply.body, Abstention):
        expected["reason"] = reply.body.reason
    if reply.understood_as not in (None, reply.asked):
        expected["understood"] = {"contains": reply.understood_as}
    if reply.outcome in ("answered", "abstained") or quotes(reply.body):
        expected["quotes"] = [observed(quote, _KEYS) for quote in quotes(reply.body)]
        expected["count"] = len(expected["quotes"])
    return expected
