"""The commands of a thread: what each does with the archive and the last answer. Pure but for the archive."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.reply import ArticleView, Body, ContextView, Help, Notice, Sources, Speakers, Why
from retrieval.archive import Archive
from retrieval.languages import LANGUAGES
from retrieval.model import Entry, Quote

LISTED = 200  # articles; what may be many times as much is for ``onrecord list``

HELP = Help(
    (
        ("/more", "the next quotes of the last answer"),
        ("/context N", "quote N with the sentences before and after it"),
        ("/article N", "the whole article that quote N stands in"),
        ("/why N", "why quote N was chosen: the words it matches and what they weigh"),
        ("/timeline X on Y", "what X said on Y, oldest first"),
        ("/speakers", "who is quoted in the archive"),
        ("/sources", "the articles of the archive"),
        ("/help", "this list"),
        ("/quit", "leave the chat"),
    )
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works on. ``quotes`` are those of the answer that it speaks of, in the order of their numbers.

    ``question`` is the one that they answer, as it was understood.
    """

    archive: Archive
    quotes: Sequence[Quote]
    confidence: float
    question: str = ""


class CommandError(Exception):
    """A command that cannot be carried out; the message is for the user."""


_FOLLOW_UPS = [language.follow_ups for language in LANGUAGES.values()]
_ON = "|".join(table.on for table in _FOLLOW_UPS)
_TIMELINE = re.compile(rf"/timeline(?:\s+(?P<who>.+?)\s+(?:{_ON})\s+(?P<topic>.+?))?[?.!\s]*", re.IGNORECASE)
_IN_WORDS = [re.compile(rf"(?:{table.timeline})[?.! ]*", re.IGNORECASE) for table in _FOLLOW_UPS]


def is_timeline(text: str) -> bool:
    """Whether it is the command for a timeline, which asks the archive anew, unlike all others."""
    return text.casefold().split()[:1] == ["/timeline"]


def timeline_command(speaker: str, topic: str) -> str:
    return f"/timeline {speaker} on {topic}"


def speaker_and_topic(text: str) -> tuple[str, str]:
    """Whose words on what a timeline is to show. Raises CommandError when the command does not tell."""
    found = _TIMELINE.fullmatch(text)
    if found is None or found["who"] is None:
        raise CommandError("A timeline needs a speaker and a topic, as in /timeline Jane Doe on the budget.")
    return found["who"], found["topic"]


def timeline_in_words(text: str, named: Callable[[str], Sequence[str]]) -> tuple[str, str] | None:
    """The same of a message such as "timeline of Jane Doe on the budget"; None where it names no speaker."""
    text = " ".join(text.split())
    found = next((found for pattern in _IN_WORDS if (found := pattern.fullmatch(text))), None)
    return (found["who"], found["topic"]) if found and named(found["who"]) else None


def run(text: str, desk: Desk) -> Body:
    """Carry out a command such as "/why 2". Raises CommandError with a plain sentence."""
    name, _, argument = text.strip().partition(" ")
    command = _COMMANDS.get(name.casefold())
    if command is None:
        raise CommandError(f"There is no command {name}. /help lists them.")
    return command(argument.strip(), desk)


def _help(_argument: str, _desk: Desk) -> Body:
    return HELP


def _quit(_argument: str, _desk: Desk) -> Body:
    return Notice("This thread stays open; just stop asking.")


def _sources(_argument: str, desk: Desk) -> Body:
    newest = tuple(islice(desk.archive.articles(), LISTED))
    return Sources(newest, len(desk.archive) - len(newest))


def _speakers(_argument: str, desk: Desk) -> Body:
    return Speakers(tuple(desk.archive.speakers()))


def _article(argument: str, desk: Desk) -> Body:
    _, quote = _numbered(argument, desk, "/article")
    entry = desk.archive.revision(quote.article.id, quote.article.revision)
    return ArticleView(entry.article, entry.sentences, (quote.start, quote.end))


def _context(argument: str, desk: Desk) -> Body:
    number, quote = _numbered(argument, desk, "/context")
    start, end = surroundings(desk.archive.revision(quote.article.id, quote.article.revision), quote)
    return ContextView(number, quote, start, end)


def _why(argument: str, desk: Desk) -> Body:
    number, quote = _numbered(argument, desk, "/why")
    if quote.evidence is None:
        raise CommandError(f"Quote {number} was not chosen by its words: see who speaks in it, or ask once more.")
    return Why(number, quote, quote.evidence, desk.confidence, desk.question)


def _numbered(argument: str, desk: Desk, command: str) -> tuple[int, Quote]:
    """The quote of that number; without a number the first."""
    if not desk.quotes:
        raise CommandError(f"There is no quote yet for {command}. Ask a question first.")
    digits = argument.strip("[]") or "1"
    number = int(digits) if digits.isdecimal() and len(digits) < 6 else 0
    if not 1 <= number <= len(desk.quotes):
        raise CommandError(f"{command} takes the number of a quote, from 1 to {len(desk.quotes)}.")
    return number, desk.quotes[number - 1]


def surroundings(entry: Entry, quote: Quote) -> tuple[int, int]:
    """The span from the sentence before the quote to the one after it."""
    near = [n for n, s in enumerate(entry.sentences) if s.start < quote.end and s.end > quote.start]
    first, last = max(0, min(near) - 1), min(len(entry.sentences) - 1, max(near) + 1)
    return entry.sentences[first].start, entry.sentences[last].end


_COMMANDS: dict[str, Callable[[str, Desk], Body]] = {
    "/help": _help,
    "/quit": _quit,
    "/sources": _sources,
    "/speakers": _speakers,
    "/article": _article,
    "/context": _context,
    "/why": _why,
}
