"""A small invented article, quotes from it, and an assistant that answers from a table: for tests of front ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.reply import Notice, Overview, Reply, Speakers
from retrieval.model import (
    Abstention,
    Answer,
    Article,
    Evidence,
    Feature,
    Quote,
    SpeakerCount,
    Statement,
    TermWeight,
)

TEXT = """The harbour council met on Tuesday.

Money

"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette. She said that the repair would cost \
3 million crowns [sic] :smile: and take two years.

"It is ours," she said.
"""

ARTICLE = Article(
    id="pier-1",
    text=TEXT,
    title="Council keeps the pier",
    outlet="Harbour News",
    author="Jo Berg",
    published=date(2026, 3, 4),
    url="https://news.example/pier",
)

SPEAKER = "Ada Lindqvist"
ROLE = "Mayor"
VIA = ("Harbour News", "Coast Gazette")


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def statement(words: str, **changes) -> Statement:
    start, end = span(words)
    base = Statement(start, end, SPEAKER, "She", ROLE, "paraphrase", "said", VIA, date(2026, 3, 3))
    return replace(base, **changes)


def quote(words: str, said: Statement | None = None, matches: tuple[str, ...] = (), **changes) -> Quote:
    start, end = span(words)
    return Quote(
        text=words,
        start=start,
        end=end,
        article=changes.pop("article", ARTICLE),
        statement=said,
        score=2.5,
        matches=tuple(span(word) for word in matches),
        **changes,
    )


def quote_of(text: str, matches: tuple[tuple[int, int], ...] = ()) -> Quote:
    """A quote that is a whole article of its own."""
    return Quote(text, 0, len(text), Article("a", text, outlet="Daily"), None, 1.0, matches)


DIRECT_WORDS = '"We will not sell the old pier," Mayor Ada Lindqvist told the Coast Gazette.'
PARAPHRASE_WORDS = "She said that the repair would cost 3 million crowns [sic] :smile: and take two years."
NARRATION_WORDS = "The harbour council met on Tuesday."

EVIDENCE = Evidence(
    terms=(TermWeight("pier", 0.75, matched=True), TermWeight("ferri", 0.25, matched=False)),
    features=(Feature("coverage", 0.75, 2.0), Feature("tells", 1.0, 0.5)),
)

DIRECT = quote(
    DIRECT_WORDS,
    statement('"We will not sell the old pier,"', kind="direct", speaker_text="Mayor Ada Lindqvist", cue="told"),
    matches=("sell", "pier"),
    evidence=EVIDENCE,
)
PARAPHRASE = quote(
    PARAPHRASE_WORDS, statement("the repair would cost 3 million crowns [sic] :smile: and take two years")
)
NARRATION = quote(NARRATION_WORDS)

ANSWER = Answer("What did Ada Lindqvist say about the pier?", (DIRECT,), (PARAPHRASE, NARRATION), 0.875)
ABSTENTION = Abstention(
    "What did Ada Lindqvist say about ferries?",
    "speaker_silent",
    (NARRATION,),
    0.125,
    speaker=SPEAKER,
    by_speaker=3,
    missing=("ferries",),
)


def answered(asked: str = ANSWER.understood_as, **changes) -> Reply:
    base = Reply("answered", ANSWER, asked, ANSWER.understood_as, turn=1, remaining=2, seconds=0.002)
    return replace(base, **changes)


def abstained(asked: str = ABSTENTION.understood_as, **changes) -> Reply:
    return replace(Reply("abstained", ABSTENTION, asked, ABSTENTION.understood_as, turn=2), **changes)


class FakeAssistant:
    """Answers what its table holds, and tells what it was asked. ``interrupts`` are messages that Ctrl-C breaks off."""

    def __init__(self, replies: dict[str, Reply] | None = None, interrupts: tuple[str, ...] = ()) -> None:
        self.problems = ()
        self.asked: list[tuple[str, str, int | None]] = []
        self.remembered: dict[str, list[dict[str, str]]] = {}
        self._replies = replies or {}
        self._interrupts = interrupts

    def reply(self, thread: str, text: str, *, limit: int | None = None, turn: int | None = None) -> Reply:
        self.asked.append((thread, text, limit))
        if text in self._interrupts:
            raise KeyboardInterrupt
        if text == "/speakers":
            return Reply("command", Speakers(self.overview().speakers), text)
        return self._replies.get(text) or Reply("error", Notice("This question has no words."), text)

    def remember(self, thread, turns) -> None:
        self.remembered[thread] = list(turns)

    def overview(self) -> Overview:
        return Overview(
            articles=1,
            outlets=("Harbour News",),
            newest=date(2026, 3, 4),
            speakers=(SpeakerCount(SPEAKER, ROLE, 3),),
            suggestions=("What did Ada Lindqvist say?",),
        )
