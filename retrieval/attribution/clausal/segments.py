"""A sentence in segments: its stretches between marks, and each quotation as a segment of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.attribution.clausal.lexicon import Form, Lexicon
from retrieval.attribution.units import Range, Units

_MARKS = frozenset(",.:()-")
_NEGATIONS = frozenset({"не", "ні", "nicht", "nie"})


@dataclass(frozen=True, slots=True)
class Segment:
    """Units ``first:end``; ``before`` are the classes of the marks between it and the segment before."""

    first: int
    end: int
    before: str
    is_quotation: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class VerbCue:
    """A verb of saying in segment ``at``, or a phrase that names a source; ``own``: by a possessive ("her account")."""

    at: int
    first: int
    end: int
    lemma: str
    takes: str = ""
    tells: str = ""
    is_source: bool = False
    own: bool = False


def segments(units: Units) -> list[Segment]:
    found: list[Segment] = []
    marks = ""
    k = 0
    while k < len(units):
        if units.tags[k] in _MARKS:
            marks += units.tags[k]
            k += 1
            continue
        end = k + 1
        is_quotation = units.tags[k] == "Q"
        while not is_quotation and end < len(units) and units.tags[end] not in _MARKS and units.tags[end] != "Q":
            end += 1
        found.append(Segment(k, end, marks, is_quotation))
        k, marks = end, ""
    return found


def cues(units: Units, found: Sequence[Segment], known: Lexicon) -> Iterator[VerbCue]:
    """What reports speech, in order: at most one cue a segment, and a verb behind a conjunction."""
    for at, segment in enumerate(found):
        if segment.is_quotation:
            continue
        source = _source(units, segment, at, known)
        if source:
            yield source
            continue
        last: VerbCue | None = None
        for k in range(segment.first, segment.end):
            cue = _verb(units, segment, at, k, known)
            if cue and (last is None or _coordinated(units, k)):
                last = cue
                yield cue


def _coordinated(units: Units, k: int) -> bool:
    return "c" in units.tags[max(0, k - 3) : k]


def _source(units: Units, segment: Segment, at: int, known: Lexicon) -> VerbCue | None:
    """A phrase that names a source, at the head of a segment or behind its first words, or a word behind the source."""
    low = units.low
    for k in range(segment.first, segment.end):
        if units.low[k + 1 : k + 2] and low[k + 1] in known.tables.possessives and _opens(units, segment, k):
            phrase = next(
                (p for p in known.sources if p[0] == low[k] and list(p[1:]) == low[k + 2 : k + 1 + len(p)]), None
            )
            if phrase:
                return VerbCue(at, k, k + 1 + len(phrase), " ".join(phrase), is_source=True, own=True)
        phrase = starts_with(units, k, segment.end, known.sources)
        if phrase and k + len(phrase) < segment.end and _opens(units, segment, k):
            return VerbCue(at, k, k + len(phrase), " ".join(phrase), is_source=True)
        if low[k] in known.tables.behind_source and k > segment.first:
            return VerbCue(at, k, k + 1, low[k], is_source=True)
    return None


def _opens(units: Units, segment: Segment, k: int) -> bool:
    return all(units.tags[j] in "Acs" for j in range(segment.first, k))


def starts_with(units: Units, k: int, end: int, phrases: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The phrase that stands at unit ``k``."""
    return next((p for p in phrases if k + len(p) <= end and tuple(units.low[k : k + len(p)]) == p), None)


def _verb(units: Units, segment: Segment, at: int, k: int, known: Lexicon) -> VerbCue | None:
    if units.tags[k] == "N" and k > 0:
        return None
    form = _form(units, segment, k, known)
    if (
        form is None
        or (k and units.low[k - 1] in _NEGATIONS)
        or (k + 1 < segment.end and units.low[k + 1] in _NEGATIONS)
    ):
        return None
    return VerbCue(at, k, k + 1, form.lemma, form.takes, form.tells)


def _form(units: Units, segment: Segment, k: int, known: Lexicon) -> Form | None:
    """The form at unit ``k``; one with a particle counts only where that ends the segment."""
    forms = known.verbs.get(units.low[k], ())
    last = units.low[segment.end - 1]
    return next((f for f in forms if f.particle == last and segment.end - 1 > k), None) or next(
        (f for f in forms if f.particle is None), None
    )


def words_of(segment: Segment) -> Range:
    return segment.first, segment.end
