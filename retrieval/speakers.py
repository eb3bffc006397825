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
    """Finds speakers by the words of their names and roles. Every list it returns has the most quoted first."""

    def __init__(self, speakers: Sequence[SpeakerCount]) -> None:
        self._counts = {s.name: s for s in speakers}
        self._names = {s.name: tuple(analysis.terms(s.name)) for s in speakers}
        self._roles = {s.name: tuple(analysis.terms(s.role or "")) for s in speakers}
        self._by_word: defaultdict[str, set[str]] = defaultdict(set)
        for name in self._counts:
            for word in (*self._names[name], *self._roles[name]):
                self._by_word[word].add(name)

    def statements(self, name: str) -> int:
        """How many statements of that speaker there are."""
        return self._counts[name].statements if name in self._counts else 0

    def find(self, phrase: str) -> list[str]:
        """The speakers that a phrase may mean: those it names, else those whose name or role it is a part of."""
        return self.named(phrase) or self._sorted(self._holders(frozenset(analysis.terms(phrase))))

    def named(self, phrase: str) -> list[str]:
        """The speakers that a phrase names: it holds the last word of the name, or of the role, and no strange one."""
        words = frozenset(analysis.terms(phrase))
        holders = self._holders(words)
        by_name = {name for name in holders if _last(self._names[name]) & words}
        by_role = {name for name in holders if _last(self._roles[name]) & words}
        return self._sorted(self._with_short_forms(by_name or by_role))

    def named_in(self, words: Iterable[str]) -> list[str]:
        """The speakers whose last name is one of these words."""
        asked = {term for word in words for term in analysis.terms(word)}
        near = set[str]().union(*(self._by_word.get(term, ()) for term in asked))
        return self._sorted(name for name in near if _last(self._names[name]) & asked)

    def _holders(self, words: frozenset[str]) -> set[str]:
        """The speakers whose name and role hold all these words, else those whose whole name is among them."""
        if not words:
            return set()
        if holders := set[str].intersection(*(self._holding(word) for word in words)):
            return holders
        near = set[str]().union(*(self._by_word.get(word, ()) for word in words))
        return {name for name in near if words.issuperset(self._names[name])}

    def _holding(self, word: str) -> set[str]:
        forms = [word, *(term for term, weight in related(word).items() if weight >= SAME_WORD)]
        return set[str]().union(*(self._by_word.get(form, ()) for form in forms))

    def _with_short_forms(self, names: set[str]) -> set[str]:
        """The last name alone means its one holder: an article that only says "Lind" speaks of Jonas Lind."""
        lasts = [last for name in names for last in _last(self._names[name])]
        short = {
            name
            for last in lasts
            for name in self._by_word[last]
            if self._names[name] == (last,) and lasts.count(last) == 1
        }
        return names | short

    def _sorted(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: (-self._counts[name].statements, name))


def _last(words: Sequence[str]) -> frozenset[str]:
    return frozenset(words[-1:])
