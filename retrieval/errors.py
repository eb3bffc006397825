"""What can go wrong, as a tree. The message of every one of them is a sentence fit for users.

OnrecordError
├── ArchiveError            the archive is missing or cannot be read
│   ├── ArchiveMissing      there is nothing at that path
│   └── ArchiveEmpty        there is a folder, but no article in it that could be read
├── ReadError               one file or line could not be read; the others still can
├── QuestionError           the question cannot be taken as one (empty, too long, no words)
└── NotVerbatim             a quote is not what stands in its article; never shown, always a fault of ours
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


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


class ReadError(OnrecordError):
    """One file or line could not be read: says which (``where``) and why (``reason``)."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class QuestionError(OnrecordError):
    """The question cannot be taken as one."""


class NotVerbatim(OnrecordError):
    def __init__(self, article_id: str, start: int, end: int) -> None:
        super().__init__(f"A quote from article {article_id} ({start} to {end}) does not stand in it to the letter.")
