"""The sentences that may be quoted: those of the best passages, each with what stands around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.analysis import Token, tokens
from retrieval.archive import Archive
from retrieval.index.base import Hit
from retrieval.model import Entry, Passage, Sentence, Statement

REMEMBERED = 20_000  # sentences whose terms are kept: those of some thousand questions


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence in view. ``passage`` and ``article`` are BM25 scores, each as a share of the best."""

    entry: Entry
    position: int
    passage: float
    article: float

    @property
    def sentence(self) -> Sentence:
        return self.entry.sentences[self.position]

    @property
    def text(self) -> str:
        return self.entry.article.text[self.sentence.start : self.sentence.end]

    def tokens(self) -> tuple[Token, ...]:
        """The sentence's terms; offsets are in the sentence."""
        return sentence_tokens(self.text, self.entry.article.language)

    def terms(self) -> frozenset[str]:
        """The terms of the sentence, and of its speakers' names: "he said" is found by his name."""
        language = self.entry.article.language
        speakers = (_terms(s.speaker, language) for s in self.statements() if s.speaker)
        return _terms(self.text, language).union(*speakers)

    def around(self) -> frozenset[str]:
        """The terms of the sentences before and after, of the title and of the section."""
        article, sentences = self.entry.article, self.entry.sentences
        near = [n for n in (self.position - 1, self.position + 1) if 0 <= n < len(sentences)]
        texts = [article.text[sentences[n].start : sentences[n].end] for n in near]
        headings = [text for text in (article.title, self.sentence.section) if text]
        return frozenset[str]().union(*(_terms(text, article.language) for text in [*texts, *headings]))

    def statements(self) -> list[Statement]:
        """The statements in the sentence, the longest part of it first."""
        start, end = self.sentence.start, self.sentence.end
        inside = [s for s in self.entry.statements if s.start < end and s.end > start]
        return sorted(inside, key=lambda s: max(s.start, start) - min(s.end, end))


def candidates(hits: Sequence[Hit], archive: Archive) -> list[Candidate]:
    """The sentences of these passages, each once, with the score of the best passage that holds it."""
    if not hits:
        return []
    best = max(hit.score for hit in hits) or 1.0
    articles = _article_scores(hits)
    found: dict[tuple[str, int], Candidate] = {}
    for hit, entry, passage in held(hits, archive):
        for position in range(passage.first, passage.last + 1):
            key = (hit.article_id, position)
            if key not in found or found[key].passage < hit.score / best:
                found[key] = Candidate(entry, position, hit.score / best, articles[hit.article_id])
    return list(found.values())


def held(hits: Sequence[Hit], archive: Archive) -> Iterator[tuple[Hit, Entry, Passage]]:
    """The hits with their entries and passages, but for those that the archive does not hold any more.

    The archive may change between a search and the reading of what it found; the archive is right.
    """
    entries = archive.find({hit.article_id for hit in hits})
    for hit in hits:
        entry = entries.get(hit.article_id)
        if entry and hit.number < len(entry.passages):
            yield hit, entry, entry.passages[hit.number]


def _article_scores(hits: Iterable[Hit]) -> dict[str, float]:
    """An article's best passage and half of its next, and so on, as a share of the best article."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for hit in hits:
        scores[hit.article_id].append(hit.score)
    totals = {a: sum(s / 2**n for n, s in enumerate(sorted(own, reverse=True))) for a, own in scores.items()}
    best = max(totals.values()) or 1.0
    return {article: total / best for article, total in totals.items()}


@lru_cache(maxsize=REMEMBERED)
def sentence_tokens(text: str, language: str) -> tuple[Token, ...]:
    return tuple(tokens(text, language))


@lru_cache(maxsize=REMEMBERED)
def _terms(text: str, language: str) -> frozenset[str]:
    return frozenset(token.term for token in sentence_tokens(text, language))
