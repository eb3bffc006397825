"""Arrays in files that can be mapped into memory, and writing so that a file is either whole or not there."""

from __future__ import annotations

import dataclasses
import json
import mmap
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.index.labels import Labels
from retrieval.index.rows import Rows
from retrieval.index.strings import StringTable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance  # known to type checkers only

Array = NDArray[Any]
_Table = TypeVar("_Table", bound="DataclassInstance")

_ALIGNED = 64  # bytes; a cache line
_NESTED: dict[str, type[Any]] = {kind.__name__: kind for kind in (Rows, Labels, StringTable)}


def write(path: Path, pieces: Iterable[bytes | memoryview]) -> tuple[int, int]:
    """Write a file aside, make sure that it is on the disk, and give it its name. Returns its bytes and CRC-32.

    Raises OSError; a file of that name is then what it was before. The new name may still be lost with the power: a
    cache can bear that, and to make sure of it takes as long again.
    """
    aside = path.with_name(path.name + ".new")
    size = crc = 0
    try:
        with aside.open("wb") as file:
            for piece in pieces:
                size += file.write(piece)
                crc = zlib.crc32(piece, crc)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return size, crc


def checksum(path: Path) -> int:
    """The CRC-32 of a file."""
    crc = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            crc = zlib.crc32(block, crc)
    return crc


def packed(arrays: Mapping[str, Array]) -> Iterator[bytes | memoryview]:
    """Arrays as the content of a file: the size of the head in 8 bytes, a head in JSON that names them, the arrays."""
    places, offset = {}, 0
    for name, array in arrays.items():
        places[name] = [array.dtype.str, len(array), offset]
        offset += _padded(array.nbytes)
    head = json.dumps(places).encode()
    head += b" " * (_padded(len(head) + 8) - len(head) - 8)
    yield len(head).to_bytes(8, "little") + head
    for array in arrays.values():
        yield np.ascontiguousarray(array).data.cast("B") if array.nbytes else b""
        yield bytes(_padded(array.nbytes) - array.nbytes)


def unpacked(path: Path) -> dict[str, Array]:
    """The arrays of a file, mapped: read when they are first touched. Raises OSError and ValueError."""
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    begin = int.from_bytes(content[:8], "little") + 8
    places = json.loads(content[8:begin])
    return {
        name: np.frombuffer(content, dtype, count, begin + offset) for name, (dtype, count, offset) in places.items()
    }


def arrays_of(table: DataclassInstance, prefix: str = "") -> dict[str, Array]:
    """The arrays of a dataclass that has nothing but arrays and others of its kind, by their path in it."""
    arrays: dict[str, Array] = {}
    for field in dataclasses.fields(table):
        value = getattr(table, field.name)
        if field.init:
            is_array = isinstance(value, np.ndarray)
            arrays |= {prefix + field.name: value} if is_array else arrays_of(value, f"{prefix}{field.name}.")
    return arrays


def table_of(kind: type[_Table], arrays: Mapping[str, Array], prefix: str = "") -> _Table:
    """The dataclass that ``arrays_of`` took apart. Raises KeyError when an array is missing."""
    values: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        if field.init:
            nested = _NESTED.get(str(field.type))
            name = prefix + field.name
            values[field.name] = table_of(nested, arrays, name + ".") if nested else arrays[name]
    return kind(**values)


def _padded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
