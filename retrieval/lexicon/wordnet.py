"""Reads WordNet's database files (format: wndb(5WN), cntlist(5WN)); only for building the lexicon.

A folder of WordNet 3.0 holds, for each part of speech, ``data.*`` (synsets), ``index.*`` (a lemma's senses, the most
frequent first) and ``*.exc`` (irregular forms), and ``cntlist.rev`` (how often each sense stands in tagged texts).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

_FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_TYPES = "nvar"  # ss_type in a sense key counts from 1; 5 is an adjective satellite

DERIVED, PERTAINYM, ATTRIBUTE = "+", "\\", "="
HYPERNYM, INSTANCE = "@", "@i"
ANTONYM = "!"

SynsetId = tuple[str, int]  # part of speech, offset


@dataclass(frozen=True, slots=True)
class Pointer:
    """A relation to another synset; ``source`` and ``target`` are words in them, from 1, or 0 for the whole synset."""

    symbol: str
    synset: SynsetId
    source: int
    target: int


@dataclass(frozen=True, slots=True)
class Synset:
    """Words that share one meaning, as they are written there ("_" for spaces), and what the meaning relates to."""

    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a lemma: ``number`` counts from 1, ``count`` is how often it is tagged."""

    lemma: str
    synset: SynsetId
    number: int
    count: int


def generated(title: str, folder: Path, table: Iterable[str]) -> Iterator[str]:
    """The lines of a file made from the database, for ``sorted_lines``: a title and the licence, then the table."""
    with (folder / "data.noun").open(encoding="ascii") as file:
        licence = [line.lstrip(" 0123456789") for line in takewhile(lambda line: line.startswith("  "), file)]
    yield from (f"# {line}".rstrip() for line in (title, "", *licence))
    yield ""
    yield from table


def synsets(folder: Path) -> dict[SynsetId, Synset]:
    found = {}
    for pos, name in _FILES.items():
        for line in _lines(folder / f"data.{name}"):
            offset, synset = _synset(line)
            found[pos, offset] = synset
    return found


def senses(folder: Path) -> Iterator[Sense]:
    """Every sense of every lemma; lemmas are in lower case."""
    counts = _counts(folder / "cntlist.rev")
    for pos, name in _FILES.items():
        for line in _lines(folder / f"index.{name}"):
            lemma, *rest = line.split()
            size = int(rest[1])
            for number, offset in enumerate(rest[-size:], 1):
                yield Sense(lemma, (pos, int(offset)), number, counts.get((lemma, pos, number), 0))


def irregular(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Part of speech, irregular form, and a lemma that it is a form of."""
    for pos, name in _FILES.items():
        for line in _lines(folder / f"{name}.exc"):
            form, *lemmas = line.split()
            for lemma in lemmas:
                yield pos, form, lemma


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="ascii") as file:
        yield from (line for line in file if not line.startswith("  "))  # the licence is indented


def _synset(line: str) -> tuple[int, Synset]:
    fields = iter(line.partition(" | ")[0].split())
    offset = int(next(fields))
    next(fields)  # lexicographer's file
    next(fields)  # ss_type
    words = []
    for _ in range(int(next(fields), 16)):
        words.append(next(fields).partition("(")[0])  # "(p)" and the like: where an adjective may stand
        next(fields)  # lex_id
    pointers = []
    for _ in range(int(next(fields))):
        symbol, target, pos, ends = (next(fields) for _ in range(4))
        pointers.append(Pointer(symbol, (pos.replace("s", "a"), int(target)), *bytes.fromhex(ends)))
    return offset, Synset(tuple(words), tuple(pointers))


def _counts(path: Path) -> dict[tuple[str, str, int], int]:
    counts = {}
    for line in _lines(path):
        key, number, count = line.split()
        lemma, _, rest = key.partition("%")
        pos = "a" if rest[0] == "5" else _TYPES[int(rest[0]) - 1]
        counts[lemma, pos, int(number)] = int(count)
    return counts
