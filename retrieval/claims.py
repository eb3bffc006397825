"""What a message claims: the words that it puts in quotation marks; else those that it credits to somebody; else its
sentences.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.analysis import terms
from retrieval.attribution import attribute
from retrieval.attribution.quotation import quotations
from retrieval.languages.detect import detect
from retrieval.model import Article, Sentence
from retrieval.segment import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retrieval.model import Span, Statement

_FEWEST_QUOTED = 2  # words: one word in marks is irony or a title
_FEWEST_SAID = 3
_BEFORE_COLON = re.compile(r"^[>\s*]*(\w[^:\n]{1,60}):\s*\W{0,2}$")
_MARKS = str.maketrans(dict.fromkeys('"“”„«»', " "))


@dataclass(frozen=True, slots=True)
class Claim:
    """``text`` as the message has it, without marks; ``around`` is the sentence that holds it; ``quoted``: in marks.

    ``speaker`` is who says it according to the message, by name or as "the minister"; None where it names nobody.
    """

    text: str
    around: str
    quoted: bool
    speaker: str | None


def claims(message: str) -> list[Claim]:
    """The claims of a message in its order. Questions, greetings and other short remarks claim nothing."""
    article = Article(id="", text=message, language=detect(message))
    found = tuple(sentence for line in _lines(message) for sentence in _sentences(message, line))
    statements = attribute(article, found)
    quoted = [(q.start, q.end) for q in quotations(message, _lines(message))]
    return [claim for sentence in found for claim in _claims(message, sentence, quoted, statements)]


def _lines(message: str) -> list[Span]:
    """Each line by itself: what somebody types under a short line is no section with a heading."""
    lines: list[Span] = []
    start = 0
    for line in message.splitlines(keepends=True):
        quoting = len(line) - len(line.lstrip("> \t"))
        lines.append((start + quoting, start + len(line.rstrip())))
        start += len(line)
    return [(start, end) for start, end in lines if start < end]


def _sentences(message: str, line: Span) -> Iterator[Sentence]:
    start, end = line
    for s in sentences(Article(id="", text=message[start:end])):
        yield Sentence(start + s.start, start + s.end)


def _claims(
    message: str, sentence: Sentence, quotes: Sequence[Span], statements: Sequence[Statement]
) -> Iterator[Claim]:
    around = message[sentence.start : sentence.end]
    inside = [span for span in quotes if sentence.start <= span[0] and span[1] <= sentence.end]
    quoted = [
        span for quote in inside for span in _within_marks(message, quote) if _long(message, span, _FEWEST_QUOTED)
    ]
    spans = quoted or _said(message, sentence, statements)
    for start, end in spans:
        if terms(message[start:end]):
            speaker = _speaker(statements, start, end) or _before_colon(message, start)
            yield Claim(message[start:end], around, bool(quoted), speaker)


def _said(message: str, sentence: Sentence, statements: Sequence[Statement]) -> list[Span]:
    """The words that a sentence without quotations credits to somebody; the sentence itself where there are none."""
    if message[sentence.start : sentence.end].endswith("?"):
        return []
    said = [(s.start, s.end) for s in statements if sentence.start <= s.start and s.end <= sentence.end]
    return [span for span in said or [(sentence.start, sentence.end)] if _long(message, span, _FEWEST_SAID)]


def _long(message: str, span: Span, words: int) -> bool:
    return len(message[slice(*span)].split()) >= words


def _within_marks(message: str, quotation: Span) -> list[Span]:
    """The sentences of a quotation, without its marks; those that it joins with "..." stay one."""
    start, end = quotation
    spans: list[Span] = []
    for s in sentences(Article(id="", text=message[start:end].translate(_MARKS))):
        first = spans.pop()[0] if spans and message.endswith(("…", "..."), 0, spans[-1][1]) else start + s.start
        spans.append((first, start + s.end))
    return spans


def _speaker(statements: Sequence[Statement], start: int, end: int) -> str | None:
    """Whose words these are: the statement that has most of them says it."""
    shared = {s: min(s.end, end) - max(s.start, start) for s in statements}
    best = max(shared, key=lambda s: shared[s], default=None)
    return (best.speaker or best.speaker_text) if best and shared[best] > 0 else None


def _before_colon(message: str, start: int) -> str | None:
    """The name in ``Name: "..."``, the way in which people quote in chats."""
    named = _BEFORE_COLON.match(message[message.rfind("\n", 0, start) + 1 : start])
    return named[1] if named else None
