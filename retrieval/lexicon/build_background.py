"""Makes ``background.txt``: python -m retrieval.lexicon.build_background WORDNET_FOLDER > .../background.txt

Needs a folder with WordNet 3.0's database files, which is not needed at run time. Its counts say how often each sense
of each lemma was tagged, mostly in SemCor (parts of the Brown corpus: news, essays, novels). A term's frequency is the
sum over all lemmas that give it, as a part of all terms. Words that WordNet does not hold ("between") and names of
today are missing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from retrieval.analysis import terms
from retrieval.lexicon import wordnet
from retrieval.lexicon.wordnet import Sense

LEAST = 5  # tagged uses, below which a count tells little

# Names that WordNet lacks were tagged as the first sense of these: 6,700 persons. Counted as other common nouns are.
_TAGGED_FOR_NAMES = frozenset({"person", "group", "location"})
_COMMON_NOUN = 100


def frequencies(senses: Iterable[Sense]) -> dict[str, int]:
    """By term, how often it stands in a million terms."""
    counts: Counter[str] = Counter()
    for sense in senses:
        count = sense.count
        if sense.lemma in _TAGGED_FOR_NAMES and sense.synset[0] == "n" and sense.number == 1:
            count = min(count, _COMMON_NOUN)
        for term in terms(sense.lemma.replace("_", " ")):
            counts[term] += count
    total = counts.total()
    return {term: round(count * 1e6 / total) for term, count in counts.items() if count >= LEAST}


def lines(found: Mapping[str, int]) -> Iterator[str]:
    """The file's lines: a term, then its frequency, sorted."""
    yield from sorted(f"{term} {frequency}" for term, frequency in found.items())


def main() -> None:
    folder = Path(sys.argv[1])
    table = lines(frequencies(wordnet.senses(folder)))
    title = "Uses in a million, made by retrieval.lexicon.build_background from WordNet 3.0. Do not edit."
    sys.stdout.writelines(f"{line}\n" for line in wordnet.generated(title, folder, table))


if __name__ == "__main__":
    main()
