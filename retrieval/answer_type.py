"""What kind of answer a question wants, and whether a sentence holds one of that kind.

Both are tables of patterns: a question's first words tell the kind, and each kind has marks that an answer shows (a
number, a date, a place, a cause). The classes are those of Li and Roth, "Learning Question Classifiers" (2002), as far
as a pattern can tell them.
"""

from __future__ import annotations

import re
from typing import Literal

from retrieval.analysis import terms

QuestionKind = Literal[
    "who", "when", "where", "age", "how_many", "how_much", "why", "yes_no", "definition", "which", "what"
]

_BE = r"(?:is|are|was|were)"
_AUX = r"(?:did|does|do|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must)"

# In order: the first that fits counts. A group named "spent" holds words that tell the kind and nothing of the topic.
_KINDS: tuple[tuple[QuestionKind, str], ...] = (
    ("age", r"\b(?:how (?P<spent>old)|(?:at )?what (?P<spent2>age)|the (?P<spent3>age) of)\b"),
    ("how_many", r"\bhow (?P<spent>many)\b|\bwhat (?P<spent2>number) of\b"),
    ("how_much", r"\bhow (?P<spent>much(?: money)?)\b|\b(?:what|which) (?:percentage|percent|share|proportion)\b"),
    (
        "how_much",
        r"\bhow (?:large|big|high|tall|long|far|fast|deep|heavy|wide|often|expensive)\b|\bwhat (?:price|sum)\b",
    ),
    ("when", r"\bhow (?:soon|recently|long ago)\b|\b(?:what|which) (?P<spent>year|date|day|month|decade|century)\b"),
    ("when", r"\bwhen\b|\bwhat (?P<spent>time)\b"),
    ("where", r"\bwhere\b|\b(?:what|which) (?:country|city|town|state|place|region|location|continent)\b"),
    ("why", r"\bwhy\b|\bfor what reason\b|\bwhat (?:is|was) the (?P<spent>reason)\b|\bwhat (?:caused|led to)\b"),
    ("who", r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|actor|actress|singer|author|leader)\b"),
    ("definition", rf"^what {_BE} (?:an?|the) [\w-]+\??$|^what does .+ (?P<spent>mean)\b"),
    ("which", r"\bwhich\b|\bwhat (?:is|was) the name\b"),
    ("yes_no", rf"^{_AUX}\b"),
)

_NUMBER = (
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|"
    r"billions?|half|both|several|none|no one|one)\b"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_NAME = r"(?-i:\b[A-Z][\w’'-]+)"

_ANSWERS: dict[QuestionKind, str] = {
    "age": r"\b\d{1,3}[- ]years?[- ]old\b|\baged? (?:of )?\d|, \d{1,3},|\b\d{1,3} years of age\b|\bborn\b",
    "how_many": _NUMBER,
    "how_much": _NUMBER + r"|[$€£¥%]|\bper ?cent\b",
    "when": rf"\b(?:1[0-9]|20)\d\d\b|\b{_MONTH} \d|\b\d{{1,2}} {_MONTH}|\b{_DAY}\b|"
    r"\b(?:yesterday|today|tomorrow|tonight|ago|century|decade|(?:last|next|this) (?:week|month|year|night|summer|"
    r"winter|spring|autumn|fall)|\d\d?(?::\d\d)? ?[ap]\.?m)\b",
    "where": rf"\b(?:in|at|near|from|to|outside|across|off|around) (?:the )?{_NAME}|\b(?:north|south|east|west)\w*\b",
    "why": r"\b(?:because|due to|since|as a result|owing to|so that|in order to|caused|reason|thanks to|amid|after)\b",
    "who": rf"{_NAME}|\b(?:president|minister|officials?|chief|director|chairman)\b",
    "which": rf"{_NAME}|\d",
    "definition": r"\b(?:is|are|was|were|means?|refers?|called|known as|defined)\b",
}

_QUESTION_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_ANSWER_PATTERNS = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _ANSWERS.items()}


STRICT = frozenset({"age", "how_many", "how_much", "when"})  # without the marks of these there is no answer


def question_kind(text: str) -> tuple[QuestionKind, list[tuple[int, int]]]:
    """The kind of answer asked for, and the spans of words that are spent on saying so ("old" in "how old")."""
    for kind, pattern in _QUESTION_PATTERNS:
        if found := pattern.search(text):
            spent = [found.span(name) for name, value in found.groupdict().items() if value]
            return kind, spent
    return "what", []


def holds_answer(kind: QuestionKind, sentence: str, question: str) -> bool | None:
    """Whether a sentence shows an answer of that kind that the question does not hold; None for kinds without marks."""
    pattern = _ANSWER_PATTERNS.get(kind)
    if pattern is None:
        return None
    asked = question.casefold()
    return any(_tells(found, asked) for found in pattern.finditer(sentence))


def _tells(found: re.Match[str], asked: str) -> bool:
    """Whether a mark of an answer is new to the question, and not just a word with a sentence's capital."""
    word = found.group().casefold()
    return word not in asked and (found.start() > 0 or bool(terms(word)))
