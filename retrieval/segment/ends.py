"""Where the sentences of a paragraph end.

``sentencex`` proposes it. It sees the text without quotation marks and brackets, because it takes time quadratic in
unpaired marks and reads an inch mark as a quotation; what stands in marks is decided here. A proposed end counts unless
it lies within a quotation or brackets, or what stands around it shows that the sentence goes on. Abbreviations and
other signs of that are tables of ``languages``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from sentencex import segment

from retrieval.languages import rules_of
from retrieval.segment.marks import LOOSE, quotations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from retrieval.model import Span

# What sentencex is not to see: the marks, and all white space that it could take for the end of a paragraph.
_HIDDEN = re.compile(rf"[{LOOSE}\n\t\r\v\f\x1c-\x1f\x85\u2028\u2029]")

_NOTHING = r"(?!)"
_NUMBERING = re.compile(r"(?:\d{1,3}|[A-Z])[.)]")
_INITIALS = re.compile(r"(?:[A-ZА-ЯІЇЄҐ]\.\s?)+")
_INITIAL = re.compile(rf"(?<![\w.'’]){_INITIALS.pattern}$")
_CUT_OFF = re.compile(r"[?!…]+[\"”»'’]+$")
_TAIL = 24
_HEAD = 80


@dataclass(frozen=True, slots=True)
class _Signs:
    """A language's tables as compiled patterns: what shows that a sentence goes on, or that it may end."""

    openers: frozenset[str]
    before_number: re.Pattern[str]
    before_name: re.Pattern[str]
    may_end: re.Pattern[str]
    hour: re.Pattern[str]
    behind_hour: re.Pattern[str]
    ends: re.Pattern[str]
    says: re.Pattern[str]


@cache
def _signs(language: str) -> _Signs:
    tables = rules_of(language).sentences

    def ending_in(abbreviations: str | None, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{abbreviations})\.$" if abbreviations else _NOTHING, flags)

    return _Signs(
        openers=tables.openers,
        before_number=ending_in(tables.before_number, re.IGNORECASE),
        before_name=ending_in(tables.before_name),
        may_end=ending_in(tables.may_end),
        hour=ending_in(tables.hour, re.IGNORECASE),
        behind_hour=re.compile(tables.behind_hour or _NOTHING),
        ends=re.compile(rf"\b(?:{tables.ends})\.(?=\s+[^\W\d_])" if tables.ends else _NOTHING),
        says=re.compile(tables.says, re.IGNORECASE),
    )


def split(paragraph: str, language: str) -> Iterator[Span]:
    """The spans of a paragraph's sentences."""
    signs = _signs(language)
    held_together = quotations(paragraph)
    closing = {end - 1 for _, end in held_together}
    start = 0
    ahead = 0  # the first quotation that is not yet behind us
    for proposed in _proposals(paragraph, language, signs):
        end, begin = _gap(paragraph, proposed, closing)
        while ahead < len(held_together) and held_together[ahead][1] <= end:
            ahead += 1
        within = ahead < len(held_together) and held_together[ahead][0] < end
        if end <= start or begin >= len(paragraph) or within or _goes_on(paragraph, start, end, begin, signs):
            continue
        yield start, end
        start = begin
    if start < len(paragraph):
        yield start, len(paragraph)


def _proposals(paragraph: str, language: str, signs: _Signs) -> list[int]:
    """Where sentences may end, in order."""
    pieces = segment(language, _HIDDEN.sub(" ", paragraph).replace("…", "."))  # they join up to the whole
    return sorted({*accumulate(map(len, pieces)), *(match.end() for match in signs.ends.finditer(paragraph))})


def _gap(paragraph: str, proposed: int, closing: set[int]) -> Span:
    """The end of the sentence and the beginning of the next one around the proposed end: marks go where they belong."""
    left = proposed
    while left > 0 and _is_loose(paragraph[left - 1]):
        left -= 1
    right = proposed
    while right < len(paragraph) and _is_loose(paragraph[right]):
        right += 1
    end = left
    while end < right and not paragraph[end].isspace():
        end += 1
    if end == right:  # no white space: what is not the end of a quotation begins the next sentence
        end = left
    end = max((mark + 1 for mark in range(end, right) if mark in closing), default=end)
    begin = end
    while begin < right and paragraph[begin].isspace():
        begin += 1
    return end, begin


def _is_loose(char: str) -> bool:
    return char.isspace() or char in LOOSE


def _goes_on(paragraph: str, start: int, end: int, begin: int, signs: _Signs) -> bool:
    """Whether the sentence that began at ``start`` goes on over the proposed end."""
    tail = paragraph[max(start, end - _TAIL) : end]
    head = paragraph[begin : begin + _HEAD]
    word = re.match(r"[\W_]*(\w*)", head)[1]  # type: ignore[index]  # the pattern matches always
    if not word or head[0] in ",;:)].!?…" or _NUMBERING.fullmatch(paragraph, start, end):
        return True
    if word[0].islower() and word[1:].lower() == word[1:]:  # "iPhone" may begin a sentence
        return True
    if word[0].isdigit():
        return bool(signs.before_number.search(tail))
    if signs.hour.search(tail):
        return bool(signs.behind_hour.match(head))
    if _INITIAL.search(tail) or signs.may_end.search(tail):
        return word.lower() not in signs.openers or _INITIALS.match(head) is not None
    return bool(signs.before_name.search(tail) or (_CUT_OFF.search(tail) and signs.says.match(head)))
