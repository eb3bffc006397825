"""Who is quoted in the archive, and which of them a phrase of a question means.

A phrase means a speaker when all its words belong to his name and role ("Lind", "the prime minister", "Norwegian prime
minister Jonas Lind"), or when it holds the whole name of a document or body that speaks ("the ministry's statement").
Words are compared as terms, so that endings and possessives do not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from retrieval import analysis
from retrieval.lexicon.related import related
from retrieval.model import SpeakerCount, Statement

SAME_WORD = 0.7  # at this weight two related terms are the same word in another form ("Norway", "Norwegian")


def count_speakers(statements: Iterable[Statement]) -> list[SpeakerCount]:
    """Speakers with their number of statements and most frequent role, most quoted first, then by name."""
    counts: Counter[str] = Counter()
    roles: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for statement in statements:
        if statement.speaker:
            counts[statement.speaker] += 1
            if statement.role:
                roles[statement.speaker][statement.role] += 1
    found = [SpeakerCount(name, _most_common(roles[name]), n) for name, n in counts.items()]
    return sorted(found, key=lambda s: (-s.statements, s.name))


def _most_common(roles: Counter[str]) -> str | None:
    return roles.most_common(1)[0][0] if roles else None


class SpeakerTable:
    """Finds speakers by the words of their names and roles."""

    def __init__(self, speakers: Sequence[SpeakerCount]) -> None:
        self._counts = {s.name: s for s in speakers}
        self._names = {s.name: frozenset(analysis.terms(s.name)) for s in speakers}
        self._words = {s.name: self._names[s.name] | frozenset(analysis.terms(s.role or "")) for s in speakers}
        self._by_word: defaultdict[str, set[str]] = defaultdict(set)
        for name, words in self._words.items():
            for word in words:
                self._by_word[word].add(name)

    def statements(self, name: str) -> int:
        """How many statements of that speaker there are."""
        return self._counts[name].statements if name in self._counts else 0

    def names(self) -> list[str]:
        """All names, most quoted first."""
        return list(self._counts)

    def find(self, phrase: str) -> list[str]:
        """The speakers that a phrase means, most quoted first; several when it fits several, none when it fits none."""
        words = frozenset(analysis.terms(phrase))
        if not words:
            return []
        holders = set.intersection(*(self._holding(word) for word in words))
        if not holders:
            near = set().union(*(self._by_word.get(word, ()) for word in words))
            holders = {name for name in near if self._names[name] <= words}
        by_name = {name for name in holders if self._names[name] & words}
        return sorted(by_name or holders, key=lambda name: (-self._counts[name].statements, name))

    def named_in(self, words: Iterable[str]) -> list[str]:
        """The speakers whose last name is one of these capitalised words."""
        asked = {term for word in words for term in analysis.terms(word)}
        near = set().union(*(self._by_word.get(term, ()) for term in asked))
        named = [name for name in near if _last(name) & asked]
        return sorted(named, key=lambda name: (-self._counts[name].statements, name))

    def _holding(self, word: str) -> set[str]:
        forms = [word, *(term for term, weight in related(word).items() if weight >= SAME_WORD)]
        return set().union(*(self._by_word.get(form, ()) for form in forms))


def _last(name: str) -> frozenset[str]:
    return frozenset(analysis.terms(name)[-1:])
