"""How the sources of an archive do, in words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.render.words import counted, day

if TYPE_CHECKING:
    from retrieval.sources.source import Health


def name(key: str) -> str:
    """A source for people who did not set it up: without what an address hides in its query, or where a folder is."""
    if key.startswith(("http://", "https://")):
        parts = urlsplit(key)
        return f"{parts.hostname}{parts.path}".rstrip("/")
    return key.rstrip("/").rpartition("/")[2] if key.startswith("/") else key


def health(one: Health) -> str:
    """What came of a source, and when; of one that fails, why."""
    if one.tried is None:
        return "not looked at yet"
    if not one.well:
        since = f"read last on {_moment(one.succeeded)}" if one.succeeded else "never read"
        return f"{one.error}; {counted(one.failures, 'look')} failed, {since}"
    parts = [f"{one.added:,} added", f"{one.revised:,} revised" if one.revised else ""]
    if unread := sum(one.unread.values()):
        parts.append(f"{unread:,} not read")
    return f"{', '.join(filter(None, parts))}; looked at on {_moment(one.tried)}"


def _moment(seconds: float | None) -> str:
    at = datetime.fromtimestamp(seconds or 0, UTC)
    return f"{day(at.date())}, {at:%H:%M} UTC"
