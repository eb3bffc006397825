"""How common words are at large, as data: what a small archive cannot tell.

The data of English are in ``background.txt``; how it is made stands in ``build_background``.
"""

from __future__ import annotations

from functools import cache, lru_cache

from retrieval.analysis import terms
from retrieval.languages import DEFAULT, rules_of
from retrieval.lexicon.sorted_lines import value

PASSAGE_TERMS = 30  # of a passage of news

_REMEMBERED = 1 << 15
EVERYDAY = 0.15  # of passages hold an everyday word, of a language whose words have not been counted


def passage_share(term: str, language: str = DEFAULT) -> float:
    """The share of passages that hold a term of ``retrieval.analysis``, in [0, 1); 0 for one that is rare or not known.

    From its frequency in tagged texts: 1 - (1 - p) ** 30 for a term that is the part p of all terms. In a language of
    which there are none here, all everyday words count alike.
    """
    if rules_of(language).in_lexicon:
        return _counted(term)
    return EVERYDAY if term in _everyday(language) else 0.0


@lru_cache(_REMEMBERED)
def _counted(term: str) -> float:
    return 1 - (1 - float(value("background.txt", term) or 0) / 1e6) ** PASSAGE_TERMS


@cache
def _everyday(language: str) -> frozenset[str]:
    return frozenset(terms(" ".join(rules_of(language).everyday), language))
