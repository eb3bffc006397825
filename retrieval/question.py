"""What a question asks: whose words, what kind of answer, and on what topic.

Understanding is by patterns over the question's text. A question that asks for somebody's words ("What did X say about
Y?") names its speaker; only that speaker's words can answer it. A question that merely names somebody who is quoted
("Did X agree?") prefers his words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.analysis import Token, tokens
from retrieval.answer_type import QuestionKind, question_kind
from retrieval.errors import QuestionError
from retrieval.lexicon.asked import asked_kind
from retrieval.model import Span
from retrieval.speakers import SpeakerTable

LONGEST = 2_000  # characters; a question longer than this is a paste

_SAYING = (
    r"(?:(?:say|said|saying|tell|told|thinks?|thought|believed?|comment(?:ed)?|mention(?:ed)?|argued?|respond(?:ed)?|"
    r"react(?:ed)?|declared?|insist(?:ed)?|remark(?:ed)?)\b|(?:stated?|claim(?:ed)?)\b(?=\s+(?:about|that|on)\b))"
)
_AUX = r"(?:did|does|do|has|have|had)"
_WHO = r"(?P<who>(?!not\b)[^?;:,]{1,60}?)"
_ABOUT = r"(?:\s+(?:about|on|of|to|regarding|that))?"
_WORDS = r"(?:views?|opinions?|position|stance|take|reaction|response|comments?|remarks?|words)"

# Each names the speaker asked for in the group "who"; from there, or from "cue", to the match's end the question tells
# no topic.
_ASKS_FOR_WORDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:what|which|how|why|when|where)\b[^?]*?\b{_AUX}\s+{_WHO}\s+(?:ever\s+)?{_SAYING}{_ABOUT}",
        rf"^{_AUX}\s+{_WHO}\s+(?:ever\s+)?{_SAYING}{_ABOUT}",
        rf"\b(?:what(?:\s+(?:is|was|are|were)|['’]s)|describe)\s+{_WHO}['’]s?\s+{_WORDS}\b{_ABOUT}",
    )
)
_ACCORDING_TO = re.compile(rf"\b(?P<cue>according\s+to|in\s+the\s+words\s+of)\s+{_WHO}(?=[,?]|$)", re.IGNORECASE)
_NAMING = re.compile(r"[^\W\d_a-z]|(?:the|an?|his|her|their|its|our)\s", re.UNICODE)
_WHO_SAID = re.compile(rf"^who(?:\s+(?:has|have|had))?\s+{_SAYING}{_ABOUT}", re.IGNORECASE)
_QUESTION_WORD = re.compile(r"\b(?:who|what|which|how|why|when|where|whom|whose)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?:he|she|it|they|you|we|i|anyone|anybody|someone|somebody|people|everyone)$", re.IGNORECASE)
_ARTICLE_BEFORE = re.compile(r"\b(?:the|an?)\s+$", re.IGNORECASE)
_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w’'-]*")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    ``topic`` are the terms that a sentence should hold. ``asked_for`` is the speaker as the question names him when his
    words are asked for, else None; ``speakers`` are the archive's speakers that this, or a name in the question, means,
    the most quoted first.
    ``names`` are the terms of the question's proper names. ``thing`` is the kind of thing asked for, such as "country"
    in "Which country ...?", as a term; empty where none is known.
    """

    text: str
    kind: QuestionKind
    topic: tuple[Token, ...]
    asked_for: str | None
    speakers: tuple[str, ...]
    names: frozenset[str]
    thing: frozenset[str]

    def topic_terms(self) -> list[str]:
        return [token.term for token in self.topic]

    def topic_text(self) -> str:
        """The words of the topic as they were asked, from the first to the last, with its article."""
        if not self.topic:
            return ""
        start = self.topic[0].start
        article = _ARTICLE_BEFORE.search(self.text, 0, start)
        return self.text[article.start() if article else start : self.topic[-1].end]


def understand(text: str, table: SpeakerTable, *, by: str | None = None, where: Span | None = None) -> Question:
    """Read a question. ``by`` is a speaker asked for beside it, ``where`` words of it that only tell where to look.

    Raises QuestionError when it is empty, too long, or holds no word to look for.
    """
    text = " ".join(text.split())
    _check(f"{by or ''}{text}")
    kind, spent = question_kind(text)
    asked_for, words_span = _asked_speaker(text, table)
    asked_for = by or asked_for
    spent.extend([where] if where else [])
    spent.extend([words_span] if words_span else [])
    spent.extend(found.span() for found in _WHO_SAID.finditer(text))
    capitalised = _names(text)
    speakers = table.find(asked_for) if asked_for else table.named_in(capitalised)
    topic = tuple(token for token in tokens(text) if not _inside(token, spent))
    names = frozenset(t.term for name in capitalised for t in tokens(name))
    return Question(text, kind, topic, asked_for, tuple(speakers), names, asked_kind(text))


def _check(text: str) -> None:
    if not text:
        raise QuestionError("There is no question in this message.")
    if len(text) > LONGEST:
        raise QuestionError(f"This question has {len(text):,} characters; please ask in {LONGEST:,} or fewer.")
    if not any(character.isalnum() for character in text):
        raise QuestionError("There is no word in this question.")


def _asked_speaker(text: str, table: SpeakerTable) -> tuple[str | None, Span | None]:
    """Who is asked for, and the words that only say so.

    "According to" asks for somebody's words only when it names a speaker; else it names a source, a topic like others.
    """
    for pattern in _ASKS_FOR_WORDS:
        found = pattern.search(text)
        if found and _may_name(found["who"], table):
            return found["who"].strip(), _spent(found)
    found = _ACCORDING_TO.search(text)
    if found and table.named(found["who"]):
        return found["who"].strip(), _spent(found)
    return None, None


def _may_name(phrase: str, table: SpeakerTable) -> bool:
    if _PRONOUN.match(phrase) or _QUESTION_WORD.search(phrase):
        return False
    return bool(_NAMING.match(phrase) or table.named(phrase))


def _spent(found: re.Match[str]) -> Span:
    """From the speaker's name, or the cue before it, to the end of the words of saying."""
    return found.start("cue" if "cue" in found.groupdict() else "who"), found.end()


def _names(text: str) -> list[str]:
    """Capitalised words, but for the question's first."""
    return [m.group() for m in _CAPITALISED.finditer(text) if m.start() > 0]


def _inside(token: Token, spans: Iterable[Span]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)
