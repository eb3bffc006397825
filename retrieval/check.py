"""A message held against the record: which of the archive's sentences it quotes or claims, and how well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.analysis import terms
from retrieval.candidates import Candidate, held
from retrieval.claims import claims
from retrieval.comparison import compare
from retrieval.coverage import weigh
from retrieval.model import Check, Checked, Quote
from retrieval.speakers import SpeakerTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval.archive import Archive
    from retrieval.claims import Claim
    from retrieval.comparison import Comparison
    from retrieval.index.base import Hit, PassageIndex
    from retrieval.model import Span, Statement, Verdict

MOST = 50  # claims of one message
_PASSAGES = 20
_COMPARED = 12  # sentences that are compared word by word: those that share most with the claim
_LIKE = 0.6  # from this likeness on a claim is another wording of the sentence, not another sentence
_LIKE_IN_PLACE = 0.4  # the same for words in marks, where what stands around them is of the same matter too
_CLOSE = 0.5  # from this share of the claim's weight on a sentence speaks of the same matter


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence of the record beside a claim.

    ``coverage`` is the share of the claim's weight that the sentence holds; ``alike``: the claim is a wording of it.
    ``speaks``: so does he whom the message names.
    """

    candidate: Candidate
    comparison: Comparison | None
    coverage: float
    alike: bool
    speaks: bool

    @property
    def likeness(self) -> float:
        return self.comparison.likeness if self.comparison else 0.0

    @property
    def span(self) -> Span:
        """The stretch of the sentence that the claim is about."""
        return self.comparison.span if self.comparison and self.alike else (0, len(self.candidate.text))


def check(text: str, archive: Archive, index: PassageIndex) -> Check:
    """The claims of a message, the first ``MOST`` of them, each beside the sentence of the archive most like it."""
    table = SpeakerTable(archive)
    found = claims(text)
    checked = tuple(_checked(claim, archive, index, table) for claim in found[:MOST])
    return Check(checked, len(found) - len(checked))


def _checked(claim: Claim, archive: Archive, index: PassageIndex, table: SpeakerTable) -> Checked:
    named = frozenset(table.find(claim.speaker)) if claim.speaker else frozenset()
    found = max(_search(claim, archive, index, named), key=_merit, default=None)
    verdict = _verdict(found)
    if found is None or verdict == "not_found":
        return Checked(claim.text, "not_found", None)
    statement = _statement(found)
    differences = found.comparison.differences if found.comparison and found.alike else ()
    credit = _credit(claim, statement, named) if found.alike else None
    return Checked(claim.text, verdict, _quote(found, statement), differences, credit)


def _search(claim: Claim, archive: Archive, index: PassageIndex, named: frozenset[str]) -> list[_Found]:
    """The sentences that share most with the claim, compared with it; what is said around it helps to find them."""
    claimed = list(dict.fromkeys(terms(claim.text)))
    beside = [term for term in dict.fromkeys(terms(claim.around)) if term not in claimed]
    own, around = weigh(claimed, index), weigh(beside, index)
    hits = index.search([*claimed, *beside], _PASSAGES)
    found = []
    for candidate in _sentences(hits, archive):
        there = candidate.terms()
        found.append((own.covered(own.matches(there)), around.covered(around.matches(there)), candidate))
    best = sorted(found, key=lambda one: (-one[0], -one[1]))[:_COMPARED]
    return [_beside(claim, candidate, coverage, in_place, named) for coverage, in_place, candidate in best]


def _sentences(hits: Sequence[Hit], archive: Archive) -> list[Candidate]:
    """The sentences of these passages, each once. How their passages rank among themselves does not matter here."""
    found = {
        (entry.article.id, position): Candidate(entry, position, 0.0)
        for _, entry, passage in held(hits, archive)
        for position in range(passage.first, passage.last + 1)
    }
    return list(found.values())


def _beside(claim: Claim, candidate: Candidate, coverage: float, in_place: float, named: frozenset[str]) -> _Found:
    comparison = compare(claim.text, candidate.text)
    enough = _LIKE_IN_PLACE if claim.quoted and in_place >= _CLOSE else _LIKE
    alike = comparison is not None and comparison.likeness >= enough
    speaks = any(s.speaker in named for s in candidate.statements())
    return _Found(candidate, comparison, coverage, alike, speaks)


def _merit(found: _Found) -> tuple[bool, bool, float, bool, float]:
    """The very words first, then other wordings, the most alike of them, then those of the speaker who is named."""
    exact = found.comparison is not None and found.comparison.faithful
    return exact, found.alike, found.likeness if found.alike else 0.0, found.speaks, found.coverage


def _verdict(found: _Found | None) -> Verdict:
    if found is None:
        return "not_found"
    if found.comparison and found.alike:
        return "verbatim" if found.comparison.faithful else "differs"
    return "close" if found.coverage >= _CLOSE else "not_found"


def _statement(found: _Found) -> Statement | None:
    """The statement that holds most of the words that were found; None where the outlet itself speaks."""
    start, end = (found.candidate.sentence.start + offset for offset in found.span)
    shared = {s: min(s.end, end) - max(s.start, start) for s in found.candidate.statements()}
    best = max(shared, key=lambda s: shared[s], default=None)
    return best if best and shared[best] > 0 else None


def _quote(found: _Found, statement: Statement | None) -> Quote:
    sentence = found.candidate.sentence
    same = found.comparison.same_words if found.comparison else ()
    return Quote(
        text=found.candidate.text,
        start=sentence.start,
        end=sentence.end,
        article=found.candidate.entry.article,
        statement=statement,
        score=max(found.likeness, found.coverage),
        matches=tuple((sentence.start + start, sentence.start + end) for start, end in same),
    )


def _credit(claim: Claim, statement: Statement | None, named: frozenset[str]) -> str | None:
    """Whom the message names, where the record names another. Who is named by a pronoun or unknown title is let be."""
    if claim.speaker is None or statement is None or statement.speaker is None or statement.speaker in named:
        return None
    is_name = claim.speaker[:1].isupper() and bool(terms(claim.speaker))
    return claim.speaker if named or is_name else None
