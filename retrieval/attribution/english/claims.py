"""The claims of a sentence: each cue with its subject and the words said."""

from __future__ import annotations

from retrieval.attribution.claim import Claim
from retrieval.attribution.english import patterns, phrases, subjects
from retrieval.attribution.english.clause import Clause, Draft, floor_after, limit_of
from retrieval.attribution.english.cues import ACCORDING, OWNED, Cue, cues
from retrieval.attribution.units import Range, Units


def claims(units: Units) -> list[Claim]:
    """What is said by whom in a sentence, in order of the cues."""
    found = [cue for cue in cues(units) if not _names_source(units, cue)]
    if not found:
        return []
    draft = Draft(units, found, [_subject(units, cue) for cue in found])
    result: list[Claim] = []
    for number, cue in enumerate(found):
        clause = Clause(draft, cue, draft.subjects[number], limit_of(draft, number))
        claim = _claim(clause)
        _keep_in_mind(draft, clause, claim)
        if claim:
            result.append(claim)
    return result


def _names_source(units: Units, cue: Cue) -> bool:
    """As in "citing a senior official": whom an outlet cites, not what is said."""
    source = phrases.behind(units, cue.end) if cue.tense == "ing" and cue.lemma in {"cite", "quote"} else None
    return source is not None and patterns.may_speak(units, source)


def _subject(units: Units, cue: Cue) -> Range | None:
    if cue.tense == OWNED and units.tags[cue.group] == "D":
        return cue.group, cue.group + 1
    return subjects.before(units, cue.group)


def _claim(clause: Clause) -> Claim | None:
    cue = clause.cue
    if cue.lemma == ACCORDING:
        return patterns.according(clause)
    if cue.tense == OWNED:
        return patterns.owned(clause)
    if cue.tense == "ing":
        return patterns.participle(clause)
    inverted = patterns.inverted(clause)
    if inverted:
        return inverted
    return patterns.coordinated(clause) if clause.named is None else patterns.with_subject(clause, clause.named)


def _keep_in_mind(draft: Draft, clause: Clause, claim: Claim | None) -> None:
    """What later cues of the sentence build on: whose clause it is, and from where their words may begin."""
    cue = clause.cue
    if claim and claim.spans:
        draft.floor = max(draft.floor, floor_after(draft.units, claim))
    if claim and cue.lemma != ACCORDING and cue.tense != OWNED and draft.units.tags[claim.subject[0]] != "W":
        draft.current = claim.subject
    elif claim is None and clause.named and cue.tense != "ing":
        draft.current = clause.named
