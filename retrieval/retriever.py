"""A question's path: read its filters, understand it, search passages, weigh their sentences, decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import date

from retrieval.analysis import terms
from retrieval.archive import Archive
from retrieval.candidates import Candidate, candidates
from retrieval.check import check
from retrieval.choice import Weights, load_weights
from retrieval.coverage import Weighed, short_forms, weigh
from retrieval.errors import QuestionError
from retrieval.filters import ANY_DAY, Filters, known, parse, unknown
from retrieval.index.base import Filter, Hit, PassageIndex
from retrieval.languages.detect import detect
from retrieval.model import Abstention, Answer, Check, Quote
from retrieval.question import Question, understand
from retrieval.quoting import CLOSEST, Ranking, decide, everything_said, outside, rank
from retrieval.speakers import SpeakerTable
from retrieval.spelling import nearest

PASSAGES = 40  # how many are searched for
SIFTED = 400  # how many where a filter drops sentences of them
WHOLE = 2  # articles that a question which leans on earlier turns may be about anywhere
SPEAKERS = 5  # at most so many that a phrase may mean are searched for one by one


class Retriever:
    """Answers questions from an archive and the index over it. ``today`` is the day that "last week" goes by."""

    def __init__(
        self,
        archive: Archive,
        index: PassageIndex,
        weights: Weights | None = None,
        table: SpeakerTable | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._archive = archive
        self._index = index
        self._weights = weights or load_weights()
        self.table = table or SpeakerTable(archive)
        self.today = today

    def named_speakers(self, phrase: str) -> list[str]:
        """The speakers that a phrase names, most quoted first."""
        return self.table.named(phrase)

    def misspelt(self, name: str) -> str | None:
        """The speaker whose name may have been misspelt so."""
        return nearest(name, (s.name for s in self._archive.speakers()))

    def speakers(self, phrase: str) -> list[str]:
        """The speakers that a phrase may mean, most quoted first. Raises QuestionError when it means none."""
        found = self.table.find(phrase)
        if not found:
            raise unknown(phrase, [s.name for s in self._archive.speakers()], "speaker")
        return found

    def understand(self, text: str) -> Question:
        """What a question asks, its filters aside. Raises QuestionError when this is no question."""
        text, filters = self._filtered(text)
        return understand(text, self.table, by=filters.speaker)

    def answer(
        self, text: str, *, context: Sequence[str] = (), seen: Set[tuple[str, int]] = frozenset()
    ) -> Answer | Abstention:
        """Quotes that answer, or an abstention.

        ``context`` are the words of the earlier turns that the question leans on, latest first; they search and rank,
        and are never required. ``seen`` are quotes to leave out, each as its article's id and its start. Dates in words
        come first, and all others after them. Raises QuestionError when this is no question, or has a filter that
        cannot be read or names somebody unknown.
        """
        question, filters = self._filtered(text)
        found = self._preferred(question, filters, context, seen)
        if isinstance(found, Abstention):
            found = self._explained(found, question, replace(filters, words=None), context, seen)
        return replace(found, understood_as=" ".join(text.split()))

    def check(self, text: str) -> Check:
        """Every claim of a message beside the sentence of the archive that is most like it."""
        return check(text, self._archive, self._index)

    def rank(self, text: str, *, context: Sequence[str] = (), seen: Set[tuple[str, int]] = frozenset()) -> Ranking:
        """The sentences of the best passages with their evidence, best first, before anything is decided.

        Dates in words are words like others here.
        """
        question, filters = self._filtered(text)
        return self._rank(question, replace(filters, words=None), context, seen)

    def _filtered(self, text: str) -> tuple[str, Filters]:
        """The question without its filters, and these with the names that the archive knows. Raises QuestionError."""
        question, filters = parse(text, self.today())
        if filters.outlet:
            filters = replace(filters, outlet=self._outlet(filters.outlet))
        if filters.speaker:
            self.speakers(filters.speaker)
        return question, filters

    def _outlet(self, name: str) -> str:
        """An outlet as the archive writes it, one that published or one that is cited. Raises QuestionError."""
        published = self._archive.outlets()
        try:
            return known(name, published, "outlet")
        except QuestionError:
            return known(name, [*published, *self._archive.cited()], "outlet")

    def _preferred(
        self, text: str, filters: Filters, context: Sequence[str], seen: Set[tuple[str, int]]
    ) -> Answer | Abstention:
        """What the dates in words answer, without these words; else what all articles do, with them."""
        if filters.in_words:
            found = self._answer(text, filters.of_the_words(), context, seen)
            if isinstance(found, Answer):
                return found
        return self._answer(text, replace(filters, words=None), context, seen)

    def _explained(
        self, found: Abstention, text: str, filters: Filters, context: Sequence[str], seen: Set[tuple[str, int]]
    ) -> Abstention:
        """An abstention that tells when only the dates stand in the way, and shows what a phrase ruled out."""
        if filters.dates != ANY_DAY:
            always = self._answer(text, replace(filters, dates=ANY_DAY), context, seen)
            if isinstance(always, Answer):
                found = outside(found, always, filters.dates)
        if filters.mentioned:
            found = replace(found, closest=_nearest(self._answer(text, replace(filters, mentioned=()), context, seen)))
        if found.reason == "speaker_silent" and found.speaker and not found.by_speaker:
            found = replace(found, did_you_mean=self.misspelt(found.speaker))
        return found

    def _answer(
        self, text: str, filters: Filters, context: Sequence[str], seen: Set[tuple[str, int]]
    ) -> Answer | Abstention:
        """What the articles in the question's language answer; where they do not, what those in another do."""
        own = detect(text)
        found = self._answer_in(own, text, filters, context, seen)
        if isinstance(found, Answer):
            return found
        others = [
            self._answer_in(language, text, filters, context, seen)
            for language in self._archive.languages()
            if language != own
        ]
        return next((o for o in others if isinstance(o, Answer)), max([found, *others], key=lambda o: o.confidence))

    def _answer_in(
        self, language: str, text: str, filters: Filters, context: Sequence[str], seen: Set[tuple[str, int]]
    ) -> Answer | Abstention:
        filters = replace(filters, language=language)
        found = self._rank(text, filters, context, seen)
        if not found.question.topic and found.question.asked_for:
            return everything_said(found.question, self._archive, self.table, seen, filters)
        return decide(found, self._weights, self.table)

    def _rank(self, text: str, filters: Filters, context: Sequence[str], seen: Set[tuple[str, int]]) -> Ranking:
        question = understand(text, self.table, by=filters.speaker, where=filters.words, terms_in=filters.language)
        weighed = weigh(question.topic_terms(), self._index, short_forms(question), question.terms_in)
        weighed = weighed.leaning_on([terms(words, question.terms_in) for words in context], self._index)
        whole = WHOLE if weighed.context else 0
        found = candidates(self._search(question, weighed, filters), self._archive, weighed.ceiling(), whole)
        allowed = [
            c
            for c in found
            if (c.entry.article.id, c.sentence.start) not in seen and filters.allow(c.text, c.entry.article, _cited(c))
        ]
        return Ranking(question, weighed, rank(allowed, question, weighed, self._weights))

    def _search(self, question: Question, weighed: Weighed, filters: Filters) -> list[Hit]:
        """The best passages of all, and the best in which the speakers asked for speak."""
        where = Filter(after=filters.dates.after, before=filters.dates.before)
        limit = SIFTED if filters.sift else PASSAGES
        asked = question.speakers[:SPEAKERS] if question.asked_for else []
        topic = question.topic_terms()
        wanted = [*topic, *weighed.context]
        names = [term for name in asked for term in terms(name, question.terms_in)]
        hits = self._index.search([*wanted, *names], limit, where)
        if filters.outlet:
            hits += self._index.search([*wanted, *names], limit, replace(where, outlet=filters.outlet))
        if weighed.context:
            hits += self._index.search([*topic, *names], limit // 2, where)
        for name in asked:
            hits += self._index.search([*wanted, *terms(name, question.terms_in)], limit, replace(where, speaker=name))
        best = {(hit.article_id, hit.number): hit for hit in reversed(hits)}
        return list(best.values())


def _cited(candidate: Candidate) -> list[str]:
    """The outlets that the sentence's statements came through."""
    return [outlet for statement in candidate.statements() for outlet in statement.via]


def _nearest(found: Answer | Abstention) -> tuple[Quote, ...]:
    return found.closest if isinstance(found, Abstention) else (*found.quotes, *found.more)[:CLOSEST]
