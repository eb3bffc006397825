"""Makes ``kinds.txt``: python -m retrieval.lexicon.build_kinds WORDNET_FOLDER > retrieval/lexicon/kinds.txt

Needs a folder with WordNet 3.0's database files, which is not needed at run time. A noun's kinds are the words of the
synsets above its own, by hypernym and instance-hypernym links. The rules here say which of them are worth knowing:

- Of the noun, its first senses, where they are a good part of what the word is used for.
- Above it, synsets that are not too general for anybody to ask for. The deeper a synset lies, the broader it may be.
- Of these, single words that often enough mean that, and that tell something of an answer.

The numbers are those with which words of the asked kind tell evidence best from other sentences of the same article
(see the benchmark ``asked_kinds``).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from retrieval.analysis import terms
from retrieval.lexicon import wordnet
from retrieval.lexicon.kinds import ALL, BEGINS, JOINED, LONGEST
from retrieval.lexicon.usage import Usage, stem
from retrieval.lexicon.wordnet import Sense, Synset, SynsetId

SENSES = 2  # of a noun, the most frequent
MEANT = 0.15  # of a stem's uses in which it must have the sense, as the noun and as the kind
BROADEST = ((5, 6000), (3, 1600))  # least steps below "entity", most synsets below

# Asked for often, but what is said of them has any form, or the form of a number or a date.
_TELL_NOTHING = frozenset(
    terms(
        "act age amount article case class day decade effect event group individual kind level month name number "
        "organization part percentage person portion quantity reason result statement system term time title type "
        "unit way week word year"
    )
)
# Kinds that are asked for by words that mean other things more often, or by words that are not in their synset.
_ALSO_CALLED: Mapping[SynsetId, tuple[str, ...]] = {
    ("n", 8544813): ("countri", "nation"),
    ("n", 3800933): ("instrument",),  # musical
}


class Hierarchy:
    """What each noun's synset is a kind or an instance of, at any distance."""

    def __init__(self, synsets: Mapping[SynsetId, Synset]) -> None:
        self._parents = {
            key: [p.synset for p in synset.pointers if p.symbol in {wordnet.HYPERNYM, wordnet.INSTANCE}]
            for key, synset in synsets.items()
            if key[0] == "n"
        }
        self._above: dict[SynsetId, frozenset[SynsetId]] = {}
        self._depths: dict[SynsetId, int] = {}
        self.below = Counter(above for key in self._parents for above in self.above(key))

    def above(self, key: SynsetId) -> frozenset[SynsetId]:
        if key not in self._above:
            parents = self._parents[key]
            self._above[key] = frozenset(parents).union(*map(self.above, parents))
        return self._above[key]

    def depth(self, key: SynsetId) -> int:
        """The most steps from the top."""
        if key not in self._depths:
            self._depths[key] = max((1 + self.depth(parent) for parent in self._parents[key]), default=0)
        return self._depths[key]

    def is_askable(self, key: SynsetId) -> bool:
        return any(self.depth(key) >= depth and 0 < self.below[key] <= most for depth, most in BROADEST)


def kinds(folder: Path) -> dict[str, set[str]]:
    """By stem, or by stems joined, the stems of the kinds."""
    synsets = {key: synset for key, synset in wordnet.synsets(folder).items() if key[0] == "n"}
    senses = list(wordnet.senses(folder))
    usage, hierarchy = Usage(senses), Hierarchy(synsets)
    named = {key: _names(key, synset, usage) for key, synset in synsets.items() if hierarchy.is_askable(key)}
    found: dict[str, set[str]] = defaultdict(set)
    for sense in senses:
        if sense.synset[0] == "n" and sense.number <= SENSES:
            known = set().union(*(named.get(key, ()) for key in hierarchy.above(sense.synset)))
            for key in _keys(sense, synsets[sense.synset], usage):
                found[key] |= known - {key}
    return {key: known for key, known in found.items() if known}


def _names(key: SynsetId, synset: Synset, usage: Usage) -> set[str]:
    words = {stem(word) for word in synset.words if word.islower()}
    usual = {word for word in words if word and usage.tagged[word] and usage.share(word, {key}) >= MEANT}
    return (usual | set(_ALSO_CALLED.get(key, ()))) - _TELL_NOTHING


def _keys(sense: Sense, synset: Synset, usage: Usage) -> Iterator[str]:
    """What a lemma is looked up by: the stem of a word that often means this, or the stems of a name."""
    for word in synset.words:
        if word.lower() != sense.lemma:
            continue
        found = terms(f"the {word}".replace("_", " ")) if word[0].isupper() else [stem(word) or ""]
        if 1 < len(found) <= LONGEST:
            yield JOINED.join(found)
        elif len(found) == 1 and len(found[0]) > 1 and usage.share(found[0], {sense.synset}) >= MEANT:
            yield found[0]


def lines(found: Mapping[str, Set[str]]) -> Iterator[str]:
    """The file's lines: a key, then its kinds, both sorted."""
    entries = defaultdict(set, {key: set(known) for key, known in found.items()})
    for key in found:
        if JOINED in key:
            entries[key.partition(JOINED)[0]].add(BEGINS)
    entries[ALL] = set().union(*found.values())
    for key, known in sorted(entries.items(), key=lambda entry: f"{entry[0]} "):
        yield " ".join([key, *sorted(known)])


def main() -> None:
    folder = Path(sys.argv[1])
    title = "Kinds of things, made by retrieval.lexicon.build_kinds from WordNet 3.0. Do not edit."
    sys.stdout.writelines(f"{line}\n" for line in wordnet.generated(title, folder, lines(kinds(folder))))


if __name__ == "__main__":
    main()
