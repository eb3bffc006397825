"""Quotations in which the words of the one who reports stand inside the marks: «..., — сказав він. — ...»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from retrieval.attribution import quotation
from retrieval.attribution.clausal.lexicon import lexicon
from retrieval.attribution.quotation import Quotation
from retrieval.model import Span


def quotations(text: str, paragraphs: Iterable[Span], language: str) -> list[Quotation]:
    """The outermost quotations in order, each in two where it is interrupted without marks."""
    return [part for found in quotation.quotations(text, paragraphs) for part in _parts(text, found, language)]


def _parts(text: str, found: Quotation, language: str) -> Iterator[Quotation]:
    for aside in _asides(language).finditer(text, found.start, found.end):
        yield replace(found, end=aside.start("dash"), closed=False)
        found = replace(found, start=aside.end(), closed=False, resumes=False)
    yield found


@cache
def _asides(language: str) -> re.Pattern[str]:
    """A comma or a stop, a dash, a verb of saying, a few words, and another dash."""
    verbs = "|".join(map(re.escape, sorted(lexicon(language).verbs, key=len, reverse=True)))
    return re.compile(rf"[,.!?…](?P<dash>\s*[—–-]\s(?:{verbs})\b[^«»\"„“”]{{1,100}}?[.,]\s*[—–-]\s)")
