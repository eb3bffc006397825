"""These rules as the reading of an article needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from retrieval.attribution.claim import Claim
from retrieval.attribution.clausal import claims, classes, quotation, subjects
from retrieval.attribution.clausal.discourse import Discourse
from retrieval.attribution.clausal.lexicon import Lexicon, lexicon
from retrieval.attribution.clausal.names import Names
from retrieval.attribution.clausal.segments import starts_with
from retrieval.attribution.grammar import Grammar
from retrieval.attribution.quotation import Quotation
from retrieval.attribution.units import Range, Units
from retrieval.attribution.words import Words
from retrieval.model import Article, Span


class ClausalGrammar:
    """A ``Grammar`` by a language's table."""

    def __init__(self, language: str, known: Lexicon) -> None:
        self._language = language
        self._known = known

    def quotations(self, text: str, paragraphs: Iterable[Span]) -> list[Quotation]:
        return quotation.quotations(text, paragraphs, self._language)

    def classes(self, words: Words, starts: frozenset[int]) -> list[str]:
        return classes.classes(words, starts, self._known)

    def discourse(self, article: Article, words: Words, classes: Sequence[str]) -> Discourse:
        return Discourse(Names(article.text, words, classes, self._known), self._known, article.author)

    def claims(self, units: Units) -> list[Claim]:
        return claims.claims(units, self._known)

    def cited(self, units: Units) -> Range | None:
        for k in range(len(units)):
            phrase = starts_with(units, k, len(units), self._known.citing)
            if phrase:
                return subjects.named_at(units, k + len(phrase), self._known)
        return None

    def behind(self, units: Units, first: int) -> Range | None:
        return subjects.named_at(units, first, self._known)

    def leading(self, units: Units, stop: int) -> Range | None:
        return next(subjects.phrases(units, 0, _first_mark(units, stop), self._known), None)

    def introducing(self, units: Units, colon: int) -> Range | None:
        return next(iter(subjects.phrases(units, 0, colon, self._known)), None)


def _first_mark(units: Units, stop: int) -> int:
    return next((k for k in range(stop) if units.tags[k] in ",.:(-Q"), stop)


@cache
def grammar(language: str) -> Grammar:
    return ClausalGrammar(language, lexicon(language))
