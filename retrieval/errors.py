"""What can go wrong, as a tree. The message of every one of them is a sentence fit for users.

OnrecordError
├── ArchiveError            the archive is missing or cannot be read
│   ├── ArchiveMissing      there is nothing at that path
│   ├── ArchiveEmpty        there is a folder, but no article in it that could be read
│   ├── IndexAway           its index is on another machine, and cannot be asked now
│   └── IndexUnusable       there is no index, or none that can be used: it has to be built from the archive
├── ReadError               one file or line could not be read; the others still can
├── QuestionError           the question cannot be taken as one (empty, too long, no words)
└── NotVerbatim             a quote is not what stands in its article; never shown, always a fault of ours
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal


class OnrecordError(Exception):
    """Base of all; ``str(error)`` may be shown to users."""


class ArchiveError(OnrecordError):
    """The archive is missing or cannot be read."""


class ArchiveMissing(ArchiveError):
    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no archive at {path}.")
        self.path = path


class ArchiveEmpty(ArchiveError):
    def __init__(self, path: Path, problems: Sequence[ReadError] = ()) -> None:
        super().__init__(" ".join([f"No article could be read from {path}.", *map(str, problems)]))
        self.path = path


class IndexAway(ArchiveError):
    """The index is on another machine, and cannot be asked now."""


class IndexUnusable(ArchiveError):
    """There is no index, or none that can be used: it has to be built from the archive."""


Unread = Literal["unreachable", "forbidden", "gone", "too_large", "no_text", "duplicate", "unreadable"]
"""The sorts of reasons, by which failures are counted."""


class ReadError(OnrecordError):
    """One file or line could not be read: says which (``where``), why (``reason``), and what sort of reason it is."""

    def __init__(self, where: str, reason: str, sort: Unread = "unreadable") -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason
        self.sort: Unread = sort


class QuestionError(OnrecordError):
    """The question cannot be taken as one."""


class NotVerbatim(OnrecordError):
    def __init__(self, article_id: str, start: int, end: int) -> None:
        super().__init__(f"A quote from article {article_id} ({start} to {end}) does not stand in it to the letter.")
