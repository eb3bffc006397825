"""A question's path: read its filters, understand it, search passages, weigh their sentences, decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from retrieval.analysis import terms
from retrieval.archive import Archive
from retrieval.candidates import Candidate, best_articles, candidates
from retrieval.choice import Weights, load_weights
from retrieval.coverage import short_forms, weigh, weight
from retrieval.errors import QuestionError
from retrieval.filters import ANY_DAY, Filters, known, parse, unknown
from retrieval.index.base import Filter, Hit, PassageIndex
from retrieval.languages.detect import detect
from retrieval.model import Abstention, Answer, Check, Quote
from retrieval.question import Question, understand
from retrieval.quoting import CLOSEST, Ranking, decide, everything_said, outside, rank
from retrieval.speakers import SpeakerTable
from retrieval.spelling import nearest
from retrieval.thread import NOTHING, Earlier, Thread, thread, trace

PASSAGES = 40  # how many are searched for
SIFTED = 400  # how many where a filter drops sentences of them
IN_THREAD = 200  # how many in a thread, whose words are many
ARTICLES = 30  # of these, the articles that are held against the thread
WHOLE = 8  # of these, the articles of which every sentence is a candidate
GAIN = 10  # how much more of the question an answer must hold that takes it out of its thread, in nats
SURE, GAIN_IF_SURE = 0.85, 2.5  # and how much if it is as sure as this
SPEAKERS = 5  # at most so many that a phrase may mean are searched for one by one


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question without its filters, these, and what else came with it."""

    text: str
    filters: Filters
    earlier: Earlier
    seen: Set[tuple[str, int]] = frozenset()
    others_than: Set[str] | None = None

    def where(self, filters: Filters) -> _Asked:
        return replace(self, filters=filters)

    def without_words(self) -> _Asked:
        """The same with the dates in words as words like others."""
        return self.where(replace(self.filters, words=None))

    def allows(self, candidate: Candidate) -> bool:
        article = candidate.entry.article
        unseen = (article.id, candidate.sentence.start) not in self.seen
        cited = candidate.cited() if self.filters.outlet else ()
        return unseen and self._of_others(candidate) and self.filters.allow(candidate.text, article, cited)

    def _of_others(self, candidate: Candidate) -> bool:
        if self.others_than is None:
            return True
        speakers = {statement.speaker for statement in candidate.statements() if statement.speaker}
        return bool(speakers) and speakers.isdisjoint(self.others_than)


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
        self,
        text: str,
        earlier: Earlier = NOTHING,
        *,
        seen: Set[tuple[str, int]] = frozenset(),
        others_than: Set[str] | None = None,
    ) -> Answer | Abstention:
        """Quotes that answer, or an abstention.

        ``seen`` are quotes to leave out, each as its article's id and its start. ``others_than`` are speakers
        beside whom somebody else is asked for; without them the outlet itself may answer too. Dates in words come
        first, and all others after them. Raises QuestionError when this is no question, or has a filter that cannot be
        read or names somebody unknown.
        """
        question, filters = self._filtered(text)
        asked = _Asked(question, filters, earlier, seen, self._by_any_name(others_than))
        found = self._preferred(asked)
        if earlier.standing == "either":
            alone = self._preferred(replace(asked, earlier=Earlier(earlier.turns)))
            found = alone if self._outweighs(alone, found) else found
        if isinstance(found, Abstention):
            found = self._explained(found, asked.without_words())
        return replace(found, understood_as=" ".join(text.split()))

    def _outweighs(self, alone: Answer | Abstention, found: Answer | Abstention) -> bool:
        """Whether a question's own words say that it does not lean on its thread, in which ``found`` was found."""
        gain = self._held(alone) - self._held(found)
        return isinstance(alone, Answer) and gain >= (GAIN_IF_SURE if alone.confidence >= SURE else GAIN)

    def _held(self, found: Answer | Abstention) -> float:
        """The weight of the question's terms that the best sentence holds, in nats."""
        first = next(iter(found.quotes if isinstance(found, Answer) else found.closest), None)
        if first is None or first.evidence is None:
            return 0.0
        return sum(weight(t.term, self._index, first.article.language) for t in first.evidence.terms if t.matched)

    def _by_any_name(self, speakers: Set[str] | None) -> frozenset[str] | None:
        """These speakers with their short forms."""
        if speakers is None:
            return None
        return frozenset(speakers).union(*map(self.table.named, speakers))

    def check(self, text: str) -> Check:
        """Every claim of a message beside the sentence of the archive that is most like it."""
        from retrieval.check import check  # noqa: PLC0415  # it loads attribution, which no answer needs

        return check(text, self._archive, self._index)

    def rank(self, text: str, earlier: Earlier = NOTHING) -> Ranking:
        """The sentences of the best passages with their evidence, best first, before anything is decided.

        Dates in words are words like others here.
        """
        question, filters = self._filtered(text)
        return self._rank(_Asked(question, filters, earlier).without_words())

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

    def _preferred(self, asked: _Asked) -> Answer | Abstention:
        """What the dates in words answer, without these words; else what all articles do, with them."""
        if asked.filters.in_words:
            found = self._answer(asked.where(asked.filters.of_the_words()))
            if isinstance(found, Answer):
                return found
        return self._answer(asked.without_words())

    def _explained(self, found: Abstention, asked: _Asked) -> Abstention:
        """An abstention that tells when only the dates stand in the way, and shows what a phrase ruled out."""
        filters = asked.filters
        if filters.dates != ANY_DAY:
            always = self._answer(asked.where(replace(filters, dates=ANY_DAY)))
            if isinstance(always, Answer):
                found = outside(found, always, filters.dates)
        if filters.mentioned:
            found = replace(found, closest=_nearest(self._answer(asked.where(replace(filters, mentioned=())))))
        if found.reason == "speaker_silent" and found.speaker and not found.by_speaker:
            found = replace(found, did_you_mean=self.misspelt(found.speaker))
        return found

    def _answer(self, asked: _Asked) -> Answer | Abstention:
        """What the articles in the question's language answer; where they do not, what those in another do."""
        own = detect(asked.text)
        found = self._answer_in(own, asked)
        if isinstance(found, Answer):
            return found
        others = [self._answer_in(language, asked) for language in self._archive.languages() if language != own]
        return next((o for o in others if isinstance(o, Answer)), max([found, *others], key=lambda o: o.confidence))

    def _answer_in(self, language: str, asked: _Asked) -> Answer | Abstention:
        asked = asked.where(replace(asked.filters, language=language))
        found = self._rank(asked)
        if not found.question.topic and found.question.asked_for:
            return everything_said(found.question, self._archive, self.table, asked.seen, asked.filters)
        return decide(found, self._weights.floor, self.table)

    def _rank(self, asked: _Asked) -> Ranking:
        filters = asked.filters
        question = understand(
            asked.text, self.table, by=filters.speaker, where=filters.words, terms_in=filters.language
        )
        weighed = weigh(question.topic_terms(), self._index, short_forms(question), question.terms_in)
        told = self._thread(asked.earlier, question)
        if told.standing != "alone":
            weighed = replace(weighed, context=told.context)
        hits = self._search(question, told, asked.filters)
        found = candidates(hits, self._archive, weighed.ceiling(), self._on_the_thread(hits, told))
        return rank([c for c in found if asked.allows(c)], question, weighed, told, self._weights)

    def _thread(self, earlier: Earlier, question: Question) -> Thread:
        return thread(
            [terms(words, question.terms_in) for words in earlier.turns],
            question.topic_terms(),
            self._index,
            question.terms_in,
            standing=earlier.standing,
        )

    def _search(self, question: Question, told: Thread, filters: Filters) -> list[Hit]:
        """The best passages of all, and the best in which the speakers asked for speak."""
        where = Filter(after=filters.dates.after, before=filters.dates.before)
        limit = SIFTED if filters.sift else PASSAGES
        asked = question.speakers[:SPEAKERS] if question.asked_for else []
        topic = question.topic_terms()
        names = [term for name in asked for term in terms(name, question.terms_in)]
        hits = self._index.search([*topic, *names], limit, where)
        if filters.outlet:
            hits += self._index.search([*topic, *names], limit, replace(where, outlet=filters.outlet))
        if told.context:
            hits += self._index.search([*topic, *told.context, *names], max(limit, IN_THREAD), where)
        wanted = [*topic, *told.context] if told.standing != "alone" else topic
        for name in asked:
            hits += self._index.search([*wanted, *terms(name, question.terms_in)], limit, replace(where, speaker=name))
        best = {(hit.article_id, hit.number): hit for hit in sorted(hits, key=lambda hit: hit.score)}
        return sorted(best.values(), key=lambda hit: -hit.score)

    def _on_the_thread(self, hits: Sequence[Hit], told: Thread) -> list[str]:
        """The articles that tell most of the thread: the answer may stand anywhere in them."""
        if not told.turns:
            return []
        entries = self._archive.find(best_articles(hits, ARTICLES))
        traced = trace(list(entries.values()), told)
        return sorted(traced, key=lambda article: -traced[article].sum)[:WHOLE]


def _nearest(found: Answer | Abstention) -> tuple[Quote, ...]:
    return found.closest if isinstance(found, Abstention) else (*found.quotes, *found.more)[:CLOSEST]
