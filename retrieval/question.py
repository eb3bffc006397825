"""What a question asks: whose words, what kind of answer, and on what topic.

Understanding is by patterns over the question's text. A question that asks for somebody's words ("What did X say about
Y?") names its speaker; only that speaker's words can answer it. A question that merely names somebody who is quoted
("Did X agree?") prefers his words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from retrieval.analysis import Token, tokens
from retrieval.answer_type import behind_scene, question_kind
from retrieval.errors import QuestionError
from retrieval.languages import DEFAULT, rules_of
from retrieval.languages.detect import detect
from retrieval.languages.tables import QuestionKind
from retrieval.lexicon.asked import asked_kind
from retrieval.model import Span
from retrieval.speakers import SpeakerTable

LONGEST = 2_000  # characters; a question longer than this is a paste


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How a language asks: its table, compiled."""

    asks_for_words: tuple[re.Pattern[str], ...]
    according_to: re.Pattern[str]
    who_said: re.Pattern[str]
    question_word: re.Pattern[str]
    no_name: re.Pattern[str]
    naming: re.Pattern[str]
    capitalised: re.Pattern[str]
    article_before: re.Pattern[str]


@cache
def _patterns(language: str) -> _Patterns:
    tables = rules_of(language).questions

    def read(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return _Patterns(
        asks_for_words=tuple(map(read, tables.asks_for_words)),
        according_to=read(tables.according_to),
        who_said=read(tables.who_said),
        question_word=read(tables.question_word),
        no_name=read(tables.no_name),
        naming=re.compile(rf"{tables.capital}|{tables.naming}"),
        capitalised=re.compile(rf"\b{tables.capital}[\w’'-]*"),
        article_before=read(tables.article_before),
    )


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked.

    ``topic`` are the terms that a sentence should hold. ``asked_for`` is the speaker as the question names him when his
    words are asked for, else None; ``speakers`` are the archive's speakers that this, or a name in the question, means,
    the most quoted first.
    ``focus`` are the terms of the question itself, where sentences before it set the scene.
    ``names`` are the terms of the question's proper names, ``full_names`` each two words that stand side by side in
    one, as they are written; none in a language in which others have capitals. ``thing`` is the kind of thing asked
    for, such as "country" in "Which country ...?", as a term; empty where none is known. ``language`` is that of the
    question, ``terms_in`` that of the articles in which its terms are looked for.
    """

    text: str
    kind: QuestionKind
    topic: tuple[Token, ...]
    asked_for: str | None
    speakers: tuple[str, ...]
    names: frozenset[str]
    full_names: tuple[str, ...]
    focus: frozenset[str]
    thing: frozenset[str]
    language: str = DEFAULT
    terms_in: str = DEFAULT

    def topic_terms(self) -> list[str]:
        return [token.term for token in self.topic]

    def topic_text(self) -> str:
        """The words of the topic as they were asked, from the first to the last, with its article."""
        if not self.topic:
            return ""
        start = self.topic[0].start
        article = _patterns(self.language).article_before.search(self.text, 0, start)
        return self.text[article.start() if article else start : self.topic[-1].end]


def understand(
    text: str, table: SpeakerTable, *, by: str | None = None, where: Span | None = None, terms_in: str | None = None
) -> Question:
    """Read a question. ``by`` is a speaker asked for beside it, ``where`` words of it that only tell where to look.

    ``terms_in`` is the language of the articles that it is asked of; None is its own. Raises QuestionError when it is
    empty, too long, or holds no word to look for.
    """
    text = " ".join(text.split())
    _check(f"{by or ''}{text}")
    language = detect(text)
    terms_in = terms_in or language
    patterns = _patterns(language)
    kind, spent = question_kind(text, language)
    asked_for, words_span = _asked_speaker(text, table, patterns)
    asked_for = by or asked_for
    spent.extend([where] if where else [])
    spent.extend([words_span] if words_span else [])
    spent.extend(found.span() for found in patterns.who_said.finditer(text))
    capitalised = [m.group() for m in patterns.capitalised.finditer(text) if m.start() > 0]  # but for the first word
    speakers = table.find(asked_for) if asked_for else table.named_in(capitalised)
    told = {token.start for token in tokens(text, language)}  # where words stand that the question does not stop
    topic = tuple(t for t in tokens(text, terms_in) if t.start in told and not _inside(t, spent))
    names = frozenset(t.term for name in capitalised for t in tokens(name, terms_in))
    scene = behind_scene(text)
    focus = frozenset(token.term for token in topic if token.start >= scene) if scene else frozenset[str]()
    thing = asked_kind(text) if rules_of(terms_in).in_lexicon else frozenset[str]()
    full_names = tuple(_side_by_side(text, topic)) if rules_of(terms_in).questions.names_alone else ()
    return Question(text, kind, topic, asked_for, tuple(speakers), names, full_names, focus, thing, language, terms_in)


def _side_by_side(text: str, topic: Iterable[Token]) -> Iterator[str]:
    """Each two words with capitals, but for the first word, between which there is only a space or a hyphen."""
    for one, other in pairwise(topic):
        names = one.start > 0 and text[one.start].isupper() and text[other.start].isupper()
        if names and text[one.end : other.start] in (" ", "-"):
            yield text[one.start : other.end]


def _check(text: str) -> None:
    if not text:
        raise QuestionError("There is no question in this message.")
    if len(text) > LONGEST:
        raise QuestionError(f"This question has {len(text):,} characters; please ask in {LONGEST:,} or fewer.")
    if not any(character.isalnum() for character in text):
        raise QuestionError("There is no word in this question.")


def _asked_speaker(text: str, table: SpeakerTable, patterns: _Patterns) -> tuple[str | None, Span | None]:
    """Who is asked for, and the words that only say so.

    "According to" asks for somebody's words only when it names a speaker; else it names a source, a topic like others.
    """
    for pattern in patterns.asks_for_words:
        found = pattern.search(text)
        if found and _may_name(found["who"], table, patterns):
            return found["who"].strip(), _spent(found)
    found = patterns.according_to.search(text)
    if found and table.named(found["who"]):
        return found["who"].strip(), _spent(found)
    return None, None


def _may_name(phrase: str, table: SpeakerTable, patterns: _Patterns) -> bool:
    if patterns.no_name.match(phrase) or patterns.question_word.search(phrase):
        return False
    return bool(patterns.naming.match(phrase) or table.named(phrase))


def _spent(found: re.Match[str]) -> Span:
    """From the speaker's name, or the cue before it, to the end of the words of saying."""
    return found.start("cue" if "cue" in found.groupdict() else "who"), found.end()


def _inside(token: Token, spans: Iterable[Span]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)
