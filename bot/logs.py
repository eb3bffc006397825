"""Logging of a process that serves: lines of text for people, or of JSON for machines. No questions, never a token.

A line of JSON holds ``time`` (ISO 8601, UTC), ``level``, ``logger`` and ``message``; ``request``, the id of the event
or of the HTTP request that was served; for an exception ``error``, its type, and ``at``, the lines it came through;
and whatever else the line was given (``extra``). What an exception says is left out, as it may hold a question.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal

Form = Literal["text", "json"]

_SECRET = re.compile(r"\b(xox[a-z]-|xapp-)[\w-]+|(ticket=|signature=)[^&\s'\"]+")
_OURS = ("bot", "retrieval")
_USUAL = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "taskName", "color_message"})

_request: ContextVar[str | None] = ContextVar("request", default=None)


@contextmanager
def request(identifier: str) -> Iterator[None]:
    """Name what is served, for each line that is logged meanwhile."""
    token = _request.set(identifier)
    try:
        yield
    finally:
        _request.reset(token)


class Redacting(logging.Formatter):
    """Takes tokens, tickets and signatures out of what the libraries log, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(lambda found: f"{found[1] or found[2]}***", self._line(record))

    def _line(self, record: logging.LogRecord) -> str:
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  # the name that logging calls
        """Where it went wrong and by what type of error, without what it says."""
        kind, _, trace = ei
        return "".join([*traceback.format_tb(trace), kind.__name__])


class Json(Redacting):
    """One JSON object a line."""

    def _line(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if identifier := _request.get():
            line["request"] = identifier
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            line["error"] = kind.__name__
            line["at"] = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
        given = {name: value for name, value in vars(record).items() if name not in _USUAL}
        return json.dumps(given | line, ensure_ascii=False, default=str)


def set_up(level: str, form: Form = "text") -> None:
    """Log to stderr. Ours at ``level``; the libraries at INFO at the most, as their DEBUG prints whole events."""
    handler = logging.StreamHandler()
    handler.setFormatter(Json() if form == "json" else Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(ours, logging.INFO), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(ours)
