"""A sentence as the rules see it: its words outside quotations, each with its class, and each quotation as one unit.

A short quotation without a closing comma or stop is a name or a term in marks; its words stay plain words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.attribution.english import lexicon
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.english.tags import opening_tag, tag
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


def is_term(text: str, quotation: Quotation, words: int) -> bool:
    """Whether a quotation of that many words is a name or a term in marks rather than speech."""
    inside = text[quotation.start : quotation.end].strip(_MARKS)
    if not quotation.closed or words > _TITLE_WORDS or inside[-1:] in {"!", "?"}:
        return False
    before = text[: quotation.start][-3:].rstrip(" ")
    opens = not before or before[-1] in ".!?:\n" or before[-1] in _MARKS
    return (not opens and _is_title(inside)) or (words <= _TERM_WORDS and inside[-1:] not in _SPEECH_ENDS)


def _is_title(inside: str) -> bool:
    """Whether words are written like the title of a work: two or more, all but the small ones capitalised."""
    long = [word for word in inside.split() if len(word) > 3]
    return len(long) > 1 and all(word[0].isupper() or not word[0].isalpha() for word in long)


class Layout:
    """Cuts an article's words into units, sentence by sentence."""

    def __init__(self, text: str, words: Words, quotations: Sequence[Quotation], sentences: Sequence[Sentence]) -> None:
        self._text = text
        self._words = words
        self._spoken: list[tuple[int, int, Quotation]] = []
        for quotation in quotations:
            first, end = self._range(quotation.start, quotation.end)
            if not is_term(text, quotation, _alphabetic(words, first, end)):
                self._spoken.append((first, end, quotation))
        self._ends = [end for _, end, _ in self._spoken]
        self.starts = frozenset(self._opener(s) for s in sentences)
        self.tags = self._classes()

    def _range(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._words.start, start), bisect_left(self._words.start, end)

    def _opener(self, sentence: Sentence) -> int:
        """The first word of a sentence, marks before it left out."""
        first, end = self._range(sentence.start, sentence.end)
        return next((k for k in range(first, min(end, first + 4)) if self._words.text[k][0].isalnum()), first)

    def _classes(self) -> list[str]:
        text, low = self._words.text, self._words.low
        pairs = list(zip(text, low, strict=True))
        found = [tag(form, lower) for form, lower in pairs]
        for k in self.starts:
            if k < len(found):
                found[k] = opening_tag(text[k], low[k])
        plain = {form for form, lower in pairs if form == lower}
        for k in self.starts:
            if found[k : k + 2] == ["n", "N"] and text[k][0].isupper() and low[k] in lexicon.given_names():
                found[k] = "N"  # "Bill Lind", although a bill is a paper
            if k < len(found) and found[k] == "N" and low[k] in plain and not self._named(k, found):
                found[k] = "n"
        for k in range(1, len(found)):
            if found[k] == "G" and (found[k - 1] in "PW" or low[k - 1] in closed("before is")):
                found[k] = "X"  # "he's", "that's"
        return found

    def _named(self, k: int, tags: Sequence[str]) -> bool:
        """Whether a sentence's first word, plain elsewhere, is part of a name here, or an abbreviation."""
        text = self._words.text[k]
        return tags[k + 1 : k + 2] == ["N"] or (len(text) > 1 and text.isupper())

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
