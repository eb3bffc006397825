"""Credits: who said the words of a claim, through which outlets they came, and on which day they were said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval.attribution import relay
from retrieval.attribution.claim import Claim
from retrieval.attribution.entities import Speaker
from retrieval.attribution.outlets import bare, is_outlet
from retrieval.attribution.units import Range, Units
from retrieval.attribution.when import said_on

_LEAST_SHARE = 0.6
_HEAD = 4


@dataclass(frozen=True, slots=True)
class Credit:
    """What a quotation without a cue takes over from the statement before it."""

    speaker: Speaker
    via: tuple[str, ...] = ()
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """What holds for every statement of an article: its chain of outlets, its date, its language."""

    chain: tuple[str, ...]
    published: date | None
    language: str


Credited = list[tuple[Claim, Credit]]


def credit(  # noqa: PLR0913, PLR0917 - a claim is credited by all that stands around it
    units: Units, claim: Claim, others: Sequence[Claim], speaker: Speaker, origin: Origin, cited: Range | None
) -> Credit:
    """The credit of a claim: day and outlet are looked for beside its cue, never in anybody's words.

    ``cited`` names the source that the sentence cites.
    """
    first, end = _zone(units, claim, others)
    until = cited[0] if cited and claim.cue.end < cited[0] < end else end
    told = [*relay.outlets(units, first, claim.subject[0]), *relay.outlets(units, claim.cue.end, until)]
    day = said_on(units.words, units.word[first], units.word[end - 1] + 1, origin.published, origin.language)
    return Credit(speaker, relay.join(origin.chain, told), day)


def settle(credited: Credited, chain: tuple[str, ...], source: Speaker | None) -> Credited:
    """Credits of one sentence held against each other: relays become links, a speaker's claims share their day.

    ``source`` is the one whom the sentence cites.
    """
    for claim, given in credited:
        name = given.speaker.name
        as_written = given.speaker.text or ""
        if name and (is_outlet(name) or is_outlet(as_written) or bare(name) in chain):
            credited = _relay(credited, claim, chain, source)
    return _share_day(credited)


def _relay(credited: Credited, outer: Claim, chain: tuple[str, ...], source: Speaker | None) -> Credited:
    """An outlet's claim: a mere link of what somebody else says in it, of a source that it cites, or its own."""
    given = next(given for claim, given in credited if claim is outer)
    link = bare(given.speaker.name or "")
    passed = {claim for claim, _ in credited if claim is not outer and _passes_on(outer, claim)}
    if passed or link in chain:
        rest = [(claim, old) for claim, old in credited if claim is not outer]
        return [(claim, _through(old, link) if claim in passed else old) for claim, old in rest]
    new = _through(given, link) if source is None else _cited(_through(given, link), source)
    return [(claim, new if claim is outer else old) for claim, old in credited]


def _cited(given: Credit, source: Speaker) -> Credit:
    if source.name and is_outlet(source.name):
        return _through(given, bare(source.name))
    return replace(given, speaker=source)


def _through(given: Credit, link: str) -> Credit:
    return replace(given, via=relay.join(given.via, [link]))


def _passes_on(outer: Claim, inner: Claim) -> bool:
    """Whether the words of one claim are mostly those of another, or open with its clause."""
    if not inner.spans or not outer.spans:
        return bool(inner.spans)
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in outer.spans for c, d in inner.spans)
    heads = outer.cue.is_source and outer.spans[0][0] <= inner.subject[0] <= outer.spans[0][0] + _HEAD
    return heads or shared >= _LEAST_SHARE * sum(b - a for a, b in outer.spans)


def _share_day(credited: Credited) -> Credited:
    days = {given.speaker.name: given.said_on for _, given in credited if given.speaker.name and given.said_on}
    return [
        (claim, replace(given, said_on=given.said_on or days.get(given.speaker.name or "")))
        for claim, given in credited
    ]


def _zone(units: Units, claim: Claim, others: Sequence[Claim]) -> Range:
    """The units around a cue that belong to nobody's words."""
    first, end = min(claim.cue.first, claim.subject[0]), claim.cue.end
    spans = [span for other in others if other is not claim for span in other.spans]
    if any(a <= claim.cue.first < b for a, b in spans):
        return first, min((a for a, _ in claim.spans if a >= end), default=end)
    spans += claim.spans
    while first > 0 and not any(a < first <= b for a, b in spans):
        first -= 1
    while end < len(units) and not any(a <= end < b for a, b in spans):
        end += 1
    return first, end
