"""How stems are used: which meanings a stem has, and how much of its use each of them is. Only for building."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set

from retrieval.analysis import terms
from retrieval.lexicon.wordnet import Sense, SynsetId

Pair = tuple[str, str]  # two different stems, in order
Links = dict[Pair, set[tuple[SynsetId, SynsetId]]]  # the senses in which the stems of a pair meet


class Usage:
    """What all words of a stem mean, from how often their senses stand in tagged texts.

    Each sense gets 1 / its number on top of its count, so that the untagged count as well, the first the most.
    """

    def __init__(self, senses: Iterable[Sense]) -> None:
        self.tagged: dict[str, int] = defaultdict(int)  # by stem
        self.lemmas: dict[tuple[str, str], int] = defaultdict(int)  # tagged uses by part of speech and lemma
        self.first: dict[str, SynsetId] = {}  # a noun's most frequent sense
        self._mass: dict[str, dict[SynsetId, float]] = defaultdict(lambda: defaultdict(float))
        for sense in senses:
            pos = sense.synset[0]
            self.lemmas[pos, sense.lemma] += sense.count
            if pos == "n" and sense.number == 1:
                self.first[sense.lemma] = sense.synset
            if found := stem(sense.lemma):
                self.tagged[found] += sense.count
                self._mass[found][sense.synset] += sense.count + 1 / sense.number

    def count(self, word: str) -> int:
        """Tagged uses of a lemma, as the part of speech that it is most often."""
        return max(self.lemmas.get((pos, word), 0) for pos in "nvar")

    def overlap(self, links: Links, pair: Pair) -> float:
        """The share of the first stem's uses that is linked to the second, times the reverse.

        Near 1 when either could stand for the other, near 0 when they meet in senses that are hardly ever meant.
        """
        first, second = pair
        return self.share(first, {here for here, _ in links[pair]}) * self.share(second, {to for _, to in links[pair]})

    def share(self, term: str, senses: Set[SynsetId]) -> float:
        """The share of a stem's uses in which it has one of these senses; 1 for what is no stem of a single word."""
        mass = self._mass.get(term)
        return sum(mass.get(sense, 0) for sense in senses) / sum(mass.values()) if mass else 1.0


def stem(word: str) -> str | None:
    """The term of a word in lower case; None for a stop word, an abbreviation, and what is no single word."""
    return name(word) if len(word) > 2 and word.isalpha() else None


def name(words: str) -> str | None:
    """The term of a name; None where it has several or none. The article in front lets "US" be a name."""
    found = terms(f"the {words}")
    return found[0] if len(found) == 1 and len(found[0]) > 1 else None


def pair_of(one: str | None, other: str | None) -> Pair | None:
    """Two stems in order; None where one is missing or they are the same."""
    return (min(one, other), max(one, other)) if one and other and one != other else None
