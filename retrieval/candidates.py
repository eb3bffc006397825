"""The sentences that may be quoted: those of the best passages, each with what stands around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from retrieval.analysis import Token, tokens
from retrieval.archive import Archive
from retrieval.coverage import INITIALS
from retrieval.index.base import Hit
from retrieval.languages import rules_of
from retrieval.lexicon.acronyms import initials
from retrieval.model import Entry, Passage, Sentence, Statement

CREDITED = 0.4  # a statement whose speaker is less certain is shown as unattributed
REMEMBERED = 20_000  # sentences whose terms are kept: those of some thousand questions


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence in view.

    ``passage`` is the BM25 score of the best passage that holds it, as a share of what the question could reach.
    """

    entry: Entry
    position: int
    passage: float

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
        """The terms of the sentences before and after, of the title, the section and the outlet."""
        article = self.entry.article
        headings = [text for text in (article.title, self.sentence.section, article.outlet) if text]
        return frozenset[str]().union(*self._neighbours(), *(_terms(text, article.language) for text in headings))

    def gone_on_from(self) -> frozenset[str]:
        """The terms of those neighbours that speak of the same: they share a term with the sentence.

        Lexical cohesion, after Halliday and Hasan (1976).
        """
        own = _terms(self.text, self.entry.article.language)
        return frozenset[str]().union(*(terms for terms in self._neighbours() if terms & own))

    def referred_to(self) -> frozenset[str]:
        """The terms of the sentence before, where a pronoun in the first words goes back to it."""
        if self.position == 0 or not _goes_back(self.entry.article.language).match(self.text):
            return frozenset()
        before, article = self.entry.sentences[self.position - 1], self.entry.article
        return _terms(article.text[before.start : before.end], article.language)

    def _neighbours(self) -> Iterator[frozenset[str]]:
        article, sentences = self.entry.article, self.entry.sentences
        for n in (self.position - 1, self.position + 1):
            if 0 <= n < len(sentences):
                yield _terms(article.text[sentences[n].start : sentences[n].end], article.language)

    def title_terms(self) -> frozenset[str]:
        """The terms of the title; of the sentence itself where there is none, which neither helps nor harms it."""
        return _terms(self.entry.article.title or self.text, self.entry.article.language)

    def statements(self) -> list[Statement]:
        """The statements in the sentence, the longest part of it first; a credit that is a guess is left out."""
        start, end = self.sentence.start, self.sentence.end
        inside = [_credited(s) for s in self.entry.statements if s.start < end and s.end > start]
        return sorted(inside, key=lambda s: max(s.start, start) - min(s.end, end))

    def cited(self) -> list[str]:
        """The outlets that the statements in the sentence came through."""
        return [outlet for statement in self.statements() for outlet in statement.via]


def _credited(statement: Statement) -> Statement:
    return statement if statement.certainty >= CREDITED else replace(statement, speaker=None, role=None)


def candidates(hits: Sequence[Hit], archive: Archive, ceiling: float, whole: Iterable[str] = ()) -> list[Candidate]:
    """The sentences of these passages, and all of those of the articles ``whole``, each once.

    ``ceiling`` is the BM25 score that no passage can reach.
    """
    if not hits:
        return []
    complete = set(whole)
    found: dict[tuple[str, int], Candidate] = {}
    for hit, entry, passage in held(hits, archive):
        share = min(1.0, hit.score / ceiling) if ceiling > 0 else 0.0
        if hit.article_id in complete:
            complete.remove(hit.article_id)
            rest = (Candidate(entry, n, 0.0) for n in range(len(entry.sentences)))
            found = {(hit.article_id, c.position): c for c in rest} | found
        for position in range(passage.first, passage.last + 1):
            key = (hit.article_id, position)
            if key not in found or found[key].passage < share:
                found[key] = Candidate(entry, position, share)
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


def best_articles(hits: Iterable[Hit], limit: int) -> list[str]:
    """The articles with the best passages: the score of the best, half of the next, and so on."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for hit in hits:
        scores[hit.article_id].append(hit.score)
    totals = {a: sum(s / 2**n for n, s in enumerate(sorted(own, reverse=True))) for a, own in scores.items()}
    return sorted(totals, key=lambda article: -totals[article])[:limit]


@cache
def _goes_back(language: str) -> re.Pattern[str]:
    return re.compile(rules_of(language).questions.goes_back, re.IGNORECASE)


@lru_cache(maxsize=REMEMBERED)
def sentence_tokens(text: str, language: str) -> tuple[Token, ...]:
    return tuple(tokens(text, language))


@lru_cache(maxsize=REMEMBERED)
def _terms(text: str, language: str) -> frozenset[str]:
    words = {token.term for token in sentence_tokens(text, language)}
    return frozenset(words | {f"{INITIALS}{letters}" for letters in initials(text).values()})
