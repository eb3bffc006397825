"""What stands in quotation marks.

Marks are read a paragraph at a time: straight, curly, low, angle and doubled single marks, and single curly marks where
they open a quotation. A mark that is never closed ends with its paragraph; a paragraph that opens with a mark after one
that was never closed goes on with the same quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.model import Span

_MARKS = re.compile("[\"“”„«»‹›‘’]|''|``|(?<![\\w'])'(?=\\w)|(?<=[.,!?…])'(?!\\w)")
_OPENING = frozenset("“„«‹``‘")
_CLOSES = {"“": "”“", "„": "“”„", "«": "»", "‹": "›", '"': '"', "''": "''", "``": "''", "‘": "’", "'": "'"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """``start:end`` with the marks. ``resumes``: goes on with the quotation that the paragraph before left open."""

    start: int
    end: int
    closed: bool = True
    resumes: bool = False


def quotations(text: str, paragraphs: Iterable[Span]) -> list[Quotation]:
    """The outermost quotations of the text, in order."""
    found: list[Quotation] = []
    left_open = False
    for start, end in paragraphs:
        resumes = left_open
        left_open = False
        for quotation in _paragraph(text, start, end):
            goes_on = resumes and not text[start : quotation.start].strip()
            found.append(Quotation(quotation.start, quotation.end, quotation.closed, goes_on))
            left_open = not quotation.closed
    return found


def _paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened: re.Match[str] | None = None
    closing = ""
    for mark in _MARKS.finditer(text, start, end):
        sign = mark.group()
        if opened is None:
            if _opens(text, mark, start):
                opened, closing = mark, _CLOSES[sign]
        elif sign in closing and _may_close(text, mark, end):
            if text[opened.end() : mark.start()].strip():
                yield Quotation(opened.start(), mark.end())
            opened = None
    if opened is not None and opened.group() not in "‘'":
        yield Quotation(opened.start(), end, closed=False)


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    sign = mark.group()
    if sign not in _CLOSES or text[mark.end() : mark.end() + 1].isspace():
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    if sign in "‘'":
        return not before.isalnum() and text[mark.end() : mark.end() + 1].isalpha()
    if sign in _OPENING:
        return True
    return not before.isalnum()


def _may_close(text: str, mark: re.Match[str], end: int) -> bool:
    if mark.group() not in "’'":
        return True
    after = text[mark.end()] if mark.end() < end else " "
    return not after.isalnum() and not text[mark.start() - 1].isspace()
