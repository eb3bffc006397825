"""What kind of answer a question wants, and whether a sentence holds one of that kind.

Both are tables of patterns in ``languages``: a question's first words tell the kind, and each kind has marks that an
answer shows (a number, a date, a place, a cause). The classes are those of Li and Roth, "Learning Question
Classifiers" (2002), as far as a pattern can tell them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from retrieval.analysis import terms
from retrieval.languages import DEFAULT, rules_of
from retrieval.languages.tables import QuestionKind

_SCENE = re.compile(r"[.!?…][\"'”’»)]?\s+(?=[^?]*\?$)")
STRICT = frozenset({"age", "how_many", "how_much", "when"})  # without the marks of these there is seldom an answer
COUNTED = frozenset({"age", "how_many"})  # without a number there is none


def question_kind(text: str, language: str = DEFAULT) -> tuple[QuestionKind, list[tuple[int, int]]]:
    """The kind of answer asked for, and the spans of words that are spent on saying so ("old" in "how old").

    A question behind sentences that set the scene tells the kind alone, where it tells any.
    """
    for start in dict.fromkeys((behind_scene(text), 0)):
        for kind, pattern in _question_patterns(language):
            if found := pattern.search(text[start:]):
                spent = [found.span(name) for name, value in found.groupdict().items() if value]
                return kind, [(start + first, start + last) for first, last in spent]
    return "what", []


def behind_scene(text: str) -> int:
    """Where the question itself begins behind sentences that set the scene; 0 where there are none."""
    return max((found.end() for found in _SCENE.finditer(text)), default=0)


def asks_for_several(text: str, language: str = DEFAULT) -> bool:
    """Whether a question wants a list: each part of the answer may stand in a sentence of its own."""
    return bool(_several(language).search(text))


def holds_answer(kind: QuestionKind, sentence: str, question: str, language: str = DEFAULT) -> bool | None:
    """Whether a sentence shows an answer of that kind that the question does not hold; None for kinds without marks.

    ``language`` is that of the sentence.
    """
    pattern = _answer_patterns(language).get(kind)
    if pattern is None:
        return None
    asked = question.casefold()
    return any(_tells(found, asked, language) for found in pattern.finditer(sentence))


def _tells(found: re.Match[str], asked: str, language: str) -> bool:
    """Whether a mark of an answer is new to the question, and not just a word with a sentence's capital."""
    word = found.group().casefold()
    return word not in asked and (found.start() > 0 or bool(terms(word, language)))


@cache
def _question_patterns(language: str) -> Sequence[tuple[QuestionKind, re.Pattern[str]]]:
    """In order: the first that fits counts."""
    return tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in rules_of(language).questions.kinds)


@cache
def _several(language: str) -> re.Pattern[str]:
    return re.compile(rules_of(language).questions.several, re.IGNORECASE)


@cache
def _answer_patterns(language: str) -> Mapping[QuestionKind, re.Pattern[str]]:
    return {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in rules_of(language).questions.answers.items()}
