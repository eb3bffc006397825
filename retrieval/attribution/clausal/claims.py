"""The claims of a sentence: each cue with its subject and the words said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.attribution.claim import Claim
from retrieval.attribution.clausal import content
from retrieval.attribution.clausal.clause import Clause
from retrieval.attribution.clausal.lexicon import Lexicon
from retrieval.attribution.clausal.segments import cues, segments
from retrieval.attribution.clausal.subjects import subject
from retrieval.attribution.units import Range, Units


def claims(units: Units, known: Lexicon) -> list[Claim]:
    """What is said by whom in a sentence, in order of the cues."""
    found = segments(units)
    reported = list(cues(units, found, known))
    clauses = [Clause(units, known, found, reported, cue, subject(units, found, cue, known)) for cue in reported]
    result: list[Claim] = []
    current: Range | None = None
    floor = 0
    for number, clause in enumerate(clauses):
        limit = _limit(clause, clauses[number + 1 :])
        claim = _claim(replace(clause, limit=limit, floor=floor, current=current))
        if claim:
            result.append(claim)
            current, floor = claim.subject, _floor(claim)
    return result


def _claim(clause: Clause) -> Claim | None:
    cue, named = clause.cue, clause.named
    if cue.is_source:
        spans = content.around_source(clause, named) if named else ()
        return Claim(spans, named, cue) if named and spans else None
    behind = content.behind(clause)
    if behind:
        who = named or clause.current or _left_out(clause)
        return Claim((behind,), who, cue) if who else None
    return _closing(clause, named) if named else None


def _closing(clause: Clause, named: Range) -> Claim | None:
    """A claim whose words stand before the cue, in the sentence before, or only in the next one."""
    spans = content.before(clause)
    if spans:
        return Claim(spans, named, clause.cue)
    if content.goes_back(clause):
        return Claim((), named, clause.cue, back=True)
    announces = clause.units.tags[clause.segment.end :] == [":"]
    return Claim((), named, clause.cue) if announces else None


def _left_out(clause: Clause) -> Range | None:
    """The verb itself, where its subject was named in a sentence before and is left out."""
    opens = all(tag in "Ac" for tag in clause.units.tags[: clause.cue.first])
    return (clause.cue.first, clause.cue.end) if opens and clause.cue.tells in set("mfs") else None


def _floor(claim: Claim) -> int:
    """Where the words may begin that a later cue closes: behind this one, or where its own words do."""
    if not claim.spans:
        return claim.cue.end
    if claim.spans[0][0] > claim.cue.first:
        return claim.spans[0][0]
    return max([claim.cue.end, claim.subject[1], *(end for _, end in claim.spans[1:])])


def _limit(clause: Clause, later: Sequence[Clause]) -> int:
    """Where the words behind a cue end: where a later cue begins a clause of its own."""
    ends = (_begin_of(clause, other) for other in later)
    return next((end for end in ends if end is not None), len(clause.units))


def _begin_of(clause: Clause, later: Clause) -> int | None:
    """The unit at which the clause of a later cue begins; None where that belongs to the words said."""
    units, segment, cue = clause.units, later.segment, later.cue
    opens_with_that = segment != clause.segment and units.low[segment.first] in clause.known.tables.subordinators
    if segment == clause.segment or opens_with_that or content.that_clause(later) is not None:
        joined = next((k for k in range(cue.first - 1, max(cue.first - 4, -1), -1) if units.tags[k] == "c"), None)
        return joined if segment == clause.segment or later.named is None else None
    own = later.named is not None or cue.tells == "g" or "c" in units.tags[segment.first : cue.first]
    return _without_marks(units, segment.first) if segment.before and own else None


def _without_marks(units: Units, end: int) -> int:
    while end > 0 and units.tags[end - 1] in ",-:":
        end -= 1
    return end
