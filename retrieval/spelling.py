"""A misspelt name -> the name of the archive that is meant. Pure.

Last names are compared, and first names where both are told. Counted are edits by optimal string alignment: a letter
put in, left out or replaced, or two neighbours swapped. A hint must not offer another person, so that short names,
of which one letter makes others ("Lind", "Lund"), have to be right, and so has a name's first letter.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from retrieval.analysis import fold

_WORDS = 4  # in the longest name; what has more is a description
_ONE_EDIT = 5  # letters of the longer name from which on it may have one edit
_TWO_EDITS = 9
_SAME_FIRST_NAME = 0.6  # share of letters that stay, at least: "Andrei", "Andriy"


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that ``name`` most likely misspells; of equally near ones the first. None where none is near."""
    asked = _words(name)
    if not asked:
        return None
    near = ((_edits(asked, _words(other)), other) for other in names)
    found = min(((edits, other) for edits, other in near if edits is not None), key=lambda pair: pair[0], default=None)
    return found[1] if found else None


def _words(name: str) -> list[str]:
    return fold(name).replace(".", " ").split()


def _edits(asked: list[str], held: list[str]) -> int | None:
    """How many edits lie between the last names; None where these are other names."""
    if not 0 < len(held) <= _WORDS or asked[-1][0] != held[-1][0]:
        return None
    if len(asked) > 1 and len(held) > 1 and not _may_be_same_first(asked[0], held[0]):
        return None
    longer = max(len(asked[-1]), len(held[-1]))
    allowed = (longer >= _ONE_EDIT) + (longer >= _TWO_EDITS)
    edits = OSA.distance(asked[-1], held[-1], score_cutoff=allowed)
    return edits if edits <= allowed else None


def _may_be_same_first(one: str, other: str) -> bool:
    """Equal but for the spelling, or one the beginning of the other: "J." and "Jonas"."""
    if one.startswith(other) or other.startswith(one):
        return True
    return one[0] == other[0] and OSA.normalized_similarity(one, other) >= _SAME_FIRST_NAME
