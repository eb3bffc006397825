"""A sentence as the rules see it: its words outside quotations, each with its class, and each quotation as one unit.

A short quotation without a closing comma or stop is a name or a term in marks; its words stay plain words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.attribution.quotation import Quotation
from retrieval.attribution.words import Words
from retrieval.model import Sentence, Span

Range = tuple[int, int]  # of units, half-open

QUOTE = "<quote>"
_TERM_WORDS = 4
_TITLE_WORDS = 9
_LONGEST = 400  # words; no sentence that a reader could follow is longer
_MARKS = "\"'“”„«»‹›‘’` \n\xa0"
_SPEECH_ENDS = frozenset(",.!?…—-")
_BEGINS = frozenset([*".!?…\n", ""])
_ENDS = frozenset([*",.", ""])


@dataclass(slots=True)
class Units:
    """``low[i]`` is a lower-case word or QUOTE, ``tags[i]`` its class, ``word[i]`` its (first) word in the article."""

    article: str
    words: Words
    start: int
    end: int
    low: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    word: list[int] = field(default_factory=list)
    quote: dict[int, Quotation] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.low)

    def span(self, i: int) -> Span:
        quotation = self.quote.get(i)
        if quotation:
            start, end = max(quotation.start, self.start), min(quotation.end, self.end)
            return start, start + len(self.article[start:end].rstrip())
        word = self.word[i]
        return self.words.start[word], self.words.end[word]

    def stretch(self, first: int, end: int) -> Span:
        """The characters of units ``first:end``."""
        return self.span(first)[0], self.span(end - 1)[1]

    def text(self, first: int, end: int) -> str:
        start, stop = self.stretch(first, end)
        return self.article[start:stop]

    def quoted_words(self, i: int) -> int:
        """How many words quotation ``i`` has in this sentence."""
        start, end = self.span(i)
        return len(self.article[start:end].split())

    def is_speech(self, i: int) -> bool:
        """Whether unit ``i`` is a quotation that ends as a sentence or a broken-off clause does."""
        quotation = self.quote.get(i)
        if quotation is None:
            return False
        start, end = self.span(i)
        return not quotation.closed or self.article[start:end].rstrip(_MARKS)[-1:] in _SPEECH_ENDS


def is_term(text: str, quotation: Quotation, words: int, *, stops_outside: bool = False) -> bool:
    """Whether a quotation of that many words is a name or a term in marks rather than speech.

    ``stops_outside``: commas and full stops of speech stand behind its marks.
    """
    inside = text[quotation.start : quotation.end].strip(_MARKS)
    if not quotation.closed or words > _TITLE_WORDS or inside[-1:] in {"!", "?"}:
        return False
    before = text[: quotation.start][-3:].rstrip(" ")
    opens = not before or before[-1] in ".!?:\n" or before[-1] in _MARKS
    if stops_outside and _is_sentence(text, quotation):
        return False
    return (not opens and _is_title(inside)) or (words <= _TERM_WORDS and inside[-1:] not in _SPEECH_ENDS)


def _is_sentence(text: str, quotation: Quotation) -> bool:
    """Whether a quotation stands behind a colon, or where a sentence begins with a comma or a stop behind it."""
    before = text[: quotation.start][-5:].rstrip(" —–-")
    return before.endswith(":") or (before[-1:] in _BEGINS and text[quotation.end : quotation.end + 1] in _ENDS)


def _is_title(inside: str) -> bool:
    """Whether words are written like the title of a work: two or more, all but the small ones capitalised."""
    long = [word for word in inside.split() if len(word) > 3]
    return len(long) > 1 and all(word[0].isupper() or not word[0].isalpha() for word in long)


class Layout:
    """Cuts an article's words into units, sentence by sentence. ``classes`` tells the classes of words."""

    def __init__(  # noqa: PLR0913 - what an article is cut by
        self,
        text: str,
        words: Words,
        quotations: Sequence[Quotation],
        sentences: Sequence[Sentence],
        classes: Callable[[Words, frozenset[int]], list[str]],
        *,
        stops_outside: bool = False,
    ) -> None:
        self._text = text
        self._words = words
        self._spoken: list[tuple[int, int, Quotation]] = []
        for quotation in quotations:
            first, end = self._range(quotation.start, quotation.end)
            if not is_term(text, quotation, _alphabetic(words, first, end), stops_outside=stops_outside):
                self._spoken.append((first, end, quotation))
        self._ends = [end for _, end, _ in self._spoken]
        self.starts = frozenset(self._opener(s) for s in sentences)
        self.tags = classes(words, self.starts)

    def _range(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._words.start, start), bisect_left(self._words.start, end)

    def _opener(self, sentence: Sentence) -> int:
        """The first word of a sentence, marks before it left out."""
        first, end = self._range(sentence.start, sentence.end)
        return next((k for k in range(first, min(end, first + 4)) if self._words.text[k][0].isalnum()), first)

    def pieces(self, start: int, end: int) -> Iterator[Units]:
        """The units of ``text[start:end]``; a stretch too long to be one comes in pieces, so time stays linear."""
        first, stop = self._range(start, end)
        for begin in range(first, stop, _LONGEST):
            last = min(begin + _LONGEST, stop)
            yield self._units(begin, last, self._words.start[begin] if begin > first else start, end)

    def _units(self, first: int, stop: int, start: int, end: int) -> Units:
        end = end if stop == len(self._words) or self._words.start[stop] >= end else self._words.start[stop]
        units = Units(self._text, self._words, start, end)
        k = bisect_left(self._ends, first + 1)
        while first < stop:
            inside = k < len(self._spoken) and self._spoken[k][0] < stop
            until = max(first, self._spoken[k][0]) if inside else stop
            units.low += self._words.low[first:until]
            units.tags += self.tags[first:until]
            units.word += range(first, until)
            first = until
            if inside:
                units.quote[len(units.low)] = self._spoken[k][2]
                units.low.append(QUOTE)
                units.tags.append("Q")
                units.word.append(first)
                first = max(first, self._spoken[k][1])
                k += 1
        return units


def _alphabetic(words: Words, first: int, end: int) -> int:
    return sum(words.text[k][0].isalnum() for k in range(first, end))
