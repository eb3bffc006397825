"""Abbreviations by initials: which names they may stand for."""

from __future__ import annotations

import re

from retrieval.model import Span

_CAPITAL = r"[A-Z\u00c0-\u00de]"
_NAME_WORD = rf"(?<![\w'’-]){_CAPITAL}[\w'’-]*"
_SMALL = r"(?:of|the|and|for|in|on|to|at|against|de|&)"
_RUN = re.compile(rf"{_NAME_WORD}(?:\s+(?:{_SMALL}\s+){{0,2}}{_NAME_WORD}){{1,11}}")  # longer is no name


def initials(text: str) -> dict[Span, str]:
    """Each run of capitalised words in ``text`` with its initials in small letters, those of small words left out."""
    found = {}
    for run in _RUN.finditer(text):
        words = [word for word in re.findall(_NAME_WORD, run.group()) if not re.fullmatch(_SMALL, word, re.IGNORECASE)]
        found[run.span()] = "".join(word[0].casefold() for word in words)
    return found
