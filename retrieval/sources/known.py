"""What a server gave with its last answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """The validators of an answer (RFC 9110, 8.8), for asking whether it has changed since."""

    etag: str | None = None
    modified: str | None = None


UNKNOWN = Known()
