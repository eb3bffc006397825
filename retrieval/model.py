"""The words of the domain, as data: what is read, what is found in it, and what is shown to the one who asks.

Every module speaks in these; this one imports the standard library only. Offsets are characters (Python string
indices) into ``Article.text``, half-open: ``article.text[start:end]``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from retrieval.errors import NotVerbatim

Kind = Literal["direct", "mixed", "paraphrase", "narration"]
Reason = Literal["no_match", "weak_match", "speaker_silent", "outside_dates"]
Verdict = Literal["verbatim", "differs", "close", "not_found"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Article:
    """One published text and its metadata. ``text`` is canonical: NFC, with line feeds as line ends.

    ``body`` is the offset at which the text proper starts; what stands before it is metadata written into the text.
    ``revision`` counts the texts that the archive has held under this id, from 1.

    "Verbatim" means against ``text``. What it was taken from is told by ``raw_hash``: the SHA-256 of the bytes of the
    file, the page or the item, in hexadecimal; it says nothing about the article, and is not compared.
    ``published`` is the calendar day as it was written, ``published_at`` the same with its time where one is known.
    ``correction`` is what the publisher says to have corrected, ``based_on`` the publishers, names or
    addresses of the works that it says to have taken the article from.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    language: str = "en"
    body: int = 0
    revision: int = 1
    published_at: datetime | None = None
    modified: datetime | None = None
    correction: str | None = None
    based_on: tuple[str, ...] = ()
    raw_hash: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence; a quotation of several sentences in one pair of marks stays in one piece.

    ``section`` is the heading that it stands under; ``paragraph`` counts from 0 through the article.
    """

    start: int
    end: int
    section: str | None = None
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A few neighbouring sentences of one section: the unit that BM25 ranks.

    ``first`` and ``last`` are positions in the article's list of sentences, both included.
    """

    start: int
    end: int
    first: int
    last: int
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """Attributed words: who said what, how the text shows it, and the way it took to us.

    ``speaker_text`` is the speaker as the text names it there ("he", "the minister"), ``speaker`` the full name that
    the text supports, or None. ``cue`` is the verb or phrase of saying. ``via`` runs from the outlet that published to
    the outlet that first reported. ``certainty`` in [0, 1] follows the evidence for the speaker.
    """

    start: int
    end: int
    speaker: str | None
    speaker_text: str | None
    role: str | None
    kind: Kind
    cue: str | None
    via: tuple[str, ...] = ()
    said_on: date | None = None
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the archive holds it: with all that was found in it, in order of the text."""

    article: Article
    sentences: tuple[Sentence, ...]
    passages: tuple[Passage, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """Somebody who is quoted: the fullest name, the role that goes with it most often, and how many statements."""

    name: str
    role: str | None
    statements: int


@dataclass(frozen=True, slots=True)
class TermWeight:
    """A term of the question, the share of the question's weight that it carries, and whether the quote has it."""

    term: str
    weight: float
    matched: bool


@dataclass(frozen=True, slots=True)
class Feature:
    """One named piece of evidence for a quote, and the weight that the choice gives to it."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a quote stands where it stands."""

    terms: tuple[TermWeight, ...]
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence shown to the asker.

    ``statement`` is None where the outlet itself speaks. ``matches`` are the spans of the question's words, as offsets
    in the article's text. ``withdrawn``: it stands in an older revision, and the newest lacks it. ``also`` are the same
    statement in other articles, the earliest first. Raises NotVerbatim when ``text`` is not what stands in the article.
    """

    text: str
    start: int
    end: int
    article: Article
    statement: Statement | None
    score: float
    matches: tuple[Span, ...] = ()
    evidence: Evidence | None = None
    withdrawn: bool = False
    also: tuple[Quote, ...] = ()

    def __post_init__(self) -> None:
        if not self.text or self.article.text[self.start : self.end] != self.text:
            raise NotVerbatim(self.article.id, self.start, self.end)

    @property
    def speaker(self) -> str | None:
        return self.statement.speaker if self.statement else None

    @property
    def kind(self) -> Kind:
        return self.statement.kind if self.statement else "narration"

    @property
    def via(self) -> tuple[str, ...]:
        if self.statement and self.statement.via:
            return self.statement.via
        return (self.article.outlet,) if self.article.outlet else ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences that answer: one to three good ones, and what ranks behind them.

    ``confidence`` in [0, 1] is that of the first quote.
    """

    understood_as: str
    quotes: tuple[Quote, ...]
    more: tuple[Quote, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Dates:
    """Days from ``after`` to ``before``, both included; None is open."""

    after: date | None = None
    before: date | None = None

    def hold(self, day: date | None) -> bool:
        """Whether a day lies in them; an unknown one only where both are open."""
        if day is None:
            return self == Dates()
        return (self.after or date.min) <= day <= (self.before or date.max)

    def both(self, other: Dates) -> Dates:
        """The days that lie in both."""
        starts, ends = [d for d in (self.after, other.after) if d], [d for d in (self.before, other.before) if d]
        return Dates(max(starts, default=None), min(ends, default=None))


@dataclass(frozen=True, slots=True)
class Abstention:
    """No answer, with its reason and the closest passages. None of ``closest`` is an answer, and none is shown as one.

    ``speaker`` is who was asked about; ``by_speaker`` how many statements of that speaker the archive holds;
    ``topic`` the words of the question that tell what it is about, ``missing`` those that the closest sentence lacks;
    ``did_you_mean`` the speaker whose name may have been misspelt. ``asked`` are the days asked about, where there is
    an answer outside of them only, and ``held`` those from which it is.
    """

    understood_as: str
    reason: Reason
    closest: tuple[Quote, ...]
    confidence: float
    speaker: str | None = None
    by_speaker: int = 0
    missing: tuple[str, ...] = field(default=())
    did_you_mean: str | None = None
    topic: str = ""
    asked: Dates | None = None
    held: Dates | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One piece of a word-by-word comparison: ``same`` in both, ``said`` only in the message, ``record`` only in it.

    The pieces ``same`` and ``said``, joined, are the message's sentence to the letter.
    """

    where: Literal["same", "said", "record"]
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of a message beside the archive's. ``differences`` is empty where the words are the same.

    ``verdict``: ``verbatim`` the record has these words, all of them but for what the message itself marks as left out
    or put in; ``differs`` it has other words, see the differences; ``close`` it speaks of the same matter;
    ``not_found`` it does not (``quote`` is None). ``credited_to`` is who spoke according to the message, where the
    record names somebody else.
    """

    claim: str
    verdict: Verdict
    quote: Quote | None
    differences: tuple[Difference, ...] = ()
    credited_to: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A message held against the record, sentence by sentence; ``left`` counts those of a long one not looked at."""

    items: tuple[Checked, ...]
    left: int = 0
