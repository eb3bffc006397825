"""What a follow-up means in the light of the turns before it. Pure.

A follow-up is rewritten as a question that stands alone: "And about the budget?" after "What did Lind say about taxes?"
becomes "What did Lind say about the budget?". The asker is shown what was understood. A question that stands alone
takes nothing from the turns before, so that a new topic does not drag the old one along.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.conversation import Turn
from retrieval.analysis import terms
from retrieval.filters import apart, bound, instead
from retrieval.periods import are_dates, without_dates
from retrieval.speakers import fullest
from retrieval.thread import Earlier

Named = Callable[[str], Sequence[str]]  # the speakers that a phrase names

Does = Literal["ask", "more", "again"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a message means in its thread.

    ``does``: ``ask`` the question; show ``more`` of the answer of ``turn`` (counted from 1); show that answer ``again``
    (its lines of attribution answer "who said that?" and "when?"). ``context`` are the words of earlier turns, latest
    first, where the question leans on them. ``new_only`` leaves out what that answer showed ("what else").
    ``before`` are these words where it stands alone, and only one of several articles may be meant.
    ``begins``: it has a topic of its own, of which no turn before has spoken.
    """

    does: Does
    question: str
    context: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    new_only: bool = False
    begins: bool = False
    turn: int = 0

    @property
    def earlier(self) -> Earlier:
        return Earlier(self.context or self.before, leans=bool(self.context))


_I = re.IGNORECASE
_END = r"\s*[?.!]*$"
_MORE = re.compile(
    rf"^(?:(?:show|give|tell) me more|show more|more(?: please)?|what more|next|go on|continue|any more){_END}", _I
)
_YES = re.compile(rf"^(?:yes|yeah|yep|right|exactly|correct|i did)(?:,? please)?{_END}", _I)
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
_CONJUNCTION = r"(?:and|but|or|so|ok(?:ay)?)\b,?"
_WHO_ELSE = re.compile(rf"^(?:and\s+)?who\s+else(?:\s+(?:said|says|spoke|commented)\b.*?)?{_END}", _I)
_AND = rf"(?:{_CONJUNCTION}\s+)"
_ABOUT = re.compile(rf"^{_AND}?(?:(?:tell me )?(?:more )?about|on|for|from)\s+(?P<what>.+?){_END}", _I)
_INSTEAD = re.compile(rf"^{_AND}?(?:what|how)\s+about\s+(?P<what>.+?){_END}", _I)
_BARE_AND = re.compile(rf"^(?:and|but|or)\s+(?P<what>[\w’'. -]{{2,60}}?){_END}", _I)
_BARE = re.compile(rf"^(?:{_CONJUNCTION}\s*)?(?:(?:what|how) about\s+)?(?P<what>.*?){_END}", _I)
_NO = r"(?:no|sorry|nope|not that|actually)?[,.]?"
_CORRECTION = re.compile(
    rf"^{_NO}\s*(?:i\s+(?:mean|meant|was asking about)|rather|make that)[,:]?\s+(?P<what>.+?){_END}", _I
)
_LEAD_IN = re.compile(r"^(?:and|but|so|also|then|ok(?:ay)?),?\s+(?=\w+\s)", _I)
_HE = r"he|she|him|her|his|hers"
_PERSON = re.compile(rf"\b(?:{_HE}|they|them|their|theirs)\b", _I)
# Several things may be "they"; who says something is somebody.
_SOMEBODY = re.compile(rf"\b(?:{_HE})\b|\bthey(?=\s+(?:ever\s+)?(?:say|said|think|thought|mean|tell)\b)", _I)
_HER_NOUN = re.compile(r"\b(?:his|their|her)\b(?=\s+\w)", _I)
_IT = re.compile(r"\b(?:it|that|this)\b", _I)
_OF_IT = re.compile(rf"\b(?P<of>about|of) (?:it|that|this|these|those|them)(?={_END})", _I)
_THING = re.compile(r"\b(?:it|its|that|this|these|those|there|one|ones)\b", _I)
_QUESTION = re.compile(
    r"^(?:who|what|which|how|why|when|where|whom|whose|did|does|do|is|are|was|were|has|have|had|can|could|will|would|"
    r"should|may|might|in|on|at|by|according)\b",
    _I,
)
_NAME = re.compile(r"\b[^\W\d_a-z][\w’'-]*(?:\s+[^\W\d_a-z][\w’'-]*)*")
_ASKS_FOR_WORDS = re.compile(r"\bsa(?:y|id|ys)\b|\baccording to\b|\bthinks?\b", _I)
_BY = "by:"
_SHORT = 6  # words; a question this short that names nobody leans on the turns before
_REMEMBERED = 8  # turns that a question may lean on
_ANOTHER_MATTER = ("",) * 5  # turns of another matter count as if so many more lay between, each of which takes a fifth


def resolve(turns: Sequence[Turn], text: str, named: Named) -> Resolved:
    """What a message means after these turns. ``named`` tells whom a phrase names.

    A follow-up that takes parts of the last question keeps its filters too; one that stands alone has its own only.
    """
    text = " ".join(text.split())
    if not turns:
        return Resolved("ask", text)
    asked, given = _asked(text)
    earlier, kept = apart(turns[-1].understood_as)
    turns = (*turns[:-1], _plain(turns[-1], earlier, kept))
    found = (
        _as_meant(asked, turns[-1])
        or _of_an_answer(asked, turns, named)
        or _narrowed(asked, given, turns[-1])
        or _in_place_of(asked, turns, named)
    )
    if found is None:
        found = _leaning(asked, turns)
        return replace(found, question=text if found.question == asked else _joined(found.question, given))
    return replace(found, question=_joined(found.question, instead(_of_no_speaker(kept), given)))


def _asked(text: str) -> tuple[str, tuple[str, ...]]:
    """A message without its filters, and these; "and before March?" is one too."""
    asked, given = apart(text)
    dates = bound(_bare(asked))
    return ("", (*given, dates)) if dates else (asked, given)


def _plain(turn: Turn, question: str, filters: Sequence[str]) -> Turn:
    """The turn without the filters of its question; a speaker who was named by one is named in the question."""
    if any(one.casefold().startswith(_BY) for one in filters) and turn.speaker:
        question = _what_said(turn.speaker, turn.topic)
    return replace(turn, understood_as=question)


def _of_no_speaker(filters: Sequence[str]) -> list[str]:
    return [one for one in filters if not one.casefold().startswith(_BY)]


def _joined(question: str, filters: Sequence[str]) -> str:
    return " ".join((question, *filters))


def _bare(text: str) -> str:
    """A message without what it begins and ends with: "And in March?" is "in March"."""
    found = _BARE.match(text)
    return found["what"] if found else text


def _what_said(speaker: str, topic: str) -> str:
    return f"What did {speaker} say about {topic}?" if topic else f"What did {speaker} say?"


def _as_meant(text: str, last: Turn) -> Resolved | None:
    """The last question with the name that was meant, where a message says yes to it."""
    if last.meant and last.speaker and _YES.match(text):
        return Resolved("ask", last.understood_as.replace(last.speaker, last.meant))
    return None


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
    if _WHO_ELSE.match(text):
        return Resolved("ask", _who_else(last), new_only=True, turn=number)
    if found := _ELSE.match(text):
        question = _what_else(found, turns[-1].speaker or last.speaker, named)
        does: Does = "ask" if question else "more"
        return Resolved(does, question or last.understood_as, new_only=bool(question), turn=number)
    return None


def _who_else(last: Turn) -> str:
    """The last question where it asks who; else who spoke of its topic."""
    asks_who = last.understood_as.casefold().startswith("who") or not last.topic
    return last.understood_as if asks_who else f"Who commented on {last.topic}?"


def _what_else(found: re.Match[str], last: str | None, named: Named) -> str | None:
    """The question for other words of a speaker; None where there is none."""
    who = found["who"]
    speaker = last if who is None or _PERSON.fullmatch(who) else _named(who, named)
    return _what_said(speaker, found["topic"] or "") if speaker else None


def _named(who: str, named: Named) -> str:
    """The full name of whom a phrase names, or the phrase itself."""
    names = named(who)
    return fullest(names) if names else who


def _narrowed(text: str, filters: Sequence[str], last: Turn) -> Resolved | None:
    """The last question once more, where a message tells nothing but filters or dates."""
    bare = _bare(text)
    if are_dates(bare):
        return Resolved("ask", f"{without_dates(last.understood_as).rstrip('?. ')} {bare}?")
    return Resolved("ask", last.understood_as) if filters and not bare else None


def _in_place_of(text: str, turns: Sequence[Turn], named: Named) -> Resolved | None:
    """A speaker or a topic that takes the place of the last question's."""
    for pattern in (_CORRECTION, _ABOUT, _INSTEAD, _BARE_AND):
        found = pattern.match(text)
        if found is None:
            continue
        what = found["what"]
        if not _QUESTION.match(what):
            speakers = named(what) if pattern is not _ABOUT else ()
            it = _IT.search(turns[-1].understood_as) if pattern is _CORRECTION and not speakers else None
            return _in_place(it, what, turns[-1]) if it else _instead(what, speakers, turns)
        if pattern is _CORRECTION:
            return resolve(turns, _capitalised(text[found.start("what") :]), named)
    return None


def _in_place(it: re.Match[str], what: str, last: Turn) -> Resolved:
    """The last question with what its "it" was meant to be."""
    return Resolved("ask", f"{last.understood_as[: it.start()]}{what}{last.understood_as[it.end() :]}", begins=True)


def _instead(what: str, speakers: Sequence[str], turns: Sequence[Turn]) -> Resolved:
    """The last question with one of its parts replaced, where it shows which; else the new part, and what led to it."""
    last = turns[-1]
    question, names = last.understood_as, _names(last.understood_as)
    asks_for_words = _ASKS_FOR_WORDS.search(question)
    if speakers:
        if last.speaker and last.speaker in question and not asks_for_words:
            return Resolved("ask", question.replace(last.speaker, fullest(speakers)))
        return Resolved("ask", _what_said(fullest(speakers), last.topic), _context(turns) if _leans(question) else ())
    context = _context(turns) if _THING.search(what) else ()
    if last.speaker and (asks_for_words or last.speaker in question):
        return Resolved("ask", _what_said(last.speaker, what), context, begins=_is_new(what, turns))
    if what[:1].isupper() and len(names) == 1:
        return Resolved("ask", question.replace(names[0], what), context)
    return Resolved("ask", f"What about {what}?", (last.topic,))


def _leaning(text: str, turns: Sequence[Turn]) -> Resolved:
    """A question with its pronouns named; it leans on earlier turns when some are left, or it is short and nameless."""
    text = _capitalised(_LEAD_IN.sub("", text))
    named = _with_person(text, turns)
    leans = _leans(named)
    if turns[-1].topic:
        named = _OF_IT.sub(lambda found: f"{found['of']} {turns[-1].topic}", named)
    if leans:
        return Resolved("ask", named, _context(turns))
    return Resolved("ask", named, before=_context(turns), begins=_is_new(named, turns))


def _leans(question: str) -> bool:
    short = len(question.split()) <= _SHORT and not _names(question)
    return bool(short or _PERSON.search(question) or _THING.search(question))


def _with_person(text: str, turns: Sequence[Turn]) -> str:
    """The text with its first "he" or "she" replaced by whom was spoken of last, unless a name stands before it."""
    pronoun = _SOMEBODY.search(text)
    speaker = next((turn.speaker for turn in reversed(turns) if turn.speaker), None)
    if speaker is None or pronoun is None or _names(text[: pronoun.start()]):
        return text
    possessive = "'s" if _HER_NOUN.match(text, pronoun.start()) else ""
    return f"{text[: pronoun.start()]}{speaker}{possessive}{text[pronoun.end() :]}"


def _context(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The words of the turns, latest first, with a distance before those of another matter."""
    words = [f"{turn.topic} {turn.answer}" for turn in reversed(turns[-_REMEMBERED:])]
    same = len(turns) - max((n for n, turn in enumerate(turns) if turn.begins), default=0)
    return (*words[:same], *_ANOTHER_MATTER, *words[same:]) if words[same:] else tuple(words)


def _is_new(text: str, turns: Sequence[Turn]) -> bool:
    """Whether a text has no word of what was spoken of: lexical cohesion, after Halliday and Hasan (1976)."""
    spoken = {term for words in _context(turns) for term in terms(words)}
    return spoken.isdisjoint(terms(text))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(text: str) -> list[str]:
    """Runs of capitalised words, but for the text's first word."""
    return [m.group() for m in _NAME.finditer(text) if m.start() > 0]
