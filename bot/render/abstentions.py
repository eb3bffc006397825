"""Why there is no answer, in plain sentences that every front end shares, and what may help."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.asking import what_said
from bot.render.words import MONTHS, counted, day, listed, quoted
from retrieval.analysis import tokens
from retrieval.languages.detect import detect
from retrieval.lexicon.background import passage_share
from retrieval.lexicon.kinds import kinds

if TYPE_CHECKING:
    from datetime import date

    from retrieval.model import Abstention, Dates

_OTHER_WORDS = "Other words may help."
_TOPIC_WORDS = 8  # in the longest topic that is repeated


def abstention(a: Abstention) -> str:
    """Why there is no answer, and what may help: another question, other words, another name, other days."""
    missing = _some([quoted(word) for word in _telling(a)])
    if a.reason == "speaker_silent":
        return _silent(a, a.speaker or "this speaker", missing)
    if a.reason == "outside_dates":
        return _outside(a)
    if a.reason == "no_match":
        return f"Nothing in the archive speaks of {missing or 'this'}. {_OTHER_WORDS}"
    if a.closest and missing:
        return f"No sentence in the archive answers this; the closest one does not speak of {missing}. {_OTHER_WORDS}"
    if a.closest:
        return "Some sentences in the archive come close, but none of them answers this."
    return f"No sentence in the archive answers this. {_OTHER_WORDS}"


def _outside(a: Abstention) -> str:
    asked = period(a.asked) if a.asked else "the dates asked about"
    sentence = f"The archive has nothing on this from {asked}"
    return f"{sentence}; what it has on it is from {period(a.held)}." if a.held else f"{sentence}."


def period(days: Dates) -> str:
    """``8 February 2026``, ``1 to 7 March 2026``, ``1 March 2026 on``: to be read after "from"."""
    first, last = days.after, days.before
    if first and last:
        return day(first) if first == last else f"{_since(first, last)} to {day(last)}"
    if first:
        return f"{day(first)} on"
    return f"before {day(last + timedelta(days=1))}" if last else "any day"


def _since(first: date, last: date) -> str:
    """The first day without what it has in common with the last."""
    if (first.year, first.month) == (last.year, last.month):
        return str(first.day)
    return f"{first.day} {MONTHS[first.month - 1]}" if first.year == last.year else day(first)


def _telling(a: Abstention) -> list[str]:
    """The missing names and nouns, as only they tell what is missing; where there are none, the other words."""
    first = a.understood_as.partition(" ")[0]
    return [word for word in a.missing if _tells(word, first)] or list(a.missing)


def _tells(word: str, first: str) -> bool:
    """Whether it has a capital or a digit, and not for being first; or is a thing; or no common word."""
    return any(
        (written != first and not written.islower()) or kinds(token.term) or not passage_share(token.term)
        for token in tokens(word)
        for written in [word[token.start : token.end]]
    )


def _some(words: list[str]) -> str:
    """The first few, for a question may be long."""
    rest = len(words) - 4
    return listed([*words[:4], counted(rest, "other word")] if rest > 0 else words, "or")


def _silent(a: Abstention, name: str, missing: str) -> str:
    if a.by_speaker == 0:
        meant = f" Did you mean {a.did_you_mean}?" if a.did_you_mean else ""
        return f"The archive has no statement by {name}.{meant}"
    statements = f"The archive has {counted(a.by_speaker, 'statement')} by {name}"
    all_of_them = f"“{what_said(name, '', detect(a.understood_as))}” shows {'it' if a.by_speaker == 1 else 'them'}."
    if 0 < len(a.topic.split()) <= _TOPIC_WORDS:
        return f"{statements}; {'not' if a.by_speaker == 1 else 'none'} on {quoted(a.topic)}. {all_of_them}"
    if a.by_speaker == 1:
        return f"{statements}; it does not {f'speak of {missing}' if missing else 'answer this'}. {all_of_them}"
    return f"{statements}; none of them {f'speaks of {missing}' if missing else 'answers this'}. {all_of_them}"
