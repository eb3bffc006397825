"""A question's path: understand it, search passages, weigh their sentences, decide."""

from __future__ import annotations

from collections.abc import Sequence, Set

from retrieval.analysis import terms
from retrieval.archive import Archive
from retrieval.candidates import candidates
from retrieval.check import check
from retrieval.choice import Weights, load_weights
from retrieval.coverage import Weighed, short_forms, weigh
from retrieval.index.base import Filter, Hit, PassageIndex
from retrieval.model import Abstention, Answer, Check
from retrieval.question import Question, understand
from retrieval.quoting import Ranking, decide, everything_said, rank
from retrieval.speakers import SpeakerTable

PASSAGES = 40  # how many are searched for
WHOLE = 2  # articles that a question which leans on earlier turns may be about anywhere
SPEAKERS = 5  # at most so many that a phrase may mean are searched for one by one


class Retriever:
    """Answers questions from an archive and the index over it."""

    def __init__(
        self,
        archive: Archive,
        index: PassageIndex,
        weights: Weights | None = None,
        table: SpeakerTable | None = None,
    ) -> None:
        self._archive = archive
        self._index = index
        self._weights = weights or load_weights()
        self.table = table or SpeakerTable(archive)

    def named_speakers(self, phrase: str) -> list[str]:
        """The speakers that a phrase names, most quoted first."""
        return self.table.named(phrase)

    def understand(self, text: str) -> Question:
        """What a question asks. Raises QuestionError when this is no question."""
        return understand(text, self.table)

    def answer(
        self, text: str, *, context: Sequence[str] = (), seen: Set[tuple[str, int]] = frozenset()
    ) -> Answer | Abstention:
        """Quotes that answer, or an abstention.

        ``context`` are the words of the earlier turns that the question leans on, latest first; they search and rank,
        and are never required. ``seen`` are quotes to leave out, each as its article's id and its start. Raises
        QuestionError when this is no question.
        """
        found = self.rank(text, context=context, seen=seen)
        if not found.question.topic and found.question.asked_for:
            return everything_said(found.question, self._archive, self.table, seen)
        return decide(found, self._weights, self.table)

    def check(self, text: str) -> Check:
        """Every claim of a message beside the sentence of the archive that is most like it."""
        return check(text, self._archive, self._index)

    def rank(self, text: str, *, context: Sequence[str] = (), seen: Set[tuple[str, int]] = frozenset()) -> Ranking:
        """The sentences of the best passages with their evidence, best first, before anything is decided."""
        question = self.understand(text)
        weighed = weigh(question.topic_terms(), self._index, short_forms(question))
        weighed = weighed.leaning_on([terms(words) for words in context], self._index)
        whole = WHOLE if weighed.context else 0
        found = candidates(self._search(question, weighed), self._archive, weighed.ceiling(), whole)
        unseen = [c for c in found if (c.entry.article.id, c.sentence.start) not in seen]
        return Ranking(question, weighed, rank(unseen, question, weighed, self._weights))

    def _search(self, question: Question, weighed: Weighed) -> list[Hit]:
        """The best passages of all, and the best in which the speakers asked for speak."""
        asked = question.speakers[:SPEAKERS] if question.asked_for else []
        topic = question.topic_terms()
        wanted = [*topic, *weighed.context]
        names = [term for name in asked for term in terms(name)]
        hits = self._index.search([*wanted, *names], PASSAGES)
        if weighed.context:
            hits += self._index.search([*topic, *names], PASSAGES // 2)
        for name in asked:
            hits += self._index.search([*wanted, *terms(name)], PASSAGES, Filter(speaker=name))
        best = {(hit.article_id, hit.number): hit for hit in reversed(hits)}
        return list(best.values())
