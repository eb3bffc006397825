"""Terms that mean the opposite of one another: "increase" and "decrease".

The data are in ``opposites.txt``; how it is made stands in ``build_opposites``.
"""

from __future__ import annotations

from functools import lru_cache

from retrieval.lexicon.sorted_lines import value

_REMEMBERED = 1 << 12


@lru_cache(_REMEMBERED)
def opposites(term: str) -> frozenset[str]:
    """The opposites of a term of ``retrieval.analysis``; empty when none are known. Symmetric."""
    return frozenset(value("opposites.txt", term).split())
