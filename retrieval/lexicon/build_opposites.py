"""Makes ``opposites.txt``: python -m retrieval.lexicon.build_opposites WORDNET_FOLDER > retrieval/lexicon/opposites.txt

Needs a folder with WordNet 3.0's database files, which is not needed at run time. Opposites are WordNet's antonyms,
single words of any part of speech, as terms.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from retrieval.lexicon import wordnet
from retrieval.lexicon.usage import stem


def opposites(folder: Path) -> dict[str, set[str]]:
    """Each term with its opposites."""
    synsets = wordnet.synsets(folder)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for synset in synsets.values():
        for pointer in synset.pointers:
            if pointer.symbol == wordnet.ANTONYM:
                one = stem(synset.words[pointer.source - 1].lower())
                other = stem(synsets[pointer.synset].words[pointer.target - 1].lower())
                if one and other and one != other:
                    found[one].add(other)
                    found[other].add(one)
    return found


def lines(found: Mapping[str, Set[str]]) -> Iterator[str]:
    """The file's lines: a term, then its opposites, both sorted."""
    for term in sorted(found, key=lambda term: f"{term} "):
        yield " ".join([term, *sorted(found[term])])


def main() -> None:
    folder = Path(sys.argv[1])
    title = "Opposites, made by retrieval.lexicon.build_opposites from WordNet 3.0. Do not edit."
    sys.stdout.writelines(f"{line}\n" for line in wordnet.generated(title, folder, lines(opposites(folder))))


if __name__ == "__main__":
    main()
