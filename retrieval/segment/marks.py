"""Which quotation marks and brackets belong together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.model import Span

MARKS = "\"“”„‟«»'‘’‚‹›`"
LOOSE = MARKS + "()"

# A pair of marks further apart than this is a pair by mistake, and would hide every sentence in between.
_LONGEST_QUOTATION = 3000

_SINGLE_MARKS = frozenset("'‘’‚‹›`")
_MARK = re.compile(f"''|``|‘‘|’’|[{LOOSE}]")
_BEFORE_OPENING = "([{—–-/:" + MARKS
_ENDS = ".,;:!?…"


def quotations(paragraph: str) -> list[Span]:
    """The spans of quotations and brackets, marks included, in order and none within another.

    Marks without a partner are none.
    """
    pairs: list[Span] = []
    waiting: dict[str, list[int]] = {"“": [], "«": [], "(": []}  # unpaired opening marks, by the family of the mark
    single = None
    for match in _MARK.finditer(paragraph):
        start, end = match.span()
        mark = match[0]
        before = paragraph[start - 1] if start else " "
        after = paragraph[end] if end < len(paragraph) else " "
        if mark in _SINGLE_MARKS:
            if _opens_single(mark, before, after):
                single = start
            elif single is not None and _closes_single(before, after):
                pairs.append((single, end))
                single = None
            continue
        kin = waiting["«" if mark in "«»" else "(" if mark in "()" else "“"]
        waits = paragraph[kin[-1]] if kin else ""
        if _opens_angle(mark, before, after, waits) if mark in "«»" else _opens(mark, before, after):
            kin.append(start)
        elif kin:
            pairs.append((kin.pop(), end))
    return _outermost(pairs)


def _opens(mark: str, before: str, after: str) -> bool:
    """Whether a double mark or a bracket opens; most marks are typed both ways, so that their place decides."""
    if mark in "„()":
        return mark in "„("
    return _is_open(before) and (mark == "“" or not after.isspace())


def _opens_angle(mark: str, before: str, after: str, waiting: str) -> bool:
    """Whether an angle mark opens: most languages write «so», German »so«; ``waiting`` is the one that is open."""
    if waiting:
        return mark == waiting
    return mark == "«" or (_is_open(before) and not after.isspace())


def _opens_single(mark: str, before: str, after: str) -> bool:
    """Whether a single mark opens a quotation; before a digit it stands for a century ("the '80s")."""
    return mark not in "’›" and _is_open(before) and after.isalpha()


def _closes_single(before: str, after: str) -> bool:
    """Whether a single mark closes a quotation; at the end of a word ("the soldiers' camp") it may be an apostrophe."""
    return not after.isalnum() and (before in _ENDS or after in _ENDS)


def _is_open(before: str) -> bool:
    """Whether a quotation may begin behind this character."""
    return before.isspace() or before in _BEFORE_OPENING


def _outermost(pairs: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for start, end in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        if end - start <= _LONGEST_QUOTATION and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept
