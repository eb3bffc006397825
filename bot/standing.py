"""How a question stands to the turns before it: alone, leaning on them, or perhaps either. Pure."""

from __future__ import annotations

import re

from retrieval.analysis import tokens
from retrieval.answer_type import question_kind
from retrieval.languages import rules_of
from retrieval.languages.detect import detect
from retrieval.thread import Standing

_FEW = 3  # terms; a question of so few that names nobody leans on the turns before
_MANY = 6  # terms; a question of so many says itself what its pronouns stand for


def standing(question: str) -> Standing:
    """A question leans by a pronoun and by saying little itself; where only one of both is so, it may stand alone.

    One that has no words but those that tell its kind ("How much?") leans.
    """
    language = detect(question)
    said = tokens(question, language)
    refers = len(said) < _MANY and has_pronoun(question)
    little = len(said) <= _FEW and not names(question)
    if not refers and not little:
        return "alone"
    _, spent = question_kind(question, language)
    says_nothing = all(any(start <= token.start < end for start, end in spent) for token in said)
    return "leaning" if little and (refers or says_nothing) else "either"


def has_pronoun(text: str) -> bool:
    """Whether a text has a pronoun for a person or a thing, or the like: "there"."""
    table = rules_of(detect(text)).follow_ups
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in (table.person, table.thing))


def names(text: str) -> list[str]:
    """Runs of capitalised words, but for the text's first word."""
    name = rules_of(detect(text)).follow_ups.name
    return [found.group() for found in re.finditer(name, text, re.IGNORECASE) if found.start() > 0]
