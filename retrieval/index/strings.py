"""Strings numbered from 0, in arrays that can be mapped from a file, and the growing vocabulary on top of them."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class StringTable:
    """An immutable list of different strings; finds a string's number by a binary search over their hashes.

    ``text`` holds their UTF-8 one after the other, ``ends`` the n + 1 bounds in it, ``hashes`` their CRC-32 in order,
    ``numbers`` the string that each hash belongs to.
    """

    text: NDArray[np.uint8]
    ends: NDArray[np.int64]
    hashes: NDArray[np.uint32]
    numbers: NDArray[np.int32]
    _text: memoryview = field(init=False, repr=False, compare=False)
    _hashes: memoryview = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Python reads single values from a memoryview several times as fast as from an array.
        object.__setattr__(self, "_text", self.text.data)
        object.__setattr__(self, "_hashes", self.hashes.data)

    @classmethod
    def of(cls, strings: Sequence[str]) -> Self:
        encoded = [_encode(string) for string in strings]
        hashes = np.fromiter(map(zlib.crc32, encoded), dtype=np.uint32, count=len(encoded))
        numbers = np.argsort(hashes, kind="stable").astype(np.int32)
        return cls(
            text=np.frombuffer(b"".join(encoded), dtype=np.uint8),
            ends=np.fromiter(accumulate(map(len, encoded), initial=0), dtype=np.int64, count=len(encoded) + 1),
            hashes=hashes[numbers],
            numbers=numbers,
        )

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, number: int) -> str:
        return _decode(self._bytes(number))

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(len(self)))

    def find(self, string: str) -> int | None:
        """The number of ``string``, None when it is not here."""
        wanted = _encode(string)
        crc = zlib.crc32(wanted)
        place = bisect_left(self._hashes, crc)
        while place < len(self._hashes) and self._hashes[place] == crc:
            number = int(self.numbers[place])
            if self._bytes(number) == wanted:
                return number
            place += 1
        return None

    def _bytes(self, number: int) -> bytes:
        return bytes(self._text[int(self.ends[number]) : int(self.ends[number + 1])])


class Vocabulary:
    """Terms <-> numbers, given in the order in which terms come; a number stays with its term.

    The terms of ``tables`` have the first numbers, one table after the other. ``find`` may run in any thread while one
    other thread calls ``number``.
    """

    def __init__(self, tables: Sequence[StringTable] = ()) -> None:
        self._tables = [*zip(accumulate(map(len, tables), initial=0), tables, strict=False)]
        self._in_tables = sum(map(len, tables))
        self._new: list[str] = []
        self._known = _Known(self._number)
        self.number: Callable[[str], int] = self._known.__getitem__
        """The number of a term, which gets one when it has none."""

    def __len__(self) -> int:
        return self._in_tables + len(self._new)

    def find(self, term: str) -> int | None:
        known = self._known.get(term)
        return self._find_in_tables(term) if known is None else known

    def since(self, number: int) -> list[str]:
        """The terms from ``number`` on, which is not in a table."""
        return self._new[number - self._in_tables :]

    def _find_in_tables(self, term: str) -> int | None:
        for begin, table in self._tables:
            number = table.find(term)
            if number is not None:
                return begin + number
        return None

    def _number(self, term: str) -> int:
        number = self._find_in_tables(term)
        if number is None:
            number = len(self)
            self._new.append(term)
        return number


class _Known(dict[str, int]):
    """Terms that were numbered so far; most come again, and nothing finds them as fast as a dict."""

    def __init__(self, number: Callable[[str], int]) -> None:
        super().__init__()
        self._number = number

    def __missing__(self, term: str) -> int:
        number = self[term] = self._number(term)
        return number


def _encode(string: str) -> bytes:
    return string.encode("utf-8", "surrogatepass")


def _decode(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
