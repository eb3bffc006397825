"""How much of a question a text covers, by weight.

A term weighs log(1 + (N - df + .5) / (df + .5)), Lucene's idf, which unlike BM25Okapi's gives most weight to a term
that the archive does not hold at all: when the question's rarest word is missing, little is covered. Related words
("recognise", "recognition") cover a term in part. A small archive tells little of how rare a word is; there the counts
are those of the archive and of some passages of general English together (a Dirichlet prior, as in Zhai and Lafferty
2001), so that "use" and "make" weigh little though no passage has them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from retrieval.index.base import PassageIndex
from retrieval.index.bm25 import K1
from retrieval.languages import DEFAULT, rules_of
from retrieval.lexicon.acronyms import initials
from retrieval.lexicon.background import passage_share
from retrieval.lexicon.related import related
from retrieval.question import Question

ABBREVIATED = 0.7  # how well an abbreviation matches its name
INITIALS = "initials:"  # before the initials of a name among a text's terms, so that they are told from words
PRIOR = 100  # passages of general English that count beside the archive's


@dataclass(frozen=True, slots=True)
class Weighed:
    """The question's terms with their shares of its weight (they sum to 1), and the idf of each that ranks passages.

    ``known`` is the share of the weight whose terms, or related ones, the archive holds. ``context`` are the heaviest
    terms of earlier turns that the question leans on, with shares of their own; they are never part of its weight.
    """

    shares: Mapping[str, float]
    idf: Mapping[str, float]
    forms: Mapping[str, Mapping[str, float]]
    known: float
    context: Mapping[str, float] = field(default_factory=dict)

    def surrounded(self, terms: Set[str]) -> float:
        """The share of the context that these terms hold, in [0, 1]."""
        return sum(share for term, share in self.context.items() if term in terms)

    def matches(self, terms: frozenset[str]) -> dict[str, float]:
        """For each term of the question, how well these terms match it: 1 the same, below 1 a related one, 0 none."""
        return {term: _match(term, self.forms[term], terms) for term in self.shares}

    def ceiling(self) -> float:
        """The BM25 score that a passage nears which holds all the terms, each often (their idf times k1 + 1)."""
        return sum(self.idf.values()) * (K1 + 1)

    def covered(self, matches: Mapping[str, float]) -> float:
        """The share of the question's weight that these matches cover, in [0, 1]; all of it where nothing is asked."""
        if not self.shares:
            return 1.0
        return sum(self.shares[term] * matched for term, matched in matches.items())


Forms = Mapping[str, Mapping[str, float]]


def weigh(
    terms: Iterable[str], index: PassageIndex, also: Forms = MappingProxyType({}), language: str = DEFAULT
) -> Weighed:
    """Weigh distinct terms by what the index knows of them. ``also`` are forms of terms beside the related ones."""
    distinct = list(dict.fromkeys(terms))
    forms = {term: _strongest_first({**_related(term, language), **also.get(term, {})}) for term in distinct}
    weights = shares(distinct, index, language)
    known = sum(share for term, share in weights.items() if index.df(term) or any(map(index.df, forms[term])))
    return Weighed(weights, {term: index.idf(term) for term in distinct}, forms, known if distinct else 1.0)


def shares(terms: Iterable[str], index: PassageIndex, language: str = DEFAULT) -> dict[str, float]:
    """The share of each term in the weight of all of them."""
    weights = {term: weight(term, index, language) for term in terms}
    total = sum(weights.values()) or 1.0
    return {term: weight / total for term, weight in weights.items()}


def weight(term: str, index: PassageIndex, language: str = DEFAULT) -> float:
    """Lucene's idf over the archive's passages and ``PRIOR`` passages of general texts of that language."""
    passages = len(index) + PRIOR
    df = index.df(term) + PRIOR * passage_share(term, language)
    return math.log1p((passages - df + 0.5) / (df + 0.5))


def short_forms(question: Question) -> Forms:
    """For the words of a name its abbreviation, and for an abbreviation the initials of names in texts."""
    found: dict[str, dict[str, float]] = {}
    names = initials(question.text)
    for token in question.topic:
        written = question.text[token.start : token.end]
        if written.isupper() and len(written) > 1:
            found[token.term] = {f"{INITIALS}{token.term}": ABBREVIATED}
        for (start, end), letters in names.items():
            if start <= token.start and token.end <= end:
                found[token.term] = {letters: ABBREVIATED}
    return found


def _related(term: str, language: str) -> Mapping[str, float]:
    return related(term) if rules_of(language).in_lexicon else {}


def _strongest_first(forms: Mapping[str, float]) -> dict[str, float]:
    return dict(sorted(forms.items(), key=lambda form: -form[1]))


def _match(term: str, forms: Mapping[str, float], terms: frozenset[str]) -> float:
    if term in terms:
        return 1.0
    if terms.isdisjoint(forms):  # nearly always, and quickly told
        return 0.0
    return next(weight for form, weight in forms.items() if form in terms)
