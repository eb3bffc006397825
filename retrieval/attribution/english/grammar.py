"""The rules for English as the reading of an article needs them: this module is a ``Grammar``."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.attribution.english import phrases
from retrieval.attribution.english.claims import claims
from retrieval.attribution.english.discourse import Discourse
from retrieval.attribution.english.people import People
from retrieval.attribution.english.phrases import behind
from retrieval.attribution.english.subjects import introducing, leading
from retrieval.attribution.english.tags import classes
from retrieval.attribution.quotation import quotations
from retrieval.attribution.units import Range, Units
from retrieval.attribution.words import Words
from retrieval.model import Article

__all__ = ["behind", "cited", "claims", "classes", "discourse", "introducing", "leading", "quotations"]

_CITING = frozenset({"citing", "quoting"})
_REFERRING = frozenset({"reference", "link", "referring"})


def discourse(article: Article, words: Words, classes: Sequence[str]) -> Discourse:
    return Discourse(People(article.text, words, classes), article.author)


def cited(units: Units) -> Range | None:
    """The source that a sentence names: "citing a senior official", "with reference to the agency"."""
    low = units.low
    for k, word in enumerate(low):
        if word in _CITING:
            return phrases.behind(units, k + 1)
        if word in _REFERRING and low[k + 1 : k + 2] == ["to"] and (low[k - 1 : k] == ["with"] or word == "referring"):
            return phrases.behind(units, k + 2)
    return None
