"""Text as words: parallel lists of forms and offsets, made once an article and shared by every rule.

Abbreviations keep their full stop ("U.S.", "Mr.", "J."); a possessive ending is a word of its own, as is every mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from retrieval.languages import DEFAULT, rules_of


@dataclass(slots=True)
class Words:
    """``text[i]`` stands at ``start[i]:end[i]`` of the article; ``low[i]`` is its lower-case form."""

    text: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    _written: frozenset[str] | None = None

    def __len__(self) -> int:
        return len(self.start)

    def written(self) -> frozenset[str]:
        """The words that there are, as they are written."""
        if self._written is None:
            self._written = frozenset(self.text)
        return self._written


def words(text: str, start: int = 0, end: int | None = None, language: str = DEFAULT) -> Words:
    """The words of ``text[start:end]``, with offsets in ``text``."""
    found = list(_pattern(language).finditer(text, start, len(text) if end is None else end))
    forms = [m.group() for m in found]
    low = [w.lower().replace("’", "'") for w in forms]
    if "ʼ" in text:
        low = [w.replace("ʼ", "'") for w in low]
    return Words(forms, low, [m.start() for m in found], [m.end() for m in found])


@cache
def _pattern(language: str) -> re.Pattern[str]:
    reports = rules_of(language).reports
    capital, dotted = reports.initial, reports.abbreviated
    return re.compile(
        rf"(?=[{capital}])(?:(?:[{capital}]\.){{2,}}|(?:{dotted})\.|[{capital}]\.(?= ?[{capital}]))"
        + (rf"|(?:{reports.dotted})\." if reports.dotted else "")
        + r"|[a-z]\.(?:[a-z]\.)+"
        r"|\w+(?:[-./&@]\w+|,\d+|[’'](?!(?:s|d|ll|ve|re|m)\b)\w+)*(?:\.(?=,))?"
        r"|[’'](?:s|d|ll|ve|re|m)\b|'{2,3}|[^\w\s]"
    )
