"""A cue's clause: what the patterns need at hand, and how far the words of a cue can reach."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.attribution.claim import Claim
from retrieval.attribution.english import phrases
from retrieval.attribution.english.content import begins
from retrieval.attribution.english.cues import ACCORDING, Cue
from retrieval.attribution.english.lexicon import closed
from retrieval.attribution.units import Range, Units

_CONTRAST = frozenset({"but", "while", "though", "although", ";"})
_NEXT = 8  # cues that can end the words of one before them
_LINKS = _CONTRAST | {"and"}


@dataclass(slots=True)
class Draft:
    """A sentence while it is read: its cues with their subjects, and what the cues so far have settled.

    ``current`` is the subject that a verb without one takes over; ``floor`` where a trailing cue's words may begin.
    """

    units: Units
    cues: list[Cue]
    subjects: list[Range | None]
    current: Range | None = None
    floor: int = 0


@dataclass(frozen=True, slots=True)
class Clause:
    """One cue with the phrase that names its subject; words behind it end before unit ``limit``."""

    draft: Draft
    cue: Cue
    named: Range | None
    limit: int

    @property
    def units(self) -> Units:
        return self.draft.units

    @property
    def right(self) -> int | None:
        """Where the words behind the cue begin, within its limit."""
        first = begins(self.units, self.cue)
        return first if first is not None and first < self.limit else None

    def left(self, end: int) -> Range | None:
        """The words before a trailing attribution that ends them at ``end``; a quotation alone after a stop."""
        units, first = self.units, self.draft.floor if self.draft.floor < end else 0
        while end > first and units.tags[end - 1] == ",":
            end -= 1
        while first < end and (units.tags[first] in ",." or (first and units.low[first] in {"and", "but"})):
            first += 1
        if end > first and units.is_speech(end - 1) and (end - first == 1 or units.tags[end - 2] in ":."):
            return end - 1, end
        return (first, end) if end > first else None

    def content(self, first: int) -> Range:
        """The words said from ``first`` on: a quotation that ends like a sentence stands alone."""
        units, behind = self.units, first + 1
        alone = behind >= self.limit or units.tags[behind] not in "QNDPXV#n" or _participial(units, behind)
        if units.is_speech(first) and alone:
            return first, behind
        if units.tags[first] == "Q" and behind < self.limit and units.tags[behind] == ",":
            return first, behind
        return first, self.limit


def _participial(units: Units, k: int) -> bool:
    return units.tags[k] == "n" and units.low[k].endswith("ing")


def floor_after(units: Units, claim: Claim) -> int:
    """Where the words of a later trailing attribution may begin at the earliest."""
    first, end = claim.spans[0][0], claim.spans[-1][1]
    if first < claim.cue.first:
        return max(claim.cue.end, claim.subject[1], end if len(claim.spans) > 1 else 0)
    linked = units.low[end : end + 1] and (
        units.low[end] in _LINKS or units.low[end + 1 : end + 2] in (["but"], ["and"])
    )
    return end if linked else 0


def limit_of(draft: Draft, number: int) -> int:
    """Where the words behind a cue must end: at a later cue in coordination with it, or at a refusal."""
    cue = draft.cues[number]
    following = slice(number + 1, number + 1 + _NEXT)
    for later, named in zip(draft.cues[following], draft.subjects[following], strict=True):
        end = _aside_end(draft.units, cue, later, named)
        if end is None:
            end = _clause_end(draft, number, later, named)
        if end is not None:
            return end
    return _refusal(draft.units, cue.end)


def _aside_end(units: Units, cue: Cue, later: Cue, named: Range | None) -> int | None:
    """The end of an aside that the cue stands in, or the begin of "with Lind saying" behind it."""
    if named and named[1] <= cue.first < later.group:
        return later.group - 1
    if named and later.tense == "ing" and units.low[named[0] - 1] == "with" and named[0] - 2 > cue.end:
        return named[0] - 2
    return None


def _clause_end(draft: Draft, number: int, later: Cue, named: Range | None) -> int | None:
    """Where a later cue begins a clause of its own; None when it belongs to the words said."""
    units, low = draft.units, draft.units.low
    first = named[0] if named and later.tense != "ing" else later.group
    if first <= draft.cues[number].end:
        return None
    link = low[first - 1]
    if link in _LINKS and (_thinks_on(units, later, named) or (link != "and" and first - 2 <= draft.cues[number].end)):
        return None
    if link in _CONTRAST or (link == "and" and (not named or low[first - 2] == ",")):
        return first - 1
    if link == "," and named and _subordinate(units, draft.subjects[number]):
        return first - 1
    trailing = later.tense == "ing" or later.lemma == ACCORDING or _trails(units, later, named)
    if units.tags[first - 1] in ",Q" and trailing:
        return first if units.tags[first - 1] == "Q" else first - 1
    return first - 2 if low[first - 2 : first] == [",", "as"] else None


def _thinks_on(units: Units, later: Cue, named: Range | None) -> bool:
    """As in "but he feels that": what the one quoted thinks is a part of his words."""
    return "m" in later.follows and (named is None or units.tags[named[0]] == "P")


def _subordinate(units: Units, named: Range | None) -> bool:
    """Whether a clause opens with "while", "as", "after" and the like."""
    return named is not None and named[0] < 3 and any(units.low[k] in closed("clause openers") for k in range(named[0]))


def _trails(units: Units, cue: Cue, named: Range | None) -> bool:
    """Whether a cue can only belong to the words before it."""
    if begins(units, cue) is not None or not cue.trails:
        return False
    return named is not None or ("i" in cue.follows and phrases.behind(units, cue.end) is not None)


def _refusal(units: Units, first: int) -> int:
    """The comma before ", but he declined to", or the sentence's end."""
    low, refusing = units.low, closed("refusing")
    for k in range(first + 2, len(low) - 2):
        joined = low[k] in {"but", "and"} and low[k - 1] == ","
        if joined and (low[k + 1] in refusing or low[k + 2] in {"declined", "refused"}):
            return k - 1
    return len(low)
