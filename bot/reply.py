"""What the assistant says back: pure data, which the renderers turn into terminal text, Block Kit or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from retrieval.model import (
    Abstention,
    Answer,
    Article,
    Check,
    Evidence,
    Quote,
    Sentence,
    Span,
    SpeakerCount,
)

Outcome = Literal["answered", "abstained", "command", "error"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One plain sentence: what was done, or what is wrong and what would be right."""

    text: str


@dataclass(frozen=True, slots=True)
class Help:
    """The commands, each with what it does: ``(("/sources", "the articles of the archive"), ...)``."""

    commands: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """The newest articles of the archive, newest first; ``left`` counts the others."""

    articles: tuple[Article, ...]
    left: int = 0


@dataclass(frozen=True, slots=True)
class Speakers:
    """Who is quoted in the archive, most quoted first."""

    speakers: tuple[SpeakerCount, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """A whole article to read. ``marked`` is the quote to point at, ``sentences`` where it may be cut into pages."""

    article: Article
    sentences: tuple[Sentence, ...]
    marked: Span | None = None


@dataclass(frozen=True, slots=True)
class ContextView:
    """A quote with its neighbouring sentences: ``article.text[start:end]`` holds the quote and them."""

    number: int
    quote: Quote
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Why:
    """The evidence behind quote ``number``. ``question`` is the one that it answers, as it was understood."""

    number: int
    quote: Quote
    evidence: Evidence
    confidence: float
    question: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """What one speaker said on a topic, oldest first, without a verdict."""

    speaker: str
    topic: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the archive holds, for a first look: counts, outlets, the newest date, the most quoted, questions to try."""

    articles: int
    outlets: tuple[str, ...]
    newest: date | None
    speakers: tuple[SpeakerCount, ...]
    suggestions: tuple[str, ...]


Body = (
    Answer
    | Abstention
    | Notice
    | Help
    | Sources
    | Speakers
    | ArticleView
    | ContextView
    | Why
    | Check
    | Timeline
    | Overview
)


@dataclass(frozen=True, slots=True)
class Outdated:
    """The day of an answer's newest source, which is old beside the day up to which the archive goes."""

    source: date
    archive: date


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to one message of a thread.

    ``asked`` is the message as it came. ``understood_as`` is the question that was answered; it differs from ``asked``
    in a follow-up, and is then shown. ``turn`` counts the questions of the thread from 1. ``first`` is the number of
    the first quote shown ("more" goes on counting), ``remaining`` how many are still behind "more".
    ``timeline`` is the command that shows what the speaker said on the topic over time, where that is several things.
    """

    outcome: Outcome
    body: Body
    asked: str
    understood_as: str | None = None
    turn: int = 0
    first: int = 1
    remaining: int = 0
    timeline: str | None = None
    outdated: Outdated | None = None
    seconds: float = 0.0
