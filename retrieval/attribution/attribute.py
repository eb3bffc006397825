"""Puts the rules together: an article and its sentences in, statements out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from retrieval.attribution import clausal, relay
from retrieval.attribution.claim import Claim
from retrieval.attribution.credits import Credit, Origin, credit, settle
from retrieval.attribution.english import grammar as english
from retrieval.attribution.entities import Entity, Speaker
from retrieval.attribution.grammar import Grammar
from retrieval.attribution.kinds import Kinds
from retrieval.attribution.units import Layout, Range, Units
from retrieval.attribution.when import said_on
from retrieval.attribution.words import words
from retrieval.languages import rules_of
from retrieval.model import Article, Sentence, Span, Statement

_CERTAINTY = {"marked": 0.95, "cued": 0.85, "colon": 0.75, "carried": 0.6}
_LONGEST_BYLINE = 8
_LONGEST_LABEL = 3
_LEAST_WORDS = 4
_FAR = 6  # sentences


def attribute(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """The statements of an article, in order of the text. Their spans are the attributed words only."""
    return tuple(_Reading(article, sentences).statements())


class _Reading:
    """One pass over an article: sentence by sentence, with what the sentences before have left in mind."""

    def __init__(self, article: Article, sentences: Sequence[Sentence]) -> None:
        self._grammar = _grammar(article.language)
        self._reports = rules_of(article.language).reports
        found = words(article.text, article.body, language=article.language)
        marked = self._grammar.quotations(article.text, _paragraphs(sentences))
        outside = self._reports.stops_outside
        layout = Layout(article.text, found, marked, sentences, self._grammar.classes, stops_outside=outside)
        self._origin = Origin(relay.chain(article), article.published, article.language)
        self._discourse = self._grammar.discourse(article, found, layout.tags)
        self._kinds = Kinds(found, marked)
        self._sentences = [(s.paragraph, units) for s in sentences for units in layout.pieces(s.start, s.end)]
        self._last: Credit | None = None  # of the statement before, or of the person whom the text is about
        self._last_at = 0
        self._pending: Credit | None = None  # of the words that a colon announces
        self._block = -1  # the paragraph that a colon announces
        self._stated = -1  # the last sentence in which somebody says something
        self._occasion: tuple[Entity, date] | None = None  # "The minister spoke to reporters yesterday."
        self._paragraph = -1

    def statements(self) -> Iterator[Statement]:
        """The statements, those of one quotation that runs over several sentences joined."""
        held: Statement | None = None
        for number, (paragraph, units) in enumerate(self._sentences):
            if paragraph != self._paragraph:
                self._paragraph, self._occasion = paragraph, None
                self._labelled(units)
            found = sorted(self._sentence(number, units), key=lambda s: (s.start, s.end))
            if held and found and _goes_on(units, held, found[0]):
                end = found[0].end
                found[0] = replace(held, end=end, kind=self._kinds.kind(held.start, end))
            elif held:
                yield held
            held = found.pop() if found else None
            yield from found
        if held:
            yield held

    def _sentence(self, number: int, units: Units) -> list[Statement]:
        found = [claim for claim in self._grammar.claims(units) if not self._own_voice(units, claim)]
        cited = self._grammar.cited(units) if found else None
        source = self._discourse.resolve(units, *cited) if cited else None
        credited = settle([(c, self._credit(units, c, found, cited)) for c in found], self._origin.chain, source)
        result = [s for claim, given in credited for s in self._said(units, claim, given)]
        result += self._said_before(number, credited)
        spoke = next((given for claim, given in credited if claim.spans or claim.back), None)
        for k in _unclaimed(units, credited):
            carried = self._uncued(number, units, k, spoke)
            if carried:
                evidence = "colon" if k and units.tags[k - 1] == ":" else "carried"
                result.append(self._statement(*units.span(k), carried, None, evidence))
                spoke = spoke or carried
        if not result and self._paragraph == self._block and self._pending:
            first = units.tags.index(":") + 1 if ":" in units.tags[: _LONGEST_LABEL + 1] else 0
            if first < len(units):
                result.append(self._statement(*units.stretch(first, len(units)), self._pending, None, "colon"))
            return result
        self._remember(
            number, units, spoke, next((given for claim, given in credited if not (claim.spans or claim.back)), None)
        )
        self._stated = number if result else self._stated
        return result

    def _credit(self, units: Units, claim: Claim, others: Sequence[Claim], cited: Range | None) -> Credit:
        speaker = self._discourse.resolve(units, *claim.subject)
        given = credit(units, claim, others, speaker, self._origin, cited)
        last = self._last
        if last and claim.cue.lemma in self._reports.adds and last.speaker.name == speaker.name:
            given = replace(given, said_on=given.said_on or last.said_on, via=max(given.via, last.via, key=len))
        if self._occasion and self._occasion[0] is speaker.entity:
            given = replace(given, said_on=given.said_on or self._occasion[1])
        return given

    def _uncued(self, number: int, units: Units, k: int, spoke: Credit | None) -> Credit | None:
        """The credit of a quotation that no cue claims."""
        if k and units.tags[k - 1] == ":":
            return spoke or self._named(units, self._grammar.introducing(units, k - 1))
        if k == 0 and units.tags[1:3] == ["-", "N"]:
            return self._named(units, self._grammar.behind(units, 2))
        dash = self._reports.stops_outside and set(units.tags[:k]) <= {"-"}  # «...», — сказав він. — «...»
        if (k == 0 or dash) and _stands_alone(units):
            return self._byline(number + 1) or self._pending or self._recent(number)
        return spoke if units.is_speech(k) and units.quoted_words(k) >= _LEAST_WORDS else None

    def _labelled(self, units: Units) -> None:
        """Take "LIND: We will go on." at the head of a paragraph for a transcript: the paragraph is his."""
        label = units.tags.index(":") if ":" in units.tags[: _LONGEST_LABEL + 1] else 0
        mention = self._discourse.mention(units, label - 1) if set(units.tags[:label]) == {"N"} else None
        if mention and (mention.entity.kind == "person" or units.text(0, label).isupper()) and not units.quote:
            self._pending, self._block = self._named(units, (0, label)), self._paragraph

    def _recent(self, number: int) -> Credit:
        """The credit of the statement shortly before; without one the quotation stays nobody's."""
        if self._last and number - self._last_at <= _FAR:
            return self._last
        return Credit(Speaker(None, None, sure=0.5), self._origin.chain)

    def _named(self, units: Units, phrase: Range | None) -> Credit | None:
        return Credit(self._discourse.resolve(units, *phrase), self._origin.chain) if phrase else None

    def _byline(self, number: int) -> Credit | None:
        """The speaker in a line of its own under a quotation: "- Jonas Lind"."""
        if number >= len(self._sentences):
            return None
        _, units = self._sentences[number]
        if len(units) > _LONGEST_BYLINE or units.tags[:2] != ["-", "N"]:
            return None
        return self._named(units, self._grammar.behind(units, 1))

    def _remember(self, number: int, units: Units, spoke: Credit | None, pending: Credit | None) -> None:
        self._pending = pending
        self._block = self._paragraph + 1 if pending and units.tags[-1] == ":" else -1
        if spoke or pending:
            self._last, self._last_at = spoke or pending, number
            self._discourse.spoke((spoke or pending).speaker)  # type: ignore[union-attr]  # one of them is given
            return
        phrase = self._grammar.leading(units, len(units))
        speaker = self._discourse.subject(units, *phrase) if phrase else None
        if not speaker or not speaker.entity or not speaker.entity.is_person:
            return
        self._discourse.about(speaker.entity)
        self._last_at = number
        day = (
            None
            if self._reports.speaking.isdisjoint(units.low)
            else said_on(units.words, units.word[0], units.word[-1] + 1, self._origin.published, self._origin.language)
        )
        if day:
            self._occasion = speaker.entity, day
        if day or not self._last or self._last.speaker.entity is not speaker.entity:
            self._last = Credit(speaker, self._origin.chain, day)

    def _said(self, units: Units, claim: Claim, given: Credit) -> Iterator[Statement]:
        for first, end in claim.spans:
            last = next((k for k in range(end - 1, first - 1, -1) if units.tags[k] not in ".,:"), None)
            if last is not None:
                evidence = "marked" if units.tags[first] == "Q" else "cued"
                yield self._statement(*units.stretch(first, last + 1), given, claim.cue.lemma, evidence)

    def _said_before(self, number: int, credited: Sequence[tuple[Claim, Credit]]) -> Iterator[Statement]:
        """The sentence before, for "This was said by ...", unless it says itself who speaks."""
        given = next((given for claim, given in credited if claim.back), None)
        if given is None or number == 0 or self._stated == number - 1:
            return
        _, units = self._sentences[number - 1]
        end = next((k + 1 for k in range(len(units) - 1, -1, -1) if units.tags[k] not in ".,:"), 0)
        if end:
            yield self._statement(*units.stretch(0, end), given, None, "carried")

    def _own_voice(self, units: Units, claim: Claim) -> bool:
        """Whether the author speaks of himself, without marks: "I think that" is the outlet's narration."""
        first, end = claim.subject
        own = end - first == 1 and units.low[first] in self._reports.own_voice
        return own and not any(k in units.quote for a, b in claim.spans for k in range(a, b))

    def _statement(self, start: int, end: int, given: Credit, cue: str | None, evidence: str) -> Statement:
        speaker = given.speaker
        return Statement(
            start=start,
            end=end,
            speaker=speaker.name,
            speaker_text=speaker.text,
            role=speaker.role,
            kind=self._kinds.kind(start, end),
            cue=cue,
            via=given.via,
            said_on=given.said_on,
            certainty=round(_CERTAINTY[evidence] * speaker.sure, 3),
        )


def _grammar(language: str) -> Grammar:
    """The rules for a language; those for English where there are no tables of it."""
    return clausal.grammar(language) if rules_of(language).clauses else english


def _unclaimed(units: Units, credited: Sequence[tuple[Claim, Credit]]) -> list[int]:
    covered = [span for claim, _ in credited for span in claim.spans]
    return [k for k in units.quote if not any(first <= k < end for first, end in covered)]


def _stands_alone(units: Units) -> bool:
    """Whether a sentence is hardly more than its quotation."""
    return sum(tag in "NnPVXvDWpsoA" for tag in units.tags) < 3


def _goes_on(units: Units, held: Statement, following: Statement) -> bool:
    """Whether a statement only goes on with the quotation that the one before it left open."""
    quotation = units.quote.get(0)
    if quotation is None or following.start != units.span(0)[0] or following.speaker != held.speaker:
        return False
    return quotation.resumes or quotation.start < units.start


def _paragraphs(sentences: Sequence[Sentence]) -> list[Span]:
    spans = []
    for _, group in groupby(sentences, key=lambda s: s.paragraph):
        members = list(group)
        spans.append((members[0].start, members[-1].end))
    return spans
