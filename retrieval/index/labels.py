"""Names that rows of a table carry: of articles, outlets, speakers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from retrieval.index.arrays import Ints, Longs, bounds
from retrieval.index.strings import StringTable


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Which rows carry a name. Those of name n are ``rows[starts[n]:starts[n + 1]]``, ascending."""

    names: StringTable
    starts: Longs
    rows: Ints

    @classmethod
    def of(cls, names: Sequence[str], owners: Ints, rows: Ints) -> Self:
        """From pairs in any order: a position in ``names``, and a row that carries this name."""
        order = np.lexsort((rows, owners))
        return cls(StringTable.of(names), bounds(np.bincount(owners, minlength=len(names))), rows[order])

    @classmethod
    def joined(cls, parts: Iterable[tuple[Labels, Ints]]) -> Self:
        """From several, each with the new number of every row; -1 leaves it out, and names that lose all rows."""
        numbers: dict[str, int] = {}
        owners, rows = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
        for labels, becomes in parts:
            kept = becomes[labels.rows] >= 0
            names, owner = np.unique(labels.owners()[kept], return_inverse=True)
            new = [numbers.setdefault(labels.names[name], len(numbers)) for name in names.tolist()]
            owners.append(np.array(new, np.int32)[owner])
            rows.append(becomes[labels.rows[kept]])
        return cls.of(list(numbers), np.concatenate(owners), np.concatenate(rows))

    def find(self, name: str) -> Ints:
        number = self.names.find(name)
        return self.rows[:0] if number is None else self.rows[self.starts[number] : self.starts[number + 1]]

    def owners(self) -> Ints:
        """For each of ``rows``, the number of the name that it carries."""
        return np.repeat(np.arange(len(self.names), dtype=np.int32), np.diff(self.starts))


class Pairs:
    """Names and the rows that carry them, as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._owners, self._rows = array("i"), array("i")

    def add(self, name: str, row: int) -> None:
        self._owners.append(self._numbers.setdefault(name, len(self._numbers)))
        self._rows.append(row)

    def labels(self) -> Labels:
        owners, rows = np.frombuffer(self._owners, np.int32), np.frombuffer(self._rows, np.int32)
        return Labels.of(list(self._numbers), owners, rows)
