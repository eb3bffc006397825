"""Terms that mean nearly the same: forms, kin, synonyms, countries and their people.

The data are in ``related.txt``; how it is made, its sources and what the weights mean stands in ``build``.
"""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.lexicon.sorted_lines import value


def related(term: str) -> Mapping[str, float]:
    """The terms related to a term of ``retrieval.analysis``, with weights in (0, 1); empty when none are known.

    Symmetric: each of them has ``term`` with the same weight. No term is related to itself.
    """
    weights = (entry.rpartition("=") for entry in value("related.txt", term).split())
    return {other: float(weight) for other, _, weight in weights}
