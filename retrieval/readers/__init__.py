"""Files and folders in, articles out. A format is one module with a ``read`` and one line in ``_READERS``."""

from __future__ import annotations

import stat
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from retrieval.errors import ArchiveMissing, ReadError
from retrieval.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Reader(Protocol):
    """Reads one file. ``name`` is the article's id, or what the ids of several articles in a file start with.

    May raise ReadError or OSError when nothing of the file can be read.
    """

    def __call__(self, path: Path, name: str) -> Iterator[Article | ReadError]: ...


# Modules of this package by suffix; imported on need, so that nobody waits for the parser of a format he does not read.
_READERS = {
    ".atom": "feed",
    ".htm": "html",
    ".html": "html",
    ".jsonl": "jsonl",
    ".markdown": "markdown",
    ".md": "markdown",
    ".pdf": "pdf",
    ".rss": "feed",
    ".txt": "text",
    ".xhtml": "html",
    ".xml": "feed",
}


def read(path: Path) -> Iterator[Article | ReadError]:
    """The articles of a file or, recursively and in order of names, of a folder.

    What cannot be read comes as a ReadError in its place, and the reading goes on. In a folder, hidden files and
    files of an unknown format are passed over; named directly, the latter are an error. Of several articles with the
    same id the first one counts.

    Raises:
        ArchiveMissing: there is nothing at ``path``.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the path
        raise ArchiveMissing(path) from None
    except OSError as error:
        return iter([ReadError(str(path), _reason(error))])
    ids: set[str] = set()
    return _read_folder(path, ids) if stat.S_ISDIR(mode) else _read_file(path, path.stem, ids)


def read_within(root: Path, path: Path) -> Iterator[Article | ReadError]:
    """The articles of one file in a folder, as ``read`` of the folder gives them: none if it passes over the file."""
    inside = path.relative_to(root)
    if path.suffix.lower() in _READERS and not any(part.startswith(".") for part in inside.parts):
        yield from _read_file(path, inside.with_suffix("").as_posix(), set())


def _read_folder(root: Path, ids: set[str]) -> Iterator[Article | ReadError]:
    seen: set[tuple[int, int]] = set()
    waiting = [root]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                if path.suffix.lower() in _READERS:
                    yield from _read_file(path, path.relative_to(root).with_suffix("").as_posix(), ids)
                continue
            if (status.st_dev, status.st_ino) in seen:
                yield ReadError(str(path), "is a link to a folder that was read already")
                continue
            seen.add((status.st_dev, status.st_ino))
            inside = sorted(path.iterdir(), key=lambda child: child.name, reverse=True)
            waiting += [child for child in inside if not child.name.startswith(".")]
        except OSError as error:
            yield ReadError(str(path), _reason(error))


def _read_file(path: Path, name: str, ids: set[str]) -> Iterator[Article | ReadError]:
    module = _READERS.get(path.suffix.lower())
    if module is None:
        known = ", ".join(_READERS)
        yield ReadError(str(path), f"has a format that is not known; known are {known}")
        return
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe would wait for its writer
            yield ReadError(str(path), "is not a regular file")
            return
        reader = cast("Reader", import_module(f"{__name__}.{module}").read)
        for item in reader(path, name):
            if isinstance(item, Article) and item.id in ids:
                yield ReadError(
                    str(path), f"another article has the id {item.id!r} already; the first one is kept", "duplicate"
                )
                continue
            if isinstance(item, Article):
                ids.add(item.id)
            yield item
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(str(path), _reason(error))


def _reason(error: OSError) -> str:
    match error:
        case PermissionError():
            return "permission denied"
        case FileNotFoundError():
            return "is a link to nothing"
        case _:
            return (error.strerror or "cannot be read").lower()
