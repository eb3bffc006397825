"""How much of a question a text covers, by weight.

A term weighs log(1 + (N - df + .5) / (df + .5)), Lucene's idf, which unlike BM25Okapi's gives most weight to a term
that the archive does not hold at all: when the question's rarest word is missing, little is covered. Related words
("recognise", "recognition") cover a term in part.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from retrieval.index.base import PassageIndex
from retrieval.lexicon.related import related


@dataclass(frozen=True, slots=True)
class Weighed:
    """The question's terms with their shares of its weight (they sum to 1), and the idf of each that ranks passages.

    ``known`` is the share of the weight whose terms, or related ones, the archive holds. ``context`` are terms of
    earlier turns, with shares of their own; they are never part of the question's weight.
    """

    shares: Mapping[str, float]
    idf: Mapping[str, float]
    forms: Mapping[str, Mapping[str, float]]
    known: float
    context: Mapping[str, float]

    def matches(self, terms: Set[str]) -> dict[str, float]:
        """For each term of the question, how well these terms match it: 1 the same, below 1 a related one, 0 none."""
        return {term: _match(term, self.forms[term], terms) for term in self.shares}

    def covered(self, matches: Mapping[str, float]) -> float:
        """The share of the question's weight that these matches cover, in [0, 1]."""
        return sum(self.shares[term] * matched for term, matched in matches.items())


def weigh(terms: Iterable[str], index: PassageIndex, context: Iterable[str] = ()) -> Weighed:
    """Weigh the distinct terms of a question, and of what was said before it, by what the index knows of them."""
    distinct = list(dict.fromkeys(terms))
    forms = {term: _strongest_first(related(term)) for term in distinct}
    shares = _shares(distinct, index)
    known = sum(share for term, share in shares.items() if index.df(term) or any(map(index.df, forms[term])))
    earlier = _shares([term for term in dict.fromkeys(context) if term not in shares and index.df(term)], index)
    return Weighed(shares, {term: index.idf(term) for term in distinct}, forms, known, earlier)


def _shares(terms: Sequence[str], index: PassageIndex) -> dict[str, float]:
    weights = {term: _weight(index.df(term), len(index)) for term in terms}
    total = sum(weights.values()) or 1.0
    return {term: weight / total for term, weight in weights.items()}


def _weight(df: int, passages: int) -> float:
    return math.log1p((passages - df + 0.5) / (df + 0.5))


def _strongest_first(forms: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(forms.items(), key=lambda form: -form[1]))


def _match(term: str, forms: Mapping[str, float], terms: Set[str]) -> float:
    if term in terms:
        return 1.0
    return next((weight for form, weight in forms.items() if form in terms), 0.0)
