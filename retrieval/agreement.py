"""What speaks against a sentence that shares a question's words: a denial, an opposite, a weighty word that it lacks.

The cases are those in which questions of SQuAD 2.0 cannot be answered from a text that is near (Rajpurkar, Jia and
Liang, "Know What You Don't Know", 2018): negation, antonyms, swapped names and numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import cache
from itertools import pairwise

from retrieval.analysis import terms
from retrieval.coverage import Weighed
from retrieval.languages import rules_of
from retrieval.lexicon.opposites import opposites
from retrieval.question import Question

LONG = 15  # terms; a question of more has several clauses, of which a sentence need not agree with all
DENIED = 3  # terms after a denial that may be what it denies


def agreement(
    question: Question, sentence: Sequence[str], wider: Set[str], matches: Mapping[str, float], weighed: Weighed
) -> dict[str, float]:
    """Each is 1 where nothing speaks against the sentence, and for a long question.

    ``sentence`` are its terms in its order, ``wider`` they and those around it. ``matches`` tells of each term of the
    question how well these match it.
    """
    if len(weighed.shares) > LONG:
        return {"agrees": 1.0, "denies": 1.0, "unopposed": 1.0, "numbers": 1.0, "weighty": 1.0}
    asked, denials = question.topic_terms(), _denials(question.terms_in)
    missing = [term for term, match in matches.items() if not match]
    return {
        "agrees": float(denials.isdisjoint(asked) or not denials.isdisjoint(sentence)),
        "denies": float(all(_is_denied(term, sentence, denials, weighed) for term in _denied(asked, denials))),
        "unopposed": float(all(opposites(term).isdisjoint(wider) for term in weighed.shares.keys() - wider)),
        "numbers": float(not any(term[0].isdigit() for term in missing)),
        "weighty": 1 - max((weighed.shares[term] for term in missing), default=0.0),
    }


def _denied(asked: Sequence[str], denials: Set[str]) -> list[str]:
    """The terms that the question denies."""
    return [after for before, after in pairwise(asked) if before in denials]


def _is_denied(term: str, sentence: Sequence[str], denials: Set[str], weighed: Weighed) -> bool:
    """Whether the sentence denies a term of the question, or a related one."""
    same = {term, *weighed.forms[term]}
    denied = (sentence[n + 1 : n + 1 + DENIED] for n, denial in enumerate(sentence) if denial in denials)
    return any(not same.isdisjoint(after) for after in denied)


@cache
def _denials(language: str) -> frozenset[str]:
    return frozenset(term for word in rules_of(language).terms.denials for term in terms(word, language))
