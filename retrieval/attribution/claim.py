"""A claim: words that a sentence says to be somebody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from retrieval.attribution.units import Range


class Cue(Protocol):
    """What reports speech, at units ``first:end``: a verb of saying, or a phrase that names a source."""

    @property
    def first(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def lemma(self) -> str: ...

    @property
    def is_source(self) -> bool:
        """Whether it only names where words come from ("according to"), and says nothing of speaking."""


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """Words said: ``spans`` are unit ranges, none when they follow later; ``subject`` names the speaker.

    ``back``: they are the sentence before ("This was said by ...").
    """

    spans: tuple[Range, ...]
    subject: Range
    cue: Cue
    back: bool = False
