"""Two wordings, word by word.

Words are compared without case, punctuation, typography and the two spellings of English. What the one who quotes
marks as his own doing, "..." for words left out and "[...]" for words put in, is no misquotation, unless it takes a
"not" or a "without" out of the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from retrieval.analysis import fold
from retrieval.model import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from retrieval.model import Span

_LETTERS = r"[^\W_]"
_APOSTROPHES = "'’ʼ＇"  # as people type them
_HYPHENS = "\u2010\u2011-"
_PIECE = re.compile(
    rf"(?P<inserted>\[[^\[\]]*\])|(?P<omission>…|\.\s?\.\s?\.)"
    rf"|{_LETTERS}+(?:(?:[{_APOSTROPHES}{_HYPHENS}]|(?<=[0-9])[.,](?=[0-9])){_LETTERS}+)*"
)
_IGNORED = str.maketrans(dict.fromkeys(_HYPHENS + ",\u00ad"))
_BRITISH = ((re.compile(r"is(?=(?:e|es|ed|ing|ation|ations)$)"), "iz"), (re.compile(r"(?<=\w{3})our"), "or"))
_NEGATIONS = frozenset(
    {"not", "no", "never", "nor", "neither", "none", "nobody", "nothing", "nowhere", "without", "cannot", "hardly"}
)
_NEGATED = re.compile("(?:is|are|was|were|has|have|had|do|does|did|wo|would|could|should|ca|must|need)nt")  # folded
_MOST = 50_000  # pairs of words; what is longer is no sentence that somebody quotes


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a claim's words stand to the stretch ``span`` of a record.

    ``likeness`` in [0, 1] is the share of both that is the same; ``same_words`` the words of the record that the claim
    has, as spans in it. ``faithful``: nothing differs but what the claim marks. ``differences`` is empty when nothing
    differs at all.
    """

    span: Span
    likeness: float
    faithful: bool
    same_words: tuple[Span, ...]
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text; ``marked`` are the positions of words before which something was left out or put in."""

    text: str
    words: tuple[_Word, ...]
    marked: frozenset[int]

    @property
    def keys(self) -> list[str]:
        return [word.key for word in self.words]

    def piece(self, first: int, last: int) -> str:
        """The text from one word to the next after ``last``, with all that stands between; the ends of the text too."""
        return self.text[self._edge(first) : self._edge(last)]

    def _edge(self, position: int) -> int:
        if position == 0:
            return 0
        return self.words[position].start if position < len(self.words) else len(self.text)

    def span(self, first: int, last: int) -> Span:
        """The offsets of the words from ``first`` up to ``last``, without what stands around them."""
        return self.words[first].start, self.words[last - 1].end


@dataclass(frozen=True, slots=True)
class _Step:
    """A stretch of the alignment: words ``record`` of the record against words ``said`` of the claim."""

    record: Span
    said: Span
    same: bool


def compare(claim: str, record: str) -> Comparison | None:
    """The claim beside the stretch of the record that is most like it; None when they share no word."""
    said, written = _words(claim), _words(record)
    if len(said.words) * len(written.words) > _MOST:
        return None
    steps = _align(said.keys, written.keys)
    if not steps:
        return None
    same = sum(step.record[1] - step.record[0] for step in steps if step.same)
    compared = len(said.words) + sum(s.record[1] - s.record[0] for s in steps if s.same or not _declared(s, said))
    changes = [step for step in steps if not step.same]
    return Comparison(
        span=written.span(steps[0].record[0], steps[-1].record[1]),
        likeness=2 * same / compared,
        faithful=all(_declared(step, said) and not _negated(step, written) for step in changes),
        same_words=tuple(written.span(*step.record) for step in steps if step.same),
        differences=tuple(_differences(steps, said, written)) if changes else (),
    )


def _words(text: str) -> _Words:
    words: list[_Word] = []
    marked = set[int]()
    for piece in _PIECE.finditer(text):
        if piece["inserted"] or piece["omission"]:
            marked.add(len(words))
        else:
            words.append(_Word(_key(piece.group()), piece.start(), piece.end()))
    return _Words(text, tuple(words), frozenset(marked))


def _key(word: str) -> str:
    key = fold(word).translate(_IGNORED)
    for british, american in _BRITISH:
        key = british.sub(american, key)
    return key


def _align(said: Sequence[str], written: Sequence[str]) -> list[_Step]:
    """The claim from its first word to its last against the record from and to where they meet."""
    matcher = SequenceMatcher(None, written, said, autojunk=False)
    blocks = _without_strays([block for block in matcher.get_matching_blocks() if block.size])
    if not blocks:
        return []
    # A claim's unmatched words at its ends stand against as many words of the record.
    a = blocks[0][0] - min(blocks[0][1], blocks[0][0])
    b = 0
    steps: list[_Step] = []
    for start_a, start_b, size in blocks:
        if start_a > a or start_b > b:
            steps.append(_Step((a, start_a), (b, start_b), same=False))
        a, b = start_a + size, start_b + size
        steps.append(_Step((start_a, a), (start_b, b), same=True))
    left = len(said) - b
    if left:
        steps.append(_Step((a, min(len(written), a + left)), (b, len(said)), same=False))
    return steps


def _without_strays(found: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """The matching blocks without those at either end that lie farther off in the record than they are long."""
    blocks = list(found)
    while len(blocks) > 1 and blocks[1][0] - (blocks[0][0] + blocks[0][2]) > _reach(blocks[0], blocks[1]):
        del blocks[0]
    while len(blocks) > 1 and blocks[-1][0] - (blocks[-2][0] + blocks[-2][2]) > _reach(blocks[-2], blocks[-1]):
        del blocks[-1]
    return blocks


def _reach(before: tuple[int, int, int], after: tuple[int, int, int]) -> int:
    """How many words of the record may lie between two blocks: those that the claim has there, and a few left out."""
    between = after[1] - (before[1] + before[2])
    return between + 2 * min(before[2], after[2])


def _declared(step: _Step, said: _Words) -> bool:
    """Whether the claim marks that here it leaves out or replaces words."""
    return step.said[0] == step.said[1] and step.said[0] in said.marked


def _negated(step: _Step, written: _Words) -> bool:
    keys = {word.key for word in written.words[slice(*step.record)]}
    return bool(keys & _NEGATIONS) or any(_NEGATED.fullmatch(key) for key in keys)


def _differences(steps: Sequence[_Step], said: _Words, written: _Words) -> Iterator[Difference]:
    for number, step in enumerate(steps):
        if step.said[0] < step.said[1]:
            yield Difference("same" if step.same else "said", said.piece(*step.said))
        if not step.same and step.record[0] < step.record[1]:
            start, end = written.span(*step.record)
            last = number == len(steps) - 1
            yield Difference("record", written.text[start:end] + ("" if last else " "))
