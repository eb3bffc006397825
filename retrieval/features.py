"""The evidence for a sentence as an answer, in named numbers of about 0 to 1.

The weights that the choice gives them are in ``weights.json``; the command that trains them is told there.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set

from rank_bm25 import BM25Okapi

from retrieval.analysis import Token
from retrieval.answer_type import holds_answer
from retrieval.candidates import Candidate
from retrieval.coverage import Weighed
from retrieval.question import Question

_REFERENCE = BM25Okapi([["term"]])  # for its parameters
K1, B = _REFERENCE.k1, _REFERENCE.b
USUAL_LENGTH = 20  # terms of a news sentence, for BM25 over sentences

Features = dict[str, float]


def features(candidate: Candidate, question: Question, weighed: Weighed) -> Features:
    """All features of one candidate."""
    sentence, terms = candidate.tokens(), candidate.terms()
    wider = terms | candidate.around()
    matches, nearby = weighed.matches(terms), weighed.matches(wider)
    answer = holds_answer(question.kind, candidate.text, question.text)
    heaviest = max(weighed.shares, key=lambda term: weighed.shares[term], default=None)
    return {
        "coverage": weighed.covered(matches),
        "around": weighed.covered(nearby) - weighed.covered(matches),
        "heaviest": matches[heaviest] if heaviest else 0.0,
        "names": _names(question, weighed, nearby),
        "bm25": _bm25(sentence, weighed),
        "passage": candidate.passage,
        "article": candidate.article,
        "proximity": _proximity(sentence, [term for term, matched in matches.items() if matched]),
        "answer": 0.0 if answer is None else 1.0 if answer else -1.0,
        "speaker": float(speaks(candidate, question)),
        "lead": 1 / (1 + candidate.position),
        "length": min(1.0, len(sentence) / (2 * USUAL_LENGTH)),
        "known": weighed.known,
        "context": _context(weighed, wider),
    }


def speaks(candidate: Candidate, question: Question) -> bool:
    """Whether one of the speakers whom the question means speaks in the sentence."""
    return any(s.speaker in question.speakers for s in candidate.statements())


def _context(weighed: Weighed, terms: Set[str]) -> float:
    """The share of what was said before that stands in the sentence or around it."""
    return sum(share for term, share in weighed.context.items() if term in terms)


def _names(question: Question, weighed: Weighed, nearby: Mapping[str, float]) -> float:
    """The share of the question's proper names, by weight, that stand in the sentence or around it."""
    named = [term for term in weighed.shares if term in question.names]
    total = sum(weighed.shares[term] for term in named)
    return sum(weighed.shares[term] * nearby[term] for term in named) / total if total else 1.0


def _bm25(sentence: Sequence[Token], weighed: Weighed) -> float:
    """BM25 of the sentence with the archive's idf, as a share of what a sentence of only these terms could reach."""
    counts: dict[str, int] = {}
    for token in sentence:
        counts[token.term] = counts.get(token.term, 0) + 1
    norm = K1 * (1 - B + B * len(sentence) / USUAL_LENGTH)
    score = sum(idf * counts[t] * (K1 + 1) / (counts[t] + norm) for t, idf in weighed.idf.items() if t in counts)
    ceiling = sum(idf * (K1 + 1) for idf in weighed.idf.values())
    return score / ceiling if ceiling > 0 else 0.0


def _proximity(sentence: Sequence[Token], matched: Sequence[str]) -> float:
    """How close the matched terms stand: their number over the shortest stretch that holds them all, logarithmic."""
    wanted = set(matched)
    if len(wanted) < 2:
        return 0.0
    positions = [(n, token.term) for n, token in enumerate(sentence) if token.term in wanted]
    width = _narrowest(positions, len({term for _, term in positions}))
    return 1 / (1 + math.log(width / len(wanted))) if width >= len(wanted) else 0.0


def _narrowest(positions: Sequence[tuple[int, str]], distinct: int) -> int:
    """The length of the shortest stretch that holds every distinct term (two pointers)."""
    best, left, counts = 1 << 30, 0, dict[str, int]()
    for position, term in positions:
        counts[term] = counts.get(term, 0) + 1
        while len(counts) == distinct:
            first, first_term = positions[left]
            best = min(best, position - first + 1)
            counts[first_term] -= 1
            if not counts[first_term]:
                del counts[first_term]
            left += 1
    return best
