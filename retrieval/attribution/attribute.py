"""Puts the rules together: an article and its sentences in, statements out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from retrieval.attribution import phrases, relay
from retrieval.attribution.claims import Claim, claims
from retrieval.attribution.cues import ACCORDING
from retrieval.attribution.discourse import Discourse, Speaker
from retrieval.attribution.people import People
from retrieval.attribution.quotation import Quotation, quotations
from retrieval.attribution.units import Layout, Units
from retrieval.attribution.when import said_on
from retrieval.attribution.words import words
from retrieval.model import Article, Kind, Sentence, Span, Statement

_GOES_ON = frozenset({"add", "continue", "went on", "goes on"})
_SPEAKS = frozenset("spoke speaks speaking addressed met talked told briefed appeared".split())
_CERTAIN = {"marked": 0.95, "cued": 0.85, "colon": 0.75, "carried": 0.6}
_LEAST_SHARE = 0.6


def attribute(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """The statements of an article, in order of the text. Their spans are the attributed words only."""
    return tuple(_Reading(article, sentences).statements())


@dataclass(frozen=True, slots=True)
class _Credit:
    """Who spoke, through whom, when: what a quotation without a cue takes over from the statement before it."""

    speaker: Speaker
    via: tuple[str, ...] = ()
    said_on: date | None = None


class _Reading:
    """One pass over an article."""

    def __init__(self, article: Article, sentences: Sequence[Sentence]) -> None:
        self._article = article
        self._sentences = sentences
        self._words = words(article.text, article.body)
        found = quotations(article.text, _paragraphs(sentences))
        layout = Layout(article.text, self._words, found, sentences)
        self._units = [layout.units(s.start, s.end) for s in sentences]
        self._discourse = Discourse(People(article.text, self._words, layout.tags), article.author)
        self._marks = _Marks(found)
        self._chain = relay.chain(article)
        self._paragraph = -1
        self._pending: _Credit | None = None
        self._last: _Credit | None = None

    def statements(self) -> Iterator[Statement]:
        """The statements, those of one quotation that runs over several sentences joined."""
        held: Statement | None = None
        for sentence, units in zip(self._sentences, self._units, strict=True):
            if not units.low:
                continue
            found = sorted(self._sentence(units, sentence.paragraph), key=lambda s: (s.start, s.end))
            if held and found and self._goes_on(units, held, found[0]):
                found[0] = self._marked(replace(held, end=found[0].end))
            elif held:
                yield held
            held = found.pop() if found else None
            yield from found
        if held:
            yield held

    def _goes_on(self, units: Units, held: Statement, following: Statement) -> bool:
        """Whether a statement only goes on with the quotation that the one before it left open."""
        quotation = units.quote.get(0)
        if quotation is None or following.start != units.span(0)[0] or following.speaker != held.speaker:
            return False
        return quotation.resumes or quotation.start < units.start

    def _sentence(self, units: Units, paragraph: int) -> list[Statement]:
        if paragraph != self._paragraph:
            self._paragraph = paragraph
        found = claims(units)
        credits = [self._credit(units, claim, found) for claim in found]
        kept = _same_day(self._relayed(units, found, credits))
        result = [s for claim, credit in kept for s in self._emit(units, claim, credit)]
        spoke = next((credit for claim, credit in kept if claim.spans), None)
        covered = {k for claim, _ in kept for a, b in claim.spans for k in range(a, b)}
        for k in units.quote:
            if k not in covered and (carried := self._uncued(units, k, spoke)):
                evidence = "colon" if k and units.tags[k - 1] == ":" else "carried"
                result.append(self._statement(*units.span(k), carried, None, evidence))
                spoke = spoke or carried
        pending = next((credit for claim, credit in kept if not claim.spans), None)
        self._remember(units, spoke, pending)
        return result

    # Who, through whom, when.

    def _credit(self, units: Units, claim: Claim, found: list[Claim]) -> _Credit:
        speaker = self._discourse.resolve(units, *claim.subject) if claim.subject else Speaker(None, None)
        first, end = _zone(units, claim, found)
        day = said_on(self._words, units.word[first], units.word[end - 1] + 1, self._article.published)
        told = list(relay.outlets(units, claim.cue.end, end)) + list(
            relay.outlets(units, first, claim.subject[0] if claim.subject else first)
        )
        last = self._last
        if last and last.speaker.name == speaker.name and claim.cue.lemma in _GOES_ON:
            day, told = day or last.said_on, told or list(last.via)
        return _Credit(speaker, relay.join(self._chain, told), day)

    def _relayed(self, units: Units, found: list[Claim], credits: list[_Credit]) -> list[tuple[Claim, _Credit]]:
        """Claims with their credits; an outlet that only passes on what somebody else said becomes a link."""
        kept = list(zip(found, credits, strict=True))
        for claim, credit in zip(found, credits, strict=True):
            name = credit.speaker.name
            if not name or not (relay.is_outlet(name) or relay.bare(name) in self._chain):
                continue
            link = [relay.bare(name)]
            source = relay.cited(units)
            inner = [pair for pair in kept if pair[0] is not claim and _passes_on(claim, pair[0])]
            if inner or link[0] in self._chain:
                kept = [pair for pair in kept if pair[0] is not claim]
                kept = [(c, replace(k, via=relay.join(k.via, link)) if (c, k) in inner else k) for c, k in kept]
            elif source:
                kept = [(c, self._cited(units, source, credit, link) if c is claim else k) for c, k in kept]
            else:
                kept = [(c, replace(k, via=relay.join(k.via, link)) if c is claim else k) for c, k in kept]
        return kept

    def _cited(self, units: Units, source: tuple[int, int], credit: _Credit, link: list[str]) -> _Credit:
        """The credit of a statement that an outlet reports by citing a source."""
        speaker = self._discourse.resolve(units, *source)
        if speaker.name and relay.is_outlet(speaker.name):
            return replace(credit, via=relay.join(credit.via, [*link, relay.bare(speaker.name)]))
        return replace(credit, speaker=speaker, via=relay.join(credit.via, link))

    def _uncued(self, units: Units, k: int, spoke: _Credit | None) -> _Credit | None:
        """The credit of a quotation that no cue claims."""
        subject = None
        if k and units.tags[k - 1] == ":":
            subject = phrases.introducing(units, k - 1)
        elif k == 0 and units.tags[1:3] == ["-", "N"]:
            subject = phrases.behind(units, 2)
        if subject:
            return spoke if spoke and k else _Credit(self._discourse.resolve(units, *subject), self._chain)
        alone = sum(tag not in ".,Q-" for tag in units.tags) < 3
        if k == 0 and alone:
            return self._pending or self._last
        return spoke if spoke and units.is_speech(k) else None

    def _remember(self, units: Units, spoke: _Credit | None, pending: _Credit | None) -> None:
        self._pending = pending
        if spoke:
            self._last = spoke
            self._discourse.spoke(spoke.speaker)
            return
        subject = phrases.leading(units, len(units))
        if pending:
            self._discourse.spoke(pending.speaker)
        elif subject:
            speaker = self._discourse.resolve(units, *subject)
            if speaker.entity and speaker.entity.is_person:
                self._discourse.about(speaker.entity)
                self._last = _Credit(speaker, self._chain, self._occasion(units))

    def _occasion(self, units: Units) -> date | None:
        """The day on which a sentence lets its subject speak ("The minister spoke to reporters yesterday.")."""
        if _SPEAKS.isdisjoint(units.low):
            return None
        return said_on(self._words, units.word[0], units.word[-1] + 1, self._article.published)

    # Statements.

    def _emit(self, units: Units, claim: Claim, credit: _Credit) -> Iterator[Statement]:
        for first, end in claim.spans:
            while end > first and units.tags[end - 1] in ".,:":
                end -= 1
            if end > first:
                evidence = "marked" if units.tags[first] == "Q" else "cued"
                yield self._statement(*units.stretch(first, end), credit, claim.cue.lemma, evidence)

    def _statement(self, start: int, end: int, credit: _Credit, cue: str | None, evidence: str) -> Statement:
        speaker = credit.speaker
        return Statement(
            start=start,
            end=end,
            speaker=speaker.name,
            speaker_text=speaker.text,
            role=speaker.role,
            kind=self._marks.kind(self._article.text, start, end),
            cue=cue,
            via=credit.via or self._chain,
            said_on=credit.said_on,
            certainty=round(_CERTAIN[evidence] * speaker.sure, 3),
        )

    def _marked(self, statement: Statement) -> Statement:
        return replace(statement, kind=self._marks.kind(self._article.text, statement.start, statement.end))


def _same_day(kept: list[tuple[Claim, _Credit]]) -> list[tuple[Claim, _Credit]]:
    """A speaker's claims in one sentence share the day that one of them names."""
    days = {credit.speaker.name: credit.said_on for _, credit in kept if credit.speaker.name and credit.said_on}
    return [(claim, replace(credit, said_on=credit.said_on or days.get(credit.speaker.name or ""))) for claim, credit in kept]


def _zone(units: Units, claim: Claim, found: list[Claim]) -> tuple[int, int]:
    """The units around a cue that belong to nobody's words: where the day and the outlet spoken to stand."""
    own = [k for span in claim.spans for k in range(*span)]
    covered = set(own)
    first, end = min(claim.cue.first, claim.subject[0] if claim.subject else claim.cue.first), claim.cue.end
    nested = any(a <= claim.cue.first < b for other in found if other is not claim for a, b in other.spans)
    if nested:
        return first, min((k for k in own if k >= end), default=end)
    covered.update(k for other in found for span in other.spans for k in range(*span))
    while first > 0 and first - 1 not in covered:
        first -= 1
    while end < len(units) and end not in covered:
        end += 1
    return first, end


def _passes_on(outer: Claim, inner: Claim) -> bool:
    """Whether the words of one claim are mostly those of another, or hold its cue."""
    theirs = {k for a, b in inner.spans for k in range(a, b)}
    ours = {k for a, b in outer.spans for k in range(a, b)}
    if not theirs or not ours:
        return bool(theirs)
    return len(theirs & ours) >= _LEAST_SHARE * len(ours) or (inner.cue.first in ours and outer.cue.lemma == ACCORDING)


def _paragraphs(sentences: Sequence[Sentence]) -> list[Span]:
    spans = []
    for _, group in groupby(sentences, key=lambda s: s.paragraph):
        members = list(group)
        spans.append((members[0].start, members[-1].end))
    return spans


class _Marks:
    """How much of a stretch stands in quotation marks."""

    def __init__(self, found: Sequence[Quotation]) -> None:
        self._quotations = found

    def kind(self, text: str, start: int, end: int) -> Kind:
        letters = sum(c.isalnum() for c in text[start:end])
        inside = 0
        for quotation in self._quotations:
            a, b = max(start, quotation.start), min(end, quotation.end)
            if b > a:
                inside += sum(c.isalnum() for c in text[a:b])
        if letters and inside >= 0.95 * letters:
            return "direct"
        return "mixed" if inside > 0.05 * letters else "paraphrase"
