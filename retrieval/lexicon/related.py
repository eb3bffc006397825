"""Terms that mean nearly the same: forms, kin, synonyms, countries and their people.

The data are in ``related.txt``; how it is made, its sources and what the weights mean stands in ``build``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def related(term: str) -> Mapping[str, float]:
    """The terms related to a term of ``retrieval.analysis``, with weights in (0, 1); empty when none are known.

    Symmetric: each of them has ``term`` with the same weight. No term is related to itself.
    """
    weights = (entry.rpartition("=") for entry in _entries().get(term, "").split())
    return {other: float(weight) for other, _, weight in weights}


@cache
def _entries() -> Mapping[str, str]:
    text = files("retrieval.lexicon").joinpath("related.txt").read_text("ascii")
    return {term: rest for term, _, rest in (line.partition(" ") for line in text.splitlines() if line[0] != "#")}
