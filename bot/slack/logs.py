"""Logging of the Slack process: no questions, and never a token."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"\b(xox[a-z]-|xapp-)[\w-]+|(ticket=)[^&\s'\"]+")
_OURS = ("bot", "retrieval")


class Redacting(logging.Formatter):
    """Takes tokens and tickets out of what the libraries log, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(lambda found: f"{found[1] or found[2]}***", super().format(record))


def set_up(level: str) -> None:
    """Log to stderr. Ours at ``level``; the libraries at INFO at the most, as their DEBUG prints whole events."""
    handler = logging.StreamHandler()
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    ours = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=max(ours, logging.INFO), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(ours)
