"""An index in a folder, opened by mapping its files: a cache of the archive, that can always be made anew from it.

The folder holds files that do not change once they have their name, and a manifest that names those that count, with
their sizes and checksums. A new manifest takes the place of the old one in one step: a process that is killed leaves
the index as it was before, or as it is to be. Files that the manifest no longer names are deleted; who has mapped
them can go on reading them.
"""

from __future__ import annotations

import fcntl
import json
import zlib
from collections.abc import Iterator, Set
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from retrieval.errors import IndexUnusable
from retrieval.index import files
from retrieval.index.merge import merged_from
from retrieval.index.okapi import OkapiIndex
from retrieval.index.part import Held, Part
from retrieval.index.segment import Segment
from retrieval.index.state import State
from retrieval.index.strings import StringTable, Vocabulary

if TYPE_CHECKING:
    from _typeshed import DataclassInstance  # known to type checkers only

_Table = TypeVar("_Table", StringTable, Segment, Held)

_FORMAT = 2  # of the files; a folder in another one is built anew
_MANIFEST = "manifest.json"
_SUFFIX = ".arrays"


class File(NamedTuple):
    """A file as the manifest names it."""

    name: str
    size: int
    crc32: int


class Manifest(NamedTuple):
    """``terms`` names the analysis that the terms come from, ``stamp`` the last of the archive's changes that the index
    has, ``parts`` the segment of each and, where passages were removed, what is held of it.
    """

    terms: str
    stamp: int
    vocabulary: tuple[File, ...]
    parts: tuple[tuple[File, File | None], ...]

    def files(self) -> Iterator[File]:
        yield from self.vocabulary
        for pair in self.parts:
            yield from filter(None, pair)

    def encoded(self) -> bytes:
        content = {"format": _FORMAT, **self._asdict()}
        return json.dumps({"crc32": _crc32(content), "content": content}).encode()

    @classmethod
    def decoded(cls, data: bytes) -> Self:
        """Raises ValueError when this is no manifest, or one of another format."""
        try:
            whole = json.loads(data)
            content = whole["content"]
            if whole["crc32"] != _crc32(content):
                raise ValueError("damaged")
            if content["format"] != _FORMAT:
                raise ValueError("of another version")
            return cls(
                terms=content["terms"],
                stamp=content["stamp"],
                vocabulary=tuple(File(*file) for file in content["vocabulary"]),
                parts=tuple((File(*segment), File(*held) if held else None) for segment, held in content["parts"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("damaged") from error


class StoredIndex(OkapiIndex):
    """A ``KeptIndex`` in a folder."""

    def __init__(self, folder: Path, terms: str) -> None:
        """An empty index, to be saved in ``folder``. ``terms`` names the analysis that its terms come from."""
        super().__init__()
        self._folder = folder
        self._terms = terms
        self._manifest: Manifest | None = None
        self._shelf = Shelf(folder)

    @classmethod
    def open(cls, folder: Path, terms: str) -> Self:
        """The index that is in ``folder``. Raises IndexUnusable."""
        index = cls(folder, terms)
        if not index.refresh():
            raise IndexUnusable(f"There is no index in {folder}.")
        return index

    @property
    def place(self) -> str:
        return str(self._folder)

    @property
    def stamp(self) -> int:
        return self._manifest.stamp if self._manifest else 0

    def refresh(self) -> bool:
        """See what other processes saved; tells whether there was anything. Raises IndexUnusable."""
        with self._writing:
            before, incomplete = self._manifest, None
            while (manifest := self._read_manifest()) not in {None, incomplete, self._manifest}:
                try:
                    self._load(manifest)
                except FileNotFoundError:  # a newer manifest may have come since, and its writer deleted the file
                    incomplete = manifest
            if manifest is not None and manifest == incomplete:
                raise IndexUnusable(f"A file is missing from the index in {self._folder}.")
            return self._manifest is not before

    @contextmanager
    def turn(self, *, anew: bool = False) -> Iterator[None]:
        """Wait until nobody else changes the index, see what was saved, and let others wait.

        ``anew`` does not look at what was saved, since all of it is to be replaced.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not anew:
                self.refresh()
            yield

    def save(self, stamp: int) -> None:
        """Make all changes so far safe, and visible to other processes.

        Raises OSError when there is no space or no permission; what was saved before is still there then.
        """
        with self._writing:
            state = self._state
            manifest = Manifest(
                terms=self._terms,
                stamp=stamp,
                vocabulary=tuple(map(self._shelf.put, self._tables(state.vocabulary))),
                parts=tuple(
                    (self._shelf.put(part.segment), None if part.whole else self._shelf.put(part.held))
                    for part in state.parts
                ),
            )
            files.write(self._folder / _MANIFEST, [manifest.encoded()])
            self._manifest = manifest
            self._shelf.keep(set(manifest.files()))

    def check(self) -> None:
        """Read all that counts. Raises IndexUnusable when a file is not what was written."""
        for file in self._manifest.files() if self._manifest else ():
            if files.checksum(self._folder / file.name) != file.crc32:
                raise IndexUnusable(f"{self._folder / file.name} is damaged.")

    def _read_manifest(self) -> Manifest | None:
        """Raises IndexUnusable."""
        try:
            manifest = Manifest.decoded((self._folder / _MANIFEST).read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise IndexUnusable(f"The index in {self._folder} is {error}.") from error
        if manifest.terms != self._terms:
            raise IndexUnusable(f"The index in {self._folder} has terms of another analysis.")
        return manifest

    def _load(self, manifest: Manifest) -> None:
        """Raises FileNotFoundError and IndexUnusable."""
        shelf, parts = self._shelf, []
        for segment_file, held_file in manifest.parts:
            segment = shelf.get(Segment, segment_file)
            parts.append(Part(segment, shelf.get(Held, held_file)) if held_file else Part.of(segment))
        tables = [shelf.get(StringTable, file) for file in manifest.vocabulary]
        self._state = State.of(Vocabulary(tables), parts)
        self._manifest = manifest
        shelf.forget_but(set(manifest.files()))

    def _tables(self, vocabulary: Vocabulary) -> list[StringTable]:
        """The vocabulary in few tables, those that are saved already as far as possible."""
        saved = self._manifest.vocabulary if self._manifest else ()
        tables = [self._shelf.get(StringTable, file) for file in saved]
        new = vocabulary.since(sum(map(len, tables)))
        if new:
            tables.append(StringTable.of(new))
        kept = merged_from([*map(len, tables)])
        return [*tables[:kept], StringTable.of([*chain(*tables[kept:])])] if kept < len(tables) else tables


class Shelf:
    """Tables of arrays and the files that hold them, each read or written once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[File, Any] = {}

    def get(self, kind: type[_Table], file: File) -> _Table:
        """Raises FileNotFoundError, and IndexUnusable when the file is not what the manifest tells."""
        if file not in self._tables:
            path = self._folder / file.name
            if path.stat().st_size != file.size:
                raise IndexUnusable(f"{path} is damaged.")
            try:
                self._tables[file] = files.table_of(kind, files.unpacked(path))
            except (ValueError, KeyError) as error:
                raise IndexUnusable(f"{path} is damaged.") from error
        table: _Table = self._tables[file]
        return table

    def put(self, table: DataclassInstance) -> File:
        """Raises OSError."""
        for file, known in self._tables.items():
            if known is table:
                return file
        name = f"{type(table).__name__.lower()}-{token_hex(8)}{_SUFFIX}"
        file = File(name, *files.write(self._folder / name, files.packed(files.arrays_of(table))))
        self._tables[file] = table
        return file

    def forget_but(self, named: Set[File]) -> None:
        self._tables = {file: table for file, table in self._tables.items() if file in named}

    def keep(self, named: Set[File]) -> None:
        """Delete all other files."""
        self.forget_but(named)
        names = {file.name for file in named}
        for path in self._folder.glob("*" + _SUFFIX + "*"):
            if path.name not in names:
                path.unlink(missing_ok=True)


def _crc32(content: object) -> int:
    return zlib.crc32(json.dumps(content).encode())
