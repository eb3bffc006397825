"""Who is quoted in the archive, and which of them a phrase of a question means.

A phrase means a speaker when all its words belong to his name and role ("Lind", "the prime minister", "Norwegian prime
minister Jonas Lind"), or when it holds the whole name of a document or body that speaks ("the ministry's statement").
Words are compared as terms, so that endings and possessives do not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from retrieval import analysis
from retrieval.languages.detect import by_letters
from retrieval.lexicon.related import related
from retrieval.model import SpeakerCount, Statement

SAME_WORD = 0.7  # at this weight two related terms are the same word in another form ("Norway", "Norwegian")
REMEMBERED = 20_000  # names and roles whose terms are kept


def count_speakers(statements: Iterable[Statement]) -> list[SpeakerCount]:
    """Speakers with their number of statements and most frequent role, most quoted first, then by name."""
    counts: Counter[str] = Counter()
    roles: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for statement in statements:
        if statement.speaker:
            counts[statement.speaker] += 1
            if statement.role:
                roles[statement.speaker][statement.role] += 1
    found = [SpeakerCount(name, most_frequent(roles[name]), n) for name, n in counts.items()]
    return sorted(found, key=lambda s: (-s.statements, s.name))


def most_frequent(roles: Counter[str]) -> str | None:
    """Of equally frequent ones the first in the order of the alphabet, so that the order of reading does not matter."""
    return min(roles, key=lambda role: (-roles[role], role), default=None)


class Speakers(Protocol):
    """Where speakers are looked up: an archive, or a list."""

    def speaker(self, name: str) -> SpeakerCount | None:
        """The speaker of exactly this name."""

    def speakers_with(self, words: Collection[str]) -> set[SpeakerCount]:
        """The speakers with one of these terms in their name or their role."""


class SpeakerList:
    """``Speakers`` in memory."""

    def __init__(self, speakers: Sequence[SpeakerCount]) -> None:
        self.speakers = list(speakers)
        self._by_name = {s.name: s for s in speakers}
        self._by_word: defaultdict[str, set[SpeakerCount]] = defaultdict(set)
        for speaker in speakers:
            for word in speaker_words(speaker):
                self._by_word[word].add(speaker)

    def speaker(self, name: str) -> SpeakerCount | None:
        return self._by_name.get(name)

    def speakers_with(self, words: Collection[str]) -> set[SpeakerCount]:
        return set[SpeakerCount]().union(*(self._by_word.get(word, ()) for word in words))


def speaker_words(speaker: SpeakerCount) -> frozenset[str]:
    """The terms by which a speaker is found: those of his name and of his role."""
    return frozenset((*_terms(speaker.name), *_terms(speaker.role or "")))


class SpeakerTable:
    """Finds speakers by the words of their names and roles. Every list it returns has the most quoted first."""

    def __init__(self, speakers: Speakers) -> None:
        self._speakers = speakers

    def statements(self, name: str) -> int:
        """How many statements of that speaker there are."""
        speaker = self._speakers.speaker(name)
        return speaker.statements if speaker else 0

    def find(self, phrase: str) -> list[str]:
        """The speakers that a phrase may mean: those it names, else those whose name or role it is a part of."""
        return self.named(phrase) or _sorted(self._holders(frozenset(_terms(phrase))))

    def named(self, phrase: str) -> list[str]:
        """The speakers that a phrase names: it holds the last word of the name, or of the role, and no strange one."""
        words = frozenset(_terms(phrase))
        holders = self._holders(words)
        by_name = {speaker for speaker in holders if _last(speaker.name) & words}
        by_role = {speaker for speaker in holders if _last(speaker.role or "") & words}
        return _sorted(self._with_short_forms(by_name or by_role))

    def named_in(self, words: Iterable[str]) -> list[str]:
        """The speakers whose last name is one of these words."""
        asked = {term for word in words for term in _terms(word)}
        return _sorted(speaker for speaker in self._speakers.speakers_with(asked) if _last(speaker.name) & asked)

    def _holders(self, words: frozenset[str]) -> set[SpeakerCount]:
        """The speakers whose name and role hold all these words, else those whose whole name is among them."""
        if not words:
            return set()
        if holders := set[SpeakerCount].intersection(*(self._holding(word) for word in words)):
            return holders
        return {speaker for speaker in self._speakers.speakers_with(words) if words.issuperset(_terms(speaker.name))}

    def _holding(self, word: str) -> set[SpeakerCount]:
        forms = [word, *(term for term, weight in related(word).items() if weight >= SAME_WORD)]
        return self._speakers.speakers_with(forms)

    def _with_short_forms(self, speakers: set[SpeakerCount]) -> set[SpeakerCount]:
        """The last name alone means its one holder: an article that only says "Lind" speaks of Jonas Lind."""
        lasts = Counter(last for speaker in speakers for last in _last(speaker.name))
        own = {last for last, holders in lasts.items() if holders == 1}
        short = {s for s in self._speakers.speakers_with(own) if len(_terms(s.name)) == 1 and _last(s.name) <= own}
        return speakers | short


def fullest(names: Sequence[str]) -> str:
    """Of names for one speaker, the most quoted first, that one; in full where it is a last name alone."""
    first = names[0]
    return next((name for name in names if " " not in first and name.endswith(f" {first}")), first)


def _sorted(speakers: Iterable[SpeakerCount]) -> list[str]:
    return [s.name for s in sorted(speakers, key=lambda s: (-s.statements, s.name))]


def _last(phrase: str) -> frozenset[str]:
    return frozenset(_terms(phrase)[-1:])


@lru_cache(maxsize=REMEMBERED)
def _terms(phrase: str) -> tuple[str, ...]:
    return tuple(analysis.terms(phrase, by_letters(phrase)))
