"""What was spoken of in a thread: its words, and whether a text goes on with it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import Turn
from retrieval.analysis import terms
from retrieval.languages.detect import detect

_REMEMBERED = 8  # turns that a question may lean on
_ANOTHER_MATTER = ("",) * 5  # turns of another matter count as if so many more lay between, each of which takes a fifth


def words_before(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The words of the turns, latest first, with a distance before those of another matter."""
    words = [f"{turn.topic} {turn.answer}" for turn in reversed(turns[-_REMEMBERED:])]
    same = len(turns) - max((n for n, turn in enumerate(turns) if turn.begins), default=0)
    return (*words[:same], *_ANOTHER_MATTER, *words[same:]) if words[same:] else tuple(words)


def is_new(text: str, turns: Sequence[Turn]) -> bool:
    """Whether a text has no word of what was spoken of: lexical cohesion, after Halliday and Hasan (1976)."""
    language = detect(turns[-1].understood_as)
    spoken = {term for words in words_before(turns) for term in terms(words, language)}
    return spoken.isdisjoint(terms(text, language))
