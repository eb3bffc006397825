"""How common words are in English at large, as data: what a small archive cannot tell.

The data are in ``background.txt``; how it is made stands in ``build_background``.
"""

from __future__ import annotations

from functools import lru_cache

from retrieval.lexicon.sorted_lines import value

PASSAGE_TERMS = 30  # of a passage of news

_REMEMBERED = 1 << 15


@lru_cache(_REMEMBERED)
def passage_share(term: str) -> float:
    """The share of passages that hold a term of ``retrieval.analysis``, in [0, 1), from its frequency in tagged texts.

    1 - (1 - p) ** 30 for a term that is the part p of all terms; 0 for one that is rare or not known.
    """
    return 1 - (1 - float(value("background.txt", term) or 0) / 1e6) ** PASSAGE_TERMS
