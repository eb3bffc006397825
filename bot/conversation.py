"""Threads and their turns, and what a follow-up means in the light of the turns before it. Pure.

A follow-up is rewritten as a question that stands alone: "And about the budget?" after "What did Lind say about taxes?"
becomes "What did Lind say about the budget?". The asker is shown what was understood. A question that stands alone
takes nothing from the turns before, so that a new topic does not drag the old one along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from retrieval.speakers import fullest

Named = Callable[[str], Sequence[str]]  # the speakers that a phrase names: SpeakerTable.named


@dataclass(frozen=True, slots=True)
class QuoteRef:
    """Where a quote stands: enough to make it anew from the archive."""

    article_id: str
    start: int
    end: int
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a thread and what came of it.

    ``speaker`` is whom the answer speaks of, ``topic`` the words asked about, ``answer`` the words that answered.
    ``quotes`` are all that were found, of which the first ``shown`` were seen; ``copies`` are the same statements in
    other articles.
    """

    said: str
    understood_as: str
    speaker: str | None = None
    topic: str = ""
    answer: str = ""
    quotes: tuple[QuoteRef, ...] = ()
    shown: int = 0
    copies: tuple[QuoteRef, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON; ``from_dict`` is the way back."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Turn:
        refs = {name: tuple(QuoteRef(**ref) for ref in data.get(name, ())) for name in ("quotes", "copies")}
        return cls(**{**data, **refs})


def seen(turns: Sequence[Turn]) -> set[tuple[str, int]]:
    """What these turns have shown, each as its article's id and its start, and the same statements elsewhere."""
    refs = (ref for turn in turns for ref in (*turn.quotes[: turn.shown], *turn.copies))
    return {(ref.article_id, ref.start) for ref in refs}


class Threads(Protocol):
    """Where the turns of each thread are kept."""

    def load(self, key: str) -> tuple[Turn, ...]:
        """The thread's turns, oldest first; none for a new thread."""

    def append(self, key: str, turn: Turn) -> None: ...

    def replace(self, key: str, number: int, turn: Turn) -> None:
        """Put ``turn`` in the place of turn ``number``, counted from 1."""


class MemoryThreads:
    """Threads in memory; the thread that was quiet longest goes when there are more than ``size``."""

    def __init__(self, size: int = 1_000) -> None:
        self._size = size
        self._threads: dict[str, tuple[Turn, ...]] = {}

    def load(self, key: str) -> tuple[Turn, ...]:
        return self._threads.get(key, ())

    def append(self, key: str, turn: Turn) -> None:
        turns = self._threads.pop(key, ())
        self._threads[key] = (*turns, turn)
        while len(self._threads) > self._size:
            del self._threads[next(iter(self._threads))]

    def replace(self, key: str, number: int, turn: Turn) -> None:
        turns = list(self._threads[key])
        turns[number - 1] = turn
        self._threads[key] = tuple(turns)


Does = Literal["ask", "more", "again"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a message means in its thread.

    ``does``: ``ask`` the question; show ``more`` of the answer of ``turn`` (counted from 1); show that answer ``again``
    (its lines of attribution answer "who said that?" and "when?"). ``context`` are the words of earlier turns, latest
    first, where the question leans on them. ``new_only`` leaves out what that answer showed ("what else").
    """

    does: Does
    question: str
    context: tuple[str, ...] = ()
    new_only: bool = False
    turn: int = 0


_I = re.IGNORECASE
_END = r"\s*[?.!]*$"
_MORE = re.compile(rf"^(?:(?:show|give) me more|show more|more(?: please)?|next|go on|continue|any more){_END}", _I)
_THAT = r"(?:that|this|it|so)"
_AGAIN = re.compile(
    rf"^(?:and\s+)?(?:who(?:\s+(?:said|says|is|was)\s+{_THAT})?|says who|by whom|source|where does {_THAT} come from|"
    rf"when(?:\s+(?:was|did)\s+(?:{_THAT}|(?:he|she|they)\s+say\s+{_THAT}))?(?:\s+said)?){_END}",
    _I,
)
_ELSE = re.compile(
    r"^(?:and\s+)?(?:what|anything)\s+else(?:\s+(?:did|does|has|have|do)\s+(?P<who>.+?)\s+(?:say|said|tell|add))?"
    rf"(?:\s+(?:about|on)\s+(?P<topic>.+?))?{_END}",
    _I,
)
_ABOUT = re.compile(rf"^(?:(?:and|but|ok(?:ay)?),?\s+)?(?:about|on|for|from)\s+(?P<what>.+?){_END}", _I)
_INSTEAD = re.compile(rf"^(?:(?:and|but|ok(?:ay)?),?\s+)?(?:what|how)\s+about\s+(?P<what>.+?){_END}", _I)
_BARE_AND = re.compile(rf"^(?:and|but|or)\s+(?P<what>[\w’'. -]{{2,60}}?){_END}", _I)
_NO = r"(?:no|sorry|nope|not that|actually)?[,.]?"
_CORRECTION = re.compile(
    rf"^{_NO}\s*(?:i\s+(?:mean|meant|was asking about)|rather|make that)[,:]?\s+(?P<what>.+?){_END}", _I
)
_LEAD_IN = re.compile(r"^(?:and|but|so|also|then|ok(?:ay)?),?\s+(?=\w+\s)", _I)
_PERSON = re.compile(r"\b(?:he|she|they|him|her|them|his|their|hers|theirs)\b", _I)
_HER_NOUN = re.compile(r"\b(?:his|their|her)\b(?=\s+\w)", _I)
_THING = re.compile(r"\b(?:it|its|that|this|these|those|there|one|ones)\b", _I)
_QUESTION = re.compile(
    r"^(?:who|what|which|how|why|when|where|whom|whose|did|does|do|is|are|was|were|has|have|had|can|could|will|would|"
    r"should|may|might|in|on|at|by|according)\b",
    _I,
)
_NAME = re.compile(r"\b[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*)*")
_ASKS_FOR_WORDS = re.compile(r"\bsa(?:y|id|ys)\b|\baccording to\b|\bthinks?\b", _I)
_SHORT = 6  # words; a question this short that names nobody leans on the turns before
_REMEMBERED = 8  # turns that a question may lean on


def resolve(turns: Sequence[Turn], text: str, named: Named) -> Resolved:
    """What a message means after these turns. ``named`` tells whom a phrase names."""
    text = " ".join(text.split())
    if not turns:
        return Resolved("ask", text)
    return _of_an_answer(text, turns, named) or _in_place_of(text, turns, named) or _leaning(text, turns)


def _of_an_answer(text: str, turns: Sequence[Turn], named: Named) -> Resolved | None:
    """What is asked of the last answer itself: more of it, who said it, what else its speaker said."""
    number = max((n for n, turn in enumerate(turns, 1) if turn.quotes), default=0)
    if not number:
        return None
    last = turns[number - 1]
    if _MORE.match(text):
        return Resolved("more", last.understood_as, turn=number)
    if _AGAIN.match(text):
        return Resolved("again", last.understood_as, turn=number)
    if found := _ELSE.match(text):
        question = _what_else(found, last, named)
        does: Does = "ask" if question else "more"
        return Resolved(does, question or last.understood_as, new_only=bool(question), turn=number)
    return None


def _what_else(found: re.Match[str], last: Turn, named: Named) -> str | None:
    """The question for other words of a speaker; None where the last answer has no speaker."""
    who = found["who"]
    speaker = last.speaker if who is None or _PERSON.fullmatch(who) else _named(who, named)
    about = f" about {found['topic']}" if found["topic"] else ""
    return f"What did {speaker} say{about}?" if speaker else None


def _named(who: str, named: Named) -> str:
    """The full name of whom a phrase names, or the phrase itself."""
    names = named(who)
    return fullest(names) if names else who


def _in_place_of(text: str, turns: Sequence[Turn], named: Named) -> Resolved | None:
    """A speaker or a topic that takes the place of the last question's."""
    for pattern in (_CORRECTION, _ABOUT, _INSTEAD, _BARE_AND):
        found = pattern.match(text)
        if found is None:
            continue
        if not _QUESTION.match(found["what"]):
            speakers = named(found["what"]) if pattern is not _ABOUT else ()
            return _instead(found["what"], speakers, turns)
        if pattern is _CORRECTION:
            return resolve(turns, _capitalised(text[found.start("what") :]), named)
    return None


def _instead(what: str, speakers: Sequence[str], turns: Sequence[Turn]) -> Resolved:
    """The last question with one of its parts replaced, where it shows which; else the new part, and what led to it."""
    last = turns[-1]
    names = _names(last.understood_as)
    context = _context(turns) if _THING.search(what) else ()
    if speakers:
        about = f" about {last.topic}" if last.topic else ""
        return Resolved("ask", f"What did {fullest(speakers)} say{about}?")
    if last.speaker and _ASKS_FOR_WORDS.search(last.understood_as):
        return Resolved("ask", f"What did {last.speaker} say about {what}?", context)
    if what[:1].isupper() and len(names) == 1:
        return Resolved("ask", last.understood_as.replace(names[0], what), context)
    return Resolved("ask", f"What about {what}?", _context(turns))


def _leaning(text: str, turns: Sequence[Turn]) -> Resolved:
    """A question with its pronouns named; it leans on earlier turns when some are left, or it is short and nameless."""
    text = _capitalised(_LEAD_IN.sub("", text))
    named = _with_person(text, turns[-1])
    short = len(named.split()) <= _SHORT and not _names(named)
    leans = short or _PERSON.search(named) or _THING.search(named)
    return Resolved("ask", named, _context(turns) if leans else ())


def _with_person(text: str, last: Turn) -> str:
    """The text with its first "he" or "she" replaced by the last turn's speaker, unless a name stands before it."""
    pronoun = _PERSON.search(text)
    if last.speaker is None or pronoun is None or _names(text[: pronoun.start()]):
        return text
    possessive = "'s" if _HER_NOUN.match(text, pronoun.start()) else ""
    return f"{text[: pronoun.start()]}{last.speaker}{possessive}{text[pronoun.end() :]}"


def _context(turns: Sequence[Turn]) -> tuple[str, ...]:
    return tuple(f"{turn.topic} {turn.answer}" for turn in reversed(turns[-_REMEMBERED:]))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(text: str) -> list[str]:
    """Runs of capitalised words, but for the text's first word."""
    return [m.group() for m in _NAME.finditer(text) if m.start() > 0]
