"""A question's path: understand it, search passages, weigh their sentences, decide."""

from __future__ import annotations

from collections.abc import Set

from retrieval.analysis import terms
from retrieval.archive import Archive
from retrieval.candidates import candidates
from retrieval.choice import Weights, load_weights
from retrieval.coverage import Weighed, weigh
from retrieval.index.base import Filter, Hit, PassageIndex
from retrieval.model import Abstention, Answer
from retrieval.question import Question, understand
from retrieval.quoting import decide, everything_said, rank
from retrieval.speakers import SpeakerTable

PASSAGES = 40  # how many are searched for


class Retriever:
    """Answers questions from an archive and the index over it."""

    def __init__(self, archive: Archive, index: PassageIndex, weights: Weights | None = None) -> None:
        self._archive = archive
        self._index = index
        self._weights = weights or load_weights()
        self._table = SpeakerTable(archive.speakers())

    def find_speakers(self, phrase: str) -> list[str]:
        """The speakers that a phrase means, most quoted first."""
        return self._table.find(phrase)

    def understand(self, text: str) -> Question:
        """What a question asks. Raises QuestionError when this is no question."""
        return understand(text, self._table)

    def answer(self, text: str, *, context: str = "", seen: Set[tuple[str, int]] = frozenset()) -> Answer | Abstention:
        """Quotes that answer, or an abstention.

        ``context`` holds words of earlier turns, which help to rank and are never required. ``seen`` are quotes to
        leave out, each as its article's id and its start. Raises QuestionError when this is no question.
        """
        question = self.understand(text)
        if not question.topic and question.asked_for:
            return everything_said(question, self._archive, self._table, seen)
        weighed = weigh(question.topic_terms(), self._index, context=terms(context))
        found = candidates(self._search(question, weighed), self._archive)
        unseen = [c for c in found if (c.entry.article.id, c.sentence.start) not in seen]
        return decide(rank(unseen, question, weighed, self._weights), question, weighed, self._weights, self._table)

    def _search(self, question: Question, weighed: Weighed) -> list[Hit]:
        """The best passages of all, and the best in which the speakers whom the question means speak."""
        names = [term for name in sorted(question.speakers) for term in terms(name)] if question.asked_for else []
        wanted = [*question.topic_terms(), *names, *weighed.context]
        hits = self._index.search(wanted, PASSAGES)
        for name in sorted(question.speakers):
            hits += self._index.search([*wanted, *terms(name)], PASSAGES, Filter(speaker=name))
        best = {(hit.article_id, hit.number): hit for hit in reversed(hits)}
        return list(best.values())
