"""What the turns before a question tell of where its answer stands.

The words of a turn, its question's and its answer's, stand together in a sentence of the article that it was answered
from, an answer's often side by side as they were quoted. What is asked next is told nearby, more often after it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from retrieval.articles import counts_of, shares_of_best
from retrieval.candidates import sentence_tokens
from retrieval.coverage import shares, weight
from retrieval.index.base import PassageIndex
from retrieval.languages import DEFAULT
from retrieval.model import Article, Entry, Sentence

FADING = 0.8  # a turn counts for this share of the turn after it
REMEMBERED = 200  # articles whose sentences are kept as terms
ENOUGH = 2  # terms of a question that stands alone; from there on, a thread tells the less, the more there are
SEARCHED = 30  # terms of the turns that a search takes

Pair = tuple[str, str]
Standing = Literal["alone", "either", "leaning"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The words of the turns before a question, latest first, and how it stands to them.

    One that is "leaning" cannot be understood without them: they search and rank, but are never required. Of one that
    stands "alone" they only tell which of articles that hold it about as well is meant. One that may be of "either"
    kind is asked both ways: it leans, unless its own words tell of another matter.
    """

    turns: tuple[str, ...] = ()
    standing: Standing = "alone"


NOTHING = Earlier()


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn's terms with their shares of its weight, and those that stand side by side in it.

    ``counts`` is how much it counts beside the latest turn.
    """

    shares: Mapping[str, float]
    pairs: frozenset[Pair]
    counts: float


@dataclass(frozen=True, slots=True)
class Thread:
    """The turns before a question, latest first.

    ``standing`` is how the question stands to them. ``tells`` is how much they tell beside it, in (0, 1]: the less, the
    more the question says itself. ``context`` are their heaviest terms that the question does not hold, with shares
    that sum to 1. ``idf`` and ``weights`` are of all the terms of the thread.
    """

    standing: Standing = "alone"
    tells: float = 1.0
    turns: Sequence[Turn] = ()
    context: Mapping[str, float] = field(default_factory=dict)
    idf: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Traced:
    """How much of a thread an article tells; all shares are in [0, 1].

    ``bm25`` is the score of the article for all the words of the thread, as a share of the best article's. ``rare`` is
    the share of their squared weights that the article holds, ``support`` that of each turn's weight which one sentence
    holds, ``pairs`` that of each turn's neighbouring terms that are neighbours in the article, in the mean over the
    turns. ``last`` is the position of the sentence that holds most of the latest turn, ``held`` the share it holds.
    """

    bm25: float = 0.0
    rare: float = 0.0
    support: float = 0.0
    pairs: float = 0.0
    last: int = 0
    held: float = 0.0

    @property
    def sum(self) -> float:
        """How much it tells in all, in [0, 4]."""
        return self.bm25 + self.rare + self.support + self.pairs

    def times(self, factor: float) -> Traced:
        """The same evidence, counting for more or less."""
        return Traced(
            bm25=self.bm25 * factor,
            rare=self.rare * factor,
            support=self.support * factor,
            pairs=self.pairs * factor,
            last=self.last,
            held=self.held * factor,
        )

    def near(self, position: int) -> float:
        """How near a sentence stands to that of the latest turn: ``held`` for the sentence itself, then less."""
        return self.held / (1 + abs(position - self.last))

    def ahead(self, position: int) -> float:
        """The same for sentences after it; 0 for others."""
        return self.held / (position - self.last) if position > self.last else 0.0


def thread(
    turns: Sequence[Sequence[str]],
    question: Sequence[str],
    index: PassageIndex,
    language: str = DEFAULT,
    *,
    standing: Standing,
) -> Thread:
    """The thread of these turns, latest first, and of the question, each as its terms.

    A turn of no terms stands for time that passed.
    """
    known = [[term for term in turn if index.df(term)] for turn in turns]
    told = [
        Turn(shares(list(dict.fromkeys(terms)), index, language), frozenset(pairwise(terms)), FADING**age)
        for age, terms in enumerate(known)
        if terms
    ]
    every = dict.fromkeys([*question, *(term for terms in known for term in terms)])
    weights = {term: weight(term, index, language) for term in every}
    context = _heaviest(told, weights, frozenset(question))
    tells = min(1.0, ENOUGH / max(1, len(frozenset(question)))) if standing == "alone" else 1.0
    return Thread(standing, tells, told, context, {term: index.idf(term) for term in every}, weights)


def _heaviest(turns: Sequence[Turn], weights: Mapping[str, float], question: frozenset[str]) -> dict[str, float]:
    faded: dict[str, float] = {}
    for turn in turns:
        for term in turn.shares.keys() - question - faded.keys():
            faded[term] = weights[term] * turn.counts
    heaviest = sorted(faded, key=lambda term: (-faded[term], term))[:SEARCHED]
    whole = sum(faded[term] for term in heaviest) or 1.0
    return {term: faded[term] / whole for term in heaviest}


def trace(entries: Sequence[Entry], told: Thread) -> dict[str, Traced]:
    """How much of the thread each of these articles tells, by id."""
    scores = shares_of_best(entries, told.idf)
    return {entry.article.id: _trace(entry, told, scores[entry.article.id]) for entry in entries}


def _trace(entry: Entry, told: Thread, bm25: float) -> Traced:
    sentences = _sentences(entry.article, entry.sentences)
    held_pairs = frozenset(pair for sentence in sentences for pair in pairwise(sentence))
    best = [_best(turn.shares, sentences) for turn in told.turns]
    last, held = (best[0][1], best[0][0]) if best else (0, 0.0)
    return Traced(
        bm25=bm25,
        rare=_share_of_squares(counts_of(entry), told),
        support=_mean([share for share, _ in best], told.turns),
        pairs=_mean([_share(turn.pairs, held_pairs) for turn in told.turns], told.turns),
        last=last,
        held=held,
    )


def _mean(values: Sequence[float], turns: Sequence[Turn]) -> float:
    """The mean over the turns, by how much each counts; it is the less where all of them lie far back."""
    whole = max(1.0, sum(turn.counts for turn in turns))
    return sum(value * turn.counts for value, turn in zip(values, turns, strict=True)) / whole


def _share(pairs: frozenset[Pair], held: frozenset[Pair]) -> float:
    return len(pairs & held) / len(pairs) if pairs else 0.0


def _share_of_squares(held: Container[str], told: Thread) -> float:
    whole = sum(w * w for w in told.weights.values()) or 1.0
    return sum(w * w for term, w in told.weights.items() if term in held) / whole


@lru_cache(maxsize=REMEMBERED)
def _sentences(article: Article, sentences: tuple[Sentence, ...]) -> list[list[str]]:
    """The terms of each sentence."""
    return [[t.term for t in sentence_tokens(article.text[s.start : s.end], article.language)] for s in sentences]


def _best(turn: Mapping[str, float], sentences: Sequence[Sequence[str]]) -> tuple[float, int]:
    """The largest share of the turn that a sentence holds, and the position of the first such sentence."""
    held = [sum(turn[term] for term in turn.keys() & terms) for terms in sentences]
    most = max(held, default=0.0)
    return most, held.index(most) if held else 0
