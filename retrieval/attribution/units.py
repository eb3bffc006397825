"""A sentence as the rules see it: its words outside quotations, and each quotation as one unit.

A short quotation without a closing comma or stop is a name or a term in marks; its words stay plain words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.attribution.quotation import Quotation
from retrieval.attribution.words import Words
from retrieval.model import Span

QUOTE = "<quote>"
_TERM_WORDS = 4
_SPEECH_END = frozenset(",.!?…—")


@dataclass(slots=True)
class Units:
    """``low[i]`` is a lower-case word or QUOTE; ``word[i]`` its (first) word; ``quote[i]`` the quotation or None."""

    words: Words
    start: int
    end: int
    low: list[str]
    word: list[int]
    quote: dict[int, Quotation]

    def __len__(self) -> int:
        return len(self.low)

    def text(self, i: int) -> str:
        return QUOTE if i in self.quote else self.words.text[self.word[i]]

    def span(self, i: int) -> Span:
        quotation = self.quote.get(i)
        if quotation:
            return max(quotation.start, self.start), min(quotation.end, self.end)
        word = self.word[i]
        return self.words.start[word], self.words.end[word]

    def stretch(self, first: int, end: int) -> Span:
        """The characters of units ``first:end``."""
        return self.span(first)[0], self.span(end - 1)[1]

    def capital(self, i: int) -> bool:
        return i not in self.quote and self.words.text[self.word[i]][0].isupper()


def is_term(text: str, quotation: Quotation, words: int) -> bool:
    """Whether a quotation of that many words is a name or a term in marks rather than speech."""
    inside = text[quotation.start + 1 : quotation.end - 1].rstrip()
    return quotation.closed and words <= _TERM_WORDS and not (inside and inside[-1] in _SPEECH_END)


class Layout:
    """Cuts an article's words into units, sentence by sentence."""

    def __init__(self, text: str, words: Words, quotations: Sequence[Quotation]) -> None:
        self._words = words
        self._spoken: list[tuple[int, int, Quotation]] = []
        for quotation in quotations:
            first, end = self._range(quotation.start, quotation.end)
            if not is_term(text, quotation, _alphabetic(words, first, end)):
                self._spoken.append((first, end, quotation))
        self._ends = [end for _, end, _ in self._spoken]

    def _range(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._words.start, start), bisect_left(self._words.start, end)

    def units(self, start: int, end: int) -> Units:
        """The units of ``text[start:end]``."""
        first, stop = self._range(start, end)
        words = self._words
        low: list[str] = []
        word: list[int] = []
        quote: dict[int, Quotation] = {}
        k = bisect_left(self._ends, first + 1)
        while first < stop:
            inside = k < len(self._spoken) and self._spoken[k][0] < stop
            until = max(first, self._spoken[k][0]) if inside else stop
            low += words.low[first:until]
            word += range(first, until)
            first = until
            if inside:
                quote[len(low)] = self._spoken[k][2]
                low.append(QUOTE)
                word.append(first)
                first = max(first, self._spoken[k][1])
                k += 1
        return Units(words, start, end, low, word, quote)


def _alphabetic(words: Words, first: int, end: int) -> int:
    return sum(words.text[k][0].isalnum() for k in range(first, end))
