"""One cue with all that its patterns look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.attribution.clausal.lexicon import Lexicon
from retrieval.attribution.clausal.segments import Segment, VerbCue
from retrieval.attribution.units import Range, Units


@dataclass(frozen=True, slots=True)
class Clause:
    """A cue of a sentence and the phrase that names its subject.

    Words behind the cue end before unit ``limit``, words before it begin at ``floor`` or later. ``current`` is the
    subject of the verb before, which a verb without one takes over.
    """

    units: Units
    known: Lexicon
    segments: Sequence[Segment]
    cues: Sequence[VerbCue]
    cue: VerbCue
    named: Range | None
    limit: int = 0
    floor: int = 0
    current: Range | None = None

    @property
    def segment(self) -> Segment:
        return self.segments[self.cue.at]

    @property
    def following(self) -> Segment | None:
        """The segment behind that of the cue."""
        return self.segments[self.cue.at + 1] if self.cue.at + 1 < len(self.segments) else None

    @property
    def opens_with_as(self) -> bool:
        """As in "як повідомив мер": the clause belongs to another that it does not say."""
        return self.units.low[self.segment.first] in self.known.tables.as_words

    def until_limit(self, first: int) -> Range | None:
        return (first, self.limit) if first < self.limit else None

    def has_cue(self, at: int) -> bool:
        """Whether a segment reports speech itself."""
        return any(cue.at == at for cue in self.cues)
