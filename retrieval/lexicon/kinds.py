"""What things are kinds or instances of, as data: "measles" is a disease, "France" a country.

The data are in ``kinds.txt``; how it is made and which kinds it knows stands in ``build_kinds``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from retrieval.lexicon.sorted_lines import value

LONGEST = 3  # terms of a name
JOINED = "_"  # between the terms of a name
BEGINS = "+"  # among a term's kinds: names begin with it
ALL = "*"  # the key of all kinds that there are

_REMEMBERED = 1 << 15


def kinds(term: str) -> frozenset[str]:
    """The terms of what a term of ``retrieval.analysis`` is a kind or an instance of; empty when nothing is known.

    The terms of a name of several words are joined by ``JOINED``.
    """
    return _entry(term) - {BEGINS}


def kinds_of(terms: Sequence[str]) -> frozenset[str]:
    """The kinds of all of these terms, and of the names that they make where they stand one after another."""
    found: set[str] = set()
    for first, term in enumerate(terms):
        entry = _entry(term)
        found |= entry
        if BEGINS in entry:
            for last in range(first + 2, min(first + LONGEST, len(terms)) + 1):
                found |= _entry(JOINED.join(terms[first:last]))
    return frozenset(found - {BEGINS})


def all_kinds() -> frozenset[str]:
    """Every term that is a kind of something."""
    return _entry(ALL)


@lru_cache(_REMEMBERED)
def _entry(key: str) -> frozenset[str]:
    return frozenset(value("kinds.txt", key).split())
