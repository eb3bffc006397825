"""Direct, mixed or paraphrase: by the share of a statement's letters that stands in quotation marks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from retrieval.attribution.quotation import Quotation
from retrieval.attribution.words import Words
from retrieval.model import Kind

_DIRECT = 0.95
_PARAPHRASE = 0.05


class Kinds:
    """Tells the kind of any stretch of an article; counts letters and digits of words once."""

    def __init__(self, words: Words, quotations: Iterable[Quotation]) -> None:
        self._starts = words.start
        spans = zip(words.text, words.start, words.end, strict=True)
        sizes = [end - start if text[0].isalnum() else 0 for text, start, end in spans]
        inside = [0] * len(sizes)
        for quotation in quotations:
            first, end = bisect_left(words.start, quotation.start), bisect_left(words.start, quotation.end)
            inside[first:end] = sizes[first:end]
        self._all = list(accumulate(sizes, initial=0))
        self._inside = list(accumulate(inside, initial=0))

    def kind(self, start: int, end: int) -> Kind:
        """The kind of the words that stand at ``start:end`` of the text."""
        first, stop = bisect_left(self._starts, start), bisect_left(self._starts, end)
        letters, inside = self._all[stop] - self._all[first], self._inside[stop] - self._inside[first]
        if letters and inside >= _DIRECT * letters:
            return "direct"
        return "mixed" if inside > _PARAPHRASE * letters else "paraphrase"
