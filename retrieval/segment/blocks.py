"""The paragraphs and the headings of an article.

Text that is wrapped to a width (most lines after a single line end begin in lower case) has its paragraphs between
blank lines; in any other, each line is one. A heading is a Markdown heading, or a short line that stands alone, begins
as a sentence does and does not end as one. What is known to look like it and be none is listed here: datelines,
bylines, credits, links to other articles, items of a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from retrieval.segment.marks import MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.model import Article, Span

_LINE = re.compile(r"[^\n]+")
_BULLET = re.compile(r"[-*+•–—·▪●>|]\s")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_MARKUP = " \t#*_"
_HEADING_LENGTH = 80  # characters
_SENTENCE_END = re.compile(r"\w{3}[.!?…][\"”»'’]?\s")
# What no heading ends with: the ends of a sentence, of a clause, of a dateline ("KYIV (Reuters) -").
_NO_HEADING_END = tuple(".!?…,;:–—-|/")
_NO_HEADING = re.compile(
    r"by\s|photos?\b|image|video|©|file\b|https?:|www\.|@|advertisement|read more|related|share|subscribe|contribut"
    r"|.*(?:/|\S:[\"'“‘]?[^\W\d]|\bvia\s|\bgetty images|\bphoto:|\breuters\b|\bAFP\b|\bAP\b|\bassociated press\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading: a stretch of lines, without the white space and, of a heading, the markup around it."""

    start: int
    end: int
    is_heading: bool = False


def blocks(article: Article) -> list[Block]:
    """The article's paragraphs and headings in order; they hold all of its body but white space and heading markup."""
    lines = _lines(article.text, article.body)
    short = [_is_short(article.text[start:end]) for start, end in lines]
    found = []
    for number, (start, end) in enumerate(lines):
        words = _trim(article.text, start, end, _MARKUP)
        is_heading = _MARKDOWN_HEADING.match(article.text, start) or (short[number] and _stands_alone(short, number))
        found.append(Block(*words, is_heading=True) if is_heading and words[0] < words[1] else Block(start, end))
    return found


def _lines(text: str, start: int) -> list[Span]:
    """The spans of lines, or of stretches of lines where the text is wrapped to a width."""
    trimmed = (_trim(text, *match.span()) for match in _LINE.finditer(text, start))
    spans = [span for span in trimmed if span[0] < span[1]]
    single = [
        text[after[0]].islower() for before, after in pairwise(spans) if text.count("\n", before[1], after[0]) == 1
    ]
    if not single or sum(single) * 2 < len(single):
        return spans
    joined: list[Span] = []
    for span in spans:
        line = text[span[0] : span[1]]
        if (
            joined
            and text.count("\n", joined[-1][1], span[0]) == 1
            and not _BULLET.match(line)
            and not _MARKDOWN_HEADING.match(line)
            and not _MARKDOWN_HEADING.match(text, joined[-1][0])
        ):
            joined[-1] = (joined[-1][0], span[1])
        else:
            joined.append(span)
    return joined


def _is_short(line: str) -> bool:
    """Whether a line could be a heading by itself: short, begun as a sentence is, not ended as one."""
    bare = line.strip(_MARKUP)
    words = bare.strip(MARKS)
    return (
        0 < len(words) <= _HEADING_LENGTH
        and "\n" not in line
        and (words[0].isupper() or words[0].isdigit())
        and not words.endswith(_NO_HEADING_END)
        and not _BULLET.match(line)
        and not _NO_HEADING.match(bare)
        and not _SENTENCE_END.search(words)
    )


def _stands_alone(short: Sequence[bool], number: int) -> bool:
    """Three short lines or more in a row are a list; the last line of an article heads nothing."""
    first = number
    while first > 0 and short[first - 1] and number - first < 2:
        first -= 1
    after = number + 1
    while after < len(short) and short[after] and after - first < 3:
        after += 1
    return after < len(short) and after - first < 3


def _trim(text: str, start: int, end: int, also: str = "") -> Span:
    """The span without white space, and without the characters of ``also``, at its ends."""
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return start, end
