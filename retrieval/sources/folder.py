"""Folders that are watched."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

from retrieval import readers
from retrieval.errors import ArchiveMissing, ReadError
from retrieval.model import Article
from retrieval.sources.poll import Notes
from retrieval.sources.source import Folder

_TICK = 1_000  # milliseconds between two looks whether the folder is still there


def look_at_folder(source: Folder, notes: Notes, changed: Sequence[Path] | None) -> Iterator[Article | ReadError]:
    """The articles of all files of a folder, or of those that ``changed``, and what could not be read.

    Raises:
        ReadError: there is no such folder.
    """
    if changed is None:
        try:
            found = readers.read(source.path)
        except ArchiveMissing:
            raise ReadError(source.key, "there is no such folder", "gone") from None
    else:
        notes.told |= notes.before.told
        found = (item for path in changed for item in readers.read_within(source.path, path))
    for item in found:
        if isinstance(item, ReadError):
            yield from notes.tell(item)
        else:
            yield item


def changes(path: Path, stop: threading.Event) -> Iterator[list[Path]]:
    """The files that were written in a folder, again and again until ``stop``; an empty list when nothing was.

    It begins with an empty list, when the folder is being watched. Raises OSError when the folder goes away.
    """
    for some in watchfiles.watch(path, stop_event=stop, rust_timeout=_TICK, yield_on_timeout=True):
        path.stat()
        yield sorted(Path(name) for kind, name in some if kind is not watchfiles.Change.deleted and Path(name).exists())
