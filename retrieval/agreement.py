"""What speaks against a sentence that shares a question's words: a denial, an opposite, a weighty word that it lacks.

The cases are those in which questions of SQuAD 2.0 cannot be answered from a text that is near (Rajpurkar, Jia and
Liang, "Know What You Don't Know", 2018): negation, antonyms, swapped names and numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cache

from retrieval.analysis import terms
from retrieval.languages import rules_of
from retrieval.lexicon.opposites import opposites
from retrieval.question import Question

LONG = 15  # terms; a question of more has several clauses, of which a sentence need not agree with all


def agreement(
    question: Question, sentence: Set[str], shares: Mapping[str, float], nearby: Set[str]
) -> dict[str, float]:
    """Each is 1 where nothing speaks against the sentence, and for a long question.

    ``sentence`` are its terms. ``shares`` are the question's terms with their shares of its weight, and ``nearby``
    those of them that the sentence or what stands around it matches.
    """
    if len(shares) > LONG:
        return {"agrees": 1.0, "unopposed": 1.0, "numbers": 1.0, "weighty": 1.0}
    denials = _denials(question.terms_in)
    asked = set(question.topic_terms())
    lacking = shares.keys() - sentence
    missing = shares.keys() - nearby
    return {
        "agrees": float(sentence.isdisjoint(denials) <= asked.isdisjoint(denials)),
        "unopposed": float(all(opposites(term).isdisjoint(sentence) for term in lacking)),
        "numbers": float(not any(term[0].isdigit() for term in missing)),
        "weighty": 1 - max((shares[term] for term in missing), default=0.0),
    }


@cache
def _denials(language: str) -> frozenset[str]:
    return frozenset(term for word in rules_of(language).terms.denials for term in terms(word, language))
