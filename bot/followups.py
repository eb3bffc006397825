"""What a follow-up means in the light of the turns before it. Pure.

A follow-up is rewritten as a question that stands alone: "And about the budget?" after "What did Lind say about taxes?"
becomes "What did Lind say about the budget?". The asker is shown what was understood. A question that stands alone
keeps its words; the turns before it only tell which of several articles may be meant.

How a language goes on in a thread stands in its tables. A message is read by those of its own language and then by
those of the last question, in which the question is written that it means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.asking import what_said
from bot.context import is_new, words_before
from bot.conversation import Turn
from bot.standing import names, standing
from retrieval.filters import apart, bound, instead
from retrieval.languages import LANGUAGES, rules_of
from retrieval.languages.detect import detect
from retrieval.languages.tables import FollowUps
from retrieval.periods import are_dates, without_dates
from retrieval.speakers import fullest
from retrieval.thread import NOTHING, Earlier

Named = Callable[[str], Sequence[str]]  # the speakers that a phrase names

Does = Literal["ask", "more", "again"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a message means in its thread.

    ``does``: ``ask`` the question; show ``more`` of the answer of ``turn`` (counted from 1); show that answer ``again``
    (its lines of attribution answer "who said that?" and "when?"). ``earlier`` are the words of the turns before, as
    far as they matter, and how the question stands to them. ``new_only`` leaves out what that answer showed ("what
    else"), ``others`` the words of those whom it quoted too ("who else"). ``begins``: it has a topic of its own, of
    which no turn before has spoken.
    """

    does: Does
    question: str
    earlier: Earlier = NOTHING
    new_only: bool = False
    others: bool = False
    begins: bool = False
    turn: int = 0


_I = re.IGNORECASE
_MARKS = r"\s*[?.!]*"  # at the end of a message
_BY = "by:"


def welcome(text: str) -> str | None:
    """What to say to a message that only thanks, in its language; None for other messages."""
    tables = (language.follow_ups for language in LANGUAGES.values())
    return next((table.welcome for table in tables if _whole(table.thanks, text)), None)


def tells_nothing(answer: str, question: str) -> bool:
    """Whether an answer is a mere "yes" or the like, which many articles say of other things."""
    return bool(_whole(_table(question).empty, answer.strip()))


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
    found = next(_followed(asked, given, turns, named), None)
    if found is None:
        found = _leaning(asked, turns)
        return replace(found, question=text if found.question == asked else _joined(found.question, given))
    return replace(found, question=_joined(found.question, instead(_of_no_speaker(kept), given)))


def _followed(text: str, given: Sequence[str], turns: Sequence[Turn], named: Named) -> Iterator[Resolved]:
    """What a message means by each language that it may be in, where it takes up the turns before."""
    for language in dict.fromkeys((detect(text), detect(turns[-1].understood_as))):
        table = rules_of(language).follow_ups
        found = (
            _as_meant(text, turns[-1], table)
            or _of_an_answer(text, turns, named, table)
            or _narrowed(text, given, turns[-1], table)
            or _in_place_of(text, turns, named, table)
        )
        if found:
            yield found


def _table(text: str) -> FollowUps:
    return rules_of(detect(text)).follow_ups


def _whole(pattern: str, text: str) -> re.Match[str] | None:
    """A pattern of a whole message, held against one."""
    return re.fullmatch(f"(?:{pattern}){_MARKS}", text, _I)


def _asked(text: str) -> tuple[str, tuple[str, ...]]:
    """A message without its filters, and these; "and before March?" is one too."""
    asked, given = apart(text)
    dates = bound(_bare(asked, _table(asked)))
    return ("", (*given, dates)) if dates else (asked, given)


def _plain(turn: Turn, question: str, filters: Sequence[str]) -> Turn:
    """The turn without the filters of its question; a speaker who was named by one is named in the question."""
    if any(one.casefold().startswith(_BY) for one in filters) and turn.speaker:
        question = what_said(turn.speaker, turn.topic, detect(question))
    return replace(turn, understood_as=question)


def _of_no_speaker(filters: Sequence[str]) -> list[str]:
    return [one for one in filters if not one.casefold().startswith(_BY)]


def _joined(question: str, filters: Sequence[str]) -> str:
    return " ".join((question, *filters))


def _bare(text: str, table: FollowUps) -> str:
    """A message without what it begins and ends with: "And in March?" is "in March"."""
    found = _whole(table.bare, text)
    return found["what"] if found else text


def _as_meant(text: str, last: Turn, table: FollowUps) -> Resolved | None:
    """The last question with the name that was meant, where a message says yes to it."""
    if last.meant and last.speaker and _whole(table.yes, text):
        return Resolved("ask", last.understood_as.replace(last.speaker, last.meant))
    return None


def _of_an_answer(text: str, turns: Sequence[Turn], named: Named, table: FollowUps) -> Resolved | None:
    """What is asked of the last answer itself: more of it, who said it, what else its speaker said."""
    number = max((n for n, turn in enumerate(turns, 1) if turn.quotes), default=0)
    if not number:
        return None
    last = turns[number - 1]
    if _whole(table.more, text):
        return Resolved("more", last.understood_as, turn=number)
    if _whole(table.again, text):
        return Resolved("again", last.understood_as, turn=number)
    if _whole(table.who_else, text):
        return Resolved("ask", _who_else(last), new_only=True, others=bool(last.topic), turn=number)
    if found := _whole(table.what_else, text):
        question = _what_else(found, turns, turns[-1].speaker or last.speaker, named, table)
        does: Does = "ask" if question else "more"
        return Resolved(does, question or last.understood_as, new_only=bool(question), turn=number)
    return None


def _who_else(last: Turn) -> str:
    """The last question where it asks who; else who spoke of its topic."""
    table = _table(last.understood_as)
    asks_who = last.understood_as.casefold().startswith(table.who) or not last.topic
    return last.understood_as if asks_who else table.who_spoke.format(topic=last.topic)


def _what_else(
    found: re.Match[str], turns: Sequence[Turn], last: str | None, named: Named, table: FollowUps
) -> str | None:
    """The question for other words of a speaker; None where there is none."""
    who = found["who"]
    speaker = last if who is None or re.fullmatch(table.person, who, _I) else _named(who, named)
    return what_said(speaker, found["topic"] or "", detect(turns[-1].understood_as)) if speaker else None


def _named(who: str, named: Named) -> str:
    """The full name of whom a phrase names, or the phrase itself."""
    names = named(who)
    return fullest(names) if names else who


def _speakers(phrase: str, named: Named, table: FollowUps) -> Sequence[str]:
    """Whom a phrase names, with its article or without."""
    return named(phrase) or named(re.sub(table.article, "", phrase, flags=_I))


def _narrowed(text: str, filters: Sequence[str], last: Turn, table: FollowUps) -> Resolved | None:
    """The last question once more, where a message tells nothing but filters or dates."""
    bare = _bare(text, table)
    if are_dates(bare):
        return Resolved("ask", f"{without_dates(last.understood_as).rstrip('?. ')} {bare}?")
    return Resolved("ask", last.understood_as) if filters and not bare else None


def _in_place_of(text: str, turns: Sequence[Turn], named: Named, table: FollowUps) -> Resolved | None:
    """A speaker or a topic that takes the place of the last question's."""
    for pattern in (table.correction, table.about, table.instead, table.another):
        found = _whole(pattern, text)
        if found is None:
            continue
        what, corrects = found["what"], pattern is table.correction
        if not re.match(table.question, what, _I):
            speakers = _speakers(what, named, table) if pattern is not table.about else ()
            question = turns[-1].understood_as
            it = re.search(_table(question).it, question, _I) if corrects and not speakers else None
            return _in_place(it, what, turns[-1]) if it else _instead(what, speakers, turns)
        if corrects:
            return resolve(turns, _capitalised(text[found.start("what") :]), named)
    return None


def _in_place(it: re.Match[str], what: str, last: Turn) -> Resolved:
    """The last question with what its "it" was meant to be."""
    return Resolved("ask", f"{last.understood_as[: it.start()]}{what}{last.understood_as[it.end() :]}", begins=True)


def _instead(what: str, speakers: Sequence[str], turns: Sequence[Turn]) -> Resolved:
    """The last question with one of its parts replaced, where it shows which; else the new part, and what led to it."""
    last = turns[-1]
    question, language = last.understood_as, detect(last.understood_as)
    table = rules_of(language).follow_ups
    asks_for_words = re.search(table.asks_for_words, question, _I)
    earlier = Earlier(words_before(turns), "leaning")
    if speakers:
        name, leans = fullest(speakers), standing(question) != "alone"
        if last.speaker and last.speaker in question and not asks_for_words:
            return Resolved("ask", question.replace(last.speaker, name))
        return Resolved("ask", what_said(name, last.topic, language), earlier if leans else NOTHING)
    earlier = earlier if re.search(table.thing, what, _I) else NOTHING
    if last.speaker and (asks_for_words or last.speaker in question):
        asked = what_said(last.speaker, what, language)
        return Resolved("ask", asked, earlier, begins=is_new(what, turns))
    if what[:1].isupper() and len(named := names(question)) == 1:
        return Resolved("ask", question.replace(named[0], what), earlier)
    return Resolved("ask", table.what_about.format(what=what), Earlier((last.topic,), "leaning"))


def _leaning(text: str, turns: Sequence[Turn]) -> Resolved:
    """A question with its pronouns named, as far as the turns tell for whom or for what they stand."""
    table = _table(text)
    text = _capitalised(re.sub(table.lead_in, "", text, flags=_I))
    named = _with_person(text, turns, table)
    if topic := turns[-1].topic:
        named = re.sub(table.of_it, lambda it: table.of_topic.format(**it.groupdict(), topic=topic), named, flags=_I)
    how = standing(named)
    return Resolved("ask", named, Earlier(words_before(turns), how), begins=how == "alone" and is_new(named, turns))


def _with_person(text: str, turns: Sequence[Turn], table: FollowUps) -> str:
    """The text with its first "he" or "she" replaced by whom was spoken of last, unless a name stands before it."""
    pronoun = re.search(table.somebody, text, _I)
    speaker = next((turn.speaker for turn in reversed(turns) if turn.speaker), None)
    if speaker is None or pronoun is None or names(text[: pronoun.start("who")]):
        return text
    start, end = pronoun.span("who")
    possessive = re.compile(table.possessive, _I).match(text, start)
    return f"{text[:start]}{speaker}{table.genitive if possessive else ''}{text[end:]}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
