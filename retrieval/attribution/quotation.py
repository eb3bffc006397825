"""What stands in quotation marks.

Marks are read a paragraph at a time: straight, curly, low, angle and doubled single marks, and single marks where they
open and close like quotation marks rather than apostrophes. A mark that is never closed ends with its paragraph; a
paragraph that opens with a mark after one that was left open goes on with the same quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from retrieval.model import Span

_MARKS = re.compile(r"[\"“”„«»‹›‘’]|'{2,3}|``|(?<![\w'])'(?=\w)|(?<=[.,!?…])'(?!\w)")
_DOUBLE = frozenset({"”", '"', "''", "'''"})
_CLOSES = {
    "“": _DOUBLE,
    "”": _DOUBLE,
    '"': _DOUBLE,
    "''": _DOUBLE,
    "'''": _DOUBLE,
    "``": _DOUBLE,
    "„": _DOUBLE | {"“"},
    "«": frozenset("»"),
    "»": frozenset("«"),
    "‹": frozenset("›"),
    "‘": frozenset("’"),
    "'": frozenset("'"),
}
_SINGLE = frozenset("‘'’")
_STRAIGHT = frozenset({'"', "''", "'''"})
_STOPS = frozenset(",.!?…—-")
_SHORT = 60


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
            resumes = False
            found.append(Quotation(quotation.start, quotation.end, quotation.closed, goes_on))
            left_open = not quotation.closed and quotation.end == end
    return found


def _paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened: re.Match[str] | None = None
    nested = False
    for mark in _MARKS.finditer(text, start, end):
        sign = mark.group()
        if opened is None:
            opened = mark if _opens(text, mark, start) else None
        elif nested and sign == "”":
            nested = False
        elif sign in _CLOSES[opened.group()] and _may_close(text, opened, mark, end):
            if text[opened.end() : mark.start()].strip():
                yield Quotation(opened.start(), mark.end())
            opened, nested = None, False
        elif _restarts(text, opened, mark, start):
            if opened.group() not in _SINGLE:
                yield Quotation(opened.start(), mark.start(), closed=False)
            opened, nested = mark, False
        elif sign == "“":
            nested = True
    if opened is not None and opened.group() not in _SINGLE and text[opened.end() : end].strip():
        yield Quotation(opened.start(), end, closed=False)


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    sign = mark.group()
    after = text[mark.end() : mark.end() + 1]
    if sign not in _CLOSES or (after.isspace() and sign != "“"):
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    if sign == "”":
        return mark.start() == start
    if sign in _SINGLE:
        return not before.isalnum() and after.isalpha()
    return sign not in _STRAIGHT or not before.isalnum()


def _may_close(text: str, opened: re.Match[str], mark: re.Match[str], end: int) -> bool:
    """Whether a mark that could close the open quotation does."""
    sign = mark.group()
    before = text[mark.start() - 1]
    after = text[mark.end()] if mark.end() < end else " "
    if sign in _SINGLE:
        near = mark.start() - opened.end() < _SHORT
        return not after.isalnum() and not before.isspace() and (before in _STOPS or near)
    if sign in _STRAIGHT and opened.group() == "“":
        return before in _STOPS and not after.isalnum()
    return not (sign in _STRAIGHT and before.isspace() and after.isalnum())


def _restarts(text: str, opened: re.Match[str], mark: re.Match[str], start: int) -> bool:
    """Whether a mark opens a quotation although one is open: the one before was never closed."""
    sign = mark.group()
    if opened.group() in _SINGLE:
        return sign not in _SINGLE and _opens(text, mark, start)
    same = sign == opened.group() or (sign in _STRAIGHT and opened.group() in _STRAIGHT)
    return same and _opens(text, mark, start) and text[mark.start() - 1].isspace()
