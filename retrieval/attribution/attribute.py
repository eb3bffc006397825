"""Puts the rules together: an article and its sentences in, statements out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from retrieval.attribution.claims import claims
from retrieval.attribution.clauses import Claim
from retrieval.attribution.discourse import Discourse, Speaker
from retrieval.attribution.people import People
from retrieval.attribution.quotation import Quotation, quotations
from retrieval.attribution.relay import credit, infer_outlet
from retrieval.attribution.units import QUOTE, Layout, Units
from retrieval.attribution.when import said_on
from retrieval.attribution.words import Words, words
from retrieval.model import Article, Kind, Sentence, Span, Statement


def attribute(article: Article, sentences: Sequence[Sentence]) -> tuple[Statement, ...]:
    """The statements of an article, in order of the text. Their spans are the attributed words only."""
    return tuple(_Reading(article, sentences).statements())


class _Reading:
    """One pass over an article."""

    def __init__(self, article: Article, sentences: Sequence[Sentence]) -> None:
        self._article = article
        self._sentences = sentences
        self._words = words(article.text, article.body)
        self._quotations = quotations(article.text, _paragraphs(sentences))
        layout = Layout(article.text, self._words, self._quotations)
        self._units = [layout.units(s.start, s.end) for s in sentences]
        people = People(article.text, self._words, (u.word[0] for u in self._units if u.word))
        self._discourse = Discourse(people)
        self._marks = _Marks(self._quotations)
        outlet = article.outlet or infer_outlet(article)
        lead = credit(article.text[article.body : article.body + 1500])
        self._via = tuple(dict.fromkeys(filter(None, (outlet, lead[1] if lead and lead[0] == outlet else None))))

    def statements(self) -> Iterator[Statement]:
        pending: Speaker | None = None
        last: Speaker | None = None
        for sentence, units in zip(self._sentences, self._units, strict=True):
            if not units.low:
                continue
            found = []
            carried: Speaker | None = None
            subject_seen = None
            for claim in claims(units):
                if claim.subject:
                    speaker = self._discourse.resolve(units, *claim.subject)
                else:
                    speaker = carried or Speaker(None, None, None)
                if claim.cue.lemma != "according to" or carried is None:
                    carried = speaker
                if not claim.spans:
                    pending = speaker
                if speaker.name and speaker.name in self._via:
                    continue
                found += list(self._emit(units, claim, speaker))
                subject_seen = subject_seen or speaker
            if not found and units.low[0] == QUOTE and len([w for w in units.low if w not in {QUOTE, ".", ","}]) < 3:
                carrier = pending or last
                if carrier:
                    start, end = units.stretch(0, len(units))
                    found.append(self._statement(start, end, carrier, None, units, 0.6))
                    subject_seen = carrier
            pending = pending if pending and not found else None
            if subject_seen:
                last = subject_seen
                self._discourse.speaker = subject_seen
                if subject_seen.entity:
                    self._discourse.subject = subject_seen.entity
            else:
                first = next(
                    (
                        self._discourse._mention(units, k)
                        for k in range(len(units))
                        if self._discourse._mention(units, k)
                    ),
                    None,
                )
                if first and first.entity.may_be_person:
                    self._discourse.subject = first.entity
                    last = Speaker(first.entity.name, None, first.entity.role, first.entity, 0.5)
            yield from sorted(found, key=lambda s: (s.start, s.end))

    def _emit(self, units: Units, claim: Claim, speaker: Speaker) -> Iterator[Statement]:
        for first, end in claim.spans:
            while end > first and units.low[end - 1] in {".", ",", ";"}:
                end -= 1
            if end > first:
                start, stop = units.stretch(first, end)
                yield self._statement(start, stop, speaker, claim.cue.lemma, units, 0.9)

    def _statement(
        self, start: int, end: int, speaker: Speaker, cue: str | None, units: Units, certainty: float
    ) -> Statement:
        return Statement(
            start=start,
            end=end,
            speaker=speaker.name,
            speaker_text=speaker.text,
            role=speaker.role,
            kind=self._marks.kind(self._article.text, start, end),
            cue=cue,
            via=self._via,
            said_on=said_on(self._words, units.word[0], units.word[-1] + 1, self._article.published),
            certainty=certainty,
        )


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
