"""From candidates to an answer: which sentences to quote, how sure to be, and when to abstain.

Who asks for somebody's words gets his words or none: a sentence in which another speaks never answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice

from retrieval.analysis import terms
from retrieval.answer_type import COUNTED, asks_for_several
from retrieval.archive import Archive
from retrieval.candidates import Candidate
from retrieval.choice import Weights, explained, probability, weighted
from retrieval.coverage import Weighed
from retrieval.duplicates import merged
from retrieval.features import Features, features, held_against_the_best, in_articles, speaks
from retrieval.filters import Filters
from retrieval.model import Abstention, Answer, Dates, Entry, Evidence, Quote, Reason, Statement, TermWeight
from retrieval.question import Question
from retrieval.speakers import SpeakerTable, fullest
from retrieval.thread import Thread

SHOWN = 3  # quotes in an answer; the others are behind "more"
KEPT = 30  # quotes behind it
CLOSEST = 10
WEIGHED = 60  # candidates whose evidence is weighed
WEIGHED_IN_THREAD = 180  # where the question's own words tell little
GOOD = 0.3  # a further quote is shown when it is at least this likely beside the first
GOOD_OF_SEVERAL = 0.1  # the same where a list is asked for, whose parts may stand in sentences of their own


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its evidence and the weighted sum of it, any number."""

    candidate: Candidate
    features: Features
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question, the weight of its terms, and the candidates for an answer, best first by the weights ``choice``.

    ``confidence`` are the weights that tell how sure the first is.
    """

    question: Question
    weighed: Weighed
    choice: Mapping[str, float]
    confidence: Mapping[str, float]
    ranked: Sequence[Ranked]


def rank(
    candidates: Sequence[Candidate], question: Question, weighed: Weighed, thread: Thread, weights: Weights
) -> Ranking:
    """The most promising candidates, best first. Ties go to the newer article, then to the earlier sentence."""
    articles = in_articles(candidates, weighed, thread)
    choice = weights.choice_in(thread)
    promising = _promising(candidates, weighed)
    found = [features(c, question, weighed, articles[c.entry.article.id]) for c in promising]
    ranked = [
        Ranked(candidate, values, weighted(choice, values))
        for candidate, values in zip(promising, held_against_the_best(found), strict=True)
    ]
    confidence = weights.confidence_in(thread, len(weighed.shares))
    return Ranking(question, weighed, choice, confidence, sorted(ranked, key=_order))


def _promising(candidates: Sequence[Candidate], weighed: Weighed) -> list[Candidate]:
    """Those that cover most in the best passages: only they are worth the full evidence."""

    def promise(candidate: Candidate) -> float:
        terms = candidate.terms()
        return weighed.covered(weighed.matches(terms)) + weighed.surrounded(terms) + candidate.passage

    return sorted(candidates, key=promise, reverse=True)[: WEIGHED_IN_THREAD if weighed.context else WEIGHED]


def _order(ranked: Ranked) -> tuple[float, int, int]:
    published = ranked.candidate.entry.article.published
    return -ranked.score, -(published.toordinal() if published else 0), ranked.candidate.position


def decide(ranking: Ranking, floor: float, table: SpeakerTable) -> Answer | Abstention:
    """One to three quotes when the best is sure enough, else an abstention with its reason."""
    question, weighed, ranked = ranking.question, ranking.weighed, ranking.ranked
    allowed = [r for r in ranked if may_answer(r.candidate, question)] if question.asked_for else list(ranked)
    confidence = probability(ranking.confidence, allowed[0].features) if allowed else 0.0
    if confidence >= floor and _speaks_of_it(allowed[0], weighed) and _shows(allowed[0], question):
        best, *others = merged(quotes(allowed[:KEPT], ranking))
        least = GOOD_OF_SEVERAL if asks_for_several(question.text, question.language) else GOOD
        good = [q for q in others if q.score >= least][: SHOWN - 1]
        return Answer(question.text, (best, *good), tuple(others[len(good) :]), confidence)
    return Abstention(
        understood_as=question.text,
        reason=_reason(ranked, question, weighed),
        closest=tuple(merged(quotes(ranked[:CLOSEST], ranking))),
        confidence=confidence,
        speaker=_asked_speaker(question),
        by_speaker=sum(table.statements(name) for name in question.speakers),
        missing=_missing(ranked, question, weighed),
        topic=question.topic_text(),
    )


def _speaks_of_it(first: Ranked, weighed: Weighed) -> bool:
    """Whether a quote has anything of the question; where that leans on earlier turns, theirs may be enough."""
    return first.features["nearby"] > 0 or bool(weighed.context and weighed.known)


def _shows(first: Ranked, question: Question) -> bool:
    """Whether a quote has a number where one is asked for, and what is asked for where nothing else is told."""
    if question.topic:
        return question.kind not in COUNTED or first.features["shows"] > 0
    return first.features["answer"] >= 0


def everything_said(
    question: Question, archive: Archive, table: SpeakerTable, seen: Set[tuple[str, int]], filters: Filters
) -> Answer | Abstention:
    """All that the speakers asked for said, newest article first, where the question names no topic."""
    said = (q for entry in archive.spoken_by(question.speakers) for q in _said_in(entry, question))
    allowed = (q for q in said if (q.article.id, q.start) not in seen and filters.allow(q.text, q.article, q.via))
    quotes = tuple(merged(list(islice(allowed, KEPT))))
    if quotes:
        return Answer(question.text, quotes[:SHOWN], quotes[SHOWN:], 1.0)
    by_speaker = sum(table.statements(name) for name in question.speakers)
    return Abstention(question.text, "speaker_silent", (), 0.0, _asked_speaker(question), by_speaker)


def outside(found: Abstention, always: Answer, asked: Dates) -> Abstention:
    """An abstention that tells from which days there is an answer, where there is none from those asked about."""
    good = always.quotes
    days = [q.article.published for one in good for q in (one, *one.also) if q.article.published]
    held = Dates(min(days), max(days)) if days else None
    return replace(found, reason="outside_dates", missing=(), closest=good, asked=asked, held=held)


def _said_in(entry: Entry, question: Question) -> Iterator[Quote]:
    for position in range(len(entry.sentences)):
        candidate = Candidate(entry, position, 0.0)
        if speaks(candidate, question):
            sentence = candidate.sentence
            statement = main_statement(candidate, question)
            yield Quote(candidate.text, sentence.start, sentence.end, entry.article, statement, 1.0)


def may_answer(candidate: Candidate, question: Question) -> bool:
    """Whether the speaker whose words are asked for speaks in the sentence, or the outlet itself tells of him."""
    if speaks(candidate, question):
        return True
    if any(statement.speaker for statement in candidate.statements()) or question.asked_for is None:
        return False
    return set(terms(question.asked_for, candidate.entry.article.language)) <= candidate.terms()


def _reason(ranked: Sequence[Ranked], question: Question, weighed: Weighed) -> Reason:
    if question.asked_for:
        return "speaker_silent"
    return "weak_match" if ranked and weighed.known > 0 else "no_match"


def _asked_speaker(question: Question) -> str | None:
    return fullest(question.speakers) if question.asked_for and question.speakers else question.asked_for


def _missing(ranked: Sequence[Ranked], question: Question, weighed: Weighed) -> tuple[str, ...]:
    """The question's words that neither the closest sentence nor its neighbours hold, as they were asked."""
    if not ranked:
        held: dict[str, float] = {}
    else:
        held = weighed.matches(ranked[0].candidate.terms() | ranked[0].candidate.around())
    words = [question.text[t.start : t.end] for t in question.topic if not held.get(t.term)]
    return tuple(dict.fromkeys(words))


def quotes(ranked: Sequence[Ranked], ranking: Ranking) -> list[Quote]:
    """Candidates as they are shown. A score in (0, 1] says how likely a quote is beside the first one."""
    return [quote(r, math.exp(min(0.0, r.score - ranked[0].score)), ranking) for r in ranked]


def quote(ranked: Ranked, score: float, ranking: Ranking) -> Quote:
    """A candidate as it is shown, with the spans of the question's words and the evidence."""
    question, weighed = ranking.question, ranking.weighed
    candidate, start = ranked.candidate, ranked.candidate.sentence.start
    wanted = {t for term in weighed.shares for t in (term, *weighed.forms[term])}
    matches = weighed.matches(candidate.terms())
    held = tuple(TermWeight(term, share, matches[term] > 0) for term, share in weighed.shares.items())
    return Quote(
        text=candidate.text,
        start=start,
        end=candidate.sentence.end,
        article=candidate.entry.article,
        statement=main_statement(candidate, question),
        score=score,
        matches=tuple((start + t.start, start + t.end) for t in candidate.tokens() if t.term in wanted),
        evidence=Evidence(held, explained(ranking.choice, ranked.features)),
    )


def main_statement(candidate: Candidate, question: Question) -> Statement | None:
    """The statement that a quote is credited to: one of the speaker asked for, else the longest; None for narration."""
    statements = candidate.statements()
    asked = [s for s in statements if s.speaker in question.speakers]
    return next(iter([*asked, *statements]), None)
