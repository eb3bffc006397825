"""The evidence for a sentence as an answer, in named numbers of about 0 to 1.

The weights that the choice gives them are in ``weights.json``; the command that trains them is told there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from retrieval.agreement import agreement
from retrieval.analysis import Token, terms
from retrieval.answer_type import STRICT, holds_answer
from retrieval.articles import shares_of_best
from retrieval.candidates import Candidate
from retrieval.coverage import Weighed
from retrieval.lexicon.kinds import kinds_of
from retrieval.model import Article, Entry
from retrieval.question import Question
from retrieval.thread import Thread, Traced, trace

RELATIVE = ("coverage", "passage", "context", "article_context", "thread_pairs")
A_KIND_OF = 0.7  # how well "satellite" matches the "equipment" that is asked for
ARTICLES = 30  # scored as a whole
NAMES = 2_000  # of outlets and speakers, whose terms are kept

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class InArticle:
    """What an article's candidates hold together of the question's weight, and of the context's.

    ``bm25`` is the score of the whole article as a share of the best one's, ``traced`` what it tells of the thread, and
    ``on_thread`` how much that is beside the article that tells most; cubed, so that this one stands out.
    """

    coverage: float
    context: float
    bm25: float
    traced: Traced
    on_thread: float


def _foremost(candidates: Sequence[Candidate]) -> list[Entry]:
    """The articles of the best candidates; to score more as a whole takes time and changes little."""
    best = sorted(candidates, key=lambda candidate: -candidate.passage)
    entries = {c.entry.article.id: c.entry for c in best}
    return list(islice(entries.values(), ARTICLES))


def in_articles(candidates: Sequence[Candidate], weighed: Weighed, thread: Thread) -> dict[str, InArticle]:
    """By article."""
    held: dict[str, frozenset[str]] = {}
    foremost = _foremost(candidates)
    whole = shares_of_best(foremost, weighed.idf)
    traced = trace(foremost, thread) if thread.turns else {}
    most = max((found.sum for found in traced.values()), default=0.0) or 1.0
    untraced = Traced()
    for candidate in candidates:
        article = candidate.entry.article.id
        held[article] = held.get(article, frozenset()) | candidate.terms()
    return {
        article: InArticle(
            weighed.covered(weighed.matches(terms)),
            weighed.surrounded(terms),
            whole.get(article, 0.0),
            found.times(thread.tells),
            (found.sum / most) ** 3,
        )
        for article, terms in held.items()
        for found in (traced.get(article, untraced),)
    }


def features(candidate: Candidate, question: Question, weighed: Weighed, article: InArticle) -> Features:
    """All features of one candidate. ``article`` tells of the candidates of its article together."""
    sentence, terms = candidate.tokens(), candidate.terms() | _named_in_full(candidate, question)
    wider = terms | candidate.around()
    thing = _holds_thing(sentence, question)
    matches, nearby = weighed.matches(terms), weighed.matches(wider)
    if thing:
        matches, nearby = _with_thing(matches, question), _with_thing(nearby, question)
    answer = holds_answer(question.kind, candidate.text, question.text, candidate.entry.article.language)
    return {
        "coverage": weighed.covered(matches),
        "nearby": weighed.covered(nearby),
        "referred": _referred(candidate, weighed, terms, matches),
        "around": weighed.covered(nearby) - weighed.covered(matches),
        "focus": _focus(question, weighed, matches),
        "names": _names(question, weighed, nearby),
        "passage": candidate.passage,
        "article": article.bm25,
        "article_coverage": article.coverage,
        "title": weighed.covered(weighed.matches(candidate.title_terms())),
        "pairs": _pairs(sentence, question),
        "tells": float(not candidate.text.endswith(("?", '?"', "?”"))),
        "answer": 0.0 if answer is None else 1.0 if answer else -1.0,
        "thing": float(thing),
        "shows": float(answer is not False or question.kind not in STRICT),
        "outlet": float(_is_named(candidate.entry.article.outlet, question)),
        "lead": 1 / (1 + candidate.position),
        "spoken": _spoken(candidate, question, weighed, terms),
        "whole_names": float(_writes(question.full_names, candidate.entry.article)),
        **agreement(question, [token.term for token in sentence], wider, nearby, weighed),
        "context": weighed.surrounded(wider),
        "article_context": article.context,
        "thread_bm25": article.traced.bm25,
        "thread_rare": article.traced.rare,
        "thread_support": article.traced.support,
        "thread_pairs": article.traced.pairs,
        "on_thread": article.on_thread,
        "near": article.traced.near(candidate.position),
        "ahead": article.traced.ahead(candidate.position),
    }


def held_against_the_best(found: Sequence[Features]) -> list[Features]:
    """The same with some features once more as shares of the best candidate's, so that long questions weigh as short.

    ``coverage_cubed`` lets a sentence that covers all stand out from those that cover most.
    """
    best = {name: max((values[name] for values in found), default=0.0) for name in RELATIVE}
    shares = [{name: values[name] / best[name] if best[name] > 0 else 0.0 for name in RELATIVE} for values in found]
    return [
        values | {f"{name}_of_best": share[name] for name in RELATIVE} | {"coverage_cubed": share["coverage"] ** 3}
        for values, share in zip(found, shares, strict=True)
    ]


def speaks(candidate: Candidate, question: Question) -> bool:
    """Whether one of the speakers whom the question means speaks in the sentence."""
    return any(s.speaker in question.speakers for s in candidate.statements())


def _named_in_full(candidate: Candidate, question: Question) -> frozenset[str]:
    """The question's name of who speaks in the sentence, whichever part of it the article gives."""
    if not speaks(candidate, question):
        return frozenset()
    names = (_terms_of(speaker, question.terms_in) for speaker in question.speakers)
    return question.names.intersection(frozenset[str]().union(*names))


def _holds_thing(sentence: Sequence[Token], question: Question) -> bool:
    """Whether the question asks for a kind of thing, and the sentence names one that the question does not."""
    if not question.thing:
        return False
    asked = set(question.topic_terms())
    return not question.thing.isdisjoint(kinds_of([t.term for t in sentence if t.term not in asked]))


def _with_thing(matches: Mapping[str, float], question: Question) -> dict[str, float]:
    """A thing of the kind asked for stands for the word that names the kind."""
    return {term: max(match, A_KIND_OF) if term in question.thing else match for term, match in matches.items()}


def _is_named(outlet: str | None, question: Question) -> bool:
    """Whether the question names the outlet of the article."""
    named = _terms_of(outlet or "", question.terms_in)
    return bool(named) and named.issubset(question.topic_terms())


@lru_cache(maxsize=NAMES)
def _terms_of(name: str, language: str) -> frozenset[str]:
    return frozenset(terms(name, language))


def _referred(candidate: Candidate, weighed: Weighed, terms: frozenset[str], matches: Mapping[str, float]) -> float:
    """What the sentence that a pronoun goes back to adds to the coverage."""
    before = candidate.referred_to()
    together = weighed.matches(terms | before)
    return max(0.0, weighed.covered(together) - weighed.covered(matches)) if before else 0.0


def _spoken(candidate: Candidate, question: Question, weighed: Weighed, terms: frozenset[str]) -> float:
    """Where somebody's words are asked for and these are his: what they cover with the sentences they go on from."""
    if question.asked_for is None or not speaks(candidate, question):
        return 0.0
    return weighed.covered(weighed.matches(terms | candidate.gone_on_from()))


def _names(question: Question, weighed: Weighed, nearby: Mapping[str, float]) -> float:
    """The share of the question's proper names, by weight, that stand in the sentence or around it."""
    named = [term for term in weighed.shares if term in question.names]
    total = sum(weighed.shares[term] for term in named)
    return sum(weighed.shares[term] * nearby[term] for term in named) / total if total else 1.0


def _writes(names: Sequence[str], article: Article) -> bool:
    """Whether the article writes all of these somewhere."""
    return all(name in article.text or name in (article.title or "") for name in names)


def _focus(question: Question, weighed: Weighed, matches: Mapping[str, float]) -> float:
    """What the sentence covers of the question itself, by weight, where other sentences set its scene; else 0."""
    asked = [term for term in weighed.shares if term in question.focus]
    total = sum(weighed.shares[term] for term in asked)
    return sum(weighed.shares[term] * matches[term] for term in asked) / total if total else 0.0


def _pairs(sentence: Sequence[Token], question: Question) -> float:
    """The share of the question's neighbouring terms that are neighbours, in that order, in the sentence."""
    asked = set(pairwise(question.topic_terms()))
    return len(asked & set(pairwise(token.term for token in sentence))) / len(asked) if asked else 0.0
