"""Makes ``related.txt``: python -m retrieval.lexicon.build WORDNET_FOLDER > retrieval/lexicon/related.txt

Needs a folder with WordNet 3.0's database files, and the package countryinfo; neither is needed at run time. They say
how words are related; the rules here say which relations are safe enough to match a question's word with a sentence's.

- Kin: words that begin alike and that WordNet derives from one another (derivation, pertainym, attribute).
- Synonyms: words of one synset, both found in tagged texts, neither so common that it says nothing; no adverbs.
- Forms: irregular forms that the analysis leaves, and comparatives ("high", "highest"); not those that are rather words
  of their own ("ground", "number").
- Countries: names and people; a capital, for its country's government, with both.

What links two stems must be what they usually mean: see ``Usage.overlap``, and the grades below.

The weights follow how much more often a related word stands in the evidence for a question than in another sentence of
the same article, on questions that people wrote for news, stories and encyclopedia texts (see the benchmark
``related_words``). An exact match stands there 3.3 times as often; weights of .8 and .9, 3.2 to 3.5 times; .6, 3.1; .5,
2.0; .3, 1.4; nationalities (.7) 1.7. Words count for less than measured where they are no form of one another: a wrong
quote costs more than a missed one.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from itertools import combinations, product
from pathlib import Path

from retrieval.lexicon import wordnet
from retrieval.lexicon.nations import capitals, nationalities
from retrieval.lexicon.usage import Links, Pair, Usage, pair_of, stem
from retrieval.lexicon.wordnet import Synset, SynsetId

Grades = tuple[tuple[float, float], ...]  # least overlap, weight; the best first

KIN: Grades = ((0.3, 0.8), (0.03, 0.5))
SYNONYMS: Grades = ((0.2, 0.6), (0.05, 0.5), (0.02, 0.3))
FORM, NATIONALITY, CAPITAL = 0.9, 0.7, 0.3

COMMON = 550  # tagged uses from which on a synonym says nothing: say, make, see, know
COMPARED = 10  # tagged uses from which on an adjective's regular comparatives are listed

# The relations of kin, and how many letters both words begin with: not "moon" and "lunar", "size" and "small".
_KIN_BEGIN = {wordnet.DERIVED: 1, wordnet.PERTAINYM: 1, wordnet.ATTRIBUTE: 3}
_SHORT = re.compile("[^aeiou]*(?:[aeiouy]+[^aeiouy]+|[aeiou]+)(?:e|y)?")  # "high", "large", "early": take -er and -est
# Synonyms in the texts that were tagged (novels and sermons of 1961), misleading in news.
_MISLEADING = frozenset({("minist", "parson"), ("minist", "pastor")})

Ends = tuple[str, SynsetId, str, SynsetId]  # a word in a sense, and another


def related(folder: Path) -> dict[Pair, float]:
    """The weights of all pairs of related stems. Where several rules have a pair, the one listed last decides."""
    synsets = wordnet.synsets(folder)
    usage = Usage(wordnet.senses(folder))
    return {
        **_synonyms(synsets, usage),
        **_graded(KIN, _links(_derived(synsets)), usage),
        **dict.fromkeys(_forms(folder, usage), FORM),
        **dict.fromkeys(capitals(synsets, usage), CAPITAL),
        **dict.fromkeys(nationalities(), NATIONALITY),
    }


def _graded(grades: Grades, links: Links, usage: Usage) -> dict[Pair, float]:
    """The pairs of which one stem at least is found in tagged texts, by grade."""
    return {
        pair: weight
        for pair in links
        if any(usage.tagged[term] for term in pair)
        and (weight := next((weight for least, weight in grades if usage.overlap(links, pair) >= least), None))
    }


def _synonyms(synsets: Mapping[SynsetId, Synset], usage: Usage) -> dict[Pair, float]:
    return {
        pair: weight
        for pair, weight in _graded(SYNONYMS, _links(_same_meaning(synsets)), usage).items()
        if all(0 < usage.tagged[term] < COMMON for term in pair) and pair not in _MISLEADING
    }


def _links(related_senses: Iterable[Ends]) -> Links:
    links: Links = defaultdict(set)
    for one, here, other, there in related_senses:
        first, second = stem(one.lower()), stem(other.lower())
        if first and second and first != second:
            links[min(first, second), max(first, second)].add((here, there) if first < second else (there, here))
    return links


def _same_meaning(synsets: Mapping[SynsetId, Synset]) -> Iterator[Ends]:
    for here, synset in synsets.items():
        if here[0] != "r":
            for one, other in combinations(filter(str.islower, synset.words), 2):
                yield one, here, other, here


def _derived(synsets: Mapping[SynsetId, Synset]) -> Iterator[Ends]:
    for here, synset in synsets.items():
        for pointer in synset.pointers:
            if letters := _KIN_BEGIN.get(pointer.symbol):
                others = _ends(synsets[pointer.synset], pointer.target)
                for one, other in product(_ends(synset, pointer.source), others):
                    if one[:letters].lower() == other[:letters].lower():
                        yield one, here, other, pointer.synset


def _ends(synset: Synset, number: int) -> tuple[str, ...]:
    return (synset.words[number - 1],) if number else synset.words


def _forms(folder: Path, usage: Usage) -> Iterator[Pair]:
    """Forms that are less used as a word of their own than their lemma is, which in turn is what its stem means."""
    irregular = [entry for entry in wordnet.irregular(folder) if entry[0] != "r"]
    settled = {word for _, form, lemma in irregular for word in (form, lemma)}
    regular = [
        ("a", form, lemma)
        for (pos, lemma), count in usage.lemmas.items()
        if pos == "a" and count >= COMPARED and lemma not in settled and _SHORT.fullmatch(lemma)
        for form in _comparatives(lemma)
    ]
    for pos, form, lemma in irregular + regular:
        pair = pair_of(stem(form), base := stem(lemma))
        count = usage.lemmas.get((pos, lemma), 0)
        if pair and base and count > usage.count(form) and 2 * count >= usage.tagged[base]:
            yield pair


def _comparatives(adjective: str) -> tuple[str, str]:
    base = adjective.removesuffix("e")
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        base = base[:-1] + "i"
    return base + "er", base + "est"


def lines(weights: Mapping[Pair, float]) -> Iterator[str]:
    """The file's lines: a term, then its related terms as "term=weight"; both sorted."""
    near: dict[str, list[str]] = defaultdict(list)
    for (first, second), weight in sorted(weights.items()):
        near[first].append(f"{second}={weight:g}")
        near[second].append(f"{first}={weight:g}")
    for term in sorted(near):
        yield " ".join([term, *sorted(near[term])])


def main() -> None:
    notice = files("retrieval.lexicon").joinpath("NOTICE").read_text("utf-8")
    for line in notice.splitlines():
        sys.stdout.write(f"# {line}".rstrip() + "\n")
    sys.stdout.write("\n")
    for line in lines(related(Path(sys.argv[1]))):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
